// A document together with the parser that its texts live in.
#ifndef CERTLITE_TESTS_PARSE_PARSED_H_
#define CERTLITE_TESTS_PARSE_PARSED_H_

#include <stdexcept>
#include <string>
#include <string_view>

#include "core/parse/json_parser.h"

namespace certlite {

class Parsed {
 public:
  // Throws if `text` isn't acceptable: the test is wrong then.
  explicit Parsed(std::string_view text) {
    auto draft = parser_.Parse(text);
    if (!draft.ok()) throw std::invalid_argument(std::string(text) + ": " + draft.error().detail);
    draft_ = *draft;
  }

  const Draft& draft() const { return *draft_; }

 private:
  JsonParser parser_;
  const Draft* draft_ = nullptr;
};

}  // namespace certlite

#endif  // CERTLITE_TESTS_PARSE_PARSED_H_
