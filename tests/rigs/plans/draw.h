// Steps by chance, in order or not, about what the model knows.
#ifndef CERTLITE_TESTS_RIGS_PLANS_DRAW_H_
#define CERTLITE_TESTS_RIGS_PLANS_DRAW_H_

#include <random>
#include <string>
#include <vector>

#include "tests/rigs/plans/model.h"

namespace certlite::host {

constexpr int kOrganizations = 3;
constexpr int kUsers = 6;

class Draw {
 public:
  Draw(uint64_t seed, const Model& model) : random_(seed), model_(model) {}

  // The next step; now and then one of the latest again, with its key or with another payload under it.
  Step Next(int64_t now);

  size_t Below(size_t n) { return random_() % n; }
  bool Chance(size_t in_hundred) { return Below(100) < in_hundred; }

 private:
  Who AnyWho(std::string_view operation);
  std::string Word(std::string_view prefix, size_t n) { return std::string(prefix) + std::to_string(Below(n)); }
  std::string Date();
  template <typename Facts>
  std::string IdOf(const std::vector<Facts>& all, const Who& who);
  void AddMember(bool creates, Json& request);
  void AddType(bool creates, Json& request);
  void AddCard(const Who& who, Json& request);
  void AddEdit(const Who& who, Json& request);
  void AddDecision(std::string_view verb, const Who& who, Json& request);
  Json RequestOf(std::string_view operation, const Who& who);
  Step New(int64_t now);

  std::mt19937_64 random_;
  const Model& model_;
  std::vector<Step> latest_;
};

}  // namespace certlite::host

#endif  // CERTLITE_TESTS_RIGS_PLANS_DRAW_H_
