// What secure_delete leaves behind: SQLite overwrites what is deleted, but when it rebuilds a page it leaves old copies
// of cells between the page's pointers and its content, where nothing overwrites them when the row itself goes.
#ifndef CERTLITE_CORE_STORE_REMNANTS_H_
#define CERTLITE_CORE_STORE_REMNANTS_H_

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "core/base/error.h"
#include "core/store/statement.h"

namespace certlite {

// By what a copy of an erased row is known. Either end of a copy may be cut off: its id stands before its texts.
struct Remnants {
  std::vector<std::string> ids;    // each as its row has it
  std::vector<std::string> texts;  // what others have, too, is nobody's remnant
  bool all_known = true;           // if not, only a file that is built anew is sure to hold none
};

// The part of the page that no row and no page header has; all of it, if it is no page of a tree. `number` counts the
// file's pages from 1. Source: SQLite's file format, "B-tree Pages".
std::span<const uint8_t> FreePart(std::span<const uint8_t> page, int64_t number);

// Whether a page of the main file holds a remnant where no row is. The log is empty and the writer lock is held
// meanwhile. Errors: kStorageIo.
Result<bool> FileHasRemnant(Database& database, const Remnants& remnants);

}  // namespace certlite

#endif  // CERTLITE_CORE_STORE_REMNANTS_H_
