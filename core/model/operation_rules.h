// Which rules an operation's request can break, beyond those of its fields.
#ifndef CERTLITE_CORE_MODEL_OPERATION_RULES_H_
#define CERTLITE_CORE_MODEL_OPERATION_RULES_H_

#include <array>

#include "core/model/rule.h"

namespace certlite::operation_rules {

inline constexpr std::array kGetRules = {rule::kRecordExists, rule::kOrganizationExists};
inline constexpr std::array kGetErasableRules = {rule::kRecordExists, rule::kOrganizationExists, rule::kRecordErased};
inline constexpr std::array kVersionsRules = {rule::kRecordExists, rule::kOrganizationExists, rule::kCursorFormat,
                                              rule::kCursorFilter};
inline constexpr std::array kHeadRules = {rule::kOrganizationRequired, rule::kOrganizationExists};
inline constexpr std::array kFeedRules = {rule::kOrganizationRequired, rule::kOrganizationExists, rule::kCursorFormat,
                                          rule::kCursorFilter};
inline constexpr std::array kVerifyChainRules = {rule::kOrganizationRequired, rule::kOrganizationExists,
                                                 rule::kHistoryWhole};
inline constexpr std::array kMemberArchiveRules = {rule::kRecordExists, rule::kOrganizationExists, rule::kRecordErased,
                                                   rule::kRevisionCurrent, rule::kArchiveTransition};
inline constexpr std::array kTypeArchiveRules = {rule::kRecordExists, rule::kOrganizationExists, rule::kRevisionCurrent,
                                                 rule::kArchiveTransition, rule::kTypeStandard};
inline constexpr std::array kEraseRules = {rule::kRecordExists, rule::kOrganizationExists, rule::kRevisionCurrent};
inline constexpr std::array kListRules = {rule::kOrganizationExists, rule::kCursorFormat, rule::kCursorFilter};
inline constexpr std::array kCountRules = {rule::kOrganizationExists};
inline constexpr std::array kUpdateRules = {rule::kRecordExists, rule::kOrganizationExists, rule::kRevisionCurrent};
inline constexpr std::array kMemberCreateRules = {rule::kOrganizationRequired, rule::kOrganizationExists,
                                                  rule::kOrganizationActive, rule::kMemberExternalIdUnique};
inline constexpr std::array kMemberUpdateRules = {rule::kRecordExists, rule::kOrganizationExists, rule::kRecordErased,
                                                  rule::kRevisionCurrent, rule::kMemberExternalIdUnique};
inline constexpr std::array kTypeCreateRules = {rule::kOrganizationRequired, rule::kOrganizationExists,
                                                rule::kOrganizationActive, rule::kTypeStandard, rule::kSlugUnique};
inline constexpr std::array kTypeUpdateRules = {rule::kRecordExists, rule::kOrganizationExists, rule::kRevisionCurrent,
                                                rule::kTypeStandard};
inline constexpr std::array kQualificationCreateRules = {rule::kOrganizationRequired, rule::kOrganizationExists,
                                                         rule::kOrganizationActive, rule::kSlugUnique,
                                                         rule::kTypeExists};
inline constexpr std::array kQualificationUpdateRules = {rule::kRecordExists, rule::kOrganizationExists,
                                                         rule::kRevisionCurrent, rule::kTypeExists};
inline constexpr std::array kExplainRules = {rule::kOrganizationExists, rule::kMemberExists,
                                             rule::kQualificationExists};
inline constexpr std::array kTimelineRules = {rule::kOrganizationExists, rule::kDaysOrder, rule::kCursorFormat,
                                              rule::kCursorFilter};
inline constexpr std::array kJobRoleCreateRules = {rule::kOrganizationRequired, rule::kOrganizationExists,
                                                   rule::kOrganizationActive, rule::kSlugUnique,
                                                   rule::kQualificationExists};
inline constexpr std::array kJobRoleUpdateRules = {rule::kRecordExists, rule::kOrganizationExists,
                                                   rule::kRevisionCurrent, rule::kQualificationExists};
inline constexpr std::array kAssignmentPutRules = {
    rule::kOrganizationExists, rule::kOrganizationActive, rule::kMemberExists, rule::kRecordErased,
    rule::kMemberActive,       rule::kJobRoleExists,      rule::kJobRoleActive};
inline constexpr std::array kAssignmentRestoreRules = {
    rule::kRecordExists, rule::kOrganizationExists, rule::kRevisionCurrent, rule::kArchiveTransition,
    rule::kRecordErased, rule::kOrganizationActive, rule::kMemberActive,    rule::kJobRoleActive};
inline constexpr std::array kArchiveRules = {rule::kRecordExists, rule::kOrganizationExists, rule::kRevisionCurrent,
                                             rule::kArchiveTransition};
inline constexpr std::array kCertificationCreateRules = {
    rule::kOrganizationExists, rule::kOrganizationActive, rule::kMemberExists, rule::kMemberOfSubject,
    rule::kMemberActive,       rule::kTypeExists,         rule::kTypeActive,   rule::kDatesOrder,
    rule::kExternalIdContent,  rule::kRecordErased};

inline constexpr std::array kImportRules = {
    rule::kOrganizationExists, rule::kOrganizationActive,  rule::kReferenceOnce,     rule::kMemberExists,
    rule::kMemberOfSubject,    rule::kMemberUnambiguous,   rule::kMemberActive,      rule::kTypeExists,
    rule::kTypeActive,         rule::kDatesOrder,          rule::kExternalIdContent, rule::kRecordErased,
    rule::kIdContent,          rule::kLifecycleTransition, rule::kExternalIdUnique};
inline constexpr std::array kCertificationUpdateRules = {
    rule::kRecordExists,        rule::kOrganizationExists, rule::kRecordErased, rule::kRevisionCurrent,
    rule::kLifecycleTransition, rule::kOrganizationActive, rule::kMemberExists, rule::kMemberActive,
    rule::kTypeExists,          rule::kTypeActive,         rule::kDatesOrder,   rule::kExternalIdUnique};
inline constexpr std::array kDecideRules = {rule::kRecordExists, rule::kOrganizationExists, rule::kRecordErased,
                                            rule::kRevisionCurrent, rule::kLifecycleTransition};
inline constexpr std::array kVerifyRules = {rule::kRecordExists,        rule::kOrganizationExists,
                                            rule::kRecordErased,        rule::kRevisionCurrent,
                                            rule::kLifecycleTransition, rule::kVerificationUntil};
inline constexpr std::array kSupersedeRules = {
    rule::kRecordExists,        rule::kOrganizationExists, rule::kRecordErased,   rule::kRevisionCurrent,
    rule::kLifecycleTransition, rule::kReplacementExists,  rule::kReplacementOpen};

inline constexpr std::array kRenewRules = {rule::kRecordExists,       rule::kOrganizationExists,  rule::kRecordErased,
                                           rule::kRevisionCurrent,    rule::kLifecycleTransition, rule::kRenewalOnce,
                                           rule::kOrganizationActive, rule::kMemberActive,        rule::kTypeActive,
                                           rule::kDatesOrder};

inline constexpr std::array kBackupRules = {rule::kBackupPlace, rule::kBackupFree};
inline constexpr std::array kWhatIfRules = {rule::kWhatIfChange, rule::kWhatIfQuestion, rule::kWhatIfReference};

}  // namespace certlite::operation_rules

#endif  // CERTLITE_CORE_MODEL_OPERATION_RULES_H_
