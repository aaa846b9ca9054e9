// certification.count: how many certifications have each validity status on a day.
#ifndef CERTLITE_CORE_ENGINE_COUNT_H_
#define CERTLITE_CORE_ENGINE_COUNT_H_

#include "core/base/error.h"
#include "core/engine/call.h"

namespace certlite {

// Whether the call counts whole organizations, for which the columns in memory are made.
bool CountsByColumns(const Call& call);

// Without call.columns everything is read from the table.
Result<Answer> CountCertifications(Call& call);

}  // namespace certlite

#endif  // CERTLITE_CORE_ENGINE_COUNT_H_
