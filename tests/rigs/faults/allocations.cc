#include "tests/rigs/faults/allocations.h"

#include <dlfcn.h>

#include <cerrno>
#include <cstdlib>
#include <limits>
#include <string_view>

namespace certlite::rig {
namespace {

constexpr size_t kNever = std::numeric_limits<size_t>::max();

Allocations allocations;
bool is_inside = false;
bool refuses_for_ever = false;
size_t refused_from = kNever;
size_t asked = 0;

Asker AskerAt(void* caller) {
  Dl_info info;
  if (dladdr(caller, &info) == 0 || info.dli_fname == nullptr) return Asker::kOurs;
  const std::string_view file = info.dli_fname;
  if (file.find("libsqlite3") != std::string_view::npos) return Asker::kSqlite;
  return file.find("libcrypto") != std::string_view::npos ? Asker::kOpenSsl : Asker::kOurs;
}

}  // namespace

// Whether one more may be had.
bool Allows(void* caller) {
  if (!is_inside || refused_from == kNever) return true;
  ++asked;
  if (asked < refused_from || (asked > refused_from && !refuses_for_ever)) return true;
  if (asked == refused_from) ++allocations.failed[static_cast<size_t>(AskerAt(caller))];
  errno = ENOMEM;
  return false;
}

void* Counted(void* memory) {
  if (is_inside && memory != nullptr) ++allocations.live;
  return memory;
}

void Uncount(void* memory) {
  if (is_inside && memory != nullptr) --allocations.live;
}

void EnterLibrary() { is_inside = true; }
void LeaveLibrary() { is_inside = false; }

void RefuseAllocations(size_t nth, bool for_ever) {
  refused_from = nth;
  refuses_for_ever = for_ever;
  asked = 0;
}

bool AllowAllocations() {
  const bool refused = asked >= refused_from;
  refused_from = kNever;
  return refused;
}

const Allocations& AllocationsSoFar() { return allocations; }

}  // namespace certlite::rig

using certlite::rig::Allows;
using certlite::rig::Counted;
using certlite::rig::Uncount;

// NOLINTBEGIN(bugprone-reserved-identifier): they are the C library's, and the names by which what stands before them
// may call them
extern "C" {
__attribute__((visibility("default"))) void* malloc(size_t size) noexcept;
__attribute__((visibility("default"))) void* calloc(size_t count, size_t size) noexcept;
__attribute__((visibility("default"))) void* realloc(void* memory, size_t size) noexcept;
__attribute__((visibility("default"))) void* aligned_alloc(size_t alignment, size_t size) noexcept;
__attribute__((visibility("default"))) void free(void* memory) noexcept;

void* __libc_malloc(size_t size);
void* __libc_calloc(size_t count, size_t size);
void* __libc_realloc(void* memory, size_t size);
void* __libc_memalign(size_t alignment, size_t size);
void __libc_free(void* memory);

void* malloc(size_t size) noexcept {
  return Allows(__builtin_return_address(0)) ? Counted(__libc_malloc(size)) : nullptr;
}

void* calloc(size_t count, size_t size) noexcept {
  return Allows(__builtin_return_address(0)) ? Counted(__libc_calloc(count, size)) : nullptr;
}

void* realloc(void* memory, size_t size) noexcept {
  if (!Allows(__builtin_return_address(0))) return nullptr;
  void* const grown = __libc_realloc(memory, size);
  if (memory == nullptr) return Counted(grown);
  if (size == 0) Uncount(memory);
  return grown;
}

void* aligned_alloc(size_t alignment, size_t size) noexcept {
  return Allows(__builtin_return_address(0)) ? Counted(__libc_memalign(alignment, size)) : nullptr;
}

void free(void* memory) noexcept {
  Uncount(memory);
  __libc_free(memory);
}
}
// NOLINTEND(bugprone-reserved-identifier)
