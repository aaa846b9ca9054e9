// Qualifications over plain facts, against a reference that asks the same of every single day.
#include "core/compute/qualification.h"

#include <gmock/gmock.h>

#include <algorithm>
#include <random>
#include <set>

#include "core/base/date.h"
#include "core/compute/validity.h"
#include "core/model/certification.h"

namespace certlite {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

constexpr int32_t kToday = 20'000;

Uuid Id(int n) {
  Uuid id;
  id.bytes[15] = static_cast<uint8_t>(n);
  return id;
}

// A card of type 1 that holds from ten days ago until ten days from now.
Candidate Card(int id) {
  Candidate card;
  card.id = Id(id);
  card.type_id = Id(1);
  card.facts = {kToday - 10, kToday + 10, 5, 3, LifecycleStatus::kActive};
  card.verification_status = certification::kUnverified;
  return card;
}

Candidate With(Candidate card, LifecycleStatus status) {
  card.facts.lifecycle_status = status;
  return card;
}

constexpr CountingPolicy kAnyPolicy = {};
constexpr CountingPolicy kStrict = {.verified_only = true};
constexpr CountingPolicy kPatient = {.accepts_in_grace = true};

TEST(JudgeCandidate, SaysWhyItCountsOrDoesNot) {
  const struct {
    std::string_view about;
    LifecycleStatus lifecycle;
    int64_t verification;
    int32_t day;
    CountingPolicy policy;
    Counting counting;
  } kCases[] = {
      {"valid", LifecycleStatus::kActive, certification::kUnverified, kToday, kAnyPolicy, Counting::kCounts},
      {"its first day", LifecycleStatus::kActive, certification::kPending, kToday - 10, kAnyPolicy, Counting::kCounts},
      {"its last day", LifecycleStatus::kActive, certification::kVerified, kToday + 10, kStrict, Counting::kCounts},
      {"before", LifecycleStatus::kActive, certification::kVerified, kToday - 11, kAnyPolicy, Counting::kNotYetValid},
      {"in grace", LifecycleStatus::kActive, certification::kVerified, kToday + 11, kAnyPolicy, Counting::kInGrace},
      {"grace is taken", LifecycleStatus::kActive, certification::kVerified, kToday + 15, kPatient, Counting::kCounts},
      {"after", LifecycleStatus::kActive, certification::kVerified, kToday + 16, kPatient, Counting::kExpired},
      {"suspended", LifecycleStatus::kSuspended, certification::kVerified, kToday, kAnyPolicy, Counting::kSuspended},
      {"revoked", LifecycleStatus::kRevoked, certification::kVerified, kToday, kAnyPolicy, Counting::kRevoked},
      {"superseded", LifecycleStatus::kSuperseded, certification::kVerified, kToday, kAnyPolicy, Counting::kSuperseded},
      {"archived", LifecycleStatus::kArchived, certification::kVerified, kToday, kAnyPolicy, Counting::kArchived},
      {"rejected", LifecycleStatus::kActive, certification::kRejected, kToday, kAnyPolicy, Counting::kRejected},
      {"rejected, too", LifecycleStatus::kActive, certification::kRejected, kToday, kStrict, Counting::kRejected},
      {"unverified", LifecycleStatus::kActive, certification::kUnverified, kToday, kStrict, Counting::kUnverified},
      {"pending", LifecycleStatus::kActive, certification::kPending, kToday, kStrict, Counting::kUnverified},
      {"unknown", static_cast<LifecycleStatus>(99), certification::kVerified, kToday, kAnyPolicy, Counting::kRevoked},
  };
  for (const auto& c : kCases) {
    Candidate card = With(Card(1), c.lifecycle);
    card.verification_status = c.verification;
    EXPECT_EQ(c.counting, JudgeCandidate(card, c.policy, c.day)) << c.about;
  }
}

TEST(ComputeQualification, AsksForEveryType) {
  Candidate other = Card(2);
  other.type_id = Id(3);
  const std::vector<Candidate> held = {Card(1), other};
  const std::vector<Uuid> three = {Id(1), Id(2), Id(3)};
  const QualificationVerdict partial = ComputeQualification({three, kAnyPolicy}, held, kToday);
  EXPECT_EQ(QualificationStatus::kPartiallyQualified, partial.status);
  EXPECT_THAT(partial.missing, ElementsAre(Id(2)));
  EXPECT_EQ(2U, partial.met);
  EXPECT_EQ(kNoDay, partial.until);
  EXPECT_EQ(QualificationStatus::kNotQualified, ComputeQualification({three, kAnyPolicy}, {}, kToday).status);
  const QualificationVerdict none = ComputeQualification({}, {}, kToday);
  EXPECT_EQ(QualificationStatus::kQualified, none.status) << "nothing is asked for";
  EXPECT_EQ(kNoDay, none.until);
  const QualificationVerdict whole = ComputeQualification({{Id(1), Id(3)}, kAnyPolicy}, held, kToday);
  EXPECT_EQ(QualificationStatus::kQualified, whole.status);
  EXPECT_EQ(kToday + 10, whole.until);
}

TEST(ComputeCoverage, ChainsCardsWithoutAGap) {
  const auto until = [](int32_t first, int32_t last) {
    Candidate next = Card(2);
    next.facts.issued_on = first;
    next.facts.expires_on = last;
    return ComputeCoverage(Id(1), std::vector{next, Card(1)}, kAnyPolicy, kToday).until;
  };
  EXPECT_EQ(kToday + 30, until(kToday + 11, kToday + 30)) << "the next day";
  EXPECT_EQ(kToday + 30, until(kToday - 50, kToday + 30)) << "overlapping";
  EXPECT_EQ(kToday + 10, until(kToday + 12, kToday + 30)) << "a day is missing";
  EXPECT_EQ(kToday + 10, until(kToday - 50, kToday - 20)) << "over long ago";
  EXPECT_EQ(kNoDay, until(kToday + 5, kNoDay)) << "without an end";
  EXPECT_EQ(kDayMax, until(kToday + 5, kDayMax));
}

// A few cards of two types, near each other and in some cases near the calendar's ends, and what is asked of them.
struct RandomCase {
  explicit RandomCase(unsigned seed);

  std::mt19937 random;
  const int32_t middle;
  std::vector<Candidate> cards;
  Requirements required = {{Id(1), Id(2)}, {}};
};

RandomCase::RandomCase(unsigned seed)
    : random(seed), middle(std::array{kDayMin, -1, kToday, kDayMax}[seed % 4]), cards(random() % 6) {
  const auto day = [&] { return std::clamp(middle + static_cast<int32_t>(random() % 41) - 20, kDayMin, kDayMax); };
  for (size_t i = 0; i < cards.size(); ++i) {
    cards[i] = Card(static_cast<int>(i));
    cards[i].type_id = Id(1 + static_cast<int>(random() % 2));
    cards[i].facts.issued_on = random() % 5 == 0 ? kNoDay : day();
    cards[i].facts.expires_on = random() % 5 == 0 ? kNoDay : day();
    cards[i].facts.grace_days = static_cast<int32_t>(random() % 4);
    cards[i].facts.lifecycle_status = static_cast<LifecycleStatus>(random() % 8 < 5 ? 0 : random() % 5);
    cards[i].verification_status = static_cast<int64_t>(random() % 4);
  }
  required.policy = {random() % 2 == 0, random() % 2 == 0};
}

TEST(ComputeQualification, EqualsTheAnswersOfEveryDay) {
  size_t ends = 0;
  for (unsigned seed = 1; seed <= 20'000; ++seed) {
    RandomCase c(seed);
    const int32_t as_of = std::clamp(c.middle + static_cast<int32_t>(c.random() % 11) - 5, kDayMin, kDayMax);
    const auto covered = [&](const Uuid& type, int32_t day) {
      return std::ranges::any_of(c.cards, [&](const Candidate& card) {
        return card.type_id == type && JudgeCandidate(card, c.required.policy, day) == Counting::kCounts;
      });
    };
    const QualificationVerdict verdict = ComputeQualification(c.required, c.cards, as_of);
    std::vector<Uuid> missing;
    for (const Uuid& type : c.required.type_ids) {
      if (!covered(type, as_of)) missing.push_back(type);
    }
    ASSERT_EQ(missing, verdict.missing) << seed;
    ASSERT_EQ(c.required.type_ids.size(), verdict.met + verdict.missing.size()) << seed;
    if (!missing.empty()) continue;
    int32_t last = as_of;
    while (last < std::min(kDayMax, c.middle + 60) && covered(Id(1), last + 1) && covered(Id(2), last + 1)) ++last;
    const bool open = last == std::min(kDayMax, c.middle + 60) && verdict.until == kNoDay;
    ASSERT_TRUE(open || last == verdict.until) << seed << ": " << last << " " << verdict.until;
    ends += open ? 0 : 1;
  }
  EXPECT_GT(ends, 500U) << "the reference has seen too few ends";
}

// Day by day over random ranges, and every break has a cause.
TEST(ComputeTimeline, EqualsTheAnswersOfEveryDay) {
  size_t breaks = 0;
  for (unsigned seed = 1; seed <= 20'000; ++seed) {
    RandomCase c(seed);
    const int32_t first = std::max(kDayMin, c.middle - static_cast<int32_t>(c.random() % 40));
    const int32_t last = std::min(kDayMax, c.middle + static_cast<int32_t>(c.random() % 40));
    const std::vector<TimelineSegment> segments = ComputeTimeline(c.required, c.cards, first, last);
    int32_t day = first;
    for (size_t i = 0; i < segments.size(); ++i) {
      const TimelineSegment& segment = segments[i];
      ASSERT_EQ(day, segment.first) << seed;
      ASSERT_TRUE(i == 0 ? segment.causes.empty() : segment.missing != segments[i - 1].missing) << seed;
      ASSERT_TRUE(i == 0 || !segment.causes.empty()) << seed << " " << day;
      for (; day <= segment.last; ++day) {
        const QualificationVerdict verdict = ComputeQualification(c.required, c.cards, day);
        ASSERT_EQ(verdict.missing, segment.missing) << seed << " " << day;
        ASSERT_EQ(verdict.status, segment.status) << seed << " " << day;
      }
      breaks += i == 0 ? 0 : 1;
    }
    ASSERT_EQ(last + 1, day) << seed;
  }
  EXPECT_GT(breaks, 5'000U) << "the ranges have seen too few breaks";
}

TEST(ComputeTimeline, TellsWhatBeginsAndEnds) {
  Candidate next = Card(2);
  next.facts.issued_on = kToday + 5;
  next.facts.expires_on = kToday + 20;
  const auto segments = ComputeTimeline({{Id(1)}, kAnyPolicy}, std::vector{Card(1), next}, kToday - 30, kToday + 30);
  ASSERT_EQ(3U, segments.size());
  EXPECT_EQ(kToday - 10, segments[1].first);
  EXPECT_EQ(kToday + 20, segments[1].last) << "one follows on the other";
  EXPECT_EQ(QualificationStatus::kQualified, segments[1].status);
  ASSERT_EQ(1U, segments[1].causes.size());
  EXPECT_EQ(Id(1), segments[1].causes[0].certification_id);
  EXPECT_EQ(Cause::kBegins, segments[1].causes[0].change);
  ASSERT_EQ(1U, segments[2].causes.size());
  EXPECT_EQ(Id(2), segments[2].causes[0].certification_id);
  EXPECT_EQ(Cause::kEnds, segments[2].causes[0].change);
}

std::vector<std::string_view> Remedy(const std::vector<Candidate>& cards, const CountingPolicy& policy,
                                     int32_t day = kToday, const Obstacles& obstacles = {}) {
  std::vector<std::string_view> operations;
  for (const RemedyStep& step : FindRemedy(Id(1), cards, policy, obstacles, day)) {
    operations.push_back(step.operation);
  }
  return operations;
}

TEST(FindRemedy, TakesTheLeast) {
  const Candidate suspended = With(Card(1), LifecycleStatus::kSuspended);
  const Candidate revoked = With(Card(2), LifecycleStatus::kRevoked);
  Candidate archived = With(Card(3), LifecycleStatus::kArchived);
  archived.archived_from = LifecycleStatus::kSuspended;
  Candidate foreign = Card(4);
  foreign.type_id = Id(2);
  const int32_t later = kToday + 100;
  EXPECT_THAT(Remedy({}, kAnyPolicy), ElementsAre("certification.create"));
  EXPECT_THAT(Remedy({foreign, revoked}, kStrict), ElementsAre("certification.create", "certification.verify"));
  EXPECT_THAT(Remedy({revoked, suspended}, kAnyPolicy), ElementsAre("certification.reinstate"));
  EXPECT_THAT(Remedy({suspended}, kStrict), ElementsAre("certification.reinstate", "certification.verify"));
  EXPECT_THAT(Remedy({Card(1), suspended}, kStrict), ElementsAre("certification.verify"));
  EXPECT_THAT(Remedy({archived}, kAnyPolicy), ElementsAre("certification.restore", "certification.reinstate"));
  EXPECT_THAT(Remedy({Card(1)}, kAnyPolicy, later), ElementsAre("certification.renew"));
  EXPECT_THAT(Remedy({suspended}, kStrict, later), ElementsAre("certification.renew", "certification.verify"));
  EXPECT_THAT(Remedy({archived}, kAnyPolicy, later), ElementsAre("certification.create"));
  Candidate renewed = Card(1);
  renewed.is_latest = false;
  EXPECT_THAT(Remedy({renewed}, kAnyPolicy, later), ElementsAre("certification.create")) << "it has its renewal";
  EXPECT_THAT(Remedy({Card(1)}, kAnyPolicy, kToday - 100), ElementsAre("certification.create")) << "not valid yet";
  EXPECT_THAT(Remedy({}, kAnyPolicy, kToday, {Id(8), Id(9)}),
              ElementsAre("member.restore", "certification_type.restore", "certification.create"));
}

}  // namespace
}  // namespace certlite
