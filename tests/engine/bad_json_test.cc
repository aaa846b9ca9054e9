// Requests that are no acceptable JSON: refused before anything else is looked at, with a json.* rule and no pointer.
#include "tests/engine/bad_requests.h"

namespace certlite::host {
namespace {

using namespace std::string_literals;

// A grammar fault in a certification.create.
BadRequest NoJson(const std::string& name, const std::string& body, const std::string& rule) {
  return {name, "system", "certification.create", body, rule == "json.size" ? "too_large" : "malformed", {{rule, ""}}};
}

std::string Nested(size_t depth) { return std::string(depth, '[') + std::string(depth, ']'); }

// A good request of exactly `bytes` bytes.
std::string Padded(size_t bytes) {
  std::string text = Card(R"("source":"api")");
  // Ids are longer than their names: what they will add is no padding.
  constexpr size_t kAdded = 2 * 36 - (sizeof "$member" - 1) - (sizeof "$type" - 1);
  text.insert(1, bytes - text.size() - kAdded, ' ');
  return text;
}

TEST_F(BadRequestTest, JsonThatIsNotAcceptable) {
  const std::vector<BadRequest> rows = {
      NoJson("nothing", "", "json.syntax"),
      NoJson("only a space", " ", "json.syntax"),
      NoJson("an open object", "{", "json.syntax"),
      NoJson("a trailing comma", R"({"certification_type_id":"$type",})", "json.syntax"),
      NoJson("a comment", R"({"certification_type_id":"$type"/* the type */})", "json.syntax"),
      NoJson("single quotes", "{'certification_type_id':'$type'}", "json.syntax"),
      NoJson("a name without quotes", R"({certification_type_id:"$type"})", "json.syntax"),
      NoJson("NaN", Card(R"("issued_on":NaN)"), "json.syntax"),
      NoJson("two documents", Card(R"("source":"api")") + "{}", "json.syntax"),
      NoJson("something behind", Card(R"("source":"api")") + "x", "json.syntax"),
      NoJson("a tab in a text", Card("\"issuer_name\":\"a\tb\""), "json.syntax"),
      NoJson("a lone surrogate", Card(R"("issuer_name":"\ud800")"), "json.syntax"),
      NoJson("an escape that isn't one", Card(R"("issuer_name":"\x41")"), "json.syntax"),
      NoJson("raw NUL in a text", Card("\"issuer_name\":\"a\0b\""s), "json.syntax"),
      NoJson("raw NUL behind the document", Card(R"("source":"api")") + "\0"s, "json.syntax"),
      NoJson("an array", "[]", "json.object"),
      NoJson("null", "null", "json.object"),
      NoJson("a text", "\"x\"", "json.object"),
      NoJson("a number", "1", "json.object"),
      NoJson("a member twice", Card(R"("source":"api","source":"api")"), "json.duplicate_key"),
      NoJson("a member twice, once escaped", Card(R"("source":"api","sourc\u0065":"api")"), "json.duplicate_key"),
      NoJson("a member twice, deep inside", Card(R"("x":[{"a":1,"b":{"c":1,"c":2}}])"), "json.duplicate_key"),
      NoJson("escaped NUL in a text", Card(R"("issuer_name":"a\u0000b")"), "json.nul"),
      NoJson("escaped NUL in a name", Card(R"("issuer\u0000name":"a")"), "json.nul"),
      NoJson("bytes that aren't UTF-8", Card("\"issuer_name\":\"\xFF\""), "json.utf8"),
      NoJson("an overlong form", Card("\"issuer_name\":\"\xC0\xAF\""), "json.utf8"),
      NoJson("an encoded surrogate", Card("\"issuer_name\":\"\xED\xA0\x80\""), "json.utf8"),
      NoJson("half a character", Card("\"issuer_name\":\"\xE2\x82\""), "json.utf8"),
      NoJson("beyond U+10FFFF", Card("\"issuer_name\":\"\xF4\x90\x80\x80\""), "json.utf8"),
      NoJson("Latin-1", Card("\"issuer_name\":\"K\xF8"s + "benhavn\""), "json.utf8"),
      NoJson("bad UTF-8 in a name", Card("\"issuer\xFFname\":\"a\""), "json.utf8"),
      NoJson("an integer beyond 2^53-1", Card(R"("x":9007199254740992)"), "json.number"),
      NoJson("an integer below -(2^53-1)", Card(R"("x":-9007199254740992)"), "json.number"),
      NoJson("a number beyond a double", Card(R"("x":1e400)"), "json.number"),
      NoJson("a leading zero", Card(R"("x":01)"), "json.number"),
      NoJson("33 deep", Card("\"x\":" + Nested(32)), "json.depth"),
      NoJson("33 deep with something inside", Card("\"x\":" + std::string(32, '[') + "1" + std::string(32, ']')),
             "json.depth"),
      NoJson("1,000 deep", Card("\"x\":" + Nested(1'000)), "json.depth"),
      NoJson("1,000 deep and open", Card("\"x\":" + std::string(1'000, '[')), "json.depth"),
      NoJson("a byte too much", Padded(65'537), "json.size"),
      NoJson("1 MiB", Padded(1 << 20), "json.size"),
      NoJson("1 MiB of noise", std::string(1 << 20, '\xFF'), "json.size"),
  };
  EXPECT_EQ(42U, RefuseAll(rows));
}

TEST_F(BadRequestTest, JsonAtTheLimitsIsRead) {
  EXPECT_DID(CERTLITE_CREATED, system().CallText("certification.create", Filled(Padded(65'536))));
  // 32 levels are read, and the member is what is wrong then.
  const Answer deep = system().CallText("certification.create", Filled(Card("\"x\":" + Nested(31))));
  EXPECT_REFUSED("invalid", deep, {"field.unknown", "/x"});
  const Answer large = system().CallText("certification.create", Filled(Card(R"("x":9007199254740991)")));
  EXPECT_REFUSED("invalid", large, {"field.unknown", "/x"});
}

TEST_F(BadRequestTest, GrammarComesBeforePermissionAndKey) {
  EXPECT_REFUSED("malformed", Who("reader").CallText("certification.create", "{", {.key = ""}), {"json.syntax", ""});
}

}  // namespace
}  // namespace certlite::host
