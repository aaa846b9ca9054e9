// Prepared SQL and its use: a Statement is kept for the life of its connection, a Query borrows it for one run, and
// every failure of SQLite becomes an Error in one place.
#ifndef CERTLITE_CORE_STORE_STATEMENT_H_
#define CERTLITE_CORE_STORE_STATEMENT_H_

#include <atomic>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/error.h"

struct sqlite3;
struct sqlite3_stmt;
struct sqlite3_value;

namespace certlite {

// SQL that the compiler has seen whole, so that no caller's bytes ever become SQL.
class Sql {
 public:
  // Lifetime: `literal` is a string literal or a static constexpr array; anything else doesn't compile.
  consteval Sql(const char* literal) : text_(literal) {}  // NOLINT(google-explicit-constructor): reads as the literal

  constexpr const char* text() const { return text_; }

 private:
  const char* text_;
};

// What may still be done with a connection after what it has answered so far.
enum class Health : uint8_t {
  kSound,   // anything
  kFailed,  // a statement failed: only rolling back
  kBroken,  // it can't be trusted any more: only closing
};

// Whether a caller's flag of cancelling is set; null: there is none.
bool IsSet(const std::atomic<bool>* cancelled);

// SQLite's handle and how it fares, as its connection and the connection's statements share them.
struct Database {
  sqlite3* handle = nullptr;
  Health health = Health::kSound;

  // Lets health fall to what SQLite's failure `rc` leaves possible.
  void Note(int rc);

  // Statements are interrupted from when `cancelled` turns true; null: never. Lifetime: it stays until the next such
  // call.
  void HeedCancel(const std::atomic<bool>* cancelled) const;

  // Notes `rc` and answers its Error; `doing` says in words what was tried.
  Error Fail(int rc, std::string_view doing);
};

// The one mapping from SQLite's answers to ours. `database` may be null.
Error SqliteError(sqlite3* database, int rc, std::string_view doing);

// One prepared statement with the names of what goes in and what comes out. Thread-safety: that of its connection.
class Statement {
 public:
  // Errors: as SqliteError. Lifetime: `database` outlives the statement.
  static Result<Statement> Prepare(Database& database, Sql sql);

  Statement() = default;
  Statement(Statement&& other) noexcept;
  Statement& operator=(Statement&& other) noexcept;
  ~Statement();

  // The parameters from the first on, ":external_id" being "external_id"; a nameless one is "".
  const std::vector<std::string>& ParameterNames() const { return parameter_names_; }

  // The columns of a row from the first on.
  const std::vector<std::string>& ColumnNames() const { return column_names_; }

  // Where each parameter and column leads in the user's own data; filled at first use by whoever goes by the names.
  std::vector<int> parameter_slots;
  std::vector<int> column_slots;

 private:
  friend class Query;

  Database* database_ = nullptr;
  sqlite3_stmt* handle_ = nullptr;
  bool borrowed_ = false;
  std::vector<std::string> parameter_names_;
  std::vector<std::string> column_names_;
};

// One column of the row that a Query stands on; of another type than asked for it reads as 0 or empty.
// Lifetime: it and its views live until the query's next Step.
class Cell {
 public:
  bool IsNull() const;
  int64_t Integer() const;
  std::string_view Text() const;
  std::span<const uint8_t> Blob() const;

 private:
  friend class Query;

  explicit Cell(sqlite3_value* value) : value_(value) {}
  std::span<const uint8_t> Bytes(int type) const;

  sqlite3_value* value_;  // null when there is no row
};

// One run of a Statement, on the stack: bind, step, read. What goes wrong while preparing or binding is remembered and
// answered by Step; when the query goes, the statement is reset and its bindings are cleared.
// Lifetime: bound bytes live until the query goes (they are not copied). Errors: as SqliteError; after one, the
// transaction takes no more steps until it is rolled back.
class Query {
 public:
  explicit Query(Statement& statement);
  explicit Query(Result<Statement*> statement);
  Query(const Query&) = delete;
  Query& operator=(const Query&) = delete;
  ~Query();

  // Parameters count from 1, as in SQL.
  Query& Bind(int parameter, int64_t value);
  Query& BindText(int parameter, std::string_view value);
  Query& BindBlob(int parameter, std::span<const uint8_t> value);
  Query& BindNull(int parameter);

  // True: a row is there to be read. False: there are no more.
  Result<bool> Step();

  // Steps to the end; for statements whose rows, if any, don't matter.
  Result<void> Run();

  // How many rows the statement inserted, updated or deleted, once it has run to its end.
  int64_t Changes() const { return changes_; }

  // Columns count from 0.
  Cell At(int column) const;
  bool IsNull(int column) const { return At(column).IsNull(); }
  int64_t Integer(int column) const { return At(column).Integer(); }
  std::string_view Text(int column) const { return At(column).Text(); }
  std::span<const uint8_t> Blob(int column) const { return At(column).Blob(); }

 private:
  friend class Connection;

  void Borrow(Statement& statement);
  Query& Remember(int rc);
  int Advance();  // Step without an Error: SQLite's answer, already noted

  Statement* statement_ = nullptr;
  std::unique_ptr<Error> error_;
  int64_t changes_ = 0;
  bool done_ = false;
};

}  // namespace certlite

#endif  // CERTLITE_CORE_STORE_STATEMENT_H_
