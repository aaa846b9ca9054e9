package certlite

/*
#include <certlite.h>

// The struct is made here: Go's memory must hold no pointers to Go's memory when C is called.
static certlite_status statuses(const int32_t *issued_on, const int32_t *expires_on, const int32_t *grace_days,
                                const int32_t *expiring_soon_days, const int32_t *lifecycle_status, size_t n,
                                int32_t as_of_day, uint8_t *out) {
  const certlite_fact_columns facts = {issued_on, expires_on, grace_days, expiring_soon_days, lifecycle_status};
  return certlite_validity_statuses(&facts, n, as_of_day, out);
}
*/
import "C"

import "unsafe"

// LifecycleCode is a LifecycleStatus as the C ABI counts it.
type LifecycleCode int32

// What was decided about a record.
const (
	LifecycleActive     LifecycleCode = C.CERTLITE_LIFECYCLE_ACTIVE
	LifecycleSuspended  LifecycleCode = C.CERTLITE_LIFECYCLE_SUSPENDED
	LifecycleRevoked    LifecycleCode = C.CERTLITE_LIFECYCLE_REVOKED
	LifecycleSuperseded LifecycleCode = C.CERTLITE_LIFECYCLE_SUPERSEDED
	LifecycleArchived   LifecycleCode = C.CERTLITE_LIFECYCLE_ARCHIVED
)

// NoDay is no issue date, no expiry, nothing to count or wait for.
const NoDay DayNumber = C.CERTLITE_NO_DAY

// Facts are what the validity of one record depends on. They lie in memory as the C ABI's do.
type Facts struct {
	// IssuedOn and ExpiresOn are days or NoDay. Zero is a day, 1970-01-01: what is forgotten has expired.
	IssuedOn, ExpiresOn DayNumber
	// GraceDays and ExpiringSoonDays are 0 to 36500.
	GraceDays, ExpiringSoonDays int32
	// Lifecycle is what was decided about the record.
	Lifecycle LifecycleCode
	_         int32
}

// ValidityResult is the verdict on one record for one day. Zero reads as invalid, so what is forgotten is never accepted.
type ValidityResult struct {
	status, reason, daysRemaining int32
	nextTransition                DayNumber
}

var validityStatuses = [...]ValidityStatus{
	C.CERTLITE_VALIDITY_INVALID:       ValidityStatusInvalid,
	C.CERTLITE_VALIDITY_NOT_YET_VALID: ValidityStatusNotYetValid,
	C.CERTLITE_VALIDITY_VALID:         ValidityStatusValid,
	C.CERTLITE_VALIDITY_EXPIRING_SOON: ValidityStatusExpiringSoon,
	C.CERTLITE_VALIDITY_IN_GRACE:      ValidityStatusInGrace,
	C.CERTLITE_VALIDITY_EXPIRED:       ValidityStatusExpired,
}

var validityReasons = [...]ValidityReason{
	C.CERTLITE_REASON_UNKNOWN_LIFECYCLE: ValidityReasonUnknownLifecycle,
	C.CERTLITE_REASON_SUSPENDED:         ValidityReasonSuspended,
	C.CERTLITE_REASON_REVOKED:           ValidityReasonRevoked,
	C.CERTLITE_REASON_SUPERSEDED:        ValidityReasonSuperseded,
	C.CERTLITE_REASON_ARCHIVED:          ValidityReasonArchived,
	C.CERTLITE_REASON_BEFORE_ISSUE:      ValidityReasonBeforeIssue,
	C.CERTLITE_REASON_NO_EXPIRY:         ValidityReasonNoExpiry,
	C.CERTLITE_REASON_IN_FORCE:          ValidityReasonInForce,
	C.CERTLITE_REASON_NEAR_EXPIRY:       ValidityReasonNearExpiry,
	C.CERTLITE_REASON_WITHIN_GRACE:      ValidityReasonWithinGrace,
	C.CERTLITE_REASON_PAST_EXPIRY:       ValidityReasonPastExpiry,
}

// Status says whether it holds.
func (r ValidityResult) Status() ValidityStatus {
	return named(validityStatuses[:], "status", r.status)
}

// Reason is which rule gave the status.
func (r ValidityResult) Reason() ValidityReason { return named(validityReasons[:], "reason", r.reason) }

// DaysRemaining counts to the expiry, negative once past; false: it never expires, or is invalid.
func (r ValidityResult) DaysRemaining() (int, bool) {
	if r.daysRemaining == C.CERTLITE_NO_DAY {
		return 0, false
	}
	return int(r.daysRemaining), true
}

// NextTransition is the next day on which the status changes; false: it never does.
func (r ValidityResult) NextTransition() (Date, bool) { return r.nextTransition.Date() }

// Validity tells whether a record holds on a day, by the engine's own rules: without a store, clock or lock.
func Validity(facts Facts, asOf Date) (ValidityResult, error) {
	one, out := [1]Facts{facts}, [1]ValidityResult{}
	err := ValiditySlice(one[:], asOf, out[:])
	return out[0], err
}

// ValiditySlice tells it for each of many records, which are read where they lie. out has room for as many; after an error it
// is not to be read.
func ValiditySlice(facts []Facts, asOf Date, out []ValidityResult) error {
	if len(out) < len(facts) {
		return argumentError("out has less room than there are facts")
	}
	if len(facts) == 0 {
		return nil
	}
	status := C.certlite_validity((*C.certlite_facts)(unsafe.Pointer(&facts[0])), C.size_t(len(facts)),
		C.int32_t(asOf.DayNumber()), (*C.certlite_validity_result)(unsafe.Pointer(&out[0])))
	if status != C.CERTLITE_OK {
		return outOfBounds()
	}
	return nil
}

// FactColumns are the same facts, column by column: record i is the i-th of each.
type FactColumns struct {
	IssuedOn, ExpiresOn         []DayNumber
	GraceDays, ExpiringSoonDays []int32
	Lifecycle                   []LifecycleCode
}

// StatusCode is a ValidityStatus as the C ABI counts it. Zero is invalid, so what is forgotten is never accepted.
type StatusCode uint8

// Status says whether it holds.
func (c StatusCode) Status() ValidityStatus { return named(validityStatuses[:], "status", int32(c)) }

// ValidityStatuses tells the status alone of each of many records, whose columns are read where they lie. out has room for as
// many as it has records, which is what each column must have; after an error it is not to be read.
func ValidityStatuses(facts FactColumns, asOf Date, out []StatusCode) error {
	n := len(facts.IssuedOn)
	for _, size := range [...]int{len(facts.ExpiresOn), len(facts.GraceDays), len(facts.ExpiringSoonDays), len(facts.Lifecycle)} {
		if size != n {
			return argumentError("the columns are of different lengths")
		}
	}
	if len(out) < n {
		return argumentError("out has less room than there are facts")
	}
	if n == 0 {
		return nil
	}
	status := C.statuses((*C.int32_t)(unsafe.Pointer(&facts.IssuedOn[0])), (*C.int32_t)(unsafe.Pointer(&facts.ExpiresOn[0])),
		(*C.int32_t)(unsafe.Pointer(&facts.GraceDays[0])), (*C.int32_t)(unsafe.Pointer(&facts.ExpiringSoonDays[0])),
		(*C.int32_t)(unsafe.Pointer(&facts.Lifecycle[0])), C.size_t(n), C.int32_t(asOf.DayNumber()),
		(*C.uint8_t)(unsafe.Pointer(&out[0])))
	if status != C.CERTLITE_OK {
		return outOfBounds()
	}
	return nil
}

func outOfBounds() *Error {
	return argumentError("validity: a day, a grace or a warning period is out of its bounds")
}

func argumentError(detail string) *Error {
	err := newError(ErrInvalidArgument.Status, nil, 0)
	err.Detail = detail
	return err
}

// The compiler refuses a layout that isn't the C ABI's.
var (
	_ [unsafe.Sizeof(Facts{})]byte                          = [C.sizeof_certlite_facts]byte{}
	_ [unsafe.Offsetof(Facts{}.IssuedOn)]byte               = [unsafe.Offsetof(C.certlite_facts{}.issued_on_day)]byte{}
	_ [unsafe.Offsetof(Facts{}.ExpiresOn)]byte              = [unsafe.Offsetof(C.certlite_facts{}.expires_on_day)]byte{}
	_ [unsafe.Offsetof(Facts{}.GraceDays)]byte              = [unsafe.Offsetof(C.certlite_facts{}.grace_days)]byte{}
	_ [unsafe.Offsetof(Facts{}.ExpiringSoonDays)]byte       = [unsafe.Offsetof(C.certlite_facts{}.expiring_soon_days)]byte{}
	_ [unsafe.Offsetof(Facts{}.Lifecycle)]byte              = [unsafe.Offsetof(C.certlite_facts{}.lifecycle_status)]byte{}
	_ [unsafe.Sizeof(ValidityResult{})]byte                 = [C.sizeof_certlite_validity_result]byte{}
	_ [unsafe.Offsetof(ValidityResult{}.status)]byte        = [unsafe.Offsetof(C.certlite_validity_result{}.validity_status)]byte{}
	_ [unsafe.Offsetof(ValidityResult{}.reason)]byte        = [unsafe.Offsetof(C.certlite_validity_result{}.validity_reason)]byte{}
	_ [unsafe.Offsetof(ValidityResult{}.daysRemaining)]byte = [unsafe.Offsetof(
		C.certlite_validity_result{}.days_remaining)]byte{}
	_ [unsafe.Offsetof(ValidityResult{}.nextTransition)]byte = [unsafe.Offsetof(
		C.certlite_validity_result{}.next_transition_day)]byte{}
)
