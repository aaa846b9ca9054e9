// What the system refuses, in our terms.
#include "core/store/system_error.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cerrno>
#include <utility>

namespace certlite {
namespace {

TEST(SystemError, TellsWhoCanMendIt) {
  for (const auto& [error, code] : {std::pair{EROFS, ErrorCode::kReadOnly},
                                    {ENOSPC, ErrorCode::kStorageFull},
                                    {EDQUOT, ErrorCode::kStorageFull},
                                    {ENOMEM, ErrorCode::kOutOfMemory},
                                    {EIO, ErrorCode::kStorageIo},
                                    {ENOLCK, ErrorCode::kStorageIo},
                                    {EACCES, ErrorCode::kCannotOpen},
                                    {ENOENT, ErrorCode::kCannotOpen}}) {
    const Error told = SystemError(error, "doing it");
    EXPECT_EQ(code, told.code) << error;
    EXPECT_EQ(error, told.system_code);
    EXPECT_THAT(told.detail, testing::StartsWith("doing it: "));
  }
}

}  // namespace
}  // namespace certlite
