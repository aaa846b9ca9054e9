// The numbers of certlite.h are those of the core: every constant has its namesake there, and the reverse.
#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <iterator>
#include <map>
#include <regex>
#include <span>
#include <string>
#include <string_view>

#include "core/base/error.h"
#include "core/model/operation.h"
#include "core/model/validity.h"

namespace certlite {
namespace {

using Numbers = std::map<std::string, int>;

// The header's constants CERTLITE_<prefix>_NAME, by name in lower case.
Numbers HeaderNumbers(const std::string& prefix) {
  std::ifstream file("capi/certlite.h");  // tests run in the source directory
  const std::string text{std::istreambuf_iterator<char>(file), {}};
  const std::regex pattern("#define CERTLITE_" + prefix + "([A-Z_]+) \\(?(-?[0-9]+)\\)?(?!u)");
  Numbers numbers;
  for (std::sregex_iterator at(text.begin(), text.end(), pattern), end; at != end; ++at) {
    std::string name = (*at)[1];
    std::ranges::transform(name, name.begin(), [](char c) { return c == '_' ? c : static_cast<char>(c - 'A' + 'a'); });
    numbers[name] = std::stoi((*at)[2]);
  }
  return numbers;
}

Numbers Positions(std::span<const std::string_view> names) {
  Numbers numbers;
  for (size_t i = 0; i < names.size(); ++i) numbers[std::string(names[i])] = static_cast<int>(i);
  return numbers;
}

TEST(AbiNumbers, ErrorCodesAreTheCores) {
  Numbers core;
  for (const ErrorCodeInfo& info : ErrorCodes()) core[std::string(info.name)] = static_cast<int>(info.code);
  EXPECT_EQ(core, HeaderNumbers("E_"));
}

TEST(AbiNumbers, LifecyclesAreTheCores) { EXPECT_EQ(Positions(kLifecycleStatuses), HeaderNumbers("LIFECYCLE_")); }

TEST(AbiNumbers, ValiditiesAreTheCores) { EXPECT_EQ(Positions(kValidityStatuses), HeaderNumbers("VALIDITY_")); }

TEST(AbiNumbers, ReasonsAreTheCores) { EXPECT_EQ(Positions(kValidityReasons), HeaderNumbers("REASON_")); }

TEST(AbiNumbers, OutcomesAreTheCores) {
  const Numbers header = HeaderNumbers("");
  for (size_t i = 1; i < kOutcomes.size(); ++i) {
    const auto found = header.find(std::string(kOutcomes[i]));
    ASSERT_NE(header.end(), found) << kOutcomes[i];
    EXPECT_EQ(static_cast<int>(i), found->second) << kOutcomes[i];
  }
}

}  // namespace
}  // namespace certlite
