// What nearly every call reads again, kept by each connection as long as nobody has changed it.
#ifndef CERTLITE_CORE_STORE_READ_CACHE_H_
#define CERTLITE_CORE_STORE_READ_CACHE_H_

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "core/store/history.h"
#include "core/store/records.h"

namespace certlite {

// What was found under names. Lifetime: of what is answered, until the next Keep or Forget.
template <typename Found>
class KeptFinds {
 public:
  // Null: nothing is kept under that name.
  const Found* Find(std::string_view name) const {
    const auto kept = finds_.find(name);
    return kept == finds_.end() ? nullptr : &kept->second;
  }

  void Keep(std::string_view name, Found found) {
    if (finds_.size() >= kFindsMax) finds_.clear();  // so that a store of any size costs a bounded memory
    finds_.insert_or_assign(std::string(name), std::move(found));
  }

  void Forget() { finds_.clear(); }

 private:
  static constexpr size_t kFindsMax = 512;

  struct Hash : std::hash<std::string_view> {
    using is_transparent = void;
  };

  std::unordered_map<std::string, Found, Hash, std::equal_to<>> finds_;
};

// A record with its texts.
struct KeptRecord {
  std::unique_ptr<Record> record;  // null: there is none
  std::unique_ptr<char[]> texts;
};

struct ReadCache {
  KeptFinds<KeptRecord> records;                            // members and types; by statement and parameters
  KeptFinds<std::optional<OrganizationRow>> organizations;  // by id
  KeptFinds<std::vector<MembershipRow>> memberships;        // by user
  KeptFinds<int64_t> key_scopes;                            // their keys, by reach, subject and operation
  KeptFinds<HistoryHead> heads;                             // by organization's key; what is appended is known at once

  void Forget() {
    records.Forget();
    organizations.Forget();
    memberships.Forget();
    key_scopes.Forget();
    heads.Forget();
  }
};

// What the connection keeps under that name; null, and nothing is kept, where it has no cache now.
template <typename Found>
const Found* FindKept(Connection& connection, KeptFinds<Found> ReadCache::*finds, std::string_view name) {
  ReadCache* const cache = connection.cache();
  return cache == nullptr ? nullptr : (cache->*finds).Find(name);
}

template <typename Found>
void Keep(Connection& connection, KeptFinds<Found> ReadCache::*finds, std::string_view name, Found found) {
  if (ReadCache* const cache = connection.cache()) (cache->*finds).Keep(name, std::move(found));
}

}  // namespace certlite

#endif  // CERTLITE_CORE_STORE_READ_CACHE_H_
