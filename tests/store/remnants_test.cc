// Remnants: where a deleted text may survive in a page, and that cleaning leaves none in the file or its log.
#include "core/store/remnants.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "tests/store/fixture.h"

namespace certlite {
namespace {

constexpr size_t kPageBytes = 4096;
const std::vector<std::string> kTexts = {"Bergson", std::string("\x01\x00\x02", 3)};

// A page of that kind with two cells, whose content begins at `content`.
std::vector<uint8_t> Page(uint8_t kind, size_t header, size_t content) {
  std::vector<uint8_t> page(kPageBytes);
  page[header] = kind;
  page[header + 4] = 2;
  page[header + 5] = static_cast<uint8_t>(content >> 8);
  page[header + 6] = static_cast<uint8_t>(content & 0xFF);
  return page;
}

void Put(std::vector<uint8_t>& page, size_t at, const std::string& text) {
  std::copy(text.begin(), text.end(), page.begin() + static_cast<ptrdiff_t>(at));
}

TEST(HasRemnant, OnlyBetweenThePointersAndTheContentOfATreesPage) {
  for (const uint8_t kind : std::vector<uint8_t>{2, 5, 10, 13}) {
    const size_t begin = (kind == 2 || kind == 5 ? 12 : 8) + 2 * 2;
    for (const std::string& text : kTexts) {
      const auto found = [&](size_t at) {
        std::vector<uint8_t> page = Page(kind, 0, 3000);
        Put(page, at, text);
        return HasRemnant(page, 2, kTexts);
      };
      EXPECT_TRUE(found(begin)) << int{kind};
      EXPECT_TRUE(found(3000 - text.size())) << int{kind};
      EXPECT_FALSE(found(begin - 1)) << int{kind};
      EXPECT_FALSE(found(3000 - text.size() + 1)) << int{kind};
      EXPECT_FALSE(found(3000)) << int{kind} << ": a row has it";
    }
  }
}

TEST(HasRemnant, BehindTheFilesHeaderOnTheFirstPage) {
  std::vector<uint8_t> page = Page(13, 100, 200);
  Put(page, 20, "Bergson");
  EXPECT_FALSE(HasRemnant(page, 1, kTexts)) << "the header of the file";
  Put(page, 150, "Bergson");
  EXPECT_TRUE(HasRemnant(page, 1, kTexts));
}

TEST(HasRemnant, AnywhereInWhatIsNoPageOfATree) {
  std::vector<uint8_t> page(kPageBytes);
  EXPECT_FALSE(HasRemnant(page, 7, kTexts));
  Put(page, 4000, "Bergson");
  EXPECT_TRUE(HasRemnant(page, 7, kTexts));
}

TEST(HasRemnant, TakesDamagedPagesForWhatTheySay) {
  for (const size_t content : {size_t{0}, size_t{1}, size_t{65535}}) {
    std::vector<uint8_t> page = Page(13, 0, content);
    page[3] = page[4] = 0xFF;
    Put(page, 2000, "Bergson");
    EXPECT_FALSE(HasRemnant(page, 2, kTexts)) << content;
  }
}

class CleanTest : public ScratchTest {
 protected:
  std::unique_ptr<Connection> Open() {
    Result<std::unique_ptr<Connection>> connection =
        Connection::Open({Path(), ConnectionKind::kWriter}, kTestMigrations);
    EXPECT_OK(connection);
    return std::move(*connection);
  }

  // Leaves a copy of a text where SQLite leaves them: right before the content of the table's page.
  void LeaveRemnant(const std::string& text) {
    std::fstream file(Path(), std::ios::in | std::ios::out | std::ios::binary);
    std::string bytes = Bytes(Path());
    const size_t row = bytes.find("first");
    ASSERT_NE(std::string::npos, row);
    const size_t page = row / kPageBytes * kPageBytes;
    const size_t content =
        size_t{static_cast<unsigned char>(bytes[page + 5])} << 8 | static_cast<unsigned char>(bytes[page + 6]);
    file.seekp(static_cast<std::streamoff>(page + content - text.size()));
    file << text;
  }

  static std::string Text(Connection& connection) {
    Query query(connection.Prepared("SELECT text FROM note WHERE id = 1"));
    EXPECT_OK(query.Step());
    return std::string(query.Text(0));
  }
};

TEST_F(CleanTest, BuildsTheFileAnewWhereARemnantIsFound) {
  const std::vector<std::string> texts = {"Bergson"};
  Open()->CheckpointOnClose();
  LeaveRemnant("Adalbert Bergson");
  ASSERT_NE(std::string::npos, Bytes(Path()).find("Bergson"));
  const auto connection = Open();
  EXPECT_OK(connection->Clean(std::vector<std::string>{"Somebody else"}));
  EXPECT_NE(std::string::npos, Bytes(Path()).find("Bergson")) << "nobody asked for it";
  EXPECT_OK(connection->Clean(texts));
  EXPECT_EQ(std::string::npos, Bytes(Path()).find("Bergson"));
  EXPECT_EQ("first", Text(*connection));
  EXPECT_EQ(0U, Bytes(Path() + "-wal").size());
  ASSERT_OK(connection->Begin(nullptr));
  EXPECT_OK(Query(connection->Prepared("INSERT INTO note VALUES(7, 'seventh')")).Run());
  EXPECT_OK(connection->Commit());
  // The connection is as closed as before.
  EXPECT_CODE(ErrorCode::kInternal, Query(connection->Prepared("VACUUM")).Run());
  EXPECT_CODE(ErrorCode::kInternal, Query(connection->Prepared("ATTACH 'x' AS x")).Run());
}

TEST_F(CleanTest, EmptiesTheLog) {
  const auto connection = Open();
  ASSERT_OK(connection->Begin(nullptr));
  ASSERT_OK(Query(connection->Prepared("INSERT INTO note VALUES(7, 'Bergson')")).Run());
  ASSERT_OK(connection->Commit());
  ASSERT_OK(connection->Begin(nullptr));
  ASSERT_OK(Query(connection->Prepared("DELETE FROM note WHERE id = 7")).Run());
  ASSERT_OK(connection->Commit());
  ASSERT_NE(std::string::npos, Bytes(Path() + "-wal").find("Bergson"));
  EXPECT_OK(connection->Clean(std::vector<std::string>{"Bergson"}));
  EXPECT_EQ(0U, Bytes(Path() + "-wal").size());
  EXPECT_EQ(std::string::npos, Bytes(Path()).find("Bergson"));
}

}  // namespace
}  // namespace certlite
