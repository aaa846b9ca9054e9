// Upkeep: what is asked of a store as a file, and what is answered.
#ifndef CERTLITE_CORE_MODEL_UPKEEP_H_
#define CERTLITE_CORE_MODEL_UPKEEP_H_

#include <array>

#include "core/model/field.h"
#include "core/model/limits.h"
#include "core/model/resource.h"

namespace certlite {

enum class CheckDepth : int64_t { kQuick, kFull };
inline constexpr std::array<std::string_view, 2> kCheckDepths = {"quick", "full"};

// What is looked at, in this order; the last one in a full check alone.
enum class CheckPart : int64_t { kPages, kReferences, kVersions, kKeys, kPrimaryRoles, kHistory };
inline constexpr std::array<std::string_view, 6> kCheckParts = {"pages", "references",    "versions",
                                                                "keys",  "primary_roles", "history"};

inline constexpr int64_t kFindingsMax = 100;  // told of one part
inline constexpr int64_t kFindingBytesMax = 4096;

namespace check_step {

inline constexpr std::array kFields = {
    Field{"part", FieldType::kChoice, kInData, "What was looked at.", 0, 0, kCheckParts},
    Field{"looked_at", FieldType::kInteger, kInData,
          "How many: of the file's pages; of records, keys and assignments; of entries of the history that are whole."},
    Field{"finding_count", FieldType::kInteger, kInData, "How much was found; of each part 100 findings are told."},
};

inline constexpr size_t kPart = FieldIndex(kFields, "part");
inline constexpr size_t kLookedAt = FieldIndex(kFields, "looked_at");
inline constexpr size_t kFindingCount = FieldIndex(kFields, "finding_count");

}  // namespace check_step

namespace check_finding {

inline constexpr std::array kFields = {
    Field{"part", FieldType::kChoice, kInData, "Where it was found.", 0, 0, kCheckParts},
    Field{"organization_id", FieldType::kUuid, kInData | kNullable,
          "Whose it is; null: no organization's, or it can't be told."},
    Field{"resource", FieldType::kText, kInData | kNullable, "What kind of record it is about; null: none.", 1, 32},
    Field{"id", FieldType::kUuid, kInData | kNullable, "The record that it is about; null: none."},
    Field{"detail", FieldType::kText, kInData, "What is wrong.", 1, kFindingBytesMax},
    Field{"advice", FieldType::kText, kInData, "What to do about it.", 1, kFindingBytesMax},
};

inline constexpr size_t kPart = FieldIndex(kFields, "part");
inline constexpr size_t kOrganizationId = FieldIndex(kFields, "organization_id");
inline constexpr size_t kResource = FieldIndex(kFields, "resource");
inline constexpr size_t kId = FieldIndex(kFields, "id");
inline constexpr size_t kDetail = FieldIndex(kFields, "detail");
inline constexpr size_t kAdvice = FieldIndex(kFields, "advice");

}  // namespace check_finding

namespace backup_head {

inline constexpr std::array kFields = {
    Field{"organization_id", FieldType::kUuid, kInData, "Whose chain it is; the nil UUID: the standard catalogue's."},
    Field{"head", FieldType::kChainHead, kInData, "SEQUENCE:HASH of the newest entry that the backup holds.", 66,
          kChainHeadBytesMax},
};

inline constexpr size_t kOrganizationId = FieldIndex(kFields, "organization_id");
inline constexpr size_t kHead = FieldIndex(kFields, "head");

}  // namespace backup_head

namespace store_backup {

inline constexpr std::array kFields = {
    Field{"path", FieldType::kText, kInData, "The backup's file, absolute.", 1, kPathBytesMax},
    Field{"page_count", FieldType::kInteger, kInData, "How many pages it has."},
    Field{"byte_count", FieldType::kInteger, kInData, "How many bytes."},
    RowsField(
        "heads", kInData,
        "The head of each organization's chain, and of the standard catalogue's, as the backup holds it. Keep them "
        "elsewhere: history.verify takes one as expected_head.",
        &kBackupHeadResource),
};

inline constexpr size_t kPath = FieldIndex(kFields, "path");
inline constexpr size_t kPageCount = FieldIndex(kFields, "page_count");
inline constexpr size_t kByteCount = FieldIndex(kFields, "byte_count");
inline constexpr size_t kHeads = FieldIndex(kFields, "heads");

}  // namespace store_backup

namespace store_compaction {

inline constexpr std::array kFields = {
    Field{"bytes_before", FieldType::kInteger, kInData, "How long the file was, all of the log in it."},
    Field{"bytes_after", FieldType::kInteger, kInData, "How long it is now."},
};

inline constexpr size_t kBytesBefore = FieldIndex(kFields, "bytes_before");
inline constexpr size_t kBytesAfter = FieldIndex(kFields, "bytes_after");

}  // namespace store_compaction

namespace store_check {

inline constexpr std::array kFields = {
    Field{"depth", FieldType::kChoice, kInData, "How deep it went.", 0, 0, kCheckDepths},
    Field{"is_sound", FieldType::kBoolean, kInData, "Whether nothing was found to be wrong."},
    RowsField("steps", kInData, "What was looked at, in this order.", &kCheckStepResource),
    RowsField("findings", kInData, "What is wrong; empty: nothing.", &kCheckFindingResource),
};

inline constexpr size_t kDepth = FieldIndex(kFields, "depth");
inline constexpr size_t kIsSound = FieldIndex(kFields, "is_sound");
inline constexpr size_t kSteps = FieldIndex(kFields, "steps");
inline constexpr size_t kFindings = FieldIndex(kFields, "findings");

}  // namespace store_check

}  // namespace certlite

#endif  // CERTLITE_CORE_MODEL_UPKEEP_H_
