#include "bindings/cli/line_source.h"

#include <sys/stat.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <charconv>
#include <cstdio>
#include <map>
#include <optional>
#include <stdexcept>
#include <system_error>
#include <utility>
#include <vector>

#include "bindings/cli/rfc4180.h"
#include "bindings/cli/schema.h"
#include "bindings/cli/suggest.h"

namespace certlite::cli {
namespace {

constexpr size_t kPieceBytes = 65536;
constexpr size_t kLineBytesMax = size_t{16} << 20;  // of one call; no line is accepted that is near it
constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

using File = std::unique_ptr<std::FILE, int (*)(std::FILE*)>;

// A file read from its beginning.
class Bytes : public LineSource {
 protected:
  explicit Bytes(File file) : file_(std::move(file)) {
    struct stat status {};
    if (fstat(fileno(file_.get()), &status) == 0 && S_ISREG(status.st_mode)) {
      bytes_in_all_ = static_cast<uint64_t>(status.st_size);
    }
  }

  // The next piece; "" at the end.
  std::string_view Read() {
    const size_t count = std::fread(piece_.data(), 1, piece_.size(), file_.get());
    if (std::ferror(file_.get()) != 0) {
      throw std::runtime_error("the file can't be read: " + std::generic_category().message(errno));
    }
    std::string_view piece(piece_.data(), count);
    if (bytes_read_ == 0 && piece.starts_with(kByteOrderMark)) piece.remove_prefix(kByteOrderMark.size());
    bytes_read_ += count;
    return piece;
  }

 private:
  File file_;
  std::array<char, kPieceBytes> piece_{};
};

class JsonLines : public Bytes {
 public:
  JsonLines(File file, size_t wanted) : Bytes(std::move(file)), wanted_(wanted) {}

  std::string Next() override {
    while (true) {
      const size_t end = pending_.size() < wanted_ ? std::string::npos : pending_.rfind('\n');
      if (end != std::string::npos) return Cut(end + 1);
      const std::string_view piece = Read();
      if (piece.empty()) return Cut(pending_.size());
      pending_ += piece;
      if (pending_.size() > kLineBytesMax && pending_.find('\n') == std::string::npos) {
        throw std::runtime_error("a line of the file has more than 16 MiB; is it JSON Lines, one record a line?");
      }
    }
  }

  std::string NameOf(uint64_t line) const override { return "line " + std::to_string(line); }

 private:
  std::string Cut(size_t end) {
    std::string lines = pending_.substr(0, end);
    pending_.erase(0, end);
    return lines;
  }

  const size_t wanted_;
  std::string pending_;
};

// Where the cells of a column go; a name of "": nowhere.
struct Column {
  std::string name;
  ValueKind kind = ValueKind::kText;
};

class CsvLines : public Bytes {
 public:
  CsvLines(File file, const Invocation& invocation, size_t wanted)
      : Bytes(std::move(file)), invocation_(invocation), wanted_(wanted), reader_(invocation.transfer.delimiter[0]) {
    for (const std::string& map : invocation.transfer.maps) {
      const size_t equals = map.rfind('=');
      if (equals == std::string::npos) Fail("--map takes COLUMN=FIELD, not '" + map + "'");
      maps_[map.substr(0, equals)] = map.substr(equals + 1);
    }
    if (!invocation.transfer.has_header) TakeNumberedColumns();
    while (!columns_ && ReadPiece()) {
    }
  }

  std::string Next() override {
    while (lines_.size() < wanted_ && ReadPiece()) {
    }
    return std::exchange(lines_, {});
  }

  // As a spreadsheet counts its rows.
  std::string NameOf(uint64_t line) const override {
    return "row " + std::to_string(line + (invocation_.transfer.has_header ? 1 : 0));
  }

 private:
  [[noreturn]] static void Fail(std::string message) { throw UsageError{std::move(message), "import"}; }

  bool ReadPiece() {
    if (ended_) return false;
    const std::string_view piece = Read();
    ended_ = piece.empty();
    const bool is_csv = reader_.Take(piece);
    for (const std::vector<Cell>& record : reader_.Records()) {
      if (columns_) {
        AddLine(record);
      } else {
        TakeHeader(record);
      }
      ++rows_;
    }
    if (is_csv) return true;
    throw std::runtime_error("the file is not CSV (RFC 4180): row " + std::to_string(rows_ + 1) +
                             " has a quote that stands inside a cell or is not closed");
  }

  Column ColumnFor(const std::string& title, const std::string& name) const {
    if (name.empty() || name == "idempotency_key") return {name};
    std::vector<std::string> names;
    for (const Field& field : invocation_.operation->fields) {
      if (field.name == name || field.flag == name) return {field.name, KindOf(*field.schema)};
      names.push_back(field.name);
    }
    Fail("the column '" + title + "' is no field (--map '" + title + "=FIELD' says what it is, --map '" + title +
         "=' leaves it out)" + DidYouMean(name, names));
  }

  void TakeHeader(const std::vector<Cell>& record) {
    for (const auto& [title, name] : maps_) {
      const auto has_title = [&title = title](const Cell& cell) { return cell.value_or("") == title; };
      if (std::ranges::none_of(record, has_title)) Fail("--map: the file has no column '" + title + "'");
    }
    columns_.emplace();
    for (const Cell& cell : record) {
      const std::string title = cell.value_or("");
      const auto mapped = maps_.find(title);
      columns_->push_back(ColumnFor(title, mapped == maps_.end() ? title : mapped->second));
    }
    RefuseRepeatedFields();
  }

  void TakeNumberedColumns() {
    columns_.emplace();
    for (const auto& [number, name] : maps_) {
      size_t position = 0;
      const auto [end, fault] = std::from_chars(number.data(), number.data() + number.size(), position);
      if (fault != std::errc() || end != number.data() + number.size() || position == 0 || position > 1000) {
        Fail("--map with --no-header takes a column's number, from 1, not '" + number + "'");
      }
      if (columns_->size() < position) columns_->resize(position);
      (*columns_)[position - 1] = ColumnFor(number, name);
    }
    if (columns_->empty()) Fail("--no-header wants --map NUMBER=FIELD for each column that is to be read");
    RefuseRepeatedFields();
  }

  void RefuseRepeatedFields() const {
    for (size_t i = 0; i < columns_->size(); ++i) {
      for (size_t j = 0; j < i; ++j) {
        const std::string& name = (*columns_)[i].name;
        if (!name.empty() && name == (*columns_)[j].name) Fail("two columns lead to the field '" + name + "'");
      }
    }
  }

  // A cell that is no value of its field goes as text, so that the library says what is wrong with it.
  void AddLine(const std::vector<Cell>& record) {
    std::string members;
    for (size_t i = 0; i < record.size(); ++i) {
      // More cells than columns are refused by the library, under this name, and harm no other row.
      const Column column = i < columns_->size() ? (*columns_)[i] : Column{"column " + std::to_string(i + 1)};
      const bool skips = !record[i] && invocation_.transfer.empty == "absent";
      if (column.name.empty() || skips) continue;
      const std::string value =
          record[i] ? JsonOf(column.kind, *record[i]).value_or(QuotedJson(*record[i])) : std::string("null");
      members += (members.empty() ? "" : ",") + QuotedJson(column.name) + ":" + value;
    }
    lines_ += "{" + members + "}\n";
  }

  const Invocation& invocation_;
  const size_t wanted_;
  CsvReader reader_;
  std::map<std::string, std::string> maps_;
  std::optional<std::vector<Column>> columns_;
  std::string lines_;
  uint64_t rows_ = 0;
  bool ended_ = false;
};

int LeaveOpen(std::FILE* /*file*/) { return 0; }

}  // namespace

std::unique_ptr<LineSource> OpenLines(const Invocation& invocation, size_t bytes_wanted) {
  const std::string& name = invocation.transfer.file;
  errno = 0;
  File file(name == "-" ? stdin : std::fopen(name.c_str(), "rb"), name == "-" ? &LeaveOpen : &std::fclose);
  struct stat status {};
  if (file != nullptr && fstat(fileno(file.get()), &status) == 0 && S_ISDIR(status.st_mode)) {
    errno = EISDIR;
    file.reset();
  }
  if (file == nullptr) {
    throw UsageError{"can't read '" + name + "': " + std::generic_category().message(errno), "import"};
  }
  if (invocation.transfer.csv) return std::make_unique<CsvLines>(std::move(file), invocation, bytes_wanted);
  return std::make_unique<JsonLines>(std::move(file), bytes_wanted);
}

}  // namespace certlite::cli
