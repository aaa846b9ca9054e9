// engine.backup: a whole copy of one instant, or nothing; nothing that is there already is touched.
#include <sys/stat.h>
#include <unistd.h>

#include <atomic>
#include <filesystem>
#include <fstream>
#include <set>
#include <thread>

#include "tests/engine/file.h"
#include "tests/engine/fixture.h"
#include "tests/folder.h"

namespace certlite::host {
namespace {

class BackupTest : public EngineTest {
 protected:
  Answer BackUp(const std::string& path, const How& how = {}) const {
    return system().Call("engine.backup", {{"path", path}}, how);
  }

  Answer Replace(const std::string& path) const {
    return system().Call("engine.backup", {{"path", path}, {"replace", true}});
  }

  std::string Place(const std::string& name = "backup.db") const { return folder_.Path(name); }

  // What is in the backups' folder.
  std::set<std::string> Names() const { return NamesIn(std::filesystem::path(Place()).parent_path()); }

  static void ExpectSound(const std::string& path) {
    const Engine engine(path, {.flags = CERTLITE_OPEN_EXISTING});
    ASSERT_TRUE(engine.opened().ok()) << engine.opened().text;
    const Answer checked = engine.As(kSystem).Call("engine.check", {{"depth", "full"}});
    ASSERT_DID(CERTLITE_READ, checked);
    EXPECT_EQ(Json(true), checked.data().at("is_sound")) << checked.text;
  }

  const Scratch folder_;
  const std::string organization_ = NewOrganization();
  const std::string member_ = NewMember(organization_);
  const std::string type_ = NewType(organization_);
  const std::string card_ = NewCard(member_, type_);
};

TEST_F(BackupTest, HoldsWhatTheStoreHoldsAndIsAStoreItself) {
  const Answer answer = BackUp(Place());
  ASSERT_DID(CERTLITE_READ, answer);
  EXPECT_EQ(std::set<std::string>{"backup.db"}, Names());
  EXPECT_EQ(std::filesystem::canonical(Place()).string(), answer.data().at("path"));
  EXPECT_EQ(std::filesystem::file_size(Place()), answer.data().at("byte_count"));
  EXPECT_EQ(Column(Path(), "PRAGMA page_count").at(0), answer.data().at("page_count").dump());
  EXPECT_EQ(Dump(), DumpOf(Place()));
  ExpectSound(Place());
  NewCard(member_, type_);
  EXPECT_NE(Dump(), DumpOf(Place()));
}

TEST_F(BackupTest, TellsTheHeadsThatItHolds) {
  NewStandardType();
  const Json data = BackUp(Place()).data();
  NewMember(organization_);
  ASSERT_EQ(2, data.at("heads").size());
  const Engine backup(Place());
  for (const Json& head : data.at("heads")) {
    const Json request = {{"organization_id", head.at("organization_id")}};
    EXPECT_EQ(head.at("head"), backup.As(kSystem).Call("history.head", request).data().at("head"));
    Json proof = request;
    proof["expected_head"] = head.at("head");
    EXPECT_DID(CERTLITE_READ, system().Call("history.verify", proof));
  }
}

TEST_F(BackupTest, WhatHasTheNameAlreadyIsLeftAsItIs) {
  std::ofstream(Place()) << "a letter";
  EXPECT_REFUSED("conflict", BackUp(Place()), {"backup.free", "/path"});
  std::ifstream file(Place());
  EXPECT_EQ("a letter", std::string(std::istreambuf_iterator<char>(file), {}));
  std::filesystem::create_symlink(Place("nowhere"), Place("link"));
  EXPECT_REFUSED("conflict", BackUp(Place("link")), {"backup.free", "/path"});
  ASSERT_DID(CERTLITE_READ, BackUp(Place("twice")));
  const std::string first = DumpOf(Place("twice"));
  NewMember(organization_);
  EXPECT_REFUSED("conflict", BackUp(Place("twice")), {"backup.free", "/path"});
  EXPECT_EQ(first, DumpOf(Place("twice")));
}

TEST_F(BackupTest, AFileIsReplacedIfItIsSaidSo) {
  ASSERT_DID(CERTLITE_READ, Replace(Place()));
  NewMember(organization_);
  ASSERT_DID(CERTLITE_READ, Replace(Place()));
  EXPECT_EQ(std::set<std::string>{"backup.db"}, Names());
  EXPECT_EQ(Dump(), DumpOf(Place()));
  ExpectSound(Place());
}

TEST_F(BackupTest, WhatIsNoFileOrAStoreInUseIsNotReplaced) {
  std::filesystem::create_directory(Place("folder"));
  std::filesystem::create_symlink(Place("nowhere"), Place("link"));
  for (const char* name : {"folder", "link"}) {
    EXPECT_REFUSED("conflict", Replace(Place(name)), {"backup.free", "/path"});
  }
  const Engine other(Place("other.db"));
  ASSERT_TRUE(other.As(kSystem).Call("organization.create", {{"name", "O"}}).ok());
  EXPECT_REFUSED("conflict", Replace(Place("other.db")), {"backup.free", "/path"});
  EXPECT_REFUSED("invalid", Replace(Path()), {"backup.place", "/path"});
}

// SQLite would play it into the backup when that is opened.
TEST_F(BackupTest, ALogThatIsLeftOfAnotherFileIsInTheWay) {
  for (const char* suffix : {"-wal", "-shm", "-journal"}) {
    std::ofstream(Place(std::string("old.db") + suffix)) << "x";
    EXPECT_REFUSED("conflict", BackUp(Place("old.db")), {"backup.free", "/path"});
    std::filesystem::remove(Place(std::string("old.db") + suffix));
  }
  EXPECT_DID(CERTLITE_READ, BackUp(Place("old.db")));
}

TEST_F(BackupTest, TheStoresOwnFilesAreNoPlaceForItByWhateverName) {
  const std::filesystem::path folder = std::filesystem::path(Path()).parent_path();
  std::filesystem::create_directory_symlink(folder, Place("alias"));
  for (const char* suffix : {"", "-wal", "-shm", "-journal", "-lock"}) {
    for (const std::string& path :
         {Path() + suffix, Place("alias/test.db") + suffix, folder.string() + "/./TEST.db" + suffix}) {
      EXPECT_REFUSED("invalid", BackUp(path), {"backup.place", "/path"});
    }
  }
  EXPECT_DID(CERTLITE_READ, BackUp(Path() + ".bak"));
  ExpectSound(Path());
}

TEST_F(BackupTest, NeedsTheNameOfAFileInAFolderThatIsThere) {
  for (const char* path : {":memory:", ".", "..", "/", "./"}) {
    EXPECT_REFUSED("invalid", BackUp(path), {"backup.place", "/path"});
  }
  EXPECT_REFUSED("cannot_open", BackUp(Place("missing/backup.db")));
  EXPECT_REFUSED("cannot_open", BackUp(Place(std::string(300, 'x'))));
  EXPECT_TRUE(Names().empty());
}

TEST_F(BackupTest, NamesAreTakenAsTheyAre) {
  for (const char* name : {"a b?c=d&immutable=0#e%41.db", "-rf", "file:x", "æ'\";.db"}) {
    ASSERT_DID(CERTLITE_READ, BackUp(Place(name)));
    EXPECT_TRUE(Names().contains(name));
    ExpectSound(Place(name));
  }
}

TEST_F(BackupTest, WhoMayReadTheStoreMayReadIt) {
  ASSERT_EQ(0, chmod(Path().c_str(), 0640));
  ASSERT_DID(CERTLITE_READ, BackUp(Place()));
  struct stat backup {};
  ASSERT_EQ(0, stat(Place().c_str(), &backup));
  EXPECT_EQ(0640U, backup.st_mode & 0777);
}

TEST_F(BackupTest, AStoreInMemoryIsKeptByIt) {
  std::string before;
  {
    const Engine engine(":memory:");
    const Session session = engine.As(kSystem);
    const std::string id = session.Call("organization.create", {{"name", "O"}}).id();
    ASSERT_DID(CERTLITE_READ, session.Call("engine.backup", {{"path", Place()}}));
    before = session.Call("organization.get", {{"id", id}}).text;
    EXPECT_TRUE(session.Call("organization.update", {{"id", id}, {"name", "P"}}).ok());
  }
  ExpectSound(Place());
  const Engine engine(Place());
  const Json list = engine.As(kSystem).Call("organization.list", Json::object()).json();
  EXPECT_EQ(Json::parse(before).at("data"), list.at("data").at(0));
}

TEST_F(BackupTest, OfADamagedStoreThereIsNone) {
  Close();
  {
    std::fstream file(Path(), std::ios::binary | std::ios::in | std::ios::out);
    const auto page =
        std::stoll(Column(Path(), "SELECT rootpage FROM sqlite_schema WHERE name = 'certification'").at(0));
    file.seekp((page - 1) * 4096);
    file << std::string(4096, 'Z');
  }
  Open();
  EXPECT_REFUSED("corrupt", BackUp(Place()));
  EXPECT_TRUE(Names().empty());
}

TEST_F(BackupTest, ACancelledOneLeavesNothing) {
  certlite_cancel* cancel = nullptr;
  ASSERT_EQ(CERTLITE_OK, certlite_cancel_new(&cancel));
  certlite_cancel_trigger(cancel);
  EXPECT_REFUSED("cancelled", BackUp(Place(), {.cancel = cancel}));
  certlite_cancel_free(cancel);
  EXPECT_TRUE(Names().empty());
}

// Eight backups while four threads write: each whole, and each with all that had been answered when it began.
TEST_F(BackupTest, OthersWriteOnMeanwhile) {
  std::atomic<bool> stop = false;
  std::atomic<int> written = 0;
  std::vector<std::thread> writers;
  for (int i = 0; i < 4; ++i) {
    writers.emplace_back([&] {
      const Session session = As(kSystem);
      while (!stop) {
        const Json request = {{"organization_member_id", member_}, {"certification_type_id", type_}};
        if (session.Call("certification.create", request).ok()) ++written;
      }
    });
  }
  std::vector<int> floors;
  for (int i = 0; i < 8; ++i) {
    while (written < (i + 1) * 20) std::this_thread::yield();
    floors.push_back(written);
    const Answer answer = BackUp(Place("backup-" + std::to_string(i)));
    EXPECT_DID(CERTLITE_READ, answer);
  }
  stop = true;
  for (std::thread& writer : writers) writer.join();
  EXPECT_EQ(8, Names().size());
  for (int i = 0; i < 8; ++i) {
    const std::string path = Place("backup-" + std::to_string(i));
    EXPECT_LE(floors[static_cast<size_t>(i)], Count(path, "certification"));
    EXPECT_TRUE(ChainsHold(ReadHistory(path)));
    EXPECT_TRUE(FileIsWhole(path));
    ExpectSound(path);
  }
}

TEST_F(BackupTest, ItIsTheSystemsAloneAndHasNoRoute) {
  EXPECT_REFUSED("forbidden", As(OrganizationOf(User(1), organization_)).Call("engine.backup", {{"path", Place()}}),
                 {"principal.reach", ""});
  const Json question = {{"operation", "engine.backup"}, {"request", {{"path", Place()}}}};
  EXPECT_REFUSED("invalid", system().Call("what_if.ask", {{"changes", Json::array()}, {"question", question}}),
                 {"what_if.question", "/question/operation"});
  EXPECT_TRUE(Names().empty());
}

}  // namespace
}  // namespace certlite::host
