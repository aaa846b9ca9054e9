// Functions of a library or of the system that a test program defines itself: its own stand before the originals, for
// every library of the process.
#ifndef CERTLITE_TESTS_INSTEAD_H_
#define CERTLITE_TESTS_INSTEAD_H_

#include <dlfcn.h>

#define CERTLITE_INSTEAD extern "C" __attribute__((visibility("default")))

namespace certlite {

// The function that `own` stands before.
template <typename Function>
Function* Original(Function* /*own*/, const char* name) {
  return reinterpret_cast<Function*>(dlsym(RTLD_NEXT, name));
}

// Whose code or data an address lies in: a library's, or the program's.
inline const void* OwnerOf(const void* address) {
  Dl_info info{};
  return dladdr(address, &info) != 0 ? info.dli_fbase : nullptr;
}

}  // namespace certlite

#endif  // CERTLITE_TESTS_INSTEAD_H_
