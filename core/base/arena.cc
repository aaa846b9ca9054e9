#include "core/base/arena.h"

#include <algorithm>
#include <cstring>

namespace certlite {
namespace {

constexpr size_t kBlockBytes = 4096;

}  // namespace

std::string_view Arena::Copy(std::string_view text) {
  if (text.empty()) return {};
  if (text.size() > free_bytes_) {
    const size_t bytes = std::max(kBlockBytes, text.size());
    blocks_.push_back(std::make_unique_for_overwrite<char[]>(bytes));
    free_ = blocks_.back().get();
    free_bytes_ = bytes;
  }
  char* const copy = free_;
  std::memcpy(copy, text.data(), text.size());
  free_ += text.size();
  free_bytes_ -= text.size();
  return {copy, text.size()};
}

}  // namespace certlite
