#include "bindings/cli/csv_columns.h"

#include <algorithm>
#include <charconv>
#include <system_error>
#include <utility>

#include "bindings/cli/suggest.h"

namespace certlite::cli {
namespace {

[[noreturn]] void FailImport(std::string message) { throw UsageError{std::move(message), "import"}; }

void AddMember(const std::string& name, const std::string& value, std::string* members) {
  *members += (members->empty() ? "" : ",") + QuotedJson(name) + ":" + value;
}

}  // namespace

CsvColumns::CsvColumns(const Invocation& invocation) : invocation_(invocation) {
  for (const std::string& map : invocation.transfer.maps) {
    const size_t equals = map.rfind('=');
    if (equals == std::string::npos) FailImport("--map takes COLUMN=FIELD, not '" + map + "'");
    maps_[map.substr(0, equals)] = map.substr(equals + 1);
  }
  if (!invocation.transfer.has_header) TakeNumbers();
}

void CsvColumns::TakeHeader(const std::vector<Cell>& header) {
  for (const auto& [title, name] : maps_) {
    const auto has_title = [&title = title](const Cell& cell) { return cell.value_or("") == title; };
    if (std::ranges::none_of(header, has_title)) FailImport("--map: the file has no column '" + title + "'");
  }
  for (const Cell& cell : header) {
    const std::string title = cell.value_or("");
    const auto mapped = maps_.find(title);
    columns_.push_back(ColumnFor(title, mapped == maps_.end() ? title : mapped->second));
  }
  RefuseRepeatedFields();
}

void CsvColumns::TakeNumbers() {
  for (const auto& [number, name] : maps_) {
    size_t position = 0;
    const auto [end, fault] = std::from_chars(number.data(), number.data() + number.size(), position);
    if (fault != std::errc() || end != number.data() + number.size() || position == 0 || position > 1000) {
      FailImport("--map with --no-header takes a column's number, from 1, not '" + number + "'");
    }
    columns_.resize(std::max(columns_.size(), position));
    columns_[position - 1] = ColumnFor(number, name);
  }
  if (columns_.empty()) FailImport("--no-header wants --map NUMBER=FIELD for each column that is to be read");
  RefuseRepeatedFields();
}

CsvColumns::Column CsvColumns::ColumnFor(const std::string& title, const std::string& name) const {
  if (name.empty() || name == "idempotency_key") return {name};
  std::vector<std::string> names;
  for (const Field& field : invocation_.operation->fields) {
    if (field.name == name || field.flag == name) return {field.name, "", KindOf(*field.schema)};
    names.push_back(field.name);
    for (const auto& [member, schema] : MemberOf(*field.schema, "properties").items()) {
      names.push_back(field.name + "." + member);
      if (names.back() == name) return {field.name, member, KindOf(schema)};
    }
  }
  FailImport("the column '" + title + "' is no field (--map '" + title + "=FIELD' says what it is, --map '" + title +
             "=' leaves it out)" + DidYouMean(name, names));
}

void CsvColumns::RefuseRepeatedFields() const {
  for (size_t i = 0; i < columns_.size(); ++i) {
    for (size_t j = 0; j < i; ++j) {
      const Column& one = columns_[i];
      const Column& other = columns_[j];
      const bool meet = one.member.empty() || other.member.empty() || one.member == other.member;
      if (one.field.empty() || one.field != other.field || !meet) continue;
      FailImport("two columns lead to the field '" + one.field + (one.member.empty() ? "" : "." + one.member) + "'");
    }
  }
}

// A cell that is no value of its field goes as text, so that the library says what is wrong with it.
std::string CsvColumns::LineOf(const std::vector<Cell>& record) const {
  const bool nulls = invocation_.transfer.empty == "null";
  std::string members;
  std::map<std::string, std::string> objects;  // by field, what stands between the braces
  for (size_t i = 0; i < columns_.size(); ++i) {
    const auto& [field, member, kind] = columns_[i];
    if (field.empty()) continue;
    std::string* const object = member.empty() ? nullptr : &objects[field];
    if (record[i]) {
      const std::string value = JsonOf(kind, *record[i]).value_or(QuotedJson(*record[i]));
      AddMember(object == nullptr ? field : member, value, object == nullptr ? &members : object);
    } else if (nulls && object == nullptr) {
      AddMember(field, "null", &members);
    }
  }
  // An object of which nothing is given is as an empty cell.
  for (const auto& [field, object] : objects) {
    if (nulls || !object.empty()) AddMember(field, object.empty() ? "null" : "{" + object + "}", &members);
  }
  return "{" + members + "}";
}

}  // namespace certlite::cli
