// The canonical form and the fingerprint over 10,000 random documents: the same however a document is written, another
// after every single change, and byte for byte what a second implementation makes of it.
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdlib>
#include <iostream>
#include <numeric>
#include <string>
#include <utility>
#include <vector>

#include "core/base/hash.h"
#include "core/model/limits.h"
#include "core/model/rule.h"
#include "core/parse/json_parser.h"
#include "core/render/render.h"
#include "tests/render/document.h"

namespace certlite {
namespace {

using Kind = Document::Kind;

constexpr uint64_t kDocuments = 10'000;

// Other documents each time, unless --gtest_random_seed says which.
uint64_t Seed() {
  static const uint64_t seed = static_cast<uint64_t>(testing::UnitTest::GetInstance()->random_seed()) * kDocuments;
  return seed;
}

// What the engine makes of a request's bytes.
struct Taken {
  std::string canonical;
  Digest fingerprint = {};
};

class CanonicalProperty : public testing::Test {
 protected:
  // Fails the test if `text` isn't accepted.
  Taken Take(const std::string& text) {
    auto draft = parser_.Parse(text);
    if (!draft.ok()) {
      ADD_FAILURE() << draft.error().detail << "\n" << text;
      return {};
    }
    Taken taken{RenderCanonical(**draft)};
    taken.fingerprint = sha256_.Update(taken.canonical).Finish();
    return taken;
  }

  Taken Take(Random& random, const Document& document, Manner manner = Manner::kAny) {
    std::string text = Written(random, document, manner);
    if (text.size() > kRequestBytesMax) text = Written(random, document, Manner::kPlain);
    largest_ = std::max(largest_, text.size());
    return Take(text);
  }

  // Calls `check(random, document)` for each document until one fails. One in 2,000 is as large as may be.
  template <typename Check>
  void ForEachDocument(Check check) {
    for (uint64_t n = 0; n < kDocuments && !HasFailure(); ++n) {
      const testing::ScopedTrace trace(__FILE__, __LINE__, "seed " + std::to_string(Seed() + n));
      Random random(Seed() + n);
      const bool large = n % 2'000 == 0;
      size_t values = large ? 3'000 : 1 + random.Below(random.OneIn(20) ? 60 : 7);
      Document document = RandomDocument(random, values, kDepthMax);
      while (large && Written(random, document, Manner::kPlain).size() > kRequestBytesMax - 1'000) {
        document = RandomDocument(random, values = values * 19 / 20, kDepthMax);
      }
      check(random, document);
    }
  }

  size_t largest() const { return largest_; }

  Result<const Draft*> Parse(const std::string& text) { return parser_.Parse(text); }

 private:
  JsonParser parser_;
  Sha256 sha256_;
  size_t largest_ = 0;
};

size_t DepthOf(const Document& document) {
  size_t depth = 0;
  for (const Document& child : document.children) depth = std::max(depth, DepthOf(child));
  return depth + (document.is_container() ? 1 : 0);
}

// Whether a number in it is whole and beyond 2^53 - 1, but short enough that the canonical form writes it as an
// integer.
bool HasLongInteger(const Document& document) {
  const double size = std::abs(document.number);
  return (size > static_cast<double>(kIntegerMax) && size < 1e21) ||
         std::ranges::any_of(document.children, HasLongInteger);
}

TEST_F(CanonicalProperty, IsWhatASecondImplementationMakes) {
  size_t deepest = 0;
  ForEachDocument([&](Random& random, const Document& document) {
    EXPECT_EQ(CanonicalOf(document), Take(random, document).canonical);
    deepest = std::max(deepest, DepthOf(document));
  });
  EXPECT_EQ(kDepthMax, deepest);
  EXPECT_LT(kRequestBytesMax * 8 / 10, largest());
}

TEST_F(CanonicalProperty, IsTheSameHoweverTheDocumentIsWritten) {
  ForEachDocument([&](Random& random, const Document& document) {
    const Taken plain = Take(random, document, Manner::kPlain);
    for (int i = 0; i < 2; ++i) {
      const Taken other = Take(random, document);
      EXPECT_EQ(plain.canonical, other.canonical);
      EXPECT_EQ(plain.fingerprint, other.fingerprint);
    }
  });
}

// Unless it holds what a request must not: the canonical form writes a double like 1e20 as an integer.
TEST_F(CanonicalProperty, OfTheCanonicalFormIsItself) {
  size_t refused = 0;
  ForEachDocument([&](Random& random, const Document& document) {
    const Taken first = Take(random, document);
    if (HasLongInteger(document)) {
      auto draft = Parse(first.canonical);
      ASSERT_FALSE(draft.ok());
      EXPECT_EQ(rule::kJsonNumber, draft.error().violations.at(0).rule);
      ++refused;
    } else {
      EXPECT_EQ(first.canonical, Take(first.canonical).canonical);
    }
  });
  EXPECT_LT(kDocuments / 50, refused);
  EXPECT_GT(kDocuments / 2, refused);
}

// The ways in which a document can differ from another in one place.
enum class Change : uint8_t {
  kOtherValue,  // of the same kind
  kOtherKind,
  kNulled,
  kMemberRemoved,
  kNullMemberRemoved,
  kMemberRenamed,
  kNullMemberAdded,
  kItemRemoved,
  kItemAdded,
  kItemsSwapped,
};
constexpr size_t kChanges = 10;
constexpr const char* kChangeNames[kChanges] = {
    "other value",    "other kind",        "nulled",       "member removed", "null removed",
    "member renamed", "null member added", "item removed", "item added",     "items swapped"};

// What can be changed where: the child at `child` of the container that comes as number `container` in the document.
struct Place {
  size_t container;
  size_t child;
  size_t depth;  // of the container
  Change change;
};

// Whether they are for sure; of two containers of one kind it is not asked.
bool AreDifferent(const Document& a, const Document& b) {
  return a.kind != b.kind || a.boolean != b.boolean || a.number != b.number || a.text != b.text;
}

void AddPlaces(std::vector<Place>& places, const Document& container, size_t depth, size_t& next) {
  const size_t number = next++;
  const bool is_object = container.kind == Kind::kObject;
  if (is_object) places.push_back({number, 0, depth, Change::kNullMemberAdded});
  if (!is_object) places.push_back({number, 0, depth, Change::kItemAdded});
  for (size_t i = 0; i < container.children.size(); ++i) {
    const auto add = [&](Change change) { places.push_back({number, i, depth, change}); };
    const Document& child = container.children[i];
    const bool is_null = child.kind == Kind::kNull;
    if (!is_null && !child.is_container()) add(Change::kOtherValue);
    if (!child.is_container()) add(Change::kOtherKind);
    if (!is_null) add(Change::kNulled);
    if (is_object) {
      add(is_null ? Change::kNullMemberRemoved : Change::kMemberRemoved);
      add(Change::kMemberRenamed);
    } else {
      add(Change::kItemRemoved);
      if (i > 0 && AreDifferent(container.children[i - 1], child)) add(Change::kItemsSwapped);
    }
    if (child.is_container()) AddPlaces(places, child, depth + 1, next);
  }
}

// The container that comes as number `number`; `number` counts down on the way.
Document* ContainerAt(Document& document, size_t& number) {
  if (!document.is_container()) return nullptr;
  if (number == 0) return &document;
  --number;
  for (Document& child : document.children) {
    if (Document* const found = ContainerAt(child, number)) return found;
  }
  return nullptr;
}

double OtherNumber(Random& random, double number) {
  for (;;) {
    const std::array others = {
        std::nextafter(number, HUGE_VAL), std::nextafter(number, -HUGE_VAL), -number, number * 10, number + 1,
        RandomScalar(random).number};
    const double other = others[random.Below(others.size())];
    if (std::isfinite(other) && other != number) return other;
  }
}

std::u32string OtherText(Random& random, const std::u32string& text) {
  for (;;) {
    std::u32string other = text;
    const size_t at = random.Below(text.size() + 1);
    const size_t taken = random.Below(2);
    const bool inserts = random.OneIn(2);
    other.replace(at, std::min(taken, text.size() - at), inserts ? 1 : 0, RandomCharacter(random));
    if (other != text) return other;
  }
}

void GiveOtherValue(Random& random, Document& scalar) {
  scalar.boolean = scalar.kind == Kind::kBoolean && !scalar.boolean;
  if (scalar.kind == Kind::kNumber) scalar.number = OtherNumber(random, scalar.number);
  if (scalar.kind == Kind::kText) scalar.text = OtherText(random, scalar.text);
}

// One that a careless form might take for the scalar: 0, false, null, "", "0", [] and {} for each other, "null" for
// null, "1" and [1] for 1.
Document OtherKind(Random& random, const Document& scalar, bool may_nest) {
  for (;;) {
    Document other;
    other.kind = static_cast<Kind>(random.Below(may_nest ? 6 : 4));
    if (other.kind == scalar.kind) continue;
    if (other.kind == Kind::kText && random.OneIn(2)) {
      const std::string text = CanonicalOf(scalar);
      other.text.assign(text.begin(), text.end());
      if (scalar.kind == Kind::kText) other.text = scalar.text;
    }
    if (other.kind == Kind::kArray && random.OneIn(2)) other.children.push_back(scalar);
    return other;
  }
}

void Make(Random& random, const Place& place, Document& document) {
  size_t number = place.container;
  Document& container = *ContainerAt(document, number);
  const auto at = static_cast<ptrdiff_t>(place.child);
  switch (place.change) {
    case Change::kOtherValue:
      return GiveOtherValue(random, container.children[place.child]);
    case Change::kOtherKind: {
      Document& scalar = container.children[place.child];
      scalar = OtherKind(random, scalar, place.depth < kDepthMax);
      return;
    }
    case Change::kNulled:
      container.children[place.child] = {};
      return;
    case Change::kMemberRemoved:
    case Change::kNullMemberRemoved:
      container.names.erase(container.names.begin() + at);
      container.children.erase(container.children.begin() + at);
      return;
    case Change::kMemberRenamed:
      container.names[place.child] = RandomName(random, container);
      return;
    case Change::kNullMemberAdded:
      container.names.push_back(RandomName(random, container));
      container.children.emplace_back();
      return;
    case Change::kItemRemoved:
      container.children.erase(container.children.begin() + at);
      return;
    case Change::kItemAdded:
      container.children.push_back(RandomScalar(random));
      return;
    case Change::kItemsSwapped:
      std::swap(container.children[place.child - 1], container.children[place.child]);
      return;
  }
}

// All changes to a small document, and some to a larger one: of every kind alike, as far as there are.
std::vector<Place> ChangesTo(Random& random, const Document& document) {
  constexpr size_t kMost = 7;
  std::vector<Place> all;
  size_t containers = 0;
  AddPlaces(all, document, 1, containers);
  std::array<std::vector<Place>, kChanges> by_change;
  for (const Place& place : all) by_change[static_cast<size_t>(place.change)].push_back(place);
  std::vector<Place> chosen;
  while (chosen.size() < std::min(kMost, all.size())) {
    std::vector<Place>& places = by_change[random.Below(kChanges)];
    if (places.empty()) continue;
    std::swap(places[random.Below(places.size())], places.back());
    chosen.push_back(places.back());
    places.pop_back();
  }
  return chosen;
}

TEST_F(CanonicalProperty, IsAnotherAfterEverySingleChange) {
  std::array<size_t, kChanges> made = {};
  ForEachDocument([&](Random& random, const Document& document) {
    const Taken before = Take(random, document);
    for (const Place& place : ChangesTo(random, document)) {
      Document changed = document;
      Make(random, place, changed);
      const Taken after = Take(random, changed);
      const auto change = static_cast<size_t>(place.change);
      EXPECT_NE(before.canonical, after.canonical) << kChangeNames[change];
      EXPECT_NE(before.fingerprint, after.fingerprint) << kChangeNames[change];
      ++made[change];
    }
  });
  for (size_t i = 0; i < kChanges; ++i) {
    EXPECT_LT(1'000U, made[i]) << kChangeNames[i];
    std::cout << made[i] << " times " << kChangeNames[i] << "\n";
  }
}

// One by one, what random documents hold few of: doubles lie closer below a power of two than above it.
TEST_F(CanonicalProperty, OfEveryPowerIsWhatASecondImplementationMakes) {
  std::vector<double> numbers;
  for (int exponent = -1074; exponent < 1024; ++exponent) numbers.push_back(std::ldexp(1.0, exponent));
  for (int exponent = -323; exponent < 309; ++exponent)
    numbers.push_back(std::strtod(("1e" + std::to_string(exponent)).c_str(), nullptr));
  Random random(Seed());
  for (const double number : numbers) {
    Document document{.kind = Kind::kObject, .children = {}, .names = {U"-", U"=", U"+"}};
    for (const double each : {std::nextafter(number, 0), number, std::nextafter(number, 2 * number)}) {
      document.children.push_back({.kind = Kind::kNumber, .number = each});
    }
    ASSERT_EQ(CanonicalOf(document), Take(random, document).canonical) << number;
  }
}

}  // namespace
}  // namespace certlite
