#include "core/engine/what_if.h"

#include <absl/strings/str_cat.h>

#include <charconv>
#include <optional>
#include <system_error>
#include <utility>
#include <vector>

#include "core/base/json_text.h"
#include "core/compute/difference.h"
#include "core/engine/admission.h"
#include "core/engine/decide.h"
#include "core/engine/operations.h"
#include "core/model/rule.h"
#include "core/model/what_if.h"
#include "core/parse/json_parser.h"
#include "core/render/render.h"
#include "core/validate/validate.h"

namespace certlite {
namespace {

// The number of the change whose record the text stands for: #/changes/N/id.
std::optional<uint32_t> ReadReference(std::string_view text) {
  constexpr std::string_view kBegin = "#/changes/";
  constexpr std::string_view kEnd = "/id";
  if (text.size() <= kBegin.size() + kEnd.size() || !text.starts_with(kBegin) || !text.ends_with(kEnd)) {
    return std::nullopt;
  }
  const std::string_view digits = text.substr(kBegin.size(), text.size() - kBegin.size() - kEnd.size());
  uint32_t number = 0;
  const auto [end, fault] = std::from_chars(digits.data(), digits.data() + digits.size(), number);
  const bool is_padded = digits.front() == '0' && digits.size() > 1;
  if (fault != std::errc() || end != digits.data() + digits.size() || is_padded) return std::nullopt;
  return number;
}

// The error, with its pointers below `pointer`.
Error Placed(Error error, const std::string& pointer) {
  for (Violation& violation : error.violations) violation.pointer.insert(0, pointer);
  return error;
}

Value JsonOf(Call& call, std::string_view json) { return Value::Of(call.arena.Copy(json)); }

class WhatIf {
 public:
  WhatIf(Call& call, const CallOptions& options) : call_(call), options_(options) {}

  // What was before is asked last, so that the question may name records by the changes that are about them.
  Result<Answer> Run() {
    auto marked = call_.connection->Mark();
    if (!marked.ok()) return Result<Answer>(marked.TakeError());
    auto changed = MakeChanges();
    if (!changed.ok()) return Result<Answer>(changed.TakeError());
    auto after = Ask();
    if (!after.ok()) return after;
    auto returned = call_.connection->ReturnToMark();
    if (!returned.ok()) return Result<Answer>(returned.TakeError());
    auto before = Ask();
    if (!before.ok() && !IsRefusal(before.error().code)) return before;
    return Tell(before.ok() ? before->body.view() : std::string_view(), after->body.view());
  }

 private:
  Result<void> MakeChanges() {
    Result<void> done;
    const auto changes = static_cast<size_t>(call_.parameter(parameter::kChanges).integer);
    call_.draft.ForEachMember(changes, [&](size_t position, const JsonNode&) {
      if (done.ok()) done = MakeChange(position);
    });
    return done;
  }

  Result<void> MakeChange(size_t position) {
    auto answer = Carry(position, absl::StrCat("/changes/", steps_.size()), rule::kWhatIfChange);
    if (!answer.ok()) return Result<void>(answer.TakeError());
    Record& step = steps_.emplace_back();
    step.resource = &kWhatIfStepResource;
    step[what_if_step::kOperation] = Value::Of(TextAt(position, kCallOperation));
    step[what_if_step::kOutcome] = Value::Of(kOutcomes[static_cast<size_t>(answer->outcome)]);
    step[what_if_step::kId] = answer->id == Uuid{} ? Value::Null() : Value::Of(answer->id);
    return {};
  }

  Result<Answer> Ask() {
    const std::string_view object = parameter::kFields[parameter::kQuestionOperation].object;
    return Carry(MemberAt(0, object), PointerTo(object), rule::kWhatIfQuestion);
  }

  // Takes the call that stands at `position` and `pointer` through the stages, as `place` wants it: a change writes,
  // a question reads.
  Result<Answer> Carry(size_t position, const std::string& pointer, std::string_view place) {
    const std::string_view name = TextAt(position, kCallOperation);
    const Operation* const operation = FindOperation(name);
    const bool writes = place == rule::kWhatIfChange;
    if (operation == nullptr || operation->verb == Verb::kAsk || operation->writes() != writes) {
      return MakeError(ErrorCode::kInvalid, place, pointer + PointerTo(kCallOperation),
                       absl::StrCat(JsonString(name), " is no operation that ", writes ? "writes" : "only reads",
                                    "; describe lists those that there are."));
    }
    if (auto permitted = CheckPermission(call_.principal, *operation); !permitted.ok()) {
      return Placed(std::move(permitted.error()), pointer + PointerTo(kCallOperation));
    }
    if (operation->keeps_store()) {
      return MakeError(ErrorCode::kInvalid, place, pointer + PointerTo(kCallOperation),
                       absl::StrCat(JsonString(name), " is about the store as a file, and part of no what-if."));
    }
    Draft request = call_.draft.Part(MemberAt(position, kCallRequest));
    const std::string below = pointer + PointerTo(kCallRequest);
    if (auto filled = FillReferences(request, 0, below); !filled.ok()) return Result<Answer>(filled.TakeError());
    auto answer = writes ? Change(*operation, request) : Read(*operation, request);
    return answer.ok() ? std::move(answer) : Placed(std::move(answer.error()), below);
  }

  // All of it is of one instant and one day.
  void Check(Call& inner) {
    inner.now_ms = call_.now_ms;
    inner.as_of_given = call_.as_of_given;
    inner.as_of = call_.as_of;
    inner.connection = call_.connection;
    CheckedRequest checked = CheckRequest(inner.operation, inner.draft, {.lenient = options_.lenient}, inner.arena);
    inner.request = checked.request;
    inner.violations = std::move(checked.violations);
  }

  Result<Answer> Change(const Operation& operation, const Draft& request) {
    Call change{operation, call_.principal, request, call_.entropy, call_.tools, std::nullopt};
    Check(change);
    if (!change.violations.empty()) {
      auto looked = Look(change, {});
      if (!looked.ok()) return Result<Answer>(looked.TakeError());
    }
    auto decided = DecideAndWrite(change, {});
    if (!decided.ok()) return Result<Answer>(decided.TakeError());
    return std::move(decided->answer);
  }

  Result<Answer> Read(const Operation& operation, const Draft& request) {
    Call question{operation, call_.principal, request, call_.entropy, call_.tools, std::nullopt};
    Check(question);
    if (!question.violations.empty()) return Refusal(std::move(question.violations));
    return AnswerQuestion(question);
  }

  // Puts the ids of the records that changes were about in the place of the texts that stand for them.
  Result<void> FillReferences(Draft& draft, size_t position, const std::string& pointer) {
    JsonNode& node = draft.nodes[position];
    if (node.kind == JsonNode::Kind::kString) return FillReference(node, pointer);
    Result<void> filled;
    size_t count = 0;
    draft.ForEachMember(position, [&](size_t member, const JsonNode& inner) {
      std::string below = pointer;
      AppendPointerToken(below,
                         node.kind == JsonNode::Kind::kArray ? std::to_string(count++) : std::string(inner.name));
      if (filled.ok()) filled = FillReferences(draft, member, below);
    });
    return filled;
  }

  Result<void> FillReference(JsonNode& node, const std::string& pointer) {
    const auto change = ReadReference(node.text);
    if (!change) return {};
    if (*change >= steps_.size() || !steps_[*change][what_if_step::kId].has_value()) {
      return MakeError(ErrorCode::kInvalid, rule::kWhatIfReference, pointer,
                       absl::StrCat(JsonString(node.text), " names no record of a change before this."));
    }
    std::string id;
    AppendUuid(id, steps_[*change][what_if_step::kId].uuid);
    node.text = call_.arena.Copy(id);
    return {};
  }

  // The position of a member of the object at `position`, which has passed validation and has it.
  size_t MemberAt(size_t position, std::string_view name) const {
    return call_.draft.FindMember(position, name).value_or(0);
  }

  std::string_view TextAt(size_t position, std::string_view name) const {
    return call_.draft.nodes[MemberAt(position, name)].text;
  }

  // `before` is empty if the question was refused.
  Result<Answer> Tell(std::string_view before, std::string_view after) {
    Record told;
    told.resource = &kWhatIfResource;
    auto differences = DifferencesOf(before, after);
    if (!differences.ok()) return Result<Answer>(differences.TakeError());
    told[what_if::kDifferences] = JsonOf(call_, *differences);
    told[what_if::kBefore] = before.empty() ? Value::Null() : JsonOf(call_, before);
    told[what_if::kAfter] = JsonOf(call_, after);
    told[what_if::kChanges] = JsonOf(call_, RenderRows(steps_));
    return Answer{Outcome::kRead, OwnedText(RenderAnswer(told, ShapeOf(call_.operation)))};
  }

  Result<std::string> DifferencesOf(std::string_view before, std::string_view after) {
    std::vector<Record> rows;
    const auto add = [&](std::string_view pointer, const Value& old_value, const Value& new_value) {
      Record& row = rows.emplace_back();
      row.resource = &kWhatIfDifferenceResource;
      row[what_if_difference::kPointer] = JsonOf(call_, pointer);
      row[what_if_difference::kBefore] = old_value;
      row[what_if_difference::kAfter] = new_value;
    };
    if (before.empty()) {
      add("", Value::Null(), JsonOf(call_, after));
      return RenderRows(rows);
    }
    JsonParser before_parser(before.size());
    JsonParser after_parser(after.size());
    auto old_answer = before_parser.Parse(before);
    if (!old_answer.ok()) return std::move(old_answer.error());
    auto new_answer = after_parser.Parse(after);
    if (!new_answer.ok()) return std::move(new_answer.error());
    for (const Difference& difference : ComputeDifferences(**old_answer, **new_answer)) {
      add(difference.pointer, PartOf(**old_answer, difference.before), PartOf(**new_answer, difference.after));
    }
    return RenderRows(rows);
  }

  Value PartOf(const Draft& answer, std::optional<size_t> position) {
    return position ? JsonOf(call_, RenderPart(answer, *position)) : Value::Null();
  }

  Call& call_;
  const CallOptions& options_;
  std::vector<Record> steps_;
};

}  // namespace

Result<Answer> AskWhatIf(Call& call, const CallOptions& options) { return WhatIf(call, options).Run(); }

}  // namespace certlite
