#include "bindings/cli/line_source.h"

#include <utility>

#include "bindings/cli/csv_lines.h"
#include "bindings/cli/schema.h"

namespace certlite::cli {
namespace {

class JsonLines : public LineSource {
 public:
  explicit JsonLines(const std::string& file) : LineSource(file, "\n", "line") {}

 private:
  bool NextLine(Line* line) override {
    if (!file_.Next(&line->text)) return false;
    if (line->text.size() > kLineBytesMax) {
      *line = Refused("text", line->text, TooLong("Is it JSON Lines, one record a line?"));
    } else if (line->text.ends_with('\n')) {
      line->text.pop_back();
    }
    return true;
  }
};

}  // namespace

CallLines LineSource::Next(const CallLimits& limits) {
  CallLines call;
  for (Line line; held_ || NextLine(&line); line = {}) {
    if (held_) line = *std::exchange(held_, std::nullopt);
    const bool fits = call.text.size() + line.text.size() < limits.bytes && call.count < limits.lines;
    if (!fits && call.count > 0) {
      held_ = std::move(line);
      break;
    }
    call.text += line.text + "\n";
    ++call.count;
    ++lines_;
    if (line.refusal) call.refusals.emplace(lines_, *std::move(line.refusal));
  }
  return call;
}

Line Refused(const std::string& name, std::string_view raw, Refusal refusal) {
  return {"{" + QuotedJson(name) + ":" + QuotedJson(raw) + "}", std::move(refusal)};
}

Refusal TooLong(const std::string& hint) {
  return {"line.size",
          "The line has more than " + std::to_string(kLineBytesMax) + " bytes; only these are kept. " + hint};
}

std::unique_ptr<LineSource> OpenLines(const Invocation& invocation) {
  if (invocation.transfer.csv) return std::make_unique<CsvLines>(invocation);
  return std::make_unique<JsonLines>(invocation.transfer.file);
}

}  // namespace certlite::cli
