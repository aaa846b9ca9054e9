// An organization's life by chance: requests of every kind, in order or not, about what it has been told of.
#ifndef CERTLITE_TESTS_RIGS_NEIGHBOURS_LIFE_H_
#define CERTLITE_TESTS_RIGS_NEIGHBOURS_LIFE_H_

#include <map>
#include <random>
#include <string>
#include <vector>

#include "tests/engine/host.h"

namespace certlite::host {

// The ids of each resource's records.
using KnownIds = std::map<std::string, std::vector<std::string>, std::less<>>;

struct Step {
  size_t principal = 0;  // a position in Life::Principals
  std::string operation;
  Json request;
  How how;
};

// What it asks next depends on its seed, on what it was answered and on the strangers alone.
class Life {
 public:
  // `first_user`: its users are this one and the two that follow. `strangers`: ids of others, which it asks for as if
  // they were its own; they outlive it.
  Life(uint64_t seed, std::string organization, int first_user, const KnownIds& strangers)
      : random_(seed), organization_(std::move(organization)), first_user_(first_user), strangers_(strangers) {}

  // Who asks.
  std::vector<Json> Principals() const;

  Step Draw(int64_t now);
  void Learn(const Step& step, const Answer& answer);

  const KnownIds& known() const { return known_; }

 private:
  size_t Below(size_t n) { return random_() % n; }
  bool Chance(size_t in_hundred) { return Below(100) < in_hundred; }
  std::string Pick(std::string_view resource);
  Json PickSome(std::string_view resource);
  std::string Word(std::string_view prefix, size_t n);
  std::string Date();
  Json RequestOf(std::string_view operation);
  void AddFields(std::string_view resource, bool creates, Json& request);
  void AddCertification(Json& request);
  void AddFilter(std::string_view operation, Json& request);
  void AddVerdict(std::string_view verb, Json& request);
  Json WhatIf();

  std::mt19937_64 random_;
  const std::string organization_;
  const int first_user_;
  const KnownIds& strangers_;
  KnownIds known_;
  std::map<std::string, Json> next_pages_;  // of the lists that had more
};

}  // namespace certlite::host

#endif  // CERTLITE_TESTS_RIGS_NEIGHBOURS_LIFE_H_
