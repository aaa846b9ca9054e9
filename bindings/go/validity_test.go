package certlite

import (
	"fmt"
	"math"
	"testing"
	"time"
)

func TestValidity(t *testing.T) {
	issued, expires := NewDate(2025, time.March, 1).DayNumber(), NewDate(2027, time.March, 1).DayNumber()
	card := Facts{IssuedOn: issued, ExpiresOn: expires, GraceDays: 10, ExpiringSoonDays: 30}
	suspended, forever := card, card
	suspended.Lifecycle, forever.ExpiresOn = LifecycleSuspended, NoDay
	unknown := card
	unknown.Lifecycle = 99
	for _, each := range []struct {
		facts Facts
		asOf  Date
		want  string
	}{
		{card, NewDate(2025, time.February, 28), "not_yet_valid before_issue 731 true 2025-03-01 true"},
		{card, NewDate(2026, time.March, 1), "valid in_force 365 true 2027-01-30 true"},
		{card, NewDate(2027, time.February, 20), "expiring_soon near_expiry 9 true 2027-03-02 true"},
		{card, NewDate(2027, time.March, 2), "in_grace within_grace -1 true 2027-03-12 true"},
		{card, NewDate(2027, time.April, 1), "expired past_expiry -31 true 0000-00-00 false"},
		{suspended, NewDate(2026, time.March, 1), "invalid suspended 0 false 0000-00-00 false"},
		{forever, NewDate(2026, time.March, 1), "valid no_expiry 0 false 0000-00-00 false"},
		{unknown, NewDate(2026, time.March, 1), "invalid unknown_lifecycle 0 false 0000-00-00 false"},
		{Facts{}, NewDate(2026, time.March, 1), "expired past_expiry -20513 true 0000-00-00 false"},
	} {
		told := ok(Validity(each.facts, each.asOf))(t)
		days, counted := told.DaysRemaining()
		next, changes := told.NextTransition()
		equal(t, each.asOf.String(), fmt.Sprint(told.Status(), " ", told.Reason(), " ", days, " ", counted, " ", next, " ", changes),
			each.want)
	}
	equal(t, "forgotten", ValidityResult{}.Status(), ValidityStatusInvalid)
	later := ValidityResult{status: 99, reason: -1}
	equal(t, "of a later library", fmt.Sprint(later.Status(), ", ", later.Reason()), "status 99, reason -1")
}

func TestValiditySlice(t *testing.T) {
	facts := make([]Facts, 1000)
	for i := range facts {
		facts[i] = Facts{IssuedOn: NoDay, ExpiresOn: DayNumber(i)}
	}
	out := make([]ValidityResult, 1000)
	asOf, _ := DayNumber(500).Date()
	if err := ValiditySlice(facts, asOf, out); err != nil {
		t.Fatal(err)
	}
	equal(t, "499", out[499].Status(), ValidityStatusExpired)
	equal(t, "501", out[501].Status(), ValidityStatusValid)
	equal(t, "none", ValiditySlice(nil, asOf, nil), nil)
	as(t, ValiditySlice(facts, asOf, out[:999]), ErrInvalidArgument)
	facts[7].GraceDays = -1
	as(t, ValiditySlice(facts, asOf, out), ErrInvalidArgument)
	as(t, ValiditySlice(facts[:1], Date{}, out), ErrInvalidArgument)
}

func TestValidityStatuses(t *testing.T) {
	const n = 1000
	facts := FactColumns{make([]DayNumber, n), make([]DayNumber, n), make([]int32, n), make([]int32, n), make([]LifecycleCode, n)}
	rows, want, out := make([]Facts, n), make([]ValidityResult, n), make([]StatusCode, n)
	for i := range rows {
		rows[i] = Facts{IssuedOn: DayNumber(i), ExpiresOn: DayNumber(i + 300), GraceDays: 90, ExpiringSoonDays: 60}
		if i%7 == 0 {
			rows[i].Lifecycle = LifecycleRevoked
		}
		facts.IssuedOn[i], facts.ExpiresOn[i] = rows[i].IssuedOn, rows[i].ExpiresOn
		facts.GraceDays[i], facts.ExpiringSoonDays[i] = rows[i].GraceDays, rows[i].ExpiringSoonDays
		facts.Lifecycle[i] = rows[i].Lifecycle
	}
	asOf, _ := DayNumber(600).Date()
	if err := ValiditySlice(rows, asOf, want); err != nil {
		t.Fatal(err)
	}
	if err := ValidityStatuses(facts, asOf, out); err != nil {
		t.Fatal(err)
	}
	seen := map[ValidityStatus]bool{}
	for i := range out {
		equal(t, fmt.Sprint(i), out[i].Status(), want[i].Status())
		seen[out[i].Status()] = true
	}
	equal(t, "all of them are met", len(seen), len(validityStatuses))
	equal(t, "none", ValidityStatuses(FactColumns{}, asOf, nil), nil)
	as(t, ValidityStatuses(facts, asOf, out[:n-1]), ErrInvalidArgument)
	as(t, ValidityStatuses(facts, Date{}, out), ErrInvalidArgument)
	facts.GraceDays[7] = -1
	as(t, ValidityStatuses(facts, asOf, out), ErrInvalidArgument)
	facts.GraceDays = facts.GraceDays[:n-1]
	as(t, ValidityStatuses(facts, asOf, out), ErrInvalidArgument)
}

func TestDates(t *testing.T) {
	for text, number := range map[string]DayNumber{
		"1970-01-01": 0, "1969-12-31": -1, "2000-02-29": 11016, "0001-01-01": -719162, "9999-12-31": 2932896,
	} {
		day := ok(ParseDate(text))(t)
		equal(t, text, day.DayNumber(), number)
		back, isDay := number.Date()
		equal(t, text, isDay && back == day && back.String() == text, true)
	}
	for _, text := range []string{"", "2025-02-29", "2025-2-1", "2025-01-01T00:00:00Z", "x"} {
		if day, err := ParseDate(text); err == nil {
			t.Error(text, day)
		}
	}
	equal(t, "no day", Date{}.DayNumber(), math.MaxInt32)
	equal(t, "no such day", NewDate(2025, 2, 29).DayNumber(), math.MaxInt32)
	for _, year := range []int{0, 10000, 11761222, -11757172, math.MaxInt32} {
		equal(t, "no such year", NewDate(year, 1, 1).DayNumber(), math.MaxInt32)
	}
	equal(t, "before", NewDate(2025, 2, 28).Before(NewDate(2025, 2, 28).AddDays(1)), true)
}

func TestUUIDs(t *testing.T) {
	const text = "019bc0ab-2400-720a-99f0-5d16a01854a5"
	equal(t, "text", ok(ParseUUID(text))(t).String(), text)
	for _, wrong := range []string{"", "x", text + "0", "019bc0ab-2400-720a-99f0-5d16a01854ag", "019bc0ab02400-720a-99f0-5d16a01854a5"} {
		if id, err := ParseUUID(wrong); err == nil {
			t.Error(wrong, id)
		}
	}
}
