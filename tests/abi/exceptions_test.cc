// Whatever is thrown inside becomes an error that the host is told of: nothing comes out of a call but its status.
#include <gtest/gtest.h>

#include <cstdlib>
#include <functional>
#include <new>
#include <stdexcept>
#include <string>

#include "capi/certlite.h"

namespace {

std::function<void()>* thrower = nullptr;  // what the next allocation does first

}  // namespace

// The program's own stands before the standard library's, for the library too: it lets anything be thrown there.
void* operator new(size_t size) {
  if (auto* const throwing = thrower) {
    thrower = nullptr;
    (*throwing)();
  }
  if (void* const made = std::malloc(size)) return made;
  throw std::bad_alloc();
}
void operator delete(void* made) noexcept { std::free(made); }
void operator delete(void* made, size_t /*size*/) noexcept { std::free(made); }

namespace {

struct Told {
  certlite_status status;
  std::string problem;
};

Told OpenWhile(std::function<void()> throws) {
  certlite_engine* engine = nullptr;
  certlite_error* error = nullptr;
  thrower = &throws;
  const certlite_status status = certlite_open("no/such/folder/a.db", 19, nullptr, &engine, &error);
  thrower = nullptr;
  EXPECT_EQ(nullptr, engine);
  certlite_str problem;
  certlite_error_json(error, &problem);
  Told told{status, std::string(problem.data, problem.size)};
  EXPECT_EQ(status, certlite_error_status(error));
  certlite_error_free(error);
  return told;
}

TEST(Exceptions, OfTheStandardLibraryAreADefectInTheirOwnWords) {
  const Told told = OpenWhile([] { throw std::length_error("too long, they say"); });
  EXPECT_EQ(CERTLITE_E_INTERNAL, told.status);
  EXPECT_NE(std::string::npos, told.problem.find("too long, they say")) << told.problem;
}

TEST(Exceptions, OfAnyKindAreADefect) {
  const Told told = OpenWhile([] { throw 7; });
  EXPECT_EQ(CERTLITE_E_INTERNAL, told.status);
  EXPECT_NE(std::string::npos, told.problem.find("\"code\":\"internal\"")) << told.problem;
}

TEST(Exceptions, OfMemoryAreToldWithoutAny) {
  const Told told = OpenWhile([] { throw std::bad_alloc(); });
  EXPECT_EQ(CERTLITE_E_OUT_OF_MEMORY, told.status);
  EXPECT_NE(std::string::npos, told.problem.find("\"code\":\"out_of_memory\"")) << told.problem;
  const std::function<void()> fails = [] { throw std::bad_alloc(); };
  std::function<void()> throws = fails;
  thrower = &throws;
  EXPECT_EQ(CERTLITE_E_OUT_OF_MEMORY, certlite_open("no/such/folder/a.db", 19, nullptr, nullptr, nullptr));
}

}  // namespace
