// Parse: bytes to a Draft. Everything that is not acceptable JSON ends here.
#ifndef CERTLITE_CORE_PARSE_JSON_PARSER_H_
#define CERTLITE_CORE_PARSE_JSON_PARSER_H_

#include <memory>
#include <string_view>

#include "core/base/error.h"
#include "core/model/draft.h"
#include "core/model/limits.h"

namespace certlite {

// A parser with its buffers, to be used again and again.
// Thread-safety: one thread at a time.
class JsonParser {
 public:
  // `bytes_max`: the longest text that it takes; what clients send is bounded more narrowly than our own answers are.
  explicit JsonParser(size_t bytes_max = kRequestBytesMax);
  ~JsonParser();
  JsonParser(const JsonParser&) = delete;
  JsonParser& operator=(const JsonParser&) = delete;

  // Parses `text` as one JSON object of the I-JSON profile (RFC 7493): bounded in size and depth, valid UTF-8, no name
  // twice in an object, no NUL, no integer beyond 2^53 - 1.
  // Errors: kMalformed or kTooLarge, with the rule json.* and the pointer "".
  // Lifetime: the draft is the parser's, until the next Parse.
  Result<const Draft*> Parse(std::string_view text);

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace certlite

#endif  // CERTLITE_CORE_PARSE_JSON_PARSER_H_
