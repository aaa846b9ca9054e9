// Validate: a Draft to a Request, with every violation of the shape reported at once.
#ifndef CERTLITE_CORE_VALIDATE_VALIDATE_H_
#define CERTLITE_CORE_VALIDATE_VALIDATE_H_

#include <string_view>
#include <vector>

#include "core/base/arena.h"
#include "core/base/error.h"
#include "core/model/draft.h"
#include "core/model/import.h"
#include "core/model/operation.h"
#include "core/model/principal.h"
#include "core/model/record.h"
#include "core/model/request.h"

namespace certlite {

// What was found out about a request's shape. What is in `violations` is absent from `request`.
struct CheckedRequest {
  Request request;
  std::vector<Violation> violations;
};

// What a caller may ask of the reading of a request.
struct ReadingStyle {
  bool lenient = false;  // unknown members are ignored
  DateFormat date_format = DateFormat::kIso;
};

// Checks each member of `draft` against the table of fields of `operation`. Lifetime: the request's texts are the
// draft's or the arena's.
CheckedRequest CheckRequest(const Operation& operation, const Draft& draft, const ReadingStyle& style, Arena& arena);

// Gives what create was not told its initial value, and null to what has none.
void FillInitial(Record& record);

// Fills the fields with the use `place` from the object at `object` of a document that the engine has rendered itself.
// Lifetime: the record's texts are the draft's or the arena's.
void TakeFields(Record& record, const Draft& document, size_t object, uint32_t place, Arena& arena);

// The record that an answer of the engine's own tells of. Lifetime: as TakeFields.
Record RecordOfAnswer(const Resource& resource, const Draft& answer, Arena& arena);

// Appends what is wrong with the record as a whole: rules that need more than one field.
void CheckCertification(const Record& record, std::vector<Violation>& violations);

// Checks 1..255 bytes of 0x21..0x7E.
Result<void> CheckIdempotencyKey(std::string_view key);

// Reads how the lines of an import are to be taken. Errors: kInvalid with every violation.
Result<ImportOptions> CheckImportOptions(const Draft& draft);

// Reads the principal that a host hands over. Errors: kInvalid with every violation.
Result<Principal> CheckPrincipal(const Draft& draft);

}  // namespace certlite

#endif  // CERTLITE_CORE_VALIDATE_VALIDATE_H_
