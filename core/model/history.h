// History: what is told of an organization's chain. An entry is told as an event in the form of CloudEvents 1.0.
#ifndef CERTLITE_CORE_MODEL_HISTORY_H_
#define CERTLITE_CORE_MODEL_HISTORY_H_

#include <array>

#include "core/model/field.h"
#include "core/model/limits.h"

namespace certlite {

namespace history_entry {

inline constexpr std::array kFields = {
    Field{"specversion", FieldType::kText, kInData, "Of CloudEvents: 1.0.", 3, 3},
    Field{"id", FieldType::kText, kInData, "The sequence, as text; unique in the source.", 1, 16},
    Field{"source", FieldType::kText, kInData, "urn:certlite:organization: and the organization's id.", 62, 62},
    Field{"type", FieldType::kText, kInData, "The operation that made the change.", 1, 64},
    Field{"subject", FieldType::kUuid, kInData, "The id of the record that was changed."},
    Field{"time", FieldType::kInstant, kInData, "When."},
    Field{"datacontenttype", FieldType::kText, kInData, "application/json.", 16, 16},
    Field{"data", FieldType::kJson, kInData | kNullable,
          "The answer to the change, who asked for it and why; null: erased."},
    Field{"sequence", FieldType::kInteger, kInMeta, "The place in the chain, from 1 and without gaps."},
    Field{"revision", FieldType::kInteger, kInMeta, "Of the record, which the change made."},
    Field{"before", FieldType::kSha256, kInMeta | kNullable, "The commitment of the record's version before.", 64, 64},
    Field{"after", FieldType::kSha256, kInMeta, "The commitment to data.", 64, 64},
    Field{"commitment_key", FieldType::kSha256, kInMeta | kNullable,
          "The HMAC key of the commitment, 32 bytes in hex; null: erased.", 64, 64},
    Field{"hash", FieldType::kSha256, kInMeta, "Of the entry and, through the one before, of the whole chain.", 64, 64},
};

inline constexpr size_t kSpecVersion = FieldIndex(kFields, "specversion");
inline constexpr size_t kId = FieldIndex(kFields, "id");
inline constexpr size_t kSource = FieldIndex(kFields, "source");
inline constexpr size_t kType = FieldIndex(kFields, "type");
inline constexpr size_t kSubject = FieldIndex(kFields, "subject");
inline constexpr size_t kTime = FieldIndex(kFields, "time");
inline constexpr size_t kDataContentType = FieldIndex(kFields, "datacontenttype");
inline constexpr size_t kData = FieldIndex(kFields, "data");
inline constexpr size_t kSequence = FieldIndex(kFields, "sequence");
inline constexpr size_t kRevision = FieldIndex(kFields, "revision");
inline constexpr size_t kBefore = FieldIndex(kFields, "before");
inline constexpr size_t kAfter = FieldIndex(kFields, "after");
inline constexpr size_t kCommitmentKey = FieldIndex(kFields, "commitment_key");
inline constexpr size_t kHash = FieldIndex(kFields, "hash");

}  // namespace history_entry

namespace history_head {

inline constexpr std::array kFields = {
    Field{"organization_id", FieldType::kUuid, kInData, "Whose chain it is; the nil UUID: the standard catalogue's."},
    Field{"head", FieldType::kChainHead, kInData,
          "SEQUENCE:HASH of the newest entry. Keep it elsewhere: whoever has it can tell whether the history up to it "
          "was changed.",
          66, kChainHeadBytesMax},
    Field{"time", FieldType::kInstant, kInData | kNullable, "When that entry was made; null: there is none."},
};

inline constexpr size_t kOrganizationId = FieldIndex(kFields, "organization_id");
inline constexpr size_t kHead = FieldIndex(kFields, "head");
inline constexpr size_t kTime = FieldIndex(kFields, "time");

}  // namespace history_head

namespace history_report {

inline constexpr std::array kFields = {
    Field{"organization_id", FieldType::kUuid, kInData, "Whose chain it is; the nil UUID: the standard catalogue's."},
    Field{"head", FieldType::kChainHead, kInData, "SEQUENCE:HASH of the newest entry.", 66, kChainHeadBytesMax},
    Field{"from", FieldType::kInteger, kInData, "The first sequence that was looked at."},
    Field{"entry_count", FieldType::kInteger, kInData, "How many entries were found whole."},
    Field{"record_count", FieldType::kInteger, kInData, "How many records were found to be as their last version."},
};

inline constexpr size_t kOrganizationId = FieldIndex(kFields, "organization_id");
inline constexpr size_t kHead = FieldIndex(kFields, "head");
inline constexpr size_t kFrom = FieldIndex(kFields, "from");
inline constexpr size_t kEntryCount = FieldIndex(kFields, "entry_count");
inline constexpr size_t kRecordCount = FieldIndex(kFields, "record_count");

}  // namespace history_report
}  // namespace certlite

#endif  // CERTLITE_CORE_MODEL_HISTORY_H_
