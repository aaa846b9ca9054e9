#include "core/model/rule.h"

#include <array>

namespace certlite {
namespace {

using enum ErrorCode;

constexpr std::array kRules = {
    Rule{rule::kJsonSyntax, kMalformed, "The request is one JSON document.", "RFC 8259"},
    Rule{rule::kJsonUtf8, kMalformed, "Text is valid UTF-8.", "RFC 8259, RFC 3629"},
    Rule{rule::kJsonDepth, kMalformed, "At most 32 arrays and objects are nested.", "Certlite"},
    Rule{rule::kJsonDuplicate, kMalformed, "No object names a member twice.", "RFC 7493 (I-JSON)"},
    Rule{rule::kJsonNul, kMalformed, "No text holds U+0000.", "Certlite"},
    Rule{rule::kJsonNumber, kMalformed, "Integers are within 2^53 - 1, other numbers within a double.",
         "RFC 7493 (I-JSON)"},
    Rule{rule::kJsonSize, kTooLarge, "A request has at most 65536 bytes.", "Certlite"},
    Rule{rule::kJsonObject, kMalformed, "The request is a JSON object.", "Certlite"},
    Rule{rule::kFieldUnknown, kInvalid, "The operation knows every member of the request.", "Certlite"},
    Rule{rule::kFieldRequired, kInvalid, "Required members are given.", "Certlite"},
    Rule{rule::kFieldNull, kInvalid, "Only what may be empty is null.", "Certlite"},
    Rule{rule::kFieldType, kInvalid, "A member has its JSON type.", "published API"},
    Rule{rule::kTextLength, kInvalid, "A text has a length within its bounds, counted in bytes.", "Certlite"},
    Rule{rule::kIntegerRange, kInvalid, "An integer is within its bounds.", "published API, Certlite"},
    Rule{rule::kChoiceUnknown, kInvalid, "A choice is one of those listed.", "published API"},
    Rule{rule::kUuidFormat, kInvalid, "An id is a UUID of 36 characters.", "RFC 9562"},
    Rule{rule::kDateFormat, kInvalid, "A date is written YYYY-MM-DD.", "RFC 3339 full-date"},
    Rule{rule::kDateExists, kInvalid, "A date is a day of the calendar, in the years 0001 to 9999.",
         "Gregorian calendar"},
    Rule{rule::kSlugFormat, kInvalid, "A slug is words of a-z and 0-9, joined by single hyphens.", "Certlite"},
    Rule{rule::kEmailFormat, kInvalid, "An e-mail address has one @ with text on both sides and no spaces.",
         "RFC 5321, loosely"},
    Rule{rule::kDatesOrder, kInvalid, "expires_on is not before issued_on; the same day is a one-day card.",
         "Certlite"},
    Rule{rule::kCallRange, kInvalid, "now, as_of and known_at are within the years 1970 and 9999 (as_of: from 0001).",
         "Certlite"},
    Rule{rule::kCallUnsupported, kInvalid, "A call option is one that the operation takes.", "Certlite"},
    Rule{rule::kPrincipalFormat, kInvalid, "A principal is {\"system\":true}, or user_id, scopes and reach.",
         "Certlite"},
    Rule{rule::kPrincipalScope, kForbidden, "The principal was granted the operation's scope.", "published API"},
    Rule{rule::kPrincipalReach, kForbidden, "The principal reaches as far as the operation needs.", "published API"},
    Rule{rule::kKeyFormat, kIdempotencyKeyInvalid, "An idempotency key has 1 to 255 bytes of visible ASCII.",
         "Certlite"},
    Rule{rule::kKeyOnRead, kIdempotencyKeyInvalid, "Only operations that write take an idempotency key.",
         "published API"},
    Rule{rule::kKeyPayload, kIdempotencyKeyReused, "An idempotency key stands for one payload.", "published API"},
    Rule{rule::kCursorFormat, kCursorInvalid, "A cursor is one that a list has answered.", "published API"},
    Rule{rule::kCursorFilter, kCursorInvalid, "A cursor continues the list with the same filters.", "Certlite"},
    Rule{rule::kRecordExists, kNotFound, "The record exists within the principal's reach.", "published API"},
    Rule{rule::kOrganizationExists, kNotFound, "The organization exists within the principal's reach.",
         "published API"},
    Rule{rule::kOrganizationRequired, kInvalid, "The system names the organization that it means.", "Certlite"},
    Rule{rule::kOrganizationActive, kArchived, "An archived organization takes nothing new.", "Certlite"},
    Rule{rule::kMemberExists, kNotFound, "The member exists within the principal's reach.", "published API"},
    Rule{rule::kMemberOfSubject, kInvalid,
         "Without organization_member_id the subject has one membership, or one that is primary.", "published API"},
    Rule{rule::kMemberActive, kArchived,
         "Archived members take no new certifications; inactive ones only those with source import.", "Certlite"},
    Rule{rule::kTypeExists, kNotFound, "The certification type is a standard one or the organization's.",
         "published API"},
    Rule{rule::kTypeActive, kArchived, "An archived certification type takes no new certifications.", "Certlite"},
    Rule{rule::kTypeStandard, kForbidden, "Only the system makes standard types.", "Certlite"},
    Rule{rule::kSlugUnique, kConflict, "A slug is unique in its organization, or in the standard catalogue.",
         "Certlite"},
    Rule{rule::kMemberExternalIdUnique, kConflict, "A member's external_id is unique in its organization.", "Certlite"},
    Rule{rule::kExternalIdContent, kExternalIdConflict,
         "An external id with its source belongs to one record; other content under it is refused.", "published API"},
    Rule{rule::kExternalIdUnique, kExternalIdConflict,
         "A certification is not given the external id and source that another one has.", "Certlite"},
    Rule{rule::kRevisionCurrent, kRevisionConflict, "if_revision is the record's current revision.", "Certlite"},
    Rule{rule::kLifecycleTransition, kConflict,
         "The operation is one that the certification's lifecycle_status allows.",
         "Certlite, after Bitstring Status List"},
    Rule{rule::kReplacementExists, kNotFound, "The replacement is another certification of the same organization.",
         "Certlite"},
    Rule{rule::kReplacementOpen, kConflict, "The replacement is active or suspended.", "Certlite"},
    Rule{rule::kRenewalOnce, kConflict, "A certification has one renewal that is active or suspended.", "Certlite"},
};

}  // namespace

std::span<const Rule> Rules() { return kRules; }

}  // namespace certlite
