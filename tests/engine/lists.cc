#include "tests/engine/lists.h"

namespace certlite::host {

std::vector<std::string> ReadPages(const Session& session, const std::string& operation, const Json& filter, int limit,
                                   const How& how, const std::function<void()>& between) {
  std::vector<std::string> ids;
  Json request = filter;
  request["limit"] = limit;
  while (true) {
    const Answer answer = session.Call(operation, request, how);
    EXPECT_DID(CERTLITE_READ, answer);
    if (!answer.ok()) return ids;
    const Json page = answer.json();
    const Json& records = page.at("data");
    const bool more = page.at("page").at("has_more");
    EXPECT_EQ(page.at("meta").size(), records.size());
    EXPECT_EQ(more, page.at("page").at("next_cursor").is_string());
    // Only the last page isn't full.
    EXPECT_TRUE(more ? records.size() == static_cast<size_t>(limit) : records.size() <= static_cast<size_t>(limit))
        << records.size();
    for (const Json& record : records) ids.push_back(record.at("id"));
    if (!more) return ids;
    request["cursor"] = page.at("page").at("next_cursor");
    between();
  }
}

}  // namespace certlite::host
