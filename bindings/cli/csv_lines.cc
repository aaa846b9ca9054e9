#include "bindings/cli/csv_lines.h"

#include <algorithm>
#include <utility>

namespace certlite::cli {
namespace {

// What spreadsheets leave below the last row, too: ",,,,".
bool IsBlank(const std::vector<Cell>& cells) {
  return std::ranges::none_of(cells, [](const Cell& cell) { return cell.has_value(); });
}

}  // namespace

CsvLines::CsvLines(const Invocation& invocation)
    : LineSource(invocation.transfer.file, "\r\n", "row"),
      delimiter_(invocation.transfer.delimiter[0]),
      has_header_(invocation.transfer.has_header),
      columns_(invocation) {
  for (Row row; columns_.size() == 0 && NextRow(&row);) {
    ++rows_above_;
    if (row.refusal) throw UsageError{"the header can't be read: " + row.refusal->detail, "import"};
    if (!IsBlank(row.cells)) columns_.TakeHeader(row.cells);
  }
}

bool CsvLines::NextLine(Line* line) {
  *line = {};
  if (rows_above_ > 0) {
    --rows_above_;
    return true;
  }
  Row row;
  if (!NextRow(&row)) return false;
  if (!row.refusal && IsBlank(row.cells)) return true;
  if (!row.refusal && row.cells.size() != columns_.size()) row.refusal = WrongCells(row);
  if (row.refusal) {
    *line = Refused("csv", row.raw, *std::move(row.refusal));
  } else {
    line->text = columns_.LineOf(row.cells);
  }
  return true;
}

bool CsvLines::NextRow(Row* row) {
  *row = {};
  if (!HasLine(0)) return false;
  size_t lines = 1;
  row->refusal = ReadRecord(&row->cells, &lines);
  for (; lines > 0; --lines) {
    row->raw += ahead_.front();
    ahead_.pop_front();
  }
  row->raw.erase(row->raw.find_last_not_of("\r\n") + 1);
  return true;
}

// A record that isn't whole is its first line alone: what a stray quote has swallowed are rows of their own.
std::optional<Refusal> CsvLines::ReadRecord(std::vector<Cell>* cells, size_t* lines) {
  if (ahead_.front().size() > kLineBytesMax) return TooLong("Is a line break missing?");
  CsvRecord record(delimiter_);
  size_t bytes = 0;
  for (size_t n = 0; HasLine(n); ++n) {
    bytes += ahead_[n].size();
    const auto state = bytes > kLineBytesMax ? CsvRecord::State::kBroken : record.Take(ahead_[n]);
    if (state == CsvRecord::State::kWhole) {
      *cells = record.cells();
      *lines = n + 1;
      return std::nullopt;
    }
    if (state == CsvRecord::State::kOpen) continue;
    if (n > 0) break;
    return Refusal{"csv.quoting", "A quote stands inside of a cell; put the cell in quotes and double those in it."};
  }
  return Refusal{"csv.quoting", "A quote is opened at the beginning of a cell, and none ends the cell."};
}

Refusal CsvLines::WrongCells(const Row& row) const {
  std::string detail = "The row has " + std::to_string(row.cells.size()) + (row.cells.size() == 1 ? " cell" : " cells");
  detail += (has_header_ ? ", the header " : ", --map names ") + std::to_string(columns_.size()) + ".";
  if (row.raw.find_first_of("\r\n") != std::string::npos) detail += " By its quotes it goes over several lines.";
  return {"csv.cells", std::move(detail)};
}

bool CsvLines::HasLine(size_t n) {
  for (std::string line; ahead_.size() <= n;) {
    if (!file_.Next(&line)) return false;
    ahead_.push_back(std::move(line));
  }
  return true;
}

}  // namespace certlite::cli
