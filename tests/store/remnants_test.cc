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

// A page of that kind with two cells, whose content begins at `content`.
std::vector<uint8_t> Page(uint8_t kind, size_t header, size_t content) {
  std::vector<uint8_t> page(kPageBytes);
  page[header] = kind;
  page[header + 4] = 2;
  page[header + 5] = static_cast<uint8_t>(content >> 8);
  page[header + 6] = static_cast<uint8_t>(content & 0xFF);
  return page;
}

// Where the part begins and ends.
std::pair<ptrdiff_t, ptrdiff_t> FreeIn(const std::vector<uint8_t>& page, int64_t number) {
  const auto part = FreePart(page, number);
  return {part.data() - page.data(), part.data() - page.data() + static_cast<ptrdiff_t>(part.size())};
}

TEST(FreePart, LiesBetweenThePointersAndTheContentOfATreesPage) {
  using Ends = std::pair<ptrdiff_t, ptrdiff_t>;
  EXPECT_EQ(Ends(12 + 2 * 2, 3000), FreeIn(Page(2, 0, 3000), 2)) << "an index's interior page";
  EXPECT_EQ(Ends(12 + 2 * 2, 3000), FreeIn(Page(5, 0, 3000), 2)) << "a table's interior page";
  EXPECT_EQ(Ends(8 + 2 * 2, 3000), FreeIn(Page(10, 0, 3000), 2)) << "an index's leaf";
  EXPECT_EQ(Ends(8 + 2 * 2, 3000), FreeIn(Page(13, 0, 3000), 2)) << "a table's leaf";
  EXPECT_EQ(Ends(100 + 8 + 2 * 2, 200), FreeIn(Page(13, 100, 200), 1)) << "behind the header of the file";
  EXPECT_EQ(Ends(0, 4096), FreeIn(Page(0, 0, 3000), 7)) << "no page of a tree";
}

TEST(FreePart, TakesDamagedPagesForWhatTheySay) {
  for (const size_t content : {size_t{0}, size_t{1}, size_t{65535}}) {
    std::vector<uint8_t> page = Page(13, 0, content);
    page[3] = page[4] = 0xFF;
    EXPECT_TRUE(FreePart(page, 2).empty()) << content;
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

  // Leaves a copy of a text where SQLite leaves them: right before the content of the page that has `row`.
  void LeaveRemnant(const std::string& text, const std::string& row) {
    std::fstream file(Path(), std::ios::in | std::ios::out | std::ios::binary);
    const std::string bytes = Bytes(Path());
    const size_t at = bytes.find(row);
    ASSERT_NE(std::string::npos, at);
    const size_t page = at / kPageBytes * kPageBytes;
    const size_t content =
        size_t{static_cast<unsigned char>(bytes[page + 5])} << 8 | static_cast<unsigned char>(bytes[page + 6]);
    file.seekp(static_cast<std::streamoff>(page + content - text.size()));
    file << text;
  }

  bool IsInFile(const std::string& text) const { return Bytes(Path()).find(text) != std::string::npos; }

  static std::string Text(Connection& connection) {
    Query query(connection.Prepared("SELECT text FROM note WHERE id = 1"));
    EXPECT_OK(query.Step());
    return std::string(query.Text(0));
  }
};

TEST_F(CleanTest, BuildsTheFileAnewWhereARemnantIsFound) {
  for (const Remnants& remnants : {Remnants{{}, {"Bergson"}}, Remnants{{"Adalbert"}, {}}}) {
    Open()->CheckpointOnClose();
    LeaveRemnant("Adalbert Bergson", "first");
    ASSERT_TRUE(IsInFile("Bergson"));
    const auto connection = Open();
    EXPECT_OK(connection->Clean({{"Somebody"}, {"Else"}}));
    EXPECT_TRUE(IsInFile("Bergson")) << "nobody asked for it";
    EXPECT_OK(connection->Clean(remnants));
    EXPECT_FALSE(IsInFile("Bergson"));
    EXPECT_EQ("first", Text(*connection));
    EXPECT_EQ(0U, Bytes(Path() + "-wal").size());
    ASSERT_OK(connection->Begin(nullptr));
    EXPECT_OK(Query(connection->Prepared("INSERT OR REPLACE INTO note VALUES(7, 'seventh')")).Run());
    EXPECT_OK(connection->Commit());
    // The connection is as closed as before.
    EXPECT_CODE(ErrorCode::kInternal, Query(connection->Prepared("VACUUM")).Run());
    EXPECT_CODE(ErrorCode::kInternal, Query(connection->Prepared("ATTACH 'x' AS x")).Run());
  }
}

// What a row has, too, tells of nobody who was erased: the file is not built anew for it.
TEST_F(CleanTest, LeavesWhatTheLivingHave) {
  {
    const auto connection = Open();
    ASSERT_OK(connection->Begin(nullptr));
    ASSERT_OK(Query(connection->Prepared("INSERT INTO note VALUES(7, 'Training Centre')")).Run());
    ASSERT_OK(Query(connection->Prepared("INSERT INTO tag VALUES(7)")).Run());
    ASSERT_OK(connection->Commit());
    connection->CheckpointOnClose();
  }
  LeaveRemnant("Training Centre, Bergson", "first");
  const auto connection = Open();
  EXPECT_OK(connection->Clean({{}, {"Training Centre"}}));
  EXPECT_TRUE(IsInFile("Bergson")) << "the remnant of a text that a row has";
  EXPECT_OK(connection->Clean({{}, {"Training Centre", "Bergson"}}));
  EXPECT_FALSE(IsInFile("Bergson"));
  EXPECT_TRUE(IsInFile("Training Centre"));
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
  EXPECT_OK(connection->Clean({{}, {"Bergson"}}));
  EXPECT_EQ(0U, Bytes(Path() + "-wal").size());
  EXPECT_EQ(std::string::npos, Bytes(Path()).find("Bergson"));
}

}  // namespace
}  // namespace certlite
