// The rules that a request can break: one table, which violations, describe and the docs share.
#ifndef CERTLITE_CORE_MODEL_RULE_H_
#define CERTLITE_CORE_MODEL_RULE_H_

#include <span>
#include <string_view>

#include "core/base/error.h"

namespace certlite {

struct Rule {
  std::string_view id;
  ErrorCode code;           // what the whole request answers when this rule is the first to break
  std::string_view title;   // the rule, as a sentence
  std::string_view source;  // where it comes from
};

std::span<const Rule> Rules();

namespace rule {

inline constexpr std::string_view kJsonSyntax = "json.syntax";
inline constexpr std::string_view kJsonUtf8 = "json.utf8";
inline constexpr std::string_view kJsonDepth = "json.depth";
inline constexpr std::string_view kJsonDuplicate = "json.duplicate_key";
inline constexpr std::string_view kJsonNul = "json.nul";
inline constexpr std::string_view kJsonNumber = "json.number";
inline constexpr std::string_view kJsonSize = "json.size";
inline constexpr std::string_view kImportSize = "import.size";
inline constexpr std::string_view kJsonObject = "json.object";
inline constexpr std::string_view kFieldUnknown = "field.unknown";
inline constexpr std::string_view kFieldRequired = "field.required";
inline constexpr std::string_view kFieldNull = "field.null";
inline constexpr std::string_view kFieldType = "field.type";
inline constexpr std::string_view kTextLength = "text.length";
inline constexpr std::string_view kIntegerRange = "integer.range";
inline constexpr std::string_view kSetSize = "set.size";
inline constexpr std::string_view kSetRepetition = "set.repetition";
inline constexpr std::string_view kChoiceUnknown = "choice.unknown";
inline constexpr std::string_view kUuidFormat = "uuid.format";
inline constexpr std::string_view kDateFormat = "date.format";
inline constexpr std::string_view kDateExists = "date.exists";
inline constexpr std::string_view kInstantFormat = "instant.format";
inline constexpr std::string_view kSlugFormat = "slug.format";
inline constexpr std::string_view kEmailFormat = "email.format";
inline constexpr std::string_view kUriFormat = "uri.format";
inline constexpr std::string_view kMediaTypeFormat = "media_type.format";
inline constexpr std::string_view kSha256Format = "sha256.format";
inline constexpr std::string_view kHeadFormat = "head.format";
inline constexpr std::string_view kDaysOrder = "days.order";
inline constexpr std::string_view kDatesOrder = "dates.order";
inline constexpr std::string_view kBackupPlace = "backup.place";
inline constexpr std::string_view kBackupFree = "backup.free";
inline constexpr std::string_view kCallRange = "call.range";
inline constexpr std::string_view kCallUnsupported = "call.unsupported";
inline constexpr std::string_view kPrincipalFormat = "principal.format";
inline constexpr std::string_view kPrincipalScope = "principal.scope";
inline constexpr std::string_view kPrincipalReach = "principal.reach";
inline constexpr std::string_view kKeyFormat = "idempotency_key.format";
inline constexpr std::string_view kKeyOnRead = "idempotency_key.on_read";
inline constexpr std::string_view kKeyPayload = "idempotency_key.payload";
inline constexpr std::string_view kCursorFormat = "cursor.format";
inline constexpr std::string_view kCursorFilter = "cursor.filter";
inline constexpr std::string_view kRecordExists = "record.exists";
inline constexpr std::string_view kOrganizationExists = "organization.exists";
inline constexpr std::string_view kOrganizationRequired = "organization.required";
inline constexpr std::string_view kOrganizationActive = "organization.active";
inline constexpr std::string_view kReferenceOnce = "reference.once";
inline constexpr std::string_view kMemberExists = "member.exists";
inline constexpr std::string_view kMemberOfSubject = "member.of_subject";
inline constexpr std::string_view kMemberUnambiguous = "member.unambiguous";
inline constexpr std::string_view kMemberActive = "member.active";
inline constexpr std::string_view kQualificationExists = "qualification.exists";
inline constexpr std::string_view kJobRoleExists = "job_role.exists";
inline constexpr std::string_view kJobRoleActive = "job_role.active";
inline constexpr std::string_view kTypeExists = "certification_type.exists";
inline constexpr std::string_view kTypeActive = "certification_type.active";
inline constexpr std::string_view kTypeStandard = "certification_type.standard";
inline constexpr std::string_view kSlugUnique = "slug.unique";
inline constexpr std::string_view kMemberExternalIdUnique = "member.external_id_unique";
inline constexpr std::string_view kIdContent = "id.content";
inline constexpr std::string_view kExternalIdContent = "external_id.content";
inline constexpr std::string_view kExternalIdUnique = "external_id.unique";
inline constexpr std::string_view kRevisionCurrent = "revision.current";
inline constexpr std::string_view kLifecycleTransition = "lifecycle.transition";
inline constexpr std::string_view kReplacementExists = "replacement.exists";
inline constexpr std::string_view kReplacementOpen = "replacement.open";
inline constexpr std::string_view kRenewalOnce = "renewal.once";
inline constexpr std::string_view kVerificationUntil = "verification.until";
inline constexpr std::string_view kArchiveTransition = "archive.transition";
inline constexpr std::string_view kRecordErased = "record.erased";
inline constexpr std::string_view kWhatIfChange = "what_if.change";
inline constexpr std::string_view kWhatIfQuestion = "what_if.question";
inline constexpr std::string_view kWhatIfReference = "what_if.reference";
inline constexpr std::string_view kHistoryWhole = "history.whole";

}  // namespace rule
}  // namespace certlite

#endif  // CERTLITE_CORE_MODEL_RULE_H_
