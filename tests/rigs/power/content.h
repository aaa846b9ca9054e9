// What a store holds, row by row, as another program reads it with SQLite's own file system.
#ifndef CERTLITE_TESTS_RIGS_POWER_CONTENT_H_
#define CERTLITE_TESTS_RIGS_POWER_CONTENT_H_

#include <string>
#include <vector>

namespace certlite::rig {

// Every row of every table, each as its table's name and its columns.
using Content = std::vector<std::string>;

struct Finding {
  Content content;
  std::string fault;  // the first thing that SQLite finds wrong; empty if there is none
};

Finding Examine(const std::string& path);

// In words, what rows `found` lacks of `expected`, and what it has besides.
std::string DifferenceOf(const Content& expected, const Content& found);

}  // namespace certlite::rig

#endif  // CERTLITE_TESTS_RIGS_POWER_CONTENT_H_
