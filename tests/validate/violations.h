// Violations as the tests compare them: rule and pointer, and a detail that people can read.
#ifndef CERTLITE_TESTS_VALIDATE_VIOLATIONS_H_
#define CERTLITE_TESTS_VALIDATE_VIOLATIONS_H_

#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

#include "core/base/error.h"

namespace certlite {

using RuleAt = std::pair<std::string, std::string>;  // rule, pointer

inline std::vector<RuleAt> RulesAt(const std::vector<Violation>& violations) {
  std::vector<RuleAt> found;
  for (const Violation& violation : violations) {
    EXPECT_TRUE(violation.detail.ends_with('.')) << violation.rule << ": " << violation.detail;
    found.emplace_back(violation.rule, violation.pointer);
  }
  return found;
}

}  // namespace certlite

#endif  // CERTLITE_TESTS_VALIDATE_VIOLATIONS_H_
