// Lays out answers. Which columns of a list matter is judged from the response's schema and from what the page holds.
#include "bindings/cli/table.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "bindings/cli/bar.h"
#include "bindings/cli/text.h"

namespace certlite::cli {
namespace {

constexpr std::string_view kNothing = "–";
constexpr size_t kCellColumnsMax = 36;  // a UUID fits; longer text is elided in lists
constexpr int kRankNothing = 9;         // no record of the page has a value

struct Row {
  std::string label;
  std::string value;
  const Json* segments = nullptr;  // instead of a value: a timeline
};

struct Column {
  std::string title;
  std::vector<std::string> cells;
  size_t columns = 0;
  int rank = 0;  // the lower, the more it matters
  bool shown = false;
};

std::string Cell(const Json& value) {
  if (value.is_null()) return std::string(kNothing);
  if (value.is_array()) {
    std::string items;
    for (const Json& item : value) items.append(items.empty() ? "" : ", ").append(Cell(item));
    return items.empty() ? std::string(kNothing) : items;
  }
  return Printable(value.is_string() ? value.get<std::string>() : value.dump());
}

// `text`, which shows `value` under the name `label`, in its colour if it is a status.
std::string Coloured(std::string_view label, std::string_view value, std::string_view text, const Style& style) {
  return label.ends_with("status") ? StatusColoured(value, text, style) : std::string(text);
}

// The members of `object` as rows; objects inside it become "outer.inner", and each object of an array stands below it,
// further in, behind a dash.
void AddRows(const Json& object, const std::string& prefix, const std::string& indent, std::vector<Row>* rows) {
  for (const auto& [name, value] : object.items()) {
    const std::string label = prefix + Printable(name);
    if (value.is_object()) {
      AddRows(value, label + ".", indent, rows);
    } else if (value.is_array() && !value.empty() && value[0].is_object()) {
      rows->push_back({indent + label, "", AreSegments(value) ? &value : nullptr});
      for (const Json& item : value) {
        const size_t begin = rows->size();
        AddRows(item, "", indent + "  ", rows);
        if (begin < rows->size()) (*rows)[begin].label.replace(indent.size(), 2, "- ");
      }
    } else {
      rows->push_back({indent + label, Cell(value)});
    }
  }
}

std::string RecordText(const Json& answer, const Style& style) {
  std::vector<Row> rows;
  if (answer.contains("data")) AddRows(answer["data"], "", "", &rows);
  const size_t own_rows = rows.size();
  for (const auto& [name, value] : answer.items()) {
    if (name == "data") continue;
    if (value.is_object()) {
      AddRows(value, Printable(name) + ".", "", &rows);
    } else {
      rows.push_back({Printable(name), Cell(value)});
    }
  }
  size_t width = 0;
  for (const Row& row : rows) width = std::max(width, DisplayWidth(row.label));
  std::string text;
  for (size_t i = 0; i < rows.size(); ++i) {
    if (i == own_rows && i > 0) text += "\n";  // what stands beside the record
    const Row& row = rows[i];
    std::string value = Coloured(row.label, row.value, row.value, style);
    if (row.segments != nullptr)
      value = BarOf(*row.segments, style.columns - std::min(style.columns, width + kColumnGap), style);
    text += Faint(value.empty() ? row.label : Pad(row.label, width + kColumnGap), style) + value + "\n";
  }
  return text;
}

// What one line of a list says of an object inside a record: its title, or the nearest to one.
const Json& HeadlineOf(const Json& value) {
  if (!value.is_object()) return value;
  for (const char* name : {"title", "display_name", "name", "slug", "id"}) {
    if (value.contains(name)) return value[name];
  }
  return value;
}

// How much a column says: names, days and statuses first; ids of other records, instants and what is the same in every
// line last.
int RankOf(const std::string& name, const Json& schema, const Column& column, bool has_id) {
  const auto all = [&](std::string_view cell) {
    return std::ranges::all_of(column.cells, [cell](const std::string& other) { return other == cell; });
  };
  if (name == "id") return 0;
  if (all(kNothing)) return kRankNothing;
  const std::string format = TextOf(schema, "format");
  if (format == "date-time") return 8;
  if (format == "uuid") return has_id ? 7 : 0;  // without an id of its own it is known by those
  const bool constant = column.cells.size() > 1 && all(column.cells[0]);
  if (MemberOf(schema, "enum").is_array()) return constant ? 6 : 2;
  if (format == "date" || name == "title" || name == "display_name" || name == "name") return constant ? 2 : 1;
  if (MemberOf(schema, "properties").is_object()) return constant ? 3 : 2;
  return constant ? 5 : 4;
}

// The schemas of the members that the items of the response's array `name` have.
Json ItemSchemas(const Json& response, const char* name) {
  const Json& list = Resolved(MemberOf(MemberOf(Resolved(response, response), "properties"), name), response);
  return MemberOf(Resolved(MemberOf(list, "items"), response), "properties");
}

// Adds what stands beside the records of a list to them, where that is what they are known by.
void TakeIds(const Json& meta, const Json& response, Json* data, Json* schemas) {
  const Json beside = ItemSchemas(response, "meta");
  if (schemas->contains("id") || !beside.is_object() || !beside.contains("id")) return;
  schemas->update(beside);
  for (size_t i = 0; i < data->size() && i < meta.size(); ++i) (*data)[i].update(meta[i]);
}

// The columns of a list, in the order of the response's schema.
std::vector<Column> ColumnsOf(const Json& answer, const Json& response) {
  Json data = MemberOf(answer, "data");
  Json schemas = ItemSchemas(response, "data");
  if (!schemas.is_object()) {
    schemas = Json::object();
    for (const auto& [name, value] : data[0].items()) schemas[name] = Json::object();
  }
  const bool has_id = schemas.contains("id");
  TakeIds(MemberOf(answer, "meta"), response, &data, &schemas);
  std::vector<Column> columns;
  for (const auto& [name, schema] : schemas.items()) {
    Column column;
    column.title = Printable(name);
    column.columns = DisplayWidth(column.title);
    for (const Json& record : data) {
      column.cells.push_back(Elide(Cell(HeadlineOf(MemberOf(record, name))), kCellColumnsMax));
      column.columns = std::max(column.columns, DisplayWidth(column.cells.back()));
    }
    column.rank = RankOf(name, Resolved(schema, response), column, has_id);
    columns.push_back(std::move(column));
  }
  return columns;
}

// Marks the columns that fit, the ones that matter first. One is always shown.
void Choose(std::vector<Column>* columns, size_t width) {
  std::vector<Column*> ranked;
  for (Column& column : *columns) ranked.push_back(&column);
  std::ranges::stable_sort(ranked, {}, &Column::rank);
  size_t left = width;
  for (Column* column : ranked) {
    if (column->rank >= kRankNothing) break;
    if (column == ranked.front()) column->columns = std::min(column->columns, width);
    const size_t needed = column->columns + (column == ranked.front() ? 0 : kColumnGap);
    if (needed > left) continue;
    left -= needed;
    column->shown = true;
  }
}

std::string ListText(const Json& answer, const Json& response, const Style& style) {
  const Json& data = MemberOf(answer, "data");
  std::string text;
  if (AreTimelines(data)) {
    // There is room to tell of one what changes, and when.
    text = data.size() == 1 ? RecordText({{"data", data[0]}}, style) : TimelinesText(data, style);
  } else if (!data.empty()) {
    std::vector<Column> columns = ColumnsOf(answer, response);
    Choose(&columns, style.columns);
    std::erase_if(columns, [](const Column& column) { return !column.shown; });
    for (size_t row = 0; row <= data.size(); ++row) {
      for (size_t i = 0; i < columns.size(); ++i) {
        const Column& column = columns[i];
        const std::string cell = Elide(row == 0 ? column.title : column.cells[row - 1], column.columns);
        const bool last = i + 1 == columns.size();
        const std::string padded = last ? cell : Pad(cell, column.columns + kColumnGap);
        text += row == 0 ? Faint(padded, style) : Coloured(column.title, cell, padded, style);
      }
      text += "\n";
    }
  }
  text += std::to_string(data.size()) + " shown";
  const std::string cursor = TextOf(MemberOf(answer, "page"), "next_cursor");
  if (!cursor.empty()) text += "; more: --cursor " + ShellQuoted(Printable(cursor));
  return text + "\n";
}

}  // namespace

std::string TableText(std::string_view response, const Operation& operation, const Style& style) {
  const Json answer = Json::parse(response, nullptr, /*allow_exceptions=*/false);
  const Json& data = MemberOf(answer, "data");
  if (data.is_array()) return ListText(answer, MemberOf(*operation.document, "response"), style);
  if (answer.is_object()) return RecordText(answer, style);
  return std::string(response) + "\n";
}

}  // namespace certlite::cli
