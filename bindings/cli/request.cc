// Reads the body, turns flags into JSON members and joins the two as text.
#include "bindings/cli/request.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdio>
#include <memory>
#include <set>
#include <system_error>
#include <utility>

#include "bindings/cli/schema.h"

namespace certlite::cli {
namespace {

// More than any request may have. What is longer is cut here, and the library refuses it for its size all the same.
constexpr size_t kBodyBytesMax = size_t{16} << 20;

[[noreturn]] void Fail(const Invocation& invocation, std::string message) {
  throw UsageError{std::move(message), invocation.operation->resource + " " + invocation.operation->verb};
}

std::string ReadBody(const Invocation& invocation) {
  const std::string& name = *invocation.body;
  std::unique_ptr<std::FILE, int (*)(std::FILE*)> owned(nullptr, &std::fclose);
  errno = 0;
  if (name != "-") owned.reset(std::fopen(name.c_str(), "rb"));
  std::FILE* file = name == "-" ? stdin : owned.get();
  std::string body;
  std::array<char, 65536> chunk{};
  while (file != nullptr && body.size() <= kBodyBytesMax) {
    const size_t count = std::fread(chunk.data(), 1, chunk.size(), file);
    body.append(chunk.data(), count);
    if (count < chunk.size()) break;
  }
  if (file == nullptr || std::ferror(file) != 0) {
    std::string message = "can't read the body '" + name + "': " + std::generic_category().message(errno);
    const bool has_id =
        std::ranges::any_of(invocation.operation->fields, [](const Field& f) { return f.name == "id"; });
    if (has_id) message += "; a record is named by --id";
    Fail(invocation, message);
  }
  return body;
}

// The names of the top level's members. `is_object` tells whether the text is one JSON object at all.
class TopLevelNames : public nlohmann::json_sax<Json> {
 public:
  bool is_object = false;
  std::set<std::string> names;

  bool null() override { return true; }
  bool boolean(bool) override { return true; }
  bool number_integer(number_integer_t) override { return true; }
  bool number_unsigned(number_unsigned_t) override { return true; }
  bool number_float(number_float_t, const string_t&) override { return true; }
  bool string(string_t&) override { return true; }
  bool binary(binary_t&) override { return true; }
  bool start_object(std::size_t) override {
    if (depth_++ == 0) is_object = true;
    return true;
  }
  bool key(string_t& name) override {
    if (depth_ == 1) names.insert(name);
    return true;
  }
  bool end_object() override { return Leave(); }
  bool start_array(std::size_t) override {
    ++depth_;
    return true;
  }
  bool end_array() override { return Leave(); }
  bool parse_error(std::size_t, const std::string&, const Json::exception&) override { return false; }

 private:
  bool Leave() {
    --depth_;
    return true;
  }

  int depth_ = 0;
};

std::string MemberValue(const Invocation& invocation, const Field& field, ValueKind kind, const std::string& value) {
  if (const std::optional<std::string> json = JsonOf(kind, value)) return *json;
  std::string wanted = "JSON such as '" + SampleOf(field) + "'";
  if (kind == ValueKind::kBoolean) wanted = "true or false";
  if (kind == ValueKind::kInteger) wanted = "a whole number";
  if (kind == ValueKind::kNumber) wanted = "a number";
  Fail(invocation, "--" + field.flag + " takes " + wanted + ", not '" + value + "'");
}

// "name": value, for one member that was given by flags.
std::string MemberText(const Invocation& invocation, const GivenField& given) {
  const Field& field = *given.field;
  const std::string name = QuotedJson(field.name) + ":";
  if (given.is_null) return name + "null";
  const ValueKind kind = KindOf(*field.schema);
  const bool one_by_one = given.values.size() > 1 || !given.values.front().starts_with('[');
  if (kind != ValueKind::kList || !one_by_one) {
    return name + MemberValue(invocation, field, kind, given.values.front());
  }
  const ValueKind item_kind = KindOf(MemberOf(*field.schema, "items"));
  std::string items;
  for (const std::string& value : given.values) {
    items += (items.empty() ? "" : ",") + MemberValue(invocation, field, item_kind, value);
  }
  return name + "[" + items + "]";
}

}  // namespace

std::string RequestOf(const Invocation& invocation) {
  std::string members;
  for (const GivenField& given : invocation.given) {
    members += (members.empty() ? "" : ",") + MemberText(invocation, given);
  }
  if (!invocation.body) return "{" + members + "}";
  std::string body = ReadBody(invocation);
  if (members.empty() || body.find('\0') != std::string::npos) return body;
  TopLevelNames names;
  if (!Json::sax_parse(body, &names) || !names.is_object) return body;
  for (const GivenField& given : invocation.given) {
    if (names.names.contains(given.field->name)) {
      Fail(invocation, "--" + (given.is_null ? "null " : std::string()) + given.field->flag + " repeats '" +
                           given.field->name + "', which the body already has");
    }
  }
  const size_t brace = body.rfind('}');
  return body.substr(0, brace) + (names.names.empty() ? "" : ",") + members + body.substr(brace);
}

}  // namespace certlite::cli
