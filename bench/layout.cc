#include "bench/layout.h"

#include <algorithm>
#include <stdexcept>

namespace certlite::bench {
namespace {

Cell ReadCell(sqlite3_stmt* statement, int column, Arena& arena) {
  Cell cell;
  cell.type = sqlite3_column_type(statement, column);
  if (cell.type == SQLITE_INTEGER) cell.integer = sqlite3_column_int64(statement, column);
  if (cell.type != SQLITE_TEXT && cell.type != SQLITE_BLOB) return cell;
  const auto* const bytes = static_cast<const char*>(sqlite3_column_blob(statement, column));
  cell.size = sqlite3_column_bytes(statement, column);
  cell.bytes = arena.Copy({bytes, static_cast<size_t>(cell.size)}).data();
  return cell;
}

uint64_t BigEndian(const char* bytes) {
  uint64_t number = 0;
  for (size_t i = 0; i < 8; ++i) number = number << 8 | static_cast<uint8_t>(bytes[i]);
  return number;
}

Cell IntegerCell(uint64_t number) { return {SQLITE_INTEGER, 0, static_cast<int64_t>(number), nullptr}; }

}  // namespace

Rows::Rows(Bare& source, const std::string& sql, Arena& arena) {
  const BareStatement statement = source.Prepare(sql);
  const int columns = sqlite3_column_count(statement.get());
  for (int i = 0; i < columns; ++i) columns_.emplace_back(sqlite3_column_name(statement.get(), i));
  while (Step(statement.get())) {
    for (int i = 0; i < columns; ++i) cells_.push_back(ReadCell(statement.get(), i, arena));
  }
}

size_t Rows::Column(std::string_view name) const {
  const auto found = std::ranges::find(columns_, name);
  if (found == columns_.end()) throw std::runtime_error("no column " + std::string(name));
  return static_cast<size_t>(found - columns_.begin());
}

std::string Rows::InsertInto(const std::string& table) const {
  std::string sql = "INSERT INTO " + table + " VALUES (?";
  for (size_t i = 1; i < columns_.size(); ++i) sql += ", ?";
  return sql + ")";
}

void BindRow(sqlite3_stmt* statement, std::span<const Cell> row) {
  int parameter = 0;
  for (const Cell& cell : row) {
    ++parameter;
    switch (cell.type) {
      case SQLITE_INTEGER:
        sqlite3_bind_int64(statement, parameter, cell.integer);
        break;
      case SQLITE_TEXT:
        sqlite3_bind_text(statement, parameter, cell.bytes, cell.size, SQLITE_STATIC);
        break;
      case SQLITE_BLOB:
        sqlite3_bind_blob(statement, parameter, cell.bytes, cell.size, SQLITE_STATIC);
        break;
      default:
        sqlite3_bind_null(statement, parameter);
    }
  }
}

Layout CompactLayout(const Layout& ours) {
  Layout compact = ours;
  compact.name = "compact tables";
  compact.is_ours = false;
  const size_t key = ours.certifications.Column("key");
  const size_t id = ours.certifications.Column("id");
  std::vector<std::string> columns = ours.certifications.columns();
  columns[id] = "id_tail";  // the other 64 bits
  compact.certifications = Rows(columns);
  for (size_t i = 0; i < ours.certifications.size(); ++i) {
    const std::span<const Cell> row = ours.certifications[i];
    for (size_t column = 0; column < row.size(); ++column) {
      Cell cell = row[column];
      const uint64_t head = BigEndian(row[id].bytes);
      if (column == key) cell = IntegerCell((head >> 16) << 12 | (head & 0xfff));  // without the version
      if (column == id) cell = IntegerCell(BigEndian(row[id].bytes + 8));
      compact.certifications.Add(cell);
    }
  }
  std::string table = "CREATE TABLE certification (";
  for (size_t i = 0; i < columns.size(); ++i) {
    if (i != 0) table += ", ";
    table += columns[i] + (i == key ? " INTEGER PRIMARY KEY" : "");
  }
  std::erase_if(compact.schema, [](const std::string& sql) {
    return sql.find("TABLE certification (") != std::string::npos || sql.find("certification_by_") != std::string::npos;
  });
  compact.schema.insert(
      compact.schema.end(),
      {table + ")", "CREATE INDEX certification_by_member ON certification (organization_key, member_key)",
       "CREATE INDEX certification_by_expiry ON certification (organization_key, expires_on)",
       "CREATE UNIQUE INDEX certification_by_external_id ON certification "
       "(organization_key, external_id, ifnull(external_source, '')) WHERE external_id IS NOT NULL",
       "CREATE INDEX certification_by_renewed ON certification (renews_id) WHERE renews_id IS NOT NULL"});
  return compact;
}

}  // namespace certlite::bench
