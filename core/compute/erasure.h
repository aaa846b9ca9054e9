// Compute: what is left of a record when it is erased.
#ifndef CERTLITE_CORE_COMPUTE_ERASURE_H_
#define CERTLITE_CORE_COMPUTE_ERASURE_H_

#include "core/model/record.h"

namespace certlite {

// Takes out of the record all that its table doesn't say stays, and marks it as erased. Source: docs/lifecycle.md.
void EraseFields(Record& record);

}  // namespace certlite

#endif  // CERTLITE_CORE_COMPUTE_ERASURE_H_
