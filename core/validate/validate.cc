#include "core/validate/validate.h"

#include <absl/strings/str_cat.h>

#include <algorithm>
#include <string>

#include "core/base/date.h"
#include "core/base/json_text.h"
#include "core/model/certification.h"
#include "core/model/limits.h"
#include "core/model/rule.h"
#include "core/validate/field_value.h"

namespace certlite {
namespace {

// Fields that a request may name, and where their values go.
struct Place {
  std::span<const Field> fields;
  std::span<Value> values;
  std::span<const size_t> positions;  // of those that it may name ...
  uint32_t use = 0;                   // ... unless they are told by a use

  bool Takes(size_t i) const {
    return use != 0 ? fields[i].Has(use) : std::ranges::find(positions, i) != positions.end();
  }
};

// Walks the members of a request. One walker serves one request.
class RequestChecker {
 public:
  RequestChecker(const Operation& operation, const Draft& draft, const ReadingStyle& style, Arena& arena,
                 CheckedRequest& out)
      : operation_(operation), draft_(draft), style_(style), arena_(arena), out_(out) {
    if (operation.resource != nullptr) fields_ = operation.resource->fields;
  }

  void Check() {
    std::vector<Place> places = {{parameter::kFields, out_.request.parameters, operation_.parameters}};
    if (operation_.field_use != 0) places.push_back({fields_, out_.request.fields, {}, operation_.field_use});
    draft_.ForEachMember(0, [&](size_t position, const JsonNode& node) {
      const auto takes = [&](const Place& place) {
        return CheckField(place, position, {}, [&] { return PointerTo(node.name); }) ||
               CheckObject(place, position, node);
      };
      if (std::ranges::none_of(places, takes)) ReportUnknown(PointerTo(node.name));
    });
    CheckRequired();
  }

 private:
  void Report(std::string_view rule, std::string pointer, std::string detail) {
    if (out_.violations.size() < kViolationsMax) {
      out_.violations.push_back({rule, std::move(pointer), std::move(detail)});
    }
  }

  void ReportUnknown(std::string pointer) {
    if (style_.lenient) return;
    Report(rule::kFieldUnknown, std::move(pointer),
           absl::StrCat("The operation ", std::string(operation_.name), " knows no such member."));
  }

  bool CheckField(const Place& place, size_t position, std::string_view object, Pointer pointer) {
    const JsonNode& node = draft_.nodes[position];
    for (size_t i = 0; i < place.fields.size(); ++i) {
      const Field& field = place.fields[i];
      if (field.name != node.name || field.object != object || !place.Takes(i)) continue;
      // A member of an object is never null by itself: the object is.
      if (!object.empty() && node.kind == JsonNode::Kind::kNull) {
        const bool whole = field.Has(kNullable);
        Report(rule::kFieldNull, pointer(),
               whole ? absl::StrCat("It can't be null; ", std::string(object), " as a whole can.")
                     : std::string("It can't be null; give it a value."));
      } else if (field.type == FieldType::kRows && node.kind == JsonNode::Kind::kArray) {
        place.values[i] = CheckRows(*field.rows, field, position, pointer());
      } else {
        place.values[i] = CheckValue(field, draft_, position, pointer, arena_, out_.violations, style_.date_format);
      }
      return true;
    }
    return false;
  }

  // An array of objects, each of which gives all the fields of `rows` that a request may.
  Value CheckRows(const Resource& rows, const Field& field, size_t position, const std::string& pointer) {
    int64_t count = 0;
    draft_.ForEachMember(position, [&](size_t item, const JsonNode& node) {
      const std::string item_pointer = absl::StrCat(pointer, "/", count++);
      if (node.kind != JsonNode::Kind::kObject) {
        Report(rule::kFieldType, item_pointer, "An object is expected.");
        return;
      }
      std::array<Value, kFieldsMax> values;
      CheckParts({rows.fields, values, {}, kInCreate}, item, {}, item_pointer);
    });
    if (count < field.min || count > field.max) Report(rule::kSetSize, pointer, SizeFault(field, count));
    return Value::Of(static_cast<int64_t>(position));
  }

  // A nested object: null clears all its fields, an object gives all of them.
  bool CheckObject(const Place& place, size_t position, const JsonNode& node) {
    std::vector<size_t> parts;
    for (size_t i = 0; i < place.fields.size(); ++i) {
      if (!node.name.empty() && place.fields[i].object == node.name && place.Takes(i)) parts.push_back(i);
    }
    if (parts.empty()) return false;
    const std::string pointer = PointerTo(node.name);
    const bool nullable = place.fields[parts.front()].Has(kNullable);
    if (node.kind == JsonNode::Kind::kNull && nullable) {
      for (const size_t i : parts) place.values[i] = Value::Null();
    } else if (node.kind == JsonNode::Kind::kNull) {
      Report(rule::kFieldNull, pointer, "It can't be null; leave it out, or give it a value.");
    } else if (node.kind != JsonNode::Kind::kObject) {
      Report(rule::kFieldType, pointer, nullable ? "An object or null is expected." : "An object is expected.");
    } else {
      CheckParts(place, position, node.name, pointer);
    }
    return true;
  }

  void CheckParts(const Place& place, size_t position, std::string_view object, const std::string& pointer) {
    const auto pointer_to = [&pointer](std::string_view name) {
      std::string member_pointer = pointer;
      AppendPointerToken(member_pointer, name);
      return member_pointer;
    };
    draft_.ForEachMember(position, [&](size_t inner, const JsonNode& member) {
      const auto inner_pointer = [&] { return pointer_to(member.name); };
      if (!CheckField(place, inner, object, inner_pointer)) ReportUnknown(inner_pointer());
    });
    for (size_t i = 0; i < place.fields.size(); ++i) {
      const Field& field = place.fields[i];
      if (field.object != object || !place.Takes(i) || draft_.HasMember(position, field.name)) continue;
      Report(rule::kFieldRequired, pointer_to(field.name), "It is required.");
    }
  }

  void CheckRequired() {
    for (const size_t i : operation_.required) {
      const Field& field = parameter::kFields[i];
      const std::string_view name = field.object.empty() ? field.name : field.object;
      if (!draft_.HasMember(0, name)) Report(rule::kFieldRequired, PointerTo(name), "It is required.");
    }
    if ((operation_.field_use & kInCreate) == 0) return;
    for (const Field& field : fields_) {
      if (field.Has(kRequired) && field.object.empty() && !draft_.HasMember(0, field.name)) {
        Report(rule::kFieldRequired, PointerTo(field.name), "It is required.");
      }
    }
  }

  const Operation& operation_;
  const Draft& draft_;
  const ReadingStyle style_;
  Arena& arena_;
  std::span<const Field> fields_;
  CheckedRequest& out_;
};

}  // namespace

CheckedRequest CheckRequest(const Operation& operation, const Draft& draft, const ReadingStyle& style, Arena& arena) {
  CheckedRequest checked;
  checked.request.operation = &operation;
  RequestChecker(operation, draft, style, arena, checked).Check();
  if (checked.violations.size() > kViolationsMax) checked.violations.resize(kViolationsMax);
  return checked;
}

void FillInitial(Record& record) {
  const auto fields = record.resource->fields;
  for (size_t i = 0; i < fields.size(); ++i) {
    if (record[i].given() || fields[i].Has(kComputed)) continue;
    record[i] = fields[i].initial == kNoInitial ? Value::Null() : Value::Of(fields[i].initial);
  }
}

void TakeFields(Record& record, const Draft& document, size_t object, uint32_t place, Arena& arena) {
  std::vector<Violation> ignored;
  const auto fields = record.resource->fields;
  const auto take = [&](size_t position, std::string_view outer) {
    const JsonNode& node = document.nodes[position];
    for (size_t i = 0; i < fields.size(); ++i) {
      if (!fields[i].Has(place)) continue;
      if (fields[i].name == node.name && fields[i].object == outer) {
        record[i] = CheckValue(
            fields[i], document, position, [] { return std::string(); }, arena, ignored);
      } else if (fields[i].object == node.name && outer.empty() && node.kind == JsonNode::Kind::kNull) {
        record[i] = Value::Null();  // the object that it is a member of
      }
    }
  };
  document.ForEachMember(object, [&](size_t position, const JsonNode& node) {
    take(position, {});
    if (node.kind != JsonNode::Kind::kObject) return;
    document.ForEachMember(position, [&](size_t inner, const JsonNode&) { take(inner, node.name); });
  });
}

Record RecordOfAnswer(const Resource& resource, const Draft& answer, Arena& arena) {
  Record record;
  record.resource = &resource;
  answer.ForEachMember(0, [&](size_t position, const JsonNode& root) {
    if (root.name == "data") TakeFields(record, answer, position, kInData, arena);
    if (root.name == "meta") TakeFields(record, answer, position, kInMeta, arena);
  });
  return record;
}

void CheckCertification(const Record& record, std::vector<Violation>& violations) {
  const Value& issued = record[certification::kIssuedOn];
  const Value& expires = record[certification::kExpiresOn];
  if (!issued.has_value() || !expires.has_value() || expires.integer >= issued.integer) return;
  std::string detail = "expires_on ";
  AppendDate(detail, static_cast<int32_t>(expires.integer));
  detail += " is before issued_on ";
  AppendDate(detail, static_cast<int32_t>(issued.integer));
  detail += ".";
  violations.push_back({rule::kDatesOrder, "/expires_on", std::move(detail)});
}

Result<void> CheckIdempotencyKey(std::string_view key) {
  const bool visible = std::ranges::all_of(key, [](char c) { return c >= 0x21 && c <= 0x7E; });
  if (!key.empty() && key.size() <= kIdempotencyKeyBytesMax && visible) return {};
  return MakeError(ErrorCode::kIdempotencyKeyInvalid, rule::kKeyFormat, "",
                   key.empty() ? "The idempotency key is empty; leave it out or give 1 to 255 bytes."
                   : visible ? absl::StrCat("The idempotency key has ", key.size(), " bytes; at most 255 are accepted.")
                             : "The idempotency key holds bytes outside of 0x21..0x7E (visible ASCII).");
}

}  // namespace certlite
