// What secure_delete leaves behind: SQLite overwrites what is deleted, but when it rebuilds a page it leaves old copies
// of cells between the page's pointers and its content, where nothing overwrites them when the row itself goes.
#ifndef CERTLITE_CORE_STORE_REMNANTS_H_
#define CERTLITE_CORE_STORE_REMNANTS_H_

#include <cstdint>
#include <span>
#include <string>

#include "core/base/error.h"
#include "core/store/statement.h"

namespace certlite {

// Whether any of `texts` stands where no row is in `page`, which is page `number` of a file; the first is 1.
// Source: SQLite's file format, "B-tree Pages".
bool HasRemnant(std::span<const uint8_t> page, int64_t number, std::span<const std::string> texts);

// Whether any page of the main file has such a remnant. The log is empty and the writer lock is held meanwhile.
// Errors: kStorageIo.
Result<bool> FileHasRemnant(Database& database, std::span<const std::string> texts);

}  // namespace certlite

#endif  // CERTLITE_CORE_STORE_REMNANTS_H_
