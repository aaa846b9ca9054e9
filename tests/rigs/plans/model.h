// What a store should hold and answer, in plain containers: the documented rules written down once more, without SQL,
// transactions, caches or history.
#ifndef CERTLITE_TESTS_RIGS_PLANS_MODEL_H_
#define CERTLITE_TESTS_RIGS_PLANS_MODEL_H_

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "tests/engine/host.h"

namespace certlite::host {

constexpr int kNobody = -1;
constexpr int kCatalogue = -1;  // the organization of standard types

using Text = std::optional<std::string>;

// Who asks: one of the organizations, one of the users, or the system.
struct Who {
  enum class Is { kOneOrganization, kOneUser, kTheSystem };

  Is kind = Is::kOneOrganization;
  int number = 0;
  bool writes_cards = true;  // has the scope for it
};

struct Step {
  Who who;
  std::string operation;
  Json request;
  Text key;
  int64_t now = 0;
};

struct OrganizationFacts {
  std::string id;
  std::string name;
  std::string status = "active";
  int64_t revision = 1;
  int64_t head = 1;
};

struct MemberFacts {
  std::string id;
  int organization = 0;
  std::string name;
  int user = kNobody;
  std::string status = "active";
  Text external_id;
  bool is_primary = false;
  Text archived_from;
  bool erased = false;
  int64_t revision = 1;

  bool operator==(const MemberFacts&) const = default;
};

struct TypeFacts {
  std::string id;
  int organization = kCatalogue;
  std::string slug;
  std::string title;
  std::string status = "active";
  int period_days = 0;  // 0: none
  int grace_days = 0;
  int64_t revision = 1;

  bool operator==(const TypeFacts&) const = default;
};

// The nine fields of a certification's body.
struct Content {
  int member = kNobody;
  int type = 0;
  Text external_id;
  Text external_source;
  std::string source = "manual";
  Text issued_on;
  Text expires_on;
  Text issuer_name;
  Text serial_number;

  bool operator==(const Content&) const = default;
};

struct CardFactsKept {
  std::string id;
  int organization = 0;
  Content now;
  Content first;  // as it was created
  std::string status = "active";
  std::string verification = "unverified";
  Text archived_from;
  Text renews;
  Text superseded_by;
  bool erased = false;
  int64_t revision = 1;

  bool operator==(const CardFactsKept&) const = default;
};

class Model;

// What a step should be answered.
struct Expected {
  std::vector<std::string> rules;  // that it breaks; empty: it succeeds
  int32_t outcome = 0;
  std::string exact;               // all of the answer; empty: it isn't known before
  std::vector<std::string> parts;  // of the answer, each as it stands there
  // What success changes; answers the id of the record that the call came to.
  std::function<std::string(Model& model, const std::string& answer)> effect;

  // The code of a refusal for these rules.
  certlite_status status() const;
};

class Model {
 public:
  // What the step should be answered now.
  Expected Judge(const Step& step) const;

  // Takes the answer of a step that has succeeded as it should.
  void Take(const Step& step, const Expected& expected, const std::string& answer);

  Json PrincipalOf(const Who& who) const;

  // The certifications within reach that aren't erased, of the member unless that is kNobody.
  std::vector<int> CardsOf(const Who& who, int member) const;
  std::vector<std::string> PartsOfCard(const CardFactsKept& card, int64_t now) const;

  std::vector<OrganizationFacts> organizations;
  std::vector<MemberFacts> members;
  std::vector<TypeFacts> types;
  std::vector<CardFactsKept> cards;

  // What a key stands for.
  struct Bound {
    std::string payload;
    std::string answer;
    std::string id;
    int64_t at = 0;
    bool gone = false;
  };
  std::map<std::string, Bound> keys;  // by scope, operation and key

 private:
  using Rules = std::vector<std::string>;

  bool Reaches(const Who& who, int organization) const;
  bool Reaches(const Who& who, const MemberFacts& member) const { return ReachesMember(who, member); }
  bool ReachesMember(const Who& who, const MemberFacts& member) const;
  bool ReachesRecord(const Who& who, const std::string& id) const;
  int FindMember(const Who& who, const std::string& id) const;
  int FindCard(const Who& who, const std::string& id) const;
  int FindType(const Who& who, const std::string& id, int organization) const;
  int OwnMember(const Who& who) const;
  int CardWith(int organization, const Text& external_id, const Text& external_source) const;
  std::string StatusOn(const CardFactsKept& card, int64_t now) const;

  std::optional<Expected> ByKey(const Step& step) const;
  Expected OfOrganization(const Step& step, Rules rules) const;
  Expected OfMember(const Step& step, std::string_view verb, Rules rules) const;
  Expected NewMember(const Step& step, Rules rules) const;
  Expected OfType(const Step& step, std::string_view verb, Rules rules) const;
  Expected NewType(const Step& step, Rules rules) const;
  Expected OfCard(const Step& step, std::string_view verb, Rules rules) const;
  Expected NewCard(const Step& step, Rules rules) const;
  Expected Renewal(const Step& step, const CardFactsKept& card, Rules rules) const;
  Expected Decision(const Step& step, std::string_view verb, int card, Rules rules) const;
  Expected CountOf(const Step& step) const;
  Expected Purge(const Step& step) const;

  void TakeMember(int member, const Content& content, Rules& rules) const;
  void TakeType(const Who& who, const Step& step, bool derives, Content& content, Rules& rules) const;
  void EditCard(const Step& step, CardFactsKept& card, Rules& rules) const;
  Expected Write(CardFactsKept card, int position, bool always, int64_t now) const;
  Expected Made(Content content, const Text& renews, int64_t now) const;
  void Forget(const std::string& id);
};

}  // namespace certlite::host

#endif  // CERTLITE_TESTS_RIGS_PLANS_MODEL_H_
