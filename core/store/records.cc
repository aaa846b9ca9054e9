#include "core/store/records.h"

#include <algorithm>
#include <memory>
#include <span>
#include <string>
#include <utility>

#include "core/base/date.h"
#include "core/base/hash.h"
#include "core/base/instant.h"
#include "core/base/json_text.h"
#include "core/model/certification.h"
#include "core/model/certification_type.h"
#include "core/model/limits.h"
#include "core/model/member.h"
#include "core/store/read_cache.h"

namespace certlite {
namespace {

// Where a name of a statement leads: a position in the record's fields, or one of its keys.
constexpr int kKeySlot = -1;
constexpr int kOrganizationKeySlot = -2;
constexpr int kMemberKeySlot = -3;
constexpr int kTypeKeySlot = -4;
constexpr int kLastSequenceSlot = -5;
constexpr int kRoleKeySlot = -6;
constexpr int kNoSlot = -7;

int SlotOf(const Resource& resource, std::string_view name) {
  if (name == "key") return kKeySlot;
  if (name == "organization_key") return kOrganizationKeySlot;
  if (name == "member_key") return kMemberKeySlot;
  if (name == "type_key") return kTypeKeySlot;
  if (name == "role_key") return kRoleKeySlot;
  if (name == "last_sequence") return kLastSequenceSlot;
  for (size_t i = 0; i < resource.fields.size(); ++i) {
    const Field& field = resource.fields[i];
    if (field.object.empty() ? name == field.name
                             : name.size() == field.object.size() + 1 + field.name.size() &&
                                   name.starts_with(field.object) && name.ends_with(field.name)) {
      return static_cast<int>(i);
    }
  }
  return kNoSlot;
}

// The slots of `names`, worked out at the statement's first use.
const std::vector<int>& SlotsOf(const Resource& resource, const std::vector<std::string>& names,
                                std::vector<int>& slots) {
  if (slots.empty()) {
    std::vector<int> all;  // or none: half of them would be taken for all the next time
    all.reserve(names.size());
    for (const std::string& name : names) all.push_back(SlotOf(resource, name));
    slots = std::move(all);
  }
  return slots;
}

int64_t* KeyOf(Record& record, int slot) {
  switch (slot) {
    case kKeySlot:
      return &record.key;
    case kOrganizationKeySlot:
      return &record.organization_key;
    case kMemberKeySlot:
      return &record.member_key;
    case kTypeKeySlot:
      return &record.type_key;
    case kRoleKeySlot:
      return &record.role_key;
    case kLastSequenceSlot:
      return &record.last_sequence;
    default:
      return nullptr;
  }
}

// Lifetime: the value outlives the query.
void BindValue(Query& query, int parameter, const Value& value) {
  switch (value.kind) {
    case Value::Kind::kAbsent:
    case Value::Kind::kNull:
      query.BindNull(parameter);
      return;
    case Value::Kind::kInteger:
      query.Bind(parameter, value.integer);
      return;
    case Value::Kind::kText:
      query.BindText(parameter, value.text);
      return;
    case Value::Kind::kUuid:
      query.BindBlob(parameter, value.uuid.bytes);
      return;
    case Value::Kind::kUuids:
      query.BindBlob(parameter, BytesOf(value.text));
      return;
  }
}

std::string_view TextOfBytes(std::span<const uint8_t> bytes) {
  return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

// Whether the value can be one of the field. What was validated is; the file may have been damaged since.
bool Fits(const Field& field, const Value& value) {
  const auto within = [&](int64_t min, int64_t max) { return min <= value.integer && value.integer <= max; };
  if (value.null()) return true;
  if (value.kind == Value::Kind::kText) return IsUtf8(value.text);
  switch (field.type) {
    case FieldType::kChoice:
      return within(0, static_cast<int64_t>(field.choices.size()) - 1);
    case FieldType::kDate:
      return within(kDayMin, kDayMax);
    case FieldType::kInstant:
      return within(0, kInstantMax);
    case FieldType::kInteger:
      return within(field.min, field.max != 0 ? field.max : kIntegerMax);
    default:
      return true;
  }
}

// In place: a value is several words, and a record has dozens.
void ReadValue(Cell cell, FieldType type, Value& value) {
  value = {.kind = Value::Kind::kNull};
  if (cell.IsNull()) return;
  if (IsText(type)) {
    value.kind = Value::Kind::kText;
    value.text = cell.Text();
  } else if (type == FieldType::kUuid) {
    value.kind = Value::Kind::kUuid;
    value.uuid = UuidFromBytes(cell.Blob());
  } else if (type == FieldType::kUuids) {
    value.kind = Value::Kind::kUuids;
    value.text = TextOfBytes(cell.Blob());
  } else {
    value.kind = Value::Kind::kInteger;
    value.integer = cell.Integer();
  }
}

// Answers whether each value fits its field.
bool ReadRecord(const Query& query, const std::vector<int>& slots, Record& record) {
  bool fit = true;
  for (size_t i = 0; i < slots.size(); ++i) {
    const int column = static_cast<int>(i);
    if (slots[i] >= 0) {
      const auto position = static_cast<size_t>(slots[i]);
      const Field& field = record.resource->fields[position];
      ReadValue(query.At(column), field.type, record[position]);
      fit = fit && Fits(field, record[position]);
    } else if (int64_t* const key = KeyOf(record, slots[i])) {
      *key = query.Integer(column);
    }
  }
  // The type's id is told twice, as a field and in the summary.
  if (record.resource == &kCertificationResource) {
    record[certification::kSummaryId] = record[certification::kTypeId];
  }
  return fit;
}

// Binds a whole record. A key of 0 is not known yet: null, and SQLite gives one.
Result<void> RunWithRecord(Connection& connection, Sql sql, const Record& record) {
  auto statement = connection.Prepared(sql);
  if (!statement.ok()) return std::move(statement.error());
  const auto& slots = SlotsOf(*record.resource, (*statement)->ParameterNames(), (*statement)->parameter_slots);
  Query query(*statement);
  for (size_t i = 0; i < slots.size(); ++i) {
    const int parameter = static_cast<int>(i) + 1;
    if (slots[i] >= 0) {
      BindValue(query, parameter, record[static_cast<size_t>(slots[i])]);
    } else if (const int64_t* const key = KeyOf(const_cast<Record&>(record), slots[i])) {
      query.Bind(parameter, *key);
    }
  }
  return query.Run();
}

// Those that every new certification refers to.
bool IsKept(const Resource& resource) {
  return &resource == &kMemberResource || &resource == &kCertificationTypeResource;
}

void OutdateCacheOf(const Resource& resource, Connection& connection) {
  if (IsKept(resource) || &resource == &kOrganizationResource) connection.OutdateCache();
}

bool HasText(const Value& value) { return value.kind == Value::Kind::kText || value.kind == Value::Kind::kUuids; }

void AppendBytes(std::string& name, const void* bytes, size_t size) {
  name.append(static_cast<const char*>(bytes), size);
}

// What a find is kept under: the statement's address and its parameters, each as long as its bytes tell.
std::string NameOf(Sql sql, absl::Span<const NamedValue> parameters) {
  std::string name;
  const char* const text = sql.text();
  AppendBytes(name, &text, sizeof text);
  for (const NamedValue& parameter : parameters) {
    const Value& value = parameter.value;
    const size_t size = value.text.size();
    AppendBytes(name, &value.kind, sizeof value.kind);
    AppendBytes(name, &value.integer, sizeof value.integer);
    AppendBytes(name, &value.uuid, sizeof value.uuid);
    AppendBytes(name, &size, sizeof size);
    name += value.text;
  }
  return name;
}

KeptRecord KeptFrom(const std::optional<Record>& found) {
  KeptRecord kept;
  if (!found) return kept;
  kept.record = std::make_unique<Record>(*found);
  size_t size = 0;
  for (const Value& value : kept.record->values) size += HasText(value) ? value.text.size() : 0;
  kept.texts = std::make_unique_for_overwrite<char[]>(size);
  char* free = kept.texts.get();
  for (Value& value : kept.record->values) {
    if (!HasText(value)) continue;
    char* const end = std::ranges::copy(value.text, free).out;
    value.text = {free, end};
    free = end;
  }
  return kept;
}

Result<std::optional<OrganizationRow>> ReadOrganization(Query& query) {
  auto row = query.Step();
  if (!row.ok()) return std::move(row.error());
  if (!*row) return std::optional<OrganizationRow>();
  return std::optional(OrganizationRow{query.Integer(0), UuidFromBytes(query.Blob(1)), query.Integer(2)});
}

}  // namespace

Result<void> InsertRecord(Connection& connection, Record& record) {
  OutdateCacheOf(*record.resource, connection);
  auto inserted = RunWithRecord(connection, SqlOf(*record.resource).insert, record);
  if (!inserted.ok()) return inserted;
  record.key = connection.LastInsertKey();
  return {};
}

Result<void> UpdateRecord(Connection& connection, const Record& record) {
  OutdateCacheOf(*record.resource, connection);
  return RunWithRecord(connection, SqlOf(*record.resource).update, record);
}

Result<void> ForEachRecord(Connection& connection, const Resource& resource, Sql sql,
                           absl::Span<const NamedValue> parameters, absl::FunctionRef<bool(const Record&)> visit,
                           Misfit misfit) {
  auto statement = connection.Prepared(sql);
  if (!statement.ok()) return std::move(statement.error());
  const auto& slots = SlotsOf(resource, (*statement)->ColumnNames(), (*statement)->column_slots);
  const auto& names = (*statement)->ParameterNames();
  Query query(*statement);
  for (size_t i = 0; i < names.size(); ++i) {
    for (const NamedValue& parameter : parameters) {
      if (parameter.name == names[i]) BindValue(query, static_cast<int>(i) + 1, parameter.value);
    }
  }
  Record record;
  record.resource = &resource;
  while (true) {
    auto row = query.Step();
    if (!row.ok()) return std::move(row.error());
    if (!*row) return {};
    if (!ReadRecord(query, slots, record) && misfit == Misfit::kRefused) {
      return MakeError(ErrorCode::kCorrupt, "The file holds a record with a value that it can't have.");
    }
    if (!visit(record)) return {};
  }
}

Result<std::optional<Record>> FirstRecord(Connection& connection, const Resource& resource, Sql sql,
                                          absl::Span<const NamedValue> parameters, Arena& arena) {
  const bool is_kept = IsKept(resource);
  const std::string name = is_kept ? NameOf(sql, parameters) : std::string();
  if (const KeptRecord* const kept = is_kept ? FindKept(connection, &ReadCache::records, name) : nullptr) {
    return kept->record == nullptr ? std::optional<Record>() : Retain(*kept->record, arena);
  }
  std::optional<Record> found;
  auto run = ForEachRecord(connection, resource, sql, parameters, [&](const Record& row) {
    found = Retain(row, arena);
    return false;
  });
  if (!run.ok()) return std::move(run.error());
  if (is_kept) Keep(connection, &ReadCache::records, name, KeptFrom(found));
  return found;
}

Result<std::optional<Record>> FindRecord(Connection& connection, const Resource& resource, int64_t organization_key,
                                         const Uuid& id, Arena& arena) {
  return FirstRecord(connection, resource, SqlOf(resource).find,
                     {{"organization_key", Value::Of(organization_key)}, {"id", Value::Of(id)}}, arena);
}

void RetainTexts(Record& record, Arena& arena) {
  for (Value& value : record.values) {
    if (HasText(value)) value.text = arena.Copy(value.text);
  }
}

Record Retain(const Record& record, Arena& arena) {
  Record copy = record;
  RetainTexts(copy, arena);
  return copy;
}

Result<std::optional<OrganizationRow>> FindOrganization(Connection& connection, const Uuid& id) {
  const std::string_view name = TextOfBytes(id.bytes);
  if (const auto* const kept = FindKept(connection, &ReadCache::organizations, name)) return *kept;
  Query query(connection.Prepared("SELECT key, id, status FROM organization WHERE id = ?"));
  query.BindBlob(1, id.bytes);
  auto found = ReadOrganization(query);
  if (found.ok()) Keep(connection, &ReadCache::organizations, name, *found);
  return found;
}

Result<std::optional<OrganizationRow>> OrganizationByKey(Connection& connection, int64_t key) {
  Query query(connection.Prepared("SELECT key, id, status FROM organization WHERE key = ?"));
  query.Bind(1, key);
  return ReadOrganization(query);
}

Result<std::vector<OrganizationRow>> AllOrganizations(Connection& connection) {
  Query query(connection.Prepared("SELECT key, id, status FROM organization ORDER BY id"));
  std::vector<OrganizationRow> rows;
  while (true) {
    auto row = ReadOrganization(query);
    if (!row.ok()) return std::move(row.error());
    if (!row->has_value()) return rows;
    rows.push_back(**row);
  }
}

Result<std::vector<MembershipRow>> MembershipsOf(Connection& connection, const Uuid& user_id) {
  const std::string_view name = TextOfBytes(user_id.bytes);
  if (const auto* const kept = FindKept(connection, &ReadCache::memberships, name)) return *kept;
  Query query(connection.Prepared(R"sql(
SELECT organization_key, key, is_primary, status
FROM member
WHERE user_id = ?
ORDER BY organization_key, key
)sql"));
  query.BindBlob(1, user_id.bytes);
  std::vector<MembershipRow> rows;
  while (true) {
    auto row = query.Step();
    if (!row.ok()) return std::move(row.error());
    if (!*row) break;
    rows.push_back({query.Integer(0), query.Integer(1), query.Integer(2) != 0, query.Integer(3)});
  }
  Keep(connection, &ReadCache::memberships, name, rows);
  return rows;
}

Result<int64_t> NextOrganizationKey(Connection& connection) {
  Query query(connection.Prepared("SELECT ifnull(max(key), 0) + 1 FROM organization"));
  auto row = query.Step();
  if (!row.ok()) return std::move(row.error());
  return query.Integer(0);
}

}  // namespace certlite
