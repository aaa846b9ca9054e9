#include "core/engine/identity.h"

#include <absl/strings/str_cat.h>

#include <string>
#include <utility>

#include "core/base/json_text.h"
#include "core/engine/versions.h"
#include "core/model/certification.h"
#include "core/model/rule.h"
#include "core/store/records.h"

namespace certlite {
namespace {

constexpr std::string_view kById = certification::kFields[certification::kId].name;
constexpr std::string_view kByExternalId = certification::kFields[certification::kExternalId].name;

bool IsReached(const Call& call, const Identity& identity) {
  return call.reach.Includes(identity.existing->organization_key, identity.existing->member_key);
}

// Compares with what the record was when it was created, so that an old file stays what it was.
Result<Identity> Compare(Call& call, std::string_view led_by, Record existing, const Record& record) {
  Identity identity{IdentityFinding::kErased, std::move(existing), led_by, {}};
  if (identity.existing->erased()) return identity;
  auto first = FirstVersion(call, *identity.existing);
  if (!first.ok()) return std::move(first.error());
  for (size_t i = 0; i < certification::kFields.size(); ++i) {
    const Field& field = certification::kFields[i];
    if (field.Has(kIsContent) && (*first)[i] != record[i]) identity.differing.push_back(field.name);
  }
  // What is out of reach by now is shown to nobody as what it was.
  const bool same = identity.differing.empty() && IsReached(call, identity);
  identity.finding = same ? IdentityFinding::kSameContent : IdentityFinding::kOtherContent;
  return identity;
}

// An id is one certification's in the whole file, whoever sees it; in another organization it is another's.
Result<std::optional<Identity>> FindById(Call& call, const Record& record) {
  const Value& id = call.request.fields[certification::kId];
  if (!id.has_value()) return std::optional<Identity>();
  auto found = FirstRecord(*call.connection, kCertificationResource, kCertificationById, {{"id", id}}, call.arena);
  if (!found.ok()) return std::move(found.error());
  if (!found->has_value()) return std::optional<Identity>();
  auto identity = Compare(call, kById, std::move(**found), record);
  if (!identity.ok()) return std::move(identity.error());
  const bool elsewhere = identity->existing->organization_key != record.organization_key;
  if (elsewhere && identity->finding != IdentityFinding::kErased) identity->finding = IdentityFinding::kOtherRecord;
  return std::optional(std::move(*identity));
}

std::string QuotedIdOf(const Record& record) {
  std::string id;
  AppendUuid(id, record[certification::kId].uuid);
  return JsonString(id);
}

}  // namespace

Result<std::optional<Record>> FindByExternalId(Call& call, const Record& record) {
  std::optional<Record> existing;
  const Value& external_id = record[certification::kExternalId];
  if (!external_id.has_value()) return existing;
  auto run = ForEachRecord(*call.connection, kCertificationResource, kCertificationsByExternalId,
                           {{"organization_key", Value::Of(record.organization_key)}, {"external_id", external_id}},
                           [&](const Record& row) {
                             if (row[certification::kExternalSource] != record[certification::kExternalSource]) {
                               return true;
                             }
                             existing = Retain(row, call.arena);
                             return false;
                           });
  if (!run.ok()) return std::move(run.error());
  return existing;
}

Result<Identity> FindIdentity(Call& call, const Record& record) {
  auto by_id = FindById(call, record);
  if (!by_id.ok()) return std::move(by_id.error());
  if (by_id->has_value()) return std::move(**by_id);
  const bool names_id = call.request.fields[certification::kId].has_value();
  auto found = FindByExternalId(call, record);
  if (!found.ok()) return std::move(found.error());
  if (!found->has_value()) {
    const bool named = names_id || record[certification::kExternalId].has_value();
    return Identity{named ? IdentityFinding::kFree : IdentityFinding::kNone, std::nullopt, {}, {}};
  }
  auto identity = Compare(call, kByExternalId, std::move(**found), record);
  if (identity.ok() && names_id && identity->finding != IdentityFinding::kErased) {
    identity->finding = IdentityFinding::kOtherRecord;
    identity->differing.insert(identity->differing.begin(), kById);
  }
  return identity;
}

bool NamesIdentity(const Call& call) {
  if (call.operation.verb == Verb::kPut) return true;
  if (call.operation.verb != Verb::kCreate && call.operation.verb != Verb::kImport) return false;
  if (&call.resource() != &kCertificationResource) return false;
  return call.request.fields[certification::kId].has_value() ||
         call.request.fields[certification::kExternalId].has_value();
}

Error ConflictOf(const Call& call, const Identity& identity) {
  const bool by_id = identity.led_by == kById;
  Error error = MakeError(ErrorCode::kExternalIdConflict, by_id ? rule::kIdContent : rule::kExternalIdContent,
                          PointerTo(identity.led_by),
                          by_id ? "The certification with this id has other content."
                                : "Another certification has this external id with other content.");
  if (!IsReached(call, identity)) return error;
  std::string differing;
  for (const std::string_view name : identity.differing) {
    absl::StrAppend(&differing, differing.empty() ? "" : ",", JsonString(name));
  }
  error.facts.emplace_back("existing_id", QuotedIdOf(*identity.existing));
  error.facts.emplace_back("differing_fields", absl::StrCat("[", differing, "]"));
  return error;
}

Error GoneOf(const Call& call, const Identity& identity) {
  Error gone = MakeError(ErrorCode::kGone, rule::kRecordErased, PointerTo(identity.led_by),
                         identity.led_by == kById
                             ? "The certification with this id was erased, and the id stays taken."
                             : "The certification with this external id was erased, and the external id stays taken.");
  if (IsReached(call, identity)) gone.facts.emplace_back("existing_id", QuotedIdOf(*identity.existing));
  return gone;
}

}  // namespace certlite
