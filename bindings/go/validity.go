package certlite

/*
#include <certlite.h>
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
		return argumentError("validity: a day, a grace or a warning period is out of its bounds")
	}
	return nil
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
