#include "bindings/cli/rfc4180.h"

#include <new>
#include <utility>

namespace certlite::cli {
namespace {

int IsNoSpace(unsigned char /*byte*/) { return 0; }  // RFC 4180: spaces belong to their cell

}  // namespace

CsvReader::CsvReader(char delimiter) {
  constexpr unsigned char kOptions = CSV_STRICT | CSV_STRICT_FINI | CSV_EMPTY_IS_NULL;
  if (csv_init(&parser_, kOptions) != 0) throw std::bad_alloc();
  csv_set_delim(&parser_, static_cast<unsigned char>(delimiter));
  csv_set_space_func(&parser_, IsNoSpace);
}

CsvReader::~CsvReader() { csv_free(&parser_); }

void CsvReader::EndCell(void* bytes, size_t size, void* self) {
  auto& record = static_cast<CsvReader*>(self)->record_;
  if (bytes == nullptr) {
    record.emplace_back();
  } else {
    record.emplace_back(std::string(static_cast<const char*>(bytes), size));
  }
}

void CsvReader::EndRecord(int /*end*/, void* self) {
  auto& reader = *static_cast<CsvReader*>(self);
  reader.records_.push_back(std::exchange(reader.record_, {}));
}

bool CsvReader::Take(std::string_view bytes) {
  if (bytes.empty()) return csv_fini(&parser_, EndCell, EndRecord, this) == 0;
  return csv_parse(&parser_, bytes.data(), bytes.size(), EndCell, EndRecord, this) == bytes.size();
}

std::vector<std::vector<Cell>> CsvReader::Records() { return std::exchange(records_, {}); }

std::string CsvText(const Cell& cell) {
  if (!cell) return "";
  if (!cell->empty() && cell->find_first_of(",\"\r\n") == std::string::npos) return *cell;
  std::string quoted(csv_write(nullptr, 0, cell->data(), cell->size()), '\0');
  csv_write(quoted.data(), quoted.size(), cell->data(), cell->size());
  return quoted;
}

}  // namespace certlite::cli
