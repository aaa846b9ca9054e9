// Text in the C allocator's memory, ready to be handed to a C caller: what was allocated before a commit can't fail
// after it.
#ifndef CERTLITE_CORE_BASE_OWNED_TEXT_H_
#define CERTLITE_CORE_BASE_OWNED_TEXT_H_

#include <cstddef>
#include <cstdlib>
#include <memory>
#include <new>
#include <string_view>

namespace certlite {

class OwnedText {
 public:
  OwnedText() = default;

  // A copy of `text`, and a NUL that size() doesn't count. Errors: std::bad_alloc.
  explicit OwnedText(std::string_view text) : data_(static_cast<char*>(std::malloc(text.size() + 1))) {
    if (data_ == nullptr) throw std::bad_alloc();
    text.copy(data_.get(), text.size());
    data_.get()[text.size()] = '\0';
    size_ = text.size();
  }

  size_t size() const { return size_; }
  std::string_view view() const { return {data_.get(), size_}; }

  // Gives the memory away; to be freed with free().
  char* Release() {
    size_ = 0;
    return data_.release();
  }

 private:
  struct Free {
    void operator()(char* data) const { std::free(data); }
  };
  std::unique_ptr<char, Free> data_;
  size_t size_ = 0;
};

}  // namespace certlite

#endif  // CERTLITE_CORE_BASE_OWNED_TEXT_H_
