// Compute: whether a certification holds on a day. Pure: the same facts and day always give the same verdict.
#ifndef CERTLITE_CORE_COMPUTE_VALIDITY_H_
#define CERTLITE_CORE_COMPUTE_VALIDITY_H_

#include <cstddef>
#include <cstdint>

#include "core/model/record.h"
#include "core/model/validity.h"

namespace certlite {

// The verdict for the day `as_of`. Both issued_on and expires_on are days on which the certification holds.
// Unit: days since 1970-01-01, within kDayMin..kDayMax. Source: docs/validity.md.
Validity ComputeValidity(const ValidityFacts& facts, int32_t as_of);

// Judges the block's first `n` records for the day `as_of`, by the rules of ComputeValidity. False, and nothing is
// judged, if a day or a number of days is out of its bounds.
bool JudgeBlock(ValidityBlock& block, size_t n, int32_t as_of);

// The statuses of the first `n` records for the day `as_of`, by the same rules. False, and `status` is not to be read,
// if a day or a number of days is out of its bounds.
bool JudgeColumns(const FactColumns& facts, size_t n, int32_t as_of, uint8_t* status);

// The day as a field's value; null for kNoDay.
Value DayValue(int32_t day);

// What a stored certification's validity depends on.
ValidityFacts FactsOf(const Record& record);

// Fills the computed fields of a record whose stored ones are there; only certifications have any.
void ComputeFields(Record& record, int32_t as_of);

// Gives a certification that was told no expires_on the anniversary that its type's period makes of issued_on, if the
// type has a period and the certification an issued_on.
void DeriveExpiry(Record& record, const Record& type);

}  // namespace certlite

#endif  // CERTLITE_CORE_COMPUTE_VALIDITY_H_
