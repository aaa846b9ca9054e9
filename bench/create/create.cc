// One certification.create with a key, durable, beside bare SQLite writing the same three rows.
#include <array>
#include <memory>
#include <string>

#include "bench/contender.h"
#include "bench/floor.h"
#include "bench/host.h"

namespace certlite_bench {
namespace {

class CertliteCreate : public Contender {
 public:
  explicit CertliteCreate(const std::string& path) : host_(path) {}
  void Run() override {
    answer_ = host_.Execute("certification.create", host_.CreateRequest(done_), KeyOf(done_));
    ++done_;
  }
  // The newest record's page knows how many there are only by counting; a get of the last answer shows that it is
  // there.
  int64_t Done() override {
    const std::string id = MemberOf(answer_, "id");
    const std::string got = host_.Execute("certification.get", R"({"id":")" + id + "\"}");
    return MemberOf(got, "serial_number") == "WAH-2025-" + std::to_string(done_ - 1) ? done_ : 0;
  }

 private:
  Host host_;
  std::string answer_;
  int done_ = 0;
};

// A store with its organization, member and type, made by Certlite; in memory: copied there.
std::unique_ptr<Floor> SeededFloor(const std::string& path, const std::string& seed) {
  { const Host host(seed); }
  auto floor = std::make_unique<Floor>(path == ":memory:" ? path : seed);
  if (path != ":memory:") return floor;
  const Floor from(seed);
  sqlite3_backup* const copy =
      sqlite3_backup_init(floor->database(), "main", const_cast<Floor&>(from).database(), "main");
  if (copy == nullptr || sqlite3_backup_step(copy, -1) != SQLITE_DONE) Fail("the copy into memory failed");
  sqlite3_backup_finish(copy);
  return floor;
}

class FloorCreate : public Contender {
 public:
  FloorCreate(const std::string& path, const std::string& seed)
      : floor_(SeededFloor(path, seed)),
        begin_(floor_->Prepare("BEGIN IMMEDIATE")),
        commit_(floor_->Prepare("COMMIT")),
        certification_(floor_->Prepare(
            "INSERT INTO certification VALUES (NULL, 1, ?, 1, 1, ?, 'lms', 0, 0, 20148, 20878,"
            " 'Esbjerg Safety Training', ?, 0, NULL, NULL, NULL, NULL, 1767225600000, 1767225600000, 1, ?)")),
        history_(floor_->Prepare(
            "INSERT INTO history VALUES (?, 1767225600000, 'certification.create', ?, 1, 0, ?, ?, ?, ?, ?)")),
        key_(floor_->Prepare("INSERT INTO idempotency_key VALUES (1, ?, 1, ?, 1, ?, ?, NULL)")) {
    floor_->Execute("INSERT INTO key_scope VALUES (1, 2, x'00', 'certification.create')");
    first_ = floor_->Integer("SELECT max(key) + 1 FROM history WHERE key < 2 * 1099511627776");
  }

  void Run() override {
    const std::string number = std::to_string(done_);
    const std::string external_id = "training-" + number;
    const std::string serial = "WAH-2025-" + number;
    const std::string key = KeyOf(done_);
    for (size_t i = 0; i < 8; ++i) id_[i] = static_cast<unsigned char>(static_cast<uint64_t>(done_) >> (8 * (7 - i)));
    const int64_t history_key = first_ + done_;
    floor_->Finish(begin_);
    BindBlob(certification_, 1, id_);
    BindText(certification_, 2, external_id);
    BindText(certification_, 3, serial);
    sqlite3_bind_int64(certification_, 4, history_key);
    floor_->Finish(certification_);
    sqlite3_bind_int64(history_, 1, history_key);
    BindBlob(history_, 2, id_);
    sqlite3_bind_int64(history_, 3, kAnswerBytes);
    BindText(history_, 4, payload_);
    for (int column = 5; column <= 7; ++column) BindBlob(history_, column, digest_);
    floor_->Finish(history_);
    BindText(key_, 1, key);
    BindBlob(key_, 2, digest_);
    BindBlob(key_, 3, id_);
    sqlite3_bind_int64(key_, 4, history_key);
    floor_->Finish(key_);
    floor_->Finish(commit_);
    floor_->CheckpointIfDue();
    ++done_;
  }
  int64_t Done() override { return floor_->Integer("SELECT count(*) FROM certification"); }

 private:
  static constexpr int kAnswerBytes = 1170;  // as Certlite's answer to the same request
  static constexpr int kPayloadBytes = kAnswerBytes + 53;

  template <size_t kSize>
  static void BindBlob(sqlite3_stmt* statement, int column, const std::array<unsigned char, kSize>& bytes) {
    sqlite3_bind_blob(statement, column, bytes.data(), static_cast<int>(kSize), SQLITE_STATIC);
  }
  static void BindText(sqlite3_stmt* statement, int column, const std::string& text) {
    sqlite3_bind_text(statement, column, text.data(), static_cast<int>(text.size()), SQLITE_STATIC);
  }

  std::unique_ptr<Floor> floor_;
  sqlite3_stmt *begin_, *commit_, *certification_, *history_, *key_;
  std::array<unsigned char, 16> id_{};
  std::array<unsigned char, 32> digest_{};
  const std::string payload_ = std::string(kPayloadBytes, 'x');
  int64_t first_ = 0;
  int done_ = 0;
};

std::unique_ptr<Contender> Certlite(const std::string& path) { return std::make_unique<CertliteCreate>(path); }
std::unique_ptr<Contender> BareFile(const std::string& path) { return std::make_unique<FloorCreate>(path, path); }
std::unique_ptr<Contender> BareMemory(const std::string& path) {
  return std::make_unique<FloorCreate>(":memory:", path);
}

}  // namespace

std::vector<Task> CreateTasks() {
  return {{"create, durable", false, Certlite, BareFile}, {"create, in memory", true, Certlite, BareMemory}};
}

}  // namespace certlite_bench
