// Five hundred random lives of certifications against a model of the rules that shares no code with the engine: every
// answer, every refusal and what was known at any instant have to be the same.
#include <chrono>
#include <map>
#include <random>

#include "tests/engine/fixture.h"
#include "tests/engine/validity_oracle.h"

namespace certlite::host {
namespace {

constexpr int64_t kForever = 253402300799999;  // the last millisecond of the year 9999
int32_t DayAt(int64_t ms) { return static_cast<int32_t>(ms / kDayMs); }
std::optional<int32_t> DayIn(const Json& date) {
  return date.is_null() ? std::nullopt : std::optional(Day(date.get<std::string>()));
}

std::string InstantOf(int64_t ms) {
  const auto padded = [](int64_t n, int64_t power) { return std::to_string(power + n).substr(1); };
  const int64_t time = ms % kDayMs;
  return DateOf(DayAt(ms)) + "T" + padded(time / 3'600'000, 100) + ":" + padded(time / 60'000 % 60, 100) + ":" +
         padded(time / 1000 % 60, 100) + "." + padded(time % 1000, 1000) + "Z";
}

// The last day of a period that begins on the date.
std::string EndOf(const std::string& date, const Json& period) {
  const int count = period.at("count");
  if (period.at("unit") == "day") return DateOf(Day(date) + count);
  const std::chrono::year_month_day begin{std::chrono::sys_days(std::chrono::days(Day(date)))};
  auto end = begin + std::chrono::months(period.at("unit") == "year" ? 12 * count : count);
  if (!end.ok()) end = end.year() / end.month() / std::chrono::last;
  return DateOf(static_cast<int32_t>(std::chrono::sys_days(end).time_since_epoch().count()));
}

// The table of the lifecycle, written once more: from which statuses, and what becomes of them ("": no fixed one).
const Json kWays = Json::parse(R"({"update":["active suspended",""],"verify":["active suspended",""],
  "renew":["active suspended superseded",""],"suspend":["active","suspended"],"reinstate":["suspended","active"],
  "revoke":["active suspended","revoked"],"supersede":["active suspended","superseded"],
  "archive":["active suspended revoked superseded","archived"],"restore":["archived",""],
  "erase":["active suspended revoked superseded archived",""]})");
const Json kBody = Json::parse(R"(["organization_member_id","external_id","external_source","certification_type_id",
  "source","issued_on","expires_on","issuer_name","serial_number"])");
const Json kLeft = Json::parse(R"(["id","organization_id","organization_member_id","external_id","external_source",
  "certification_type_id","created_at","updated_at","revision"])");
// A new certification. What is null is filled in, or worked out where it is shown. From the revision on it is `meta`.
const Json kCard = Json::parse(R"({"id":null,"organization_id":null,"organization_member_id":null,"user_id":null,
  "external_id":null,"external_source":null,"certification_type_id":null,"lifecycle_status":"active","source":"manual",
  "issued_on":null,"expires_on":null,"issuer_name":null,"serial_number":null,"verification_status":"unverified",
  "validity_status":null,"verification_method":null,"last_verified_at":null,"created_at":null,"updated_at":null,
  "certification_type":{"id":null,"slug":null,"title":null,"status":null},"revision":1,"validity_reason":null,
  "days_remaining":null,"next_transition_on":null,"verified_until":null,"reverify_due":null,"renews_id":null,
  "is_latest":null,"superseded_by_id":null,"archived_from":null})");

bool Allows(const std::string& verb, const std::string& status) {
  return kWays.at(verb).at(0).get<std::string>().find(status) != std::string::npos;
}

// A member, a type or a certification: its versions, the last that was written first.
using Past = std::vector<std::pair<int64_t, Json>>;
bool IsErased(const Past& past) { return past.front().second.size() == kLeft.size(); }  // nothing else is that short
const Json* KnownAt(const Past& past, int64_t instant) {
  const auto known = std::ranges::find_if(past, [=](const auto& version) { return version.first <= instant; });
  return known == past.end() ? nullptr : &known->second;
}
const Json& ShownAt(const Past& past, int64_t instant) {
  const Json* const known = KnownAt(past, instant);
  return known != nullptr ? *known : past.back().second;
}

// What the model says of a call.
struct Expected {
  Json record = {};
  int32_t outcome = CERTLITE_UPDATED;
  std::vector<Fault> faults = {};  // if there are any, it is refused
  std::string code = {};           // of the first that blames the request itself, else of the first
  Json facts = Json::object();     // what the refusal says besides

  Expected& Refuse(std::string_view with_code, const char* rule, const std::string& pointer, bool broken = true) {
    if (broken && (faults.empty() || with_code == "invalid")) code = with_code;
    if (broken) faults.emplace_back(rule, pointer);
    return *this;
  }
};

// The rules.
class Model {
 public:
  std::map<std::string, Past> records;
  std::vector<std::string> cards;
  int entries = 0;  // of the organization's chain

  void Take(const Json& record, int64_t now) {
    Past& past = records[record.at("id")];
    if (past.empty() && record.contains("is_latest")) cards.push_back(record.at("id"));
    past.emplace(past.begin(), now, record);
    if (!record.value("organization_id", Json("its own")).is_null()) ++entries;  // null: a standard type
  }

  // A version as it is answered, by what was known of all else at the instant.
  std::string Show(Json record, int64_t known_at, int32_t day) const {
    if (record.contains("is_latest")) WorkOut(known_at, day, record);
    std::string answer = "{\"data\":{";
    for (const auto& [name, value] : record.items()) {
      answer += name == "revision" ? "},\"meta\":{" : answer.back() == '{' ? "" : ",";
      const auto* const text = value.get_ptr<const std::string*>();  // none needs escapes, and dump() is slow
      answer += "\"" + name + "\":" + (text != nullptr ? "\"" + *text + "\"" : value.dump());
    }
    return answer + "}}";
  }

  Expected Foretell(const std::string& operation, Json request, int64_t now) const {
    const std::string verb = operation.substr(operation.find('.') + 1);
    if (verb == "create") return Create(request, now);
    const Past& past = records.at(request.at("id"));
    const Json& before = past.front().second;
    Expected expected{before};
    if (IsErased(past) && verb != "erase") return expected.Refuse("gone", "record.erased", "/id");
    const bool stale = request.value("if_revision", before.at("revision")) != before.at("revision");
    if (stale) expected.facts["current_revision"] = before.at("revision");
    if (stale) return expected.Refuse("revision_conflict", "revision.current", "/if_revision");
    request.erase("if_revision");
    const bool allowed = !before.contains("lifecycle_status") || Allows(verb, before.at("lifecycle_status"));
    if (!allowed) return expected.Refuse("conflict", "lifecycle.transition", "/id");
    if (verb == "renew") return Renew(request, now);
    Change(verb, request, now, before, expected);
    if (expected.record == before && verb != "verify") return {before, CERTLITE_UNCHANGED};
    expected.record["updated_at"] = InstantOf(now);
    expected.record["revision"] = before.at("revision").get<int>() + 1;
    return expected;
  }

 private:
  const Json& Newest(const Json& id) const { return records.at(id).front().second; }

  void WorkOut(int64_t known_at, int32_t day, Json& record) const {
    const Json& type = ShownAt(records.at(record.at("certification_type_id")), known_at);
    const CardFacts facts = {DayIn(record.at("issued_on")), DayIn(record.at("expires_on")), type.at("grace_days"),
                             type.at("expiring_soon_days")};
    Verdict verdict = {"invalid", record.at("lifecycle_status"), nullptr, nullptr};
    if (verdict.reason == "active") verdict = VerdictOn(facts, day);
    record["validity_status"] = verdict.status;
    record["validity_reason"] = verdict.reason;
    record["days_remaining"] = verdict.days_remaining;
    record["next_transition_on"] = verdict.next_transition_on;
    const bool verified = record.at("verification_status") == "verified";
    record["reverify_due"] = verified && DayIn(record.at("verified_until")).value_or(day) < day;
    record["is_latest"] = !IsRenewed(record.at("id"), known_at, "erase");
    record["user_id"] = ShownAt(records.at(record.at("organization_member_id")), known_at).at("user_id");
    for (auto& [name, value] : record["certification_type"].items()) value = type.at(name);
  }

  // Whether a certification in one of the statuses was known by then to renew this one.
  bool IsRenewed(const Json& id, int64_t known_at, const std::string& verb) const {
    return std::ranges::any_of(cards, [&](const std::string& card) {
      const Past& past = records.at(card);
      if (IsErased(past) || past.back().first > known_at) return false;
      return past.front().second.at("renews_id") == id && Allows(verb, past.front().second.at("lifecycle_status"));
    });
  }

  // The other certification that has the external id, "" if none; that of an erased one stays taken.
  std::string HolderOf(const Json& record) const {
    for (const std::string& card : cards) {
      const Json& other = Newest(card);
      if (card == record.at("id") || other.at("external_source") != record.at("external_source")) continue;
      if (!other.at("external_id").is_null() && other.at("external_id") == record.at("external_id")) return card;
    }
    return "";
  }

  // What stands against the member and the type, if they changed, and the dates. Pointer "": their own.
  void Judge(const Json& before, const std::string& pointer, Expected& expected) const {
    const auto changes = [&](const char* name) { return before.at(name) != expected.record.at(name); };
    const auto status = [&](const char* name) { return Newest(expected.record.at(name)).at("status"); };
    const Json member = status("organization_member_id");
    const bool takes = member == "inactive" ? expected.record.at("source") == "import" : member != "archived";
    expected.Refuse("archived", "member.active", pointer.empty() ? "/organization_member_id" : pointer,
                    changes("organization_member_id") && !takes);
    expected.Refuse("archived", "certification_type.active", pointer.empty() ? "/certification_type_id" : pointer,
                    changes("certification_type_id") && status("certification_type_id") == "archived");
    const auto expires = DayIn(expected.record.at("expires_on"));
    const auto issued = expires ? DayIn(expected.record.at("issued_on")) : expires;
    expected.Refuse("invalid", "dates.order", "/expires_on", issued > expires);
  }

  // A new card, as far as it isn't known yet.
  Expected New(Expected expected, const Json& request, const char* pointer, int64_t now) const {
    Json& record = expected.record;
    record.update(request);
    record["organization_id"] = Newest(record.at("organization_member_id")).at("organization_id");
    record["created_at"] = record["updated_at"] = InstantOf(now);
    const Json& period = Newest(record.at("certification_type_id")).at("validity_period");
    const bool derives = !request.contains("expires_on") && !period.is_null() && !record.at("issued_on").is_null();
    if (derives) record["expires_on"] = EndOf(record.at("issued_on"), period);
    Judge(kCard, pointer, expected);
    return expected;
  }

  Expected Create(const Json& request, int64_t now) const {
    Expected expected = New({kCard, CERTLITE_CREATED}, request, "", now);
    const std::string holder = HolderOf(expected.record);
    // What is archived takes nothing new, and what exists is not new.
    const auto against_new = [](const Fault& fault) { return std::string_view(fault.first).ends_with(".active"); };
    if (!std::ranges::all_of(expected.faults, against_new) || holder.empty()) return expected;
    expected.faults.clear();
    expected.facts["existing_id"] = holder;
    if (IsErased(records.at(holder))) return expected.Refuse("gone", "record.erased", "/external_id");
    for (const std::string name : kBody) {
      const bool same = records.at(holder).back().second.at(name) == expected.record.at(name);
      if (!same) expected.facts["differing_fields"].push_back(name);
    }
    if (expected.facts.size() == 1) return {Newest(holder), CERTLITE_EXISTS};
    return expected.Refuse("external_id_conflict", "external_id.content", "/external_id");
  }

  Expected Renew(const Json& request, int64_t now) const {
    Expected expected{kCard, CERTLITE_CREATED};
    for (const char* name : {"organization_member_id", "certification_type_id", "issuer_name", "serial_number"}) {
      expected.record[name] = Newest(request.at("id")).at(name);
    }
    expected.record["issued_on"] = DateOf(DayAt(now));
    expected.record["renews_id"] = request.at("id");
    expected.Refuse("conflict", "renewal.once", "/id", IsRenewed(request.at("id"), kForever, "update"));
    return New(expected, request, "/id", now);
  }

  void Change(const std::string& verb, const Json& request, int64_t now, const Json& before, Expected& expected) const {
    Json& record = expected.record;
    if (verb == "update") {
      record.update(request);
      const auto changes = [&](const std::string& name) { return before.at(name) != record.at(name); };
      if (record.contains("display_name") && changes("status")) {
        record["archived_from"] = record.at("status") == "archived" ? before.at("status") : Json();
      }
      if (!record.contains("lifecycle_status")) return;
      Judge(before, "", expected);
      const bool taken = (changes("external_id") || changes("external_source")) && !HolderOf(record).empty();
      expected.Refuse("external_id_conflict", "external_id.unique", "/external_id", taken);
      const bool material = std::any_of(kBody.begin(), kBody.end(), [&](const Json& name) {
        return changes(name) && name != "external_id" && name != "external_source" && name != "source";
      });
      if (!material || before.at("verification_status") != "verified") return;
      record["verification_status"] = "unverified";
      record["verified_until"] = nullptr;
      return;
    }
    if (verb == "verify") {
      const bool verified = request.at("outcome") == "verified";
      record["verification_status"] = request.at("outcome");
      record["verified_until"] = request.value("verified_until", Json());
      if (verified) record["verification_method"] = request.at("method");
      if (verified) record["last_verified_at"] = InstantOf(now);
      const bool stray = !verified && request.contains("verified_until");
      expected.Refuse("invalid", "verification.until", "/verified_until", stray);
      return;
    }
    if (verb == "erase") {
      record = Json::object();
      for (const std::string name : kLeft) record[name] = before.at(name);
      return;
    }
    record["lifecycle_status"] = verb == "restore" ? before.at("archived_from") : kWays.at(verb).at(1);
    record["archived_from"] = verb == "archive" ? before.at("lifecycle_status") : Json();
    if (verb != "supersede") return;
    record["superseded_by_id"] = request.at("replacement_id");
    const auto found = records.find(request.at("replacement_id"));
    const bool other = found != records.end() && !IsErased(found->second) && found->first != request.at("id");
    expected.Refuse("not_found", "replacement.exists", "/replacement_id", !other);
    const bool closed = other && !Allows("update", found->second.front().second.at("lifecycle_status"));
    expected.Refuse("conflict", "replacement.open", "/replacement_id", closed);
  }
};

// What a life is made of: each operation, how often it comes, and how often the members of its request are given, in
// percent; then what they are given as. Dates and ids are found elsewhere.
const Json kHabits = Json::parse(R"([
  ["certification.create", 11, {"organization_member_id":100,"certification_type_id":100,"source":50,"issued_on":80,
    "external_id":50,"external_source":30,"expires_on":40,"issuer_name":40,"serial_number":40}],
  ["certification.update", 17, {"organization_member_id":12,"certification_type_id":12,"source":15,"issued_on":15,
    "external_id":15,"external_source":15,"expires_on":15,"issuer_name":15,"serial_number":15}],
  ["certification.verify", 13, {"outcome":100,"method":100,"verifier":30,"verified_until":40,"evidence":30,"reason":9}],
  ["certification.renew", 9, {"issued_on":30,"expires_on":30,"serial_number":30}],
  ["certification.suspend", 7, {"reason":100}], ["certification.reinstate", 7, {"reason":30}],
  ["certification.revoke", 3, {"reason":100}], ["certification.supersede", 4, {"reason":100,"replacement_id":100}],
  ["certification.archive", 4, {"reason":30}], ["certification.restore", 8, {"reason":30}],
  ["certification.erase", 3, {"reason":100}], ["member.update", 7, {"user_id":60,"status":35}],
  ["certification_type.update", 7, {"title":40,"grace_days":40,"expiring_soon_days":40,"state":25}]])");
const Json kValues = Json::parse(R"({"external_id":[null,"E1","E2","E3","E4"],"external_source":[null,"A","B"],
  "source":["manual","import","api","self-reported"],"issuer_name":[null,"","I","Zürich"],"verifier":["V"],
  "serial_number":[null,"","S","T"],"outcome":["verified","verified","verified","pending","rejected"],"reason":["R"],
  "evidence":[{"uri":"x:1","media_type":"a/b",
    "sha256":"00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff"}],"method":["registry","signature"],
  "title":["T","Another","A third"],"state":["active","archived"],"grace_days":[0,10,40],
  "expiring_soon_days":[0,15,60],"status":["active","active","archived","inactive"],
  "validity_period":[null,{"unit":"day","count":200},{"unit":"month","count":7},{"unit":"year","count":1}],
  "user_id":[null,"00000000-0000-4000-8000-000000000001","00000000-0000-4000-8000-000000000002"]})");

// One life: calls at random, each answer compared with the model's.
class Life {
 public:
  Life(uint64_t seed, std::map<std::string, int>& tally) : random_(seed), tally_(tally) {}

  void Run() {
    const std::string organization = Made("organization.create", {{"name", "An organization"}});
    for (const std::string slug : {"standard", "first", "second"}) {
      Json type = {
          {"slug", slug}, {"title", "T"}, {"grace_days", 10}, {"validity_period", RandomValue("validity_period")}};
      type[slug == "standard" ? "scope" : "organization_id"] = slug == "standard" ? slug : organization;
      types_.push_back(Made("certification_type.create", type));
      members_.push_back(Made("member.create", {{"organization_id", organization}, {"display_name", "M"}}));
    }
    for (int steps = 25 + Pick(8); steps > 0 && !testing::Test::HasFailure(); --steps) Step();
    for (const std::string& card : model_.cards) LookBack(card, 3);
    const Answer report = system_.Call("history.verify", {{"organization_id", organization}});
    EXPECT_THAT(report.text, testing::HasSubstr("\"entry_count\":" + std::to_string(model_.entries) + ","));
    if (testing::Test::HasFailure()) ADD_FAILURE() << "The calls were:\n" << log_;
  }

 private:
  int Pick(int n) { return static_cast<int>(random_() % static_cast<uint64_t>(n)); }
  bool Chance(int percent) { return Pick(100) < percent; }
  template <class Things>
  auto OneOf(const Things& things) {
    return things[static_cast<size_t>(Pick(static_cast<int>(things.size())))];
  }

  // A record whose making is not what is tested here; perhaps it is made later than it is shown.
  std::string Made(const std::string& operation, const Json& request) {
    const int64_t now = now_ + (Pick(60) - 20) * kDayMs;
    Json made = system_.Call(operation, request, {.now = now}).json();
    made["data"].update(made.at("meta"));
    model_.Take(made.at("data"), now);
    return made.at("data").at("id");
  }

  Json RandomValue(const std::string& name) {
    if (name == "organization_member_id") return OneOf(members_);
    if (name == "certification_type_id") return OneOf(types_);
    if (name == "replacement_id") return Chance(10) ? std::string(kNowhere) : OneOf(model_.cards);
    if (kValues.contains(name)) return OneOf(kValues.at(name));
    if (name != "verified_until" && Chance(12)) return nullptr;
    return DateOf(DayAt(now_) + Pick(900) - (name == "issued_on" ? 700 : 200));
  }

  void Step() {
    const int dice = Pick(100);  // mostly time goes by; sometimes the clock is set back
    if (dice < 85) now_ += dice < 40 ? Pick(3'600'000) : Pick(dice < 70 ? 400 : 5000) * int64_t{3'599'999};
    if (dice >= 88) now_ -= Pick(1500) * int64_t{3'599'999};
    const bool begins = model_.cards.size() < 2;
    if (!begins && Chance(6)) return LookBack(OneOf(model_.cards), 2);
    if (!keyed_.empty() && Chance(8)) return Replay();
    auto habit = kHabits.begin();
    for (int left = begins ? 0 : Pick(100); (left -= habit->at(1).get<int>()) >= 0;) ++habit;
    const std::string operation = habit->at(0);
    Json request = Json::object();
    for (const auto& [name, percent] : habit->at(2).items()) {
      if (Chance(percent)) request[name == "state" ? "status" : name] = RandomValue(name);
    }
    if (operation == "certification.create") {
      if (!imported_.empty() && Chance(25)) request = OneOf(imported_);  // an old file once more
      imported_.push_back(request);
    } else {
      request["id"] = OneOf(operation[0] == 'm' ? members_ : operation[13] == '_' ? types_ : model_.cards);
      const int64_t revision = model_.records.at(request.at("id")).front().second.at("revision");
      if (Chance(20)) request["if_revision"] = revision + (Chance(35) ? 1 : 0);
    }
    Do(operation, request);
  }

  void Do(const std::string& operation, const Json& request) {
    How how = {.now = now_};
    if (Chance(25)) how.key = "key-" + std::to_string(keyed_.size());
    if (operation.starts_with("certification.") && Chance(30)) how.as_of = DayAt(now_) + Pick(900) - 300;
    log_ += InstantOf(now_) + " " + operation + " " + request.dump() + "\n";
    Expected expected = model_.Foretell(operation, request, now_);
    const Answer answer = system_.Call(operation, request, how);
    if (!expected.faults.empty()) return Check(operation, expected, "", answer);
    if (expected.outcome == CERTLITE_CREATED) expected.record["id"] = answer.text.substr(15, 36);  // it comes first
    Check(operation, expected, model_.Show(expected.record, kForever, how.as_of.value_or(DayAt(now_))), answer);
    const bool written = expected.outcome == CERTLITE_CREATED || expected.outcome == CERTLITE_UPDATED;
    if (written) model_.Take(expected.record, now_);
    if (how.key) keyed_.emplace_back(operation, *how.key, expected.record.at("id"), answer.text, request);
  }

  void Check(const std::string& what, const Expected& expected, const std::string& text, const Answer& answer) {
    static constexpr const char* kOutcomes[] = {"", "created", "replayed", "exists", "updated", "unchanged", "read"};
    if (expected.faults.empty()) {
      EXPECT_DID(expected.outcome, answer);
      EXPECT_EQ(text, answer.text);
      ++tally_[what + " " + kOutcomes[expected.outcome]];
      return;
    }
    EXPECT_TRUE(Refused(expected.code, expected.faults, answer));
    const std::string facts = expected.facts.empty() ? "}]}" : "}]," + expected.facts.dump().substr(1);
    EXPECT_THAT(answer.text, testing::EndsWith(facts));
    for (const auto& [rule, pointer] : expected.faults) ++tally_[rule];
  }

  // An earlier call again: the same bytes, whatever has changed since, unless what it made was erased.
  void Replay() {
    const auto [operation, key, id, text, first] = OneOf(keyed_);
    Json request = first;
    if (Chance(25)) request["another"] = "payload";
    Expected expected{.outcome = CERTLITE_REPLAYED};
    if (request != first) expected.Refuse("idempotency_key_reused", "idempotency_key.payload", "");
    const bool erased = operation != "certification.erase" && IsErased(model_.records.at(id));
    if (erased) expected = Expected().Refuse("gone", "record.erased", "");
    log_ += InstantOf(now_) + " again " + operation + " " + request.dump() + "\n";
    Check(operation, expected, text, system_.Call(operation, request, {.key = key, .now = now_}));
  }

  // An instant at which something was written, or one next to it, or any other.
  int64_t RandomInstant(const std::string& card) {
    if (Chance(15)) return OneOf(std::vector<int64_t>{0, kForever, now_, now_ - Pick(400) * kDayMs, now_ + kDayMs});
    const int64_t written = OneOf(model_.records.at(Chance(80) ? card : OneOf(Chance(50) ? types_ : members_))).first;
    return written + Pick(3) - 1;
  }

  // A day on which the card may change, or one next to it, or a much later one; or none, which is today.
  std::optional<int32_t> RandomDay(const std::string& card) {
    if (Chance(10)) return std::nullopt;
    const Json version = OneOf(model_.records.at(card)).second;
    const std::string field = OneOf(std::vector{"issued_on", "expires_on", "expires_on", "verified_until"});
    const int32_t offset = OneOf(std::vector{-61, -60, -31, -30, -16, -15, -1, 0, 1, 5, 10, 11, 40, 41, 20'000});
    return DayIn(version.value(field, Json())).value_or(DayAt(now_)) + offset;
  }

  // The card as it is, and as it was known at some instants.
  void LookBack(const std::string& card, int times) {
    const auto day = RandomDay(card);
    EXPECT_EQ(Look(card, {.now = now_, .as_of = day}), Look(card, {.now = now_, .as_of = day, .known_at = kForever}));
    if (IsErased(model_.records.at(card))) return;  // that was all to be said of it
    for (; times > 0; --times) Look(card, {.now = now_, .as_of = RandomDay(card), .known_at = RandomInstant(card)});
  }

  std::string Look(const std::string& card, const How& how) {
    const Past& past = model_.records.at(card);
    const int64_t known_at = how.known_at.value_or(kForever);
    const Json* const known = KnownAt(past, known_at);
    Expected expected{.outcome = CERTLITE_READ};
    if (known == nullptr) expected.Refuse("not_found", "record.exists", "/id");
    if (IsErased(past)) expected = Expected().Refuse("gone", "record.erased", "/id");
    const std::string text = model_.Show(known == nullptr ? Json() : *known, known_at, how.as_of.value_or(DayAt(now_)));
    const Answer answer = system_.Call("certification.get", {{"id", card}}, how);
    Check(known == &past.front().second ? "newest" : "older", expected, text, answer);
    return answer.text;
  }

  std::mt19937_64 random_;
  std::map<std::string, int>& tally_;  // what happened, and how often
  int64_t now_ = kNow;
  Engine engine_{":memory:"};
  Session system_ = engine_.As(kSystem);
  Model model_;
  std::vector<std::string> members_, types_;
  std::vector<Json> imported_;  // creates that may come again
  std::vector<std::tuple<std::string, std::string, std::string, std::string, Json>> keyed_;
  std::string log_;
};

// How often at least each thing has to have happened.
const Json kAtLeast = Json::parse(R"({"certification.create created":1500,"certification.create exists":80,
  "certification.create replayed":150,"certification.update updated":500,"certification.update unchanged":250,
  "certification.verify updated":500,"certification.renew created":350,"certification.suspend updated":300,
  "certification.reinstate updated":40,"certification.revoke updated":150,"certification.supersede updated":80,
  "certification.archive updated":200,"certification.restore updated":35,"certification.erase updated":180,
  "certification_type.update updated":300,"member.update updated":200,"lifecycle.transition":1500,
  "revision.current":400,"record.erased":800,"record.exists":1500,"renewal.once":50,"replacement.exists":80,
  "replacement.open":15,"external_id.content":50,"external_id.unique":10,"certification_type.active":30,
  "member.active":40,"dates.order":80,"verification.until":100,"idempotency_key.payload":100,"older read":1400})");

TEST(LivesTest, FiveHundredRandomLivesAnswerAsTheModelDoes) {
  std::map<std::string, int> tally;
  for (uint64_t seed = 1; seed <= 500 && !HasFailure(); ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    Life(seed, tally).Run();
  }
  for (const auto& [what, least] : kAtLeast.items()) EXPECT_GE(tally[what], least) << what;
}

}  // namespace
}  // namespace certlite::host
