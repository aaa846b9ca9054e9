// Render: records and errors to canonical bytes. Equal answers are equal bytes: the order and spacing are fixed.
#ifndef CERTLITE_CORE_RENDER_RENDER_H_
#define CERTLITE_CORE_RENDER_RENDER_H_

#include <span>
#include <string>
#include <string_view>

#include "core/base/error.h"
#include "core/model/draft.h"
#include "core/model/import.h"
#include "core/model/operation.h"
#include "core/model/principal.h"
#include "core/model/record.h"

namespace certlite {

// {"data":{...},"meta":{...}}: the answer to an operation on one record.
std::string RenderAnswer(const Record& record, const AnswerShape& shape);

// {"data":[...],"page":{...},"meta":[...]}: a page. `next_cursor` is empty on the last one.
std::string RenderPage(std::span<const Record> records, std::string_view next_cursor);

// The rows of a field, as a JSON array.
std::string RenderRows(std::span<const Record> rows);

// The answer of me.get. `email` and `display_name` may be null.
std::string RenderMe(const Principal& principal, const Value& email, const Value& display_name);

// {"answer":...,"principal":...,"reason":...}: what a history entry commits to. The answer stands in it byte for byte.
// Then, if it isn't null, the check that was recorded as "verification", and the line that was imported as "import".
std::string RenderHistoryPayload(std::string_view answer, const Principal& principal, const Value& reason,
                                 const Record* verification, const ImportedFrom* import);

// Where the answer begins in a history payload, and what comes right after it.
inline constexpr size_t kAnswerOffset = std::string_view("{\"answer\":").size();
inline constexpr std::string_view kAfterAnswer = ",\"principal\":";

// The document in canonical form (RFC 8785): names sorted, no spaces, one way to write each text and number.
std::string RenderCanonical(const Draft& draft);

// What stands at `position`, members in their order: of an answer of ours, its very bytes.
std::string RenderPart(const Draft& draft, size_t position);

// `value` of `field` as JSON.
void AppendValue(std::string& out, const Field& field, const Value& value);

// The error as problem details (RFC 9457).
std::string RenderProblem(const Error& error);

}  // namespace certlite

#endif  // CERTLITE_CORE_RENDER_RENDER_H_
