// Replay, get and a page of 50, beside the bare look-ups and fetches of the same rows.
#include <array>
#include <memory>
#include <string>

#include "bench/contender.h"
#include "bench/floor.h"
#include "bench/host.h"

namespace certlite_bench {
namespace {

constexpr int kRecords = 2000;

// A store with kRecords certifications, in memory, so that the disk has no say.
class Filled {
 public:
  explicit Filled(const std::string& path) : host_(path) {
    for (int i = 0; i < kRecords; ++i) {
      id_ = MemberOf(host_.Execute("certification.create", host_.CreateRequest(i), KeyOf(i)), "id");
    }
  }
  Host& host() { return host_; }
  const std::string& id() const { return id_; }  // of the last one

 private:
  Host host_;
  std::string id_;
};

class CertliteReplay : public Contender {
 public:
  explicit CertliteReplay(const std::string& path) : filled_(path) {}
  void Run() override {
    const int number = done_ * 797 % kRecords;
    bytes_ +=
        filled_.host().Execute("certification.create", filled_.host().CreateRequest(number), KeyOf(number)).size() > 0;
    ++done_;
  }
  int64_t Done() override { return bytes_; }

 private:
  Filled filled_;
  int done_ = 0;
  int64_t bytes_ = 0;
};

class CertliteGet : public Contender {
 public:
  explicit CertliteGet(const std::string& path)
      : filled_(path),
        request_(R"({"organization_id":")" + filled_.host().organization() + R"(","id":")" + filled_.id() + "\"}") {}
  void Run() override { done_ += filled_.host().Execute("certification.get", request_).empty() ? 0 : 1; }
  int64_t Done() override { return done_; }

 private:
  Filled filled_;
  const std::string request_;
  int64_t done_ = 0;
};

class CertlitePage : public Contender {
 public:
  explicit CertlitePage(const std::string& path)
      : filled_(path),
        request_(R"({"organization_id":")" + filled_.host().organization() + R"(","order":"expires_on","limit":50})") {}
  void Run() override {
    const std::string page = filled_.host().Execute("certification.list", request_);
    for (size_t at = page.find("\"serial_number\""); at != std::string::npos;
         at = page.find("\"serial_number\"", at + 1)) {
      ++done_;
    }
  }
  int64_t Done() override { return done_; }

 private:
  Filled filled_;
  const std::string request_;
  int64_t done_ = 0;
};

// Runs one statement on the same file, reading every column of each row.
class BareRead : public Contender {
 public:
  BareRead(const std::string& path, const char* sql) : filled_(path), floor_(path) { statement_ = floor_.Prepare(sql); }
  void Run() override {
    if (sqlite3_bind_parameter_count(statement_) == 1) {
      const std::string key = KeyOf(number_++ * 797 % kRecords);
      sqlite3_bind_text(statement_, 1, key.data(), static_cast<int>(key.size()), SQLITE_TRANSIENT);
    }
    while (sqlite3_step(statement_) == SQLITE_ROW) {
      for (int column = 0; column < sqlite3_column_count(statement_); ++column) {
        bytes_ += sqlite3_column_bytes(statement_, column);
      }
      ++done_;
    }
    sqlite3_reset(statement_);
  }
  int64_t Done() override { return bytes_ > 0 ? done_ : 0; }

 private:
  Filled filled_;
  Floor floor_;
  sqlite3_stmt* statement_;
  int number_ = 0;
  int64_t done_ = 0;
  int64_t bytes_ = 0;
};

std::unique_ptr<Contender> Replay(const std::string& path) { return std::make_unique<CertliteReplay>(path); }
std::unique_ptr<Contender> Get(const std::string& path) { return std::make_unique<CertliteGet>(path); }
std::unique_ptr<Contender> Page(const std::string& path) { return std::make_unique<CertlitePage>(path); }

std::unique_ptr<Contender> BareReplay(const std::string& path) {
  return std::make_unique<BareRead>(path,
                                    "SELECT k.fingerprint, h.payload FROM idempotency_key AS k "
                                    "JOIN history AS h ON h.key = k.history_key "
                                    "WHERE k.scope_key = 1 AND k.idempotency_key = ?");
}
std::unique_ptr<Contender> BareGet(const std::string& path) {
  return std::make_unique<BareRead>(
      path,
      "SELECT c.*, m.id, m.user_id, t.id, t.slug, t.title, t.status FROM certification AS c "
      "JOIN member AS m ON m.key = c.member_key JOIN certification_type AS t ON t.key = c.type_key "
      "WHERE c.organization_key = 1 AND c.id = (SELECT max(id) FROM certification WHERE organization_key = 1)");
}
std::unique_ptr<Contender> BarePage(const std::string& path) {
  return std::make_unique<BareRead>(
      path,
      "SELECT c.*, m.id, m.user_id, t.id, t.slug, t.title, t.status FROM certification AS c "
      "JOIN member AS m ON m.key = c.member_key JOIN certification_type AS t ON t.key = c.type_key "
      "WHERE c.organization_key = 1 ORDER BY c.expires_on, c.id LIMIT 50");
}

}  // namespace

std::vector<Task> ReadTasks() {
  return {{"replay", false, Replay, BareReplay}, {"get", false, Get, BareGet}, {"page of 50", false, Page, BarePage}};
}

}  // namespace certlite_bench
