// Cursors: bound to their list and their reader, and never trusted.
#include "tests/engine/fixture.h"

namespace certlite::host {
namespace {

constexpr std::string_view kDigits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

std::string Decode(const std::string& text) {
  std::string bytes;
  uint32_t bits = 0;
  int count = 0;
  for (const char c : text) {
    const size_t digit = kDigits.find(c);
    if (digit == std::string_view::npos) continue;
    bits = bits << 6 | static_cast<uint32_t>(digit);
    if ((count += 6) < 8) continue;
    count -= 8;
    bytes += static_cast<char>(bits >> count & 0xFF);
  }
  return bytes;
}

std::string Encode(const std::string& bytes) {
  std::string text;
  uint32_t bits = 0;
  int count = 0;
  for (const char c : bytes) {
    bits = bits << 8 | static_cast<unsigned char>(c);
    for (count += 8; count >= 6; count -= 6) text += kDigits[bits >> (count - 6) & 63];
  }
  if (count > 0) text += kDigits[bits << (6 - count) & 63];
  return text;
}

class CursorTest : public EngineTest {
 protected:
  CursorTest() {
    for (int i = 0; i < 5; ++i) {
      NewCard(member_, type_, {{"expires_on", DateOf(Day("2026-02-01") + i)}});
      NewCard(NewMember(organization_), NewType(organization_), {{"external_source", "hr"}});
    }
  }

  std::string CursorOf(const Session& session, const std::string& operation, Json request) {
    request["limit"] = 1;
    const Answer answer = session.Call(operation, request);
    EXPECT_DID(CERTLITE_READ, answer);
    return answer.json().at("page").at("next_cursor");
  }

  static Answer Next(const Session& session, const std::string& operation, Json request, const std::string& cursor) {
    request["cursor"] = cursor;
    return session.Call(operation, request);
  }

  const std::string organization_ = NewOrganization();
  const std::string member_ = NewMember(organization_, {{"user_id", User(1)}});
  const std::string type_ = NewType(organization_);
};

TEST_F(CursorTest, BelongsToItsFiltersOrderOperationAndPrincipal) {
  const Json filter = {{"certification_type_id", type_}, {"expires_after", "2020-01-01"}};
  const std::string cursor = CursorOf(system(), "certification.list", filter);
  for (const Json& other :
       {Json::object(), Json{{"certification_type_id", type_}},
        Json{{"certification_type_id", type_}, {"expires_after", "2020-01-02"}},
        Json{{"certification_type_id", type_}, {"expires_before", "2020-01-01"}},
        Json{{"certification_type_id", type_}, {"expires_after", "2020-01-01"}, {"order", "expires_on"}},
        Json{{"certification_type_id", type_}, {"expires_after", "2020-01-01"}, {"organization_id", organization_}},
        Json{{"certification_type_id", std::string(kNowhere)}, {"expires_after", "2020-01-01"}}}) {
    EXPECT_REFUSED("cursor_invalid", Next(system(), "certification.list", other, cursor), {"cursor.filter", "/cursor"});
  }
  EXPECT_DID(CERTLITE_READ, Next(system(), "certification.list", filter, cursor));
  for (const Json& principal : {SelfOf(User(1)), OrganizationOf(User(1), organization_)}) {
    EXPECT_REFUSED("cursor_invalid", Next(As(principal), "certification.list", filter, cursor),
                   {"cursor.filter", "/cursor"});
  }
  const std::string types = CursorOf(system(), "certification_type.list", Json::object());
  EXPECT_REFUSED("cursor_invalid", Next(system(), "member.list", Json::object(), types), {"cursor.filter", "/cursor"});
  EXPECT_DID(CERTLITE_READ, Next(system(), "certification_type.list", Json::object(), types));
}

TEST_F(CursorTest, OneUsersCursorIsNoOthers) {
  ASSERT_TRUE(!NewMember(organization_, {{"user_id", User(2)}}).empty());
  const std::string cursor = CursorOf(As(SelfOf(User(1))), "certification.list", Json::object());
  EXPECT_REFUSED("cursor_invalid", Next(As(SelfOf(User(2))), "certification.list", Json::object(), cursor),
                 {"cursor.filter", "/cursor"});
  EXPECT_DID(CERTLITE_READ, Next(As(SelfOf(User(1))), "certification.list", Json::object(), cursor));
}

TEST_F(CursorTest, OutlivesReopeningAndALimitOfAnotherSize) {
  const std::string cursor = CursorOf(system(), "certification.list", Json::object());
  const std::string before = Next(system(), "certification.list", {{"limit", 200}}, cursor).text;
  Reopen();
  EXPECT_EQ(before, Next(system(), "certification.list", {{"limit", 200}}, cursor).text);
}

// Whatever is done to its bytes, the answer is a page or a refusal; no day outside of the calendar is computed with.
TEST_F(CursorTest, IsNotTrusted) {
  for (const char* order : {"id", "expires_on"}) {
    const Json request = {{"order", order}};
    const std::string bytes = Decode(CursorOf(system(), "certification.list", request));
    ASSERT_EQ(Encode(bytes), CursorOf(system(), "certification.list", request));
    for (size_t i = 0; i < bytes.size(); ++i) {
      for (const int flip : {0x01, 0x80, 0xFF}) {
        std::string forged = bytes;
        forged[i] = static_cast<char>(forged[i] ^ flip);
        const Answer answer = Next(system(), "certification.list", request, Encode(forged));
        if (answer.ok()) {
          const Json page = answer.json();
          for (const Json& meta : page.at("meta")) {
            if (meta.at("days_remaining").is_number()) {
              EXPECT_GE(3'652'059, std::abs(meta.at("days_remaining").get<int64_t>())) << "byte " << i;
            }
          }
        } else {
          EXPECT_EQ(CERTLITE_E_CURSOR_INVALID, answer.status) << answer.text;
        }
      }
    }
    for (const size_t size : {size_t{1}, bytes.size() - 1}) {
      EXPECT_REFUSED("cursor_invalid", Next(system(), "certification.list", request, Encode(bytes.substr(0, size))),
                     {"cursor.format", "/cursor"});
    }
    EXPECT_REFUSED("cursor_invalid", Next(system(), "certification.list", request, Encode(bytes + "x")),
                   {"cursor.format", "/cursor"});
  }
}

// The day stands at bytes 9 to 12, big-endian.
TEST_F(CursorTest, OfADayOutsideOfTheCalendarIsNone) {
  const std::string bytes = Decode(CursorOf(system(), "certification.list", Json::object()));
  for (const std::string& day : {std::string("\x80\0\0\0", 4), std::string("\x7F\xFF\xFF\xFF", 4),
                                 std::string("\0\x2C\xC0\xA1", 4)}) {  // 9999-12-31 and a day
    std::string forged = bytes;
    forged.replace(9, 4, day);
    EXPECT_REFUSED("cursor_invalid", Next(system(), "certification.list", Json::object(), Encode(forged)),
                   {"cursor.format", "/cursor"});
  }
}

}  // namespace
}  // namespace certlite::host
