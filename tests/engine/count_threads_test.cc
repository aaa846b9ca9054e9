// Counts while others write: each tells of one moment, and of no earlier one than when it was asked for.
#include <atomic>
#include <string>
#include <thread>
#include <vector>

#include "tests/engine/fixture.h"

namespace certlite::host {
namespace {

class CountThreads : public EngineTest {};

TEST_F(CountThreads, SeeWhatWasWrittenBefore) {
  constexpr int kCards = 150;
  const std::string organization = NewOrganization();
  const std::string member = NewMember(organization);
  const std::string type = NewType(organization);
  const Engine other(Path());
  std::atomic<int> written = 0;
  std::atomic<bool> done = false;

  std::vector<std::thread> readers;
  for (const Engine* const reading : {&engine(), &engine(), &engine(), &other}) {
    readers.emplace_back([&written, &done, reading] {
      const Session session = reading->As(kSystem);
      bool last = false;
      while (!last) {
        last = done;
        const int before = written;
        const Answer counted = session.Call("certification.count", Json::object());
        ASSERT_TRUE(counted.ok()) << counted.text;
        const int total = counted.data().at("total");
        ASSERT_LE(before, total);
        ASSERT_LE(total, written + 1);
        ASSERT_EQ(total, counted.data().at("valid"));
      }
    });
  }
  const Session there = other.As(kSystem);
  const Json request = {{"organization_member_id", member}, {"certification_type_id", type}};
  for (int i = 0; i < kCards; ++i) {
    EXPECT_DID(CERTLITE_CREATED, (i % 2 == 0 ? system() : there).Call("certification.create", request));
    ++written;
  }
  done = true;
  for (std::thread& reader : readers) reader.join();
}

}  // namespace
}  // namespace certlite::host
