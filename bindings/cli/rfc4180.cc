#include "bindings/cli/rfc4180.h"

#include <new>

namespace certlite::cli {
namespace {

int IsNoSpace(unsigned char /*byte*/) { return 0; }  // RFC 4180: spaces belong to their cell

}  // namespace

CsvRecord::CsvRecord(char delimiter) {
  if (csv_init(&parser_, CSV_STRICT | CSV_EMPTY_IS_NULL | CSV_REPALL_NL) != 0) throw std::bad_alloc();
  csv_set_delim(&parser_, static_cast<unsigned char>(delimiter));
  csv_set_space_func(&parser_, IsNoSpace);
}

CsvRecord::~CsvRecord() { csv_free(&parser_); }

void CsvRecord::EndCell(void* bytes, size_t size, void* self) {
  auto& cells = static_cast<CsvRecord*>(self)->cells_;
  if (bytes == nullptr) {
    cells.emplace_back();
  } else {
    cells.emplace_back(std::string(static_cast<const char*>(bytes), size));
  }
}

void CsvRecord::EndRecord(int /*end*/, void* self) { static_cast<CsvRecord*>(self)->ended_ = true; }

CsvRecord::State CsvRecord::Take(std::string_view line) {
  const auto take = [this](std::string_view text) {
    return csv_parse(&parser_, text.data(), text.size(), EndCell, EndRecord, this) == text.size();
  };
  const bool ends = line.ends_with('\n') || line.ends_with('\r');  // the file's last line may not
  if (!take(line) || (!ends && !take("\n"))) return State::kBroken;
  return ended_ ? State::kWhole : State::kOpen;
}

std::string CsvText(const Cell& cell) {
  if (!cell) return "";
  if (!cell->empty() && cell->find_first_of(",\"\r\n") == std::string::npos) return *cell;
  std::string quoted(csv_write(nullptr, 0, cell->data(), cell->size()), '\0');
  csv_write(quoted.data(), quoted.size(), cell->data(), cell->size());
  return quoted;
}

}  // namespace certlite::cli
