// The schema as numbered migrations: each is DDL that was released and never changes again.
#ifndef CERTLITE_CORE_STORE_SCHEMA_H_
#define CERTLITE_CORE_STORE_SCHEMA_H_

#include <cstdint>

#include "core/store/connection.h"

namespace certlite {

// Lifetime: static.
MigrationScripts Migrations();

// The local key of what belongs to no organization: the standard catalogue.
inline constexpr int64_t kCatalogueKey = 0;

// history.key is the organization's local key and the sequence in its chain, so that one tree serves both.
inline constexpr int kSequenceBits = 40;
constexpr int64_t HistoryKey(int64_t organization_key, int64_t sequence) {
  return organization_key << kSequenceBits | sequence;
}
// The last key that a chain may have. The next chain's first one less 1 would overflow for a damaged organization's
// key.
constexpr int64_t LastHistoryKey(int64_t organization_key) {
  return HistoryKey(organization_key, (int64_t{1} << kSequenceBits) - 1);
}
constexpr int64_t OrganizationOf(int64_t history_key) { return history_key >> kSequenceBits; }

}  // namespace certlite

#endif  // CERTLITE_CORE_STORE_SCHEMA_H_
