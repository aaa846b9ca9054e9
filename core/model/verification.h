// Verification: what one check of a certification has shown. It stands in the history of the certification.
#ifndef CERTLITE_CORE_MODEL_VERIFICATION_H_
#define CERTLITE_CORE_MODEL_VERIFICATION_H_

#include <array>

#include "core/model/field.h"

namespace certlite::verification {

inline constexpr std::array<std::string_view, 3> kOutcomes = {"pending", "verified", "rejected"};
enum Outcome : int64_t { kPending, kVerified, kRejected };

inline constexpr Field kOutcomeField = {
    "outcome", FieldType::kChoice, kInData, "What the check has shown; pending: it has begun.", 0, 0, kOutcomes};
inline constexpr Field kMethodField = {"method",
                                       FieldType::kText,
                                       kInData,
                                       "How it was checked: document_review, issuer_portal, issuer_api, registry, "
                                       "signature, attestation, or a word of the host's own.",
                                       1,
                                       64};
inline constexpr Field kVerifierField = {"verifier", FieldType::kText, kInData | kNullable, "Who checked it.", 1, 255};
inline constexpr Field kVerifiedUntilField = {"verified_until", FieldType::kDate, kInData | kNullable,
                                              "The last day for which the verification counts."};
inline constexpr Field kEvidenceUriField = {
    "uri", FieldType::kUri, kInData | kNullable, "Where the host keeps the evidence.", 3, 2048,
    {},    kNoInitial,      "evidence"};
inline constexpr Field kEvidenceMediaTypeField = {"media_type",
                                                  FieldType::kMediaType,
                                                  kInData | kNullable,
                                                  "What its bytes are, such as application/pdf.",
                                                  3,
                                                  127,
                                                  {},
                                                  kNoInitial,
                                                  "evidence"};
inline constexpr Field kEvidenceSha256Field = {
    "sha256", FieldType::kSha256, kInData | kNullable, "The SHA-256 of its bytes: 64 lower-case hex digits.", 64, 64,
    {},       kNoInitial,         "evidence"};

inline constexpr std::array kFields = {
    kOutcomeField,
    kMethodField,
    kVerifierField,
    kVerifiedUntilField,
    kEvidenceUriField,
    kEvidenceMediaTypeField,
    kEvidenceSha256Field,
    Field{"recorded_at", FieldType::kInstant, kInMeta, "When it was recorded."},
    Field{"sequence", FieldType::kInteger, kInMeta, "Of its entry in the organization's history."},
    Field{"revision", FieldType::kInteger, kInMeta, "Of the certification that it made."},
};

inline constexpr size_t kRecordedAt = FieldIndex(kFields, "recorded_at");
inline constexpr size_t kSequence = FieldIndex(kFields, "sequence");
inline constexpr size_t kRevision = FieldIndex(kFields, "revision");

}  // namespace certlite::verification

#endif  // CERTLITE_CORE_MODEL_VERIFICATION_H_
