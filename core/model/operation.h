// The operations: one table from which dispatch, the shape of requests, describe and the docs come.
#ifndef CERTLITE_CORE_MODEL_OPERATION_H_
#define CERTLITE_CORE_MODEL_OPERATION_H_

#include <array>
#include <cstdint>
#include <span>
#include <string_view>

#include "core/model/field.h"
#include "core/model/import.h"
#include "core/model/limits.h"
#include "core/model/principal.h"
#include "core/model/resource.h"
#include "core/model/upkeep.h"
#include "core/model/verification.h"

namespace certlite {

enum class Verb : uint8_t {
  kCreate,
  kPut,  // creates, or changes what is there
  kImport,
  kGet,
  kList,
  kCount,
  kUpdate,
  kSuspend,
  kReinstate,
  kRevoke,
  kSupersede,
  kArchive,
  kRestore,
  kRenew,
  kVerify,
  kErase,
  kVersions,  // the history of one record
  kEvidence,  // its checks
  kHead,      // of a chain
  kVerifyChain,
  kPurge,
  kCheck,  // of the store as a file, as what follows
  kBackup,
  kCompact,
  kExplain,
  kTimeline,
  kAsk,
  kMe,
};

// What a successful call did. The numbers are the ABI's.
enum class Outcome : int32_t { kCreated = 1, kReplayed, kExists, kUpdated, kUnchanged, kRead, kWithheld };
inline constexpr std::array<std::string_view, 8> kOutcomes = {"",        "created",   "replayed", "exists",
                                                              "updated", "unchanged", "read",     "withheld"};

enum class ListOrder : int64_t { kId, kExpiresOn };
inline constexpr std::array<std::string_view, 2> kListOrders = {"id", "expires_on"};

// What a request may carry besides the resource's own fields.
namespace parameter {

// A field of a record as a parameter: no use of it is the record's.
consteval Field AsParameter(Field field) {
  field.uses = 0;
  return field;
}

inline constexpr std::array kFields = {
    Field{"organization_id", FieldType::kUuid, 0,
          "The organization that is meant; left out: the one that the principal reaches."},
    Field{"id", FieldType::kUuid, 0, "The record's id."},
    Field{"if_revision", FieldType::kInteger, 0, "Refuse if the record is at another revision.", 1, kIntegerMax},
    Field{"order", FieldType::kChoice, 0,
          "By id (the order of creation, to the millisecond), or by expires_on, the never expiring last.", 0, 0,
          kListOrders, static_cast<int64_t>(ListOrder::kId)},
    Field{"expires_after", FieldType::kDate, 0, "Only those whose expires_on is later than this day."},
    Field{"expires_before", FieldType::kDate, 0, "Only those whose expires_on is earlier than this day."},
    Field{"limit", FieldType::kInteger, 0, "How many records a page has at most.", 1, kPageMax, {}, kPageDefault},
    Field{"cursor", FieldType::kText, 0, "The page after the one that answered this next_cursor.", 1, kCursorBytesMax},
    Field{"reason", FieldType::kText, 0, "Why, for whoever reads the history.", 1, kReasonBytesMax},
    Field{"replacement_id", FieldType::kUuid, 0, "The certification that stands in its place."},
    AsParameter(verification::kOutcomeField),
    AsParameter(verification::kMethodField),
    AsParameter(verification::kVerifierField),
    AsParameter(verification::kVerifiedUntilField),
    AsParameter(verification::kEvidenceUriField),
    AsParameter(verification::kEvidenceMediaTypeField),
    AsParameter(verification::kEvidenceSha256Field),
    Field{"after_sequence", FieldType::kInteger, 0, "Only entries after this one: where a reader left off.", 0,
          kSequenceMax},
    Field{"from",
          FieldType::kInteger,
          0,
          "The first entry that is looked at; those before it are taken as whole.",
          1,
          kSequenceMax,
          {},
          1},
    Field{"expected_head", FieldType::kChainHead, 0,
          "A head that was kept elsewhere: refuse unless the chain still has it.", 66, kChainHeadBytesMax},
    Field{"organization_member_external_id", FieldType::kText, 0,
          "The member by its external_id, instead of organization_member_id.", 1, 128},
    Field{"organization_member_email", FieldType::kEmail, 0,
          "The member by its e-mail address, compared bytewise, instead of organization_member_id.", 3, 254},
    Field{"certification_type_slug", FieldType::kSlug, 0,
          "The type by its slug, the organization's own before a standard one, instead of certification_type_id.", 1,
          128},
    Field{"on_duplicate", FieldType::kChoice, 0,
          "What is done if the id or external_id belongs to a record with other content: refuse, or change it.", 0, 0,
          kOnDuplicates, static_cast<int64_t>(OnDuplicate::kReject)},
    Field{"bound_before", FieldType::kInstant, 0, "Only keys that were bound before this instant."},
    Field{"organization_member_id", FieldType::kUuid, 0, "The member that is asked about."},
    Field{"qualification_id", FieldType::kUuid, 0, "The qualification that is asked about."},
    Field{"job_role_id", FieldType::kUuid, 0,
          "Only what this job role asks for: of the member that is named, else of those who have it."},
    Field{"starts_on", FieldType::kDate, 0, "The first day that is asked about."},
    Field{"ends_on", FieldType::kDate, 0, "The last day that is asked about, not before the first."},
    Field{"changes",
          FieldType::kRows,
          0,
          "What is tried, in this order: operations and their requests.",
          0,
          kChangesMax,
          {},
          kNoInitial,
          {},
          &kWhatIfChangeResource},
    Field{"operation",
          FieldType::kText,
          0,
          "An operation that only reads.",
          1,
          kOperationBytesMax,
          {},
          kNoInitial,
          "question"},
    Field{"request", FieldType::kJson, 0, "Its request.", 0, 0, {}, kNoInitial, "question"},
    Field{"path", FieldType::kText, 0,
          "Where the backup goes, on the machine that the store is on: a file in a folder that is there. "
          "A relative one is relative to the process's folder.",
          1, kPathBytesMax},
    Field{"replace",
          FieldType::kBoolean,
          0,
          "Whether a file that has the path already gives way, at the instant when the backup is whole.",
          0,
          0,
          {},
          0},
    Field{"depth", FieldType::kChoice, 0,
          "quick: pages, references, newest versions, keys; full: indexes and every organization's history, too.", 0, 0,
          kCheckDepths, static_cast<int64_t>(CheckDepth::kQuick)},
};

inline constexpr size_t kOrganizationId = FieldIndex(kFields, "organization_id");
inline constexpr size_t kId = FieldIndex(kFields, "id");
inline constexpr size_t kIfRevision = FieldIndex(kFields, "if_revision");
inline constexpr size_t kOrder = FieldIndex(kFields, "order");
inline constexpr size_t kExpiresAfter = FieldIndex(kFields, "expires_after");
inline constexpr size_t kExpiresBefore = FieldIndex(kFields, "expires_before");
inline constexpr size_t kLimit = FieldIndex(kFields, "limit");
inline constexpr size_t kCursor = FieldIndex(kFields, "cursor");
inline constexpr size_t kReason = FieldIndex(kFields, "reason");
inline constexpr size_t kReplacementId = FieldIndex(kFields, "replacement_id");
inline constexpr size_t kOutcome = FieldIndex(kFields, "outcome");
inline constexpr size_t kMethod = FieldIndex(kFields, "method");
inline constexpr size_t kVerifier = FieldIndex(kFields, "verifier");
inline constexpr size_t kVerifiedUntil = FieldIndex(kFields, "verified_until");
inline constexpr size_t kEvidenceUri = FieldIndex(kFields, "uri", "evidence");
inline constexpr size_t kEvidenceMediaType = FieldIndex(kFields, "media_type", "evidence");
inline constexpr size_t kEvidenceSha256 = FieldIndex(kFields, "sha256", "evidence");
inline constexpr size_t kAfterSequence = FieldIndex(kFields, "after_sequence");
inline constexpr size_t kFrom = FieldIndex(kFields, "from");
inline constexpr size_t kExpectedHead = FieldIndex(kFields, "expected_head");
inline constexpr size_t kMemberExternalId = FieldIndex(kFields, "organization_member_external_id");
inline constexpr size_t kMemberEmail = FieldIndex(kFields, "organization_member_email");
inline constexpr size_t kTypeSlug = FieldIndex(kFields, "certification_type_slug");
inline constexpr size_t kOnDuplicate = FieldIndex(kFields, "on_duplicate");
inline constexpr size_t kBoundBefore = FieldIndex(kFields, "bound_before");
inline constexpr size_t kMemberId = FieldIndex(kFields, "organization_member_id");
inline constexpr size_t kQualificationId = FieldIndex(kFields, "qualification_id");
inline constexpr size_t kJobRoleId = FieldIndex(kFields, "job_role_id");
inline constexpr size_t kStartsOn = FieldIndex(kFields, "starts_on");
inline constexpr size_t kEndsOn = FieldIndex(kFields, "ends_on");
inline constexpr size_t kChanges = FieldIndex(kFields, "changes");
inline constexpr size_t kQuestionOperation = FieldIndex(kFields, "operation", "question");
inline constexpr size_t kQuestionRequest = FieldIndex(kFields, "request", "question");
inline constexpr size_t kPath = FieldIndex(kFields, "path");
inline constexpr size_t kReplace = FieldIndex(kFields, "replace");
inline constexpr size_t kDepth = FieldIndex(kFields, "depth");

}  // namespace parameter

// One route of the published HTTP API. `bind` names the path's parameters that the request calls otherwise.
struct HttpBinding {
  std::string_view method;
  std::string_view path;
  ReachKind reach;
  std::string_view path_parameter = {};  // a parameter of the path ...
  std::string_view member = {};          // ... that is this member of the request
};

struct Operation {
  std::string_view name;  // RESOURCE.VERB
  Verb verb;
  const Resource* resource;  // null: the principal itself
  std::string_view summary;  // one sentence
  std::string_view scope;    // "": none is needed
  ReachKind reach_min;
  uint32_t field_use;                  // which of the resource's fields the request carries
  std::span<const size_t> parameters;  // positions in parameter::kFields
  std::span<const size_t> required;    // those of them that can't be left out; of an object, its first
  std::span<const HttpBinding> http;
  std::span<const std::string_view> rules;  // beyond those of the fields

  bool writes() const;
  // Whether it can be run on the lines of an import.
  bool importable() const { return writes() && verb != Verb::kErase && verb != Verb::kPurge; }
  bool takes_as_of() const {
    return (resource == &kCertificationResource && !tells_history()) || resource == &kQualificationResultResource ||
           verb == Verb::kAsk;
  }
  bool takes_known_at() const;
  // Whether it is about the store as a file: not part of a transaction, and so of no what-if.
  bool keeps_store() const { return verb == Verb::kCheck || verb == Verb::kBackup || verb == Verb::kCompact; }
  bool tells_history() const { return verb == Verb::kVersions || verb == Verb::kEvidence; }
};

// What an operation's answer holds: fields of which table, those with which uses in `data` and in `meta`, and whether
// it is a page of them.
struct AnswerShape {
  const Resource* of;
  uint32_t data;
  uint32_t meta;
  bool page;
};

// Null `of`: the answer of me.get, which has a form of its own.
AnswerShape ShapeOf(const Operation& operation);

std::span<const Operation> Operations();

// The operation of that name, or null. Lifetime: static.
const Operation* FindOperation(std::string_view name);

}  // namespace certlite

#endif  // CERTLITE_CORE_MODEL_OPERATION_H_
