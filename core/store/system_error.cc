#include "core/store/system_error.h"

#include <cerrno>
#include <system_error>

#include "absl/strings/str_cat.h"
#include "core/base/json_text.h"

namespace certlite {
namespace {

ErrorCode CodeOfSystem(int error) {
  switch (error) {
    case EROFS:
      return ErrorCode::kReadOnly;
    case ENOSPC:
    case EDQUOT:
      return ErrorCode::kStorageFull;
    case ENOMEM:
      return ErrorCode::kOutOfMemory;
    case EIO:
    case ENOLCK:
      return ErrorCode::kStorageIo;
    default:
      return ErrorCode::kCannotOpen;
  }
}

}  // namespace

std::string SystemText(int error) { return OnlyAscii(std::generic_category().message(error)); }

Error SystemError(int error, const char* doing) {
  Error answer = MakeError(CodeOfSystem(error), absl::StrCat(doing, ": ", SystemText(error)));
  answer.system_code = error;
  return answer;
}

}  // namespace certlite
