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

// Walks the members of a request. One walker serves one request.
class RequestChecker {
 public:
  RequestChecker(const Operation& operation, const Draft& draft, bool lenient, CheckedRequest& out)
      : operation_(operation), draft_(draft), lenient_(lenient), out_(out) {
    if (operation.resource != nullptr) fields_ = operation.resource->fields;
  }

  void Check() {
    draft_.ForEachMember(0, [this](size_t position, const JsonNode& node) {
      if (CheckParameter(node) || CheckField(node, {}, PointerTo(node.name)) || CheckObject(position, node)) return;
      ReportUnknown(PointerTo(node.name));
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
    if (lenient_) return;
    Report(rule::kFieldUnknown, std::move(pointer),
           absl::StrCat("The operation ", std::string(operation_.name), " knows no such member."));
  }

  bool CheckParameter(const JsonNode& node) {
    for (const size_t i : operation_.parameters) {
      if (parameter::kFields[i].name != node.name) continue;
      out_.request.parameters[i] = CheckValue(parameter::kFields[i], node, PointerTo(node.name), out_.violations);
      return true;
    }
    return false;
  }

  bool CheckField(const JsonNode& node, std::string_view object, const std::string& pointer) {
    for (size_t i = 0; i < fields_.size(); ++i) {
      if (fields_[i].name != node.name || fields_[i].object != object || !fields_[i].Has(operation_.field_use))
        continue;
      // A member of an object is never null by itself: the object is.
      if (!object.empty() && node.kind == JsonNode::Kind::kNull) {
        Report(rule::kFieldNull, pointer, absl::StrCat("It can't be null; ", std::string(object), " as a whole can."));
      } else {
        out_.request.fields[i] = CheckValue(fields_[i], node, pointer, out_.violations);
      }
      return true;
    }
    return false;
  }

  // A nested object: null clears all its fields, an object gives all of them.
  bool CheckObject(size_t position, const JsonNode& node) {
    const auto is_part = [&](const Field& field) {
      return field.object == node.name && field.Has(operation_.field_use);
    };
    if (node.name.empty() || std::ranges::none_of(fields_, is_part)) return false;
    const std::string pointer = PointerTo(node.name);
    if (node.kind == JsonNode::Kind::kNull) {
      for (size_t i = 0; i < fields_.size(); ++i) {
        if (is_part(fields_[i])) out_.request.fields[i] = Value::Null();
      }
      return true;
    }
    if (node.kind != JsonNode::Kind::kObject) {
      Report(rule::kFieldType, pointer, "An object or null is expected.");
      return true;
    }
    draft_.ForEachMember(position, [&](size_t, const JsonNode& member) {
      std::string member_pointer = pointer;
      AppendPointerToken(member_pointer, member.name);
      if (!CheckField(member, node.name, member_pointer)) ReportUnknown(std::move(member_pointer));
    });
    for (const Field& field : fields_) {
      if (!is_part(field) || draft_.HasMember(position, field.name)) continue;
      std::string member_pointer = pointer;
      AppendPointerToken(member_pointer, field.name);
      Report(rule::kFieldRequired, std::move(member_pointer), "It is required.");
    }
    return true;
  }

  void CheckRequired() {
    for (const size_t i : operation_.required) {
      const std::string_view name = parameter::kFields[i].name;
      if (!draft_.HasMember(0, name)) Report(rule::kFieldRequired, PointerTo(name), "It is required.");
    }
    if (operation_.verb != Verb::kCreate) return;
    for (const Field& field : fields_) {
      if (field.Has(kRequired) && field.object.empty() && !draft_.HasMember(0, field.name)) {
        Report(rule::kFieldRequired, PointerTo(field.name), "It is required.");
      }
    }
  }

  const Operation& operation_;
  const Draft& draft_;
  const bool lenient_;
  std::span<const Field> fields_;
  CheckedRequest& out_;
};

}  // namespace

CheckedRequest CheckRequest(const Operation& operation, const Draft& draft, bool lenient) {
  CheckedRequest checked;
  checked.request.operation = &operation;
  RequestChecker(operation, draft, lenient, checked).Check();
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

Record RecordOfAnswer(const Resource& resource, const Draft& answer) {
  Record record;
  record.resource = &resource;
  std::vector<Violation> ignored;
  const auto take = [&](const JsonNode& node, std::string_view object) {
    for (size_t i = 0; i < resource.fields.size(); ++i) {
      const Field& field = resource.fields[i];
      if (!field.Has(kInData) || field.name != node.name || field.object != object) continue;
      record[i] = CheckValue(field, node, std::string(), ignored);
    }
  };
  answer.ForEachMember(0, [&](size_t data, const JsonNode& root) {
    if (root.name != "data") return;
    answer.ForEachMember(data, [&](size_t position, const JsonNode& node) {
      take(node, {});
      if (node.kind != JsonNode::Kind::kObject) return;
      answer.ForEachMember(position, [&](size_t, const JsonNode& member) { take(member, node.name); });
    });
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
