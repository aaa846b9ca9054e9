// What the store's tests share: a scratch directory, a tiny schema, and a child process to fork into.
#ifndef CERTLITE_TESTS_STORE_FIXTURE_H_
#define CERTLITE_TESTS_STORE_FIXTURE_H_

#include <gtest/gtest.h>
#include <sqlite3.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <filesystem>
#include <fstream>
#include <functional>
#include <iterator>
#include <string>

#include "core/store/store.h"

namespace certlite {

inline constexpr const char* kTestMigrations[] = {
    "CREATE TABLE note(id INTEGER PRIMARY KEY, text TEXT) STRICT; INSERT INTO note VALUES(1, 'first');",
    "CREATE TABLE tag(note INTEGER REFERENCES note(id) DEFERRABLE INITIALLY DEFERRED) STRICT;"
    "CREATE INDEX tag_note ON tag(note);",
};

template <typename T>
testing::AssertionResult Succeeds(const Result<T>& result) {
  if (result.ok()) return testing::AssertionSuccess();
  return testing::AssertionFailure() << InfoOf(result.error().code).name << ": " << result.error().detail;
}

template <typename T>
testing::AssertionResult FailsWith(ErrorCode code, const Result<T>& result) {
  if (result.ok()) return testing::AssertionFailure() << "it succeeded";
  if (result.error().code == code) return testing::AssertionSuccess();
  return Succeeds(result);
}

#define EXPECT_OK(result) EXPECT_TRUE(Succeeds(result))
#define ASSERT_OK(result) ASSERT_TRUE(Succeeds(result))
#define EXPECT_CODE(code, result) EXPECT_TRUE(FailsWith(code, result))
#define ASSERT_CODE(code, result) ASSERT_TRUE(FailsWith(code, result))

// A directory that goes with the test.
class ScratchTest : public testing::Test {
 protected:
  ScratchTest() {
    std::string pattern = testing::TempDir() + "certlite-store-XXXXXX";
    directory_ = mkdtemp(pattern.data());
  }
  ~ScratchTest() override { std::filesystem::remove_all(directory_); }

  std::string Path(const std::string& name = "test.db") const { return directory_ + "/" + name; }

  // Runs `sql` on a plain connection, as another program would.
  static void RunRaw(const std::string& path, const char* sql) {
    sqlite3* database = nullptr;
    ASSERT_EQ(SQLITE_OK, sqlite3_open(path.c_str(), &database));
    EXPECT_EQ(SQLITE_OK, sqlite3_exec(database, sql, nullptr, nullptr, nullptr)) << sqlite3_errmsg(database);
    EXPECT_EQ(SQLITE_OK, sqlite3_close(database));
  }

  static std::string Bytes(const std::string& path) {
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
  }

 private:
  std::string directory_;
};

// A forked process that runs `body` and then exits with what it answers, unless it is killed before.
class Child {
 public:
  explicit Child(const std::function<int()>& body) : pid_(fork()) {
    if (pid_ == 0) _exit(body());
  }
  ~Child() {
    if (pid_ > 0) Kill();
  }
  Child(Child&& other) noexcept : pid_(std::exchange(other.pid_, 0)) {}

  pid_t pid() const { return pid_; }

  // What the body answered, -1 if it ended otherwise.
  int Wait() {
    int status = 0;
    waitpid(std::exchange(pid_, 0), &status, 0);
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
  }

  void Kill() {
    kill(pid_, SIGKILL);
    waitpid(std::exchange(pid_, 0), nullptr, 0);
  }

 private:
  pid_t pid_;
};

// One process tells another that something has happened.
class Signal {
 public:
  Signal() { EXPECT_EQ(0, pipe(ends_)); }
  ~Signal() {
    close(ends_[0]);
    close(ends_[1]);
  }
  Signal(const Signal&) = delete;
  Signal& operator=(const Signal&) = delete;

  void Send() { EXPECT_EQ(1, write(ends_[1], "!", 1)); }
  void Await() {
    char byte = 0;
    EXPECT_EQ(1, read(ends_[0], &byte, 1));
  }

 private:
  int ends_[2] = {-1, -1};
};

}  // namespace certlite

#endif  // CERTLITE_TESTS_STORE_FIXTURE_H_
