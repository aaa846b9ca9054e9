#include "bench/growth/straightforward.h"

#include <array>
#include <cstring>
#include <memory>

#include "bench/bare.h"
#include "bench/card.h"
#include "bench/growth/task.h"
#include "bench/growth/written.h"
#include "bench/host.h"
#include "bench/latencies.h"
#include "bench/progress.h"
#include "core/base/date.h"
#include "core/base/instant.h"
#include "core/base/uuid.h"

namespace certlite::bench {
namespace {

constexpr const char* kSchema = R"sql(
CREATE TABLE certification (
  id                    BLOB PRIMARY KEY,
  organization_id       BLOB NOT NULL,
  organization_member_id BLOB NOT NULL,
  certification_type_id BLOB NOT NULL,
  external_id           TEXT,
  external_source       TEXT,
  lifecycle_status      TEXT NOT NULL,
  source                TEXT NOT NULL,
  issued_on             TEXT,
  expires_on            TEXT,
  issuer_name           TEXT,
  serial_number         TEXT,
  verification_status   TEXT NOT NULL,
  created_at            TEXT NOT NULL,
  updated_at            TEXT NOT NULL,
  revision              INTEGER NOT NULL
) WITHOUT ROWID;
CREATE INDEX certification_by_member ON certification (organization_member_id);
CREATE INDEX certification_by_expiry ON certification (organization_id, expires_on);
CREATE UNIQUE INDEX certification_by_external_id ON certification (organization_id, external_source, external_id);
CREATE TABLE idempotency_key (
  idempotency_key       TEXT PRIMARY KEY,
  fingerprint           BLOB NOT NULL,
  certification_id      BLOB NOT NULL,
  answer                TEXT NOT NULL
) WITHOUT ROWID;
)sql";

constexpr uint32_t kMembers = 500;
constexpr uint32_t kTypes = 8;

// As an id of version 7: those of later cards are greater.
Uuid IdOf(size_t i) {
  std::array<uint8_t, 10> chance = {};
  const uint32_t mixed = Mix(static_cast<uint32_t>(i));
  std::memcpy(chance.data() + 4, &mixed, sizeof(mixed));
  return MakeUuidV7(CardInstant(i), chance);
}

// An answer as Certlite gives it.
std::string SomeAnswer() {
  Host host(":memory:");
  const Directory directory = host.Populate(1);
  host.Execute("certification.create", CardRequest(directory, 0), {}, CardInstant(0));
  return std::string(host.answer());
}

void Bind(sqlite3_stmt* statement, int parameter, const std::string& text) {
  sqlite3_bind_text(statement, parameter, text.data(), static_cast<int>(text.size()), SQLITE_TRANSIENT);
}

void Bind(sqlite3_stmt* statement, int parameter, const Uuid& id) {
  sqlite3_bind_blob(statement, parameter, id.bytes.data(), static_cast<int>(id.bytes.size()), SQLITE_TRANSIENT);
}

class Inserts {
 public:
  explicit Inserts(Bare& database)
      : certification_(
            database.Prepare("INSERT INTO certification VALUES (?, ?, ?, ?, ?, 'lms', 'active', 'api', ?, ?, "
                             "'Esbjerg Safety Training', ?, 'unverified', ?, ?, 1)")),
        key_(database.Prepare("INSERT INTO idempotency_key VALUES (?, ?, ?, ?)")),
        answer_(SomeAnswer()) {}

  void Insert(size_t i) const {
    const uint32_t chance = Mix(static_cast<uint32_t>(i));
    const int32_t issued = kFirstIssued + static_cast<int32_t>(chance % kIssuedDays);
    const Uuid id = IdOf(i);
    std::string issued_on, expires_on, now;
    AppendDate(issued_on, issued);
    AppendDate(expires_on, issued + 730);
    AppendInstant(now, CardInstant(i));
    sqlite3_stmt* const row = certification_.get();
    Bind(row, 1, id);
    Bind(row, 2, Uuid{});
    Bind(row, 3, IdOf(chance % kMembers));
    Bind(row, 4, IdOf(i % kTypes));
    Bind(row, 5, "training-" + std::to_string(chance));
    Bind(row, 6, issued_on);
    Bind(row, 7, expires_on);
    Bind(row, 8, "WAH-" + std::to_string(Mix(chance)));
    Bind(row, 9, now);
    Bind(row, 10, now);
    StepOnce(row);
    Bind(key_.get(), 1, CardKey(i));
    sqlite3_bind_zeroblob(key_.get(), 2, 32);
    Bind(key_.get(), 3, id);
    Bind(key_.get(), 4, answer_);
    StepOnce(key_.get());
  }

 private:
  BareStatement certification_, key_;
  std::string answer_;
};

}  // namespace

// With a cache that holds all of it, since the rows come in no order.
void FillStraightforward(const std::string& path, size_t rows) {
  Bare database(path, Bare::Role::kWriter);
  database.Run("PRAGMA journal_mode = OFF");
  database.Run("PRAGMA synchronous = OFF");
  database.Run("PRAGMA cache_size = -4000000");
  database.Run(kSchema);
  const Inserts inserts(database);
  Progress progress("preparing " + std::to_string(rows) + " rows", rows);
  database.Run("BEGIN");
  for (size_t i = 0; i < rows; ++i) {
    if (i % 1'000 == 0) progress.Reach(i);
    inserts.Insert(i);
  }
  database.Run("COMMIT");
}

Competitor StraightforwardCreates(Stores& stores, size_t rows) {
  struct Creates {
    explicit Creates(const std::string& path) : database(path, Bare::Role::kWriter), inserts(database) {
      database.Run("PRAGMA wal_autocheckpoint = 1000");
      first = next = static_cast<size_t>(database.Integer("SELECT count(*) FROM idempotency_key"));
    }

    Bare database;
    Inserts inserts;
    BareStatement begin = database.Prepare("BEGIN IMMEDIATE"), commit = database.Prepare("COMMIT");
    size_t first = 0, next = 0;
    Latencies latencies;
    Written written;
  };
  auto creates = std::make_shared<Creates>(stores.Straightforward(rows));
  return {"bare SQLite, straightforward",
          [creates](size_t operations) {
            const Written::Span span(creates->written, operations);
            for (const size_t end = creates->next + operations; creates->next < end; ++creates->next) {
              creates->latencies.Time([&] {
                StepOnce(creates->begin.get());
                creates->inserts.Insert(creates->next);
                StepOnce(creates->commit.get());
              });
            }
          },
          [creates] {
            Work work;
            work.counts["creates"] = creates->database.Integer("SELECT count(*) FROM idempotency_key") -
                                     static_cast<int64_t>(creates->first);
            creates->latencies.TellTail(work);
            creates->written.Tell(work);
            return work;
          }};
}

}  // namespace certlite::bench
