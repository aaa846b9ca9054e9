// Imports: how a batch of lines is to be taken, described once, and where in a batch a record came from.
#ifndef CERTLITE_CORE_MODEL_IMPORT_H_
#define CERTLITE_CORE_MODEL_IMPORT_H_

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

#include "core/base/date.h"
#include "core/base/uuid.h"
#include "core/model/field.h"

namespace certlite {

inline constexpr std::array<std::string_view, 2> kOnDuplicates = {"reject", "update"};
enum class OnDuplicate : int64_t { kReject, kUpdate };

inline constexpr std::array<std::string_view, 2> kImportModes = {"best_effort", "atomic"};
enum class ImportMode : int64_t { kBestEffort, kAtomic };

namespace import_options {

inline constexpr std::array kFields = {
    Field{"mode", FieldType::kChoice, 0,
          "best_effort: a refused line is left out; atomic: one refused line, and none of the call's lines is written.",
          0, 0, kImportModes, static_cast<int64_t>(ImportMode::kBestEffort)},
    Field{"on_duplicate", FieldType::kChoice, 0,
          "What becomes of a line whose id or external_id belongs to a record with other content.", 0, 0, kOnDuplicates,
          static_cast<int64_t>(OnDuplicate::kReject)},
    Field{"dry_run", FieldType::kBoolean, 0, "Answers what would be done, and writes nothing.", 0, 0, {}, 0},
    Field{"date_format", FieldType::kChoice, 0, "How the lines write dates; it is never guessed.", 0, 0, kDateFormats,
          static_cast<int64_t>(DateFormat::kIso)},
    Field{"batch_id", FieldType::kUuid, 0, "The batch's id in the history; left out: the engine makes one."},
};

inline constexpr size_t kMode = FieldIndex(kFields, "mode");
inline constexpr size_t kOnDuplicate = FieldIndex(kFields, "on_duplicate");
inline constexpr size_t kDryRun = FieldIndex(kFields, "dry_run");
inline constexpr size_t kDateFormat = FieldIndex(kFields, "date_format");
inline constexpr size_t kBatchId = FieldIndex(kFields, "batch_id");

// The option that is an object: members that a line takes where it has none of the name.
inline constexpr std::string_view kDefaults = "defaults";

}  // namespace import_options

// How one call's lines are taken.
struct ImportOptions {
  ImportMode mode = ImportMode::kBestEffort;
  OnDuplicate on_duplicate = OnDuplicate::kReject;
  bool dry_run = false;
  DateFormat date_format = DateFormat::kIso;
  std::optional<Uuid> batch_id;
  size_t defaults = 0;  // their position in the options' document; 0: there are none
};

// What a line may carry besides the operation's request; neither is part of what it is known by.
namespace import_line {

inline constexpr std::string_view kIdempotencyKey = "idempotency_key";  // instead of the derived one
inline constexpr std::string_view kRejected = "rejected";  // why it was refused before; ignored, so that it may stay

}  // namespace import_line

// Which line of which batch a record's version came from.
struct ImportedFrom {
  Uuid batch_id;
  int64_t line = 0;  // counted from 1
};

}  // namespace certlite

#endif  // CERTLITE_CORE_MODEL_IMPORT_H_
