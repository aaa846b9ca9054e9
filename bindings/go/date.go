package certlite

import (
	"fmt"
	"math"
	"time"
)

// Date is a civil day: no time and no zone. Its zero value is no day.
type Date struct {
	Year  int
	Month time.Month
	Day   int
}

// NewDate is the day of that year, month and day of the month.
func NewDate(year int, month time.Month, day int) Date { return Date{year, month, day} }

// DateOf is the day that t is on, in t's own location.
func DateOf(t time.Time) Date {
	year, month, day := t.Date()
	return Date{year, month, day}
}

// ParseDate reads YYYY-MM-DD, from year 1 on.
func ParseDate(text string) (Date, error) {
	t, err := time.Parse("2006-01-02", text)
	if err != nil || t.Year() < 1 {
		return Date{}, fmt.Errorf("certlite: %q is not a day; write it as YYYY-MM-DD", text)
	}
	return DateOf(t), nil
}

// String writes YYYY-MM-DD.
func (d Date) String() string { return fmt.Sprintf("%04d-%02d-%02d", d.Year, d.Month, d.Day) }

// MarshalText writes YYYY-MM-DD, whatever it holds: the engine refuses a day that isn't in the calendar.
func (d Date) MarshalText() ([]byte, error) { return []byte(d.String()), nil }

// UnmarshalText reads YYYY-MM-DD.
func (d *Date) UnmarshalText(text []byte) (err error) {
	*d, err = ParseDate(string(text))
	return err
}

// Time is the beginning of the day in UTC.
func (d Date) Time() time.Time { return time.Date(d.Year, d.Month, d.Day, 0, 0, 0, 0, time.UTC) }

// AddDays is the day that many days later.
func (d Date) AddDays(days int) Date { return DateOf(d.Time().AddDate(0, 0, days)) }

// Before tells whether d is earlier than other.
func (d Date) Before(other Date) bool { return d.Time().Before(other.Time()) }

// DayNumber counts from 1970-01-01. A day that isn't in the calendar, such as the zero value, is one that the engine refuses.
func (d Date) DayNumber() DayNumber {
	t := d.Time()
	if DateOf(t) != d || d.Year < 1 || d.Year > 9999 { // far years would come round again
		return math.MaxInt32
	}
	const secondsOfDay = 24 * 60 * 60
	return DayNumber(t.Unix() / secondsOfDay)
}

// DayNumber is a day as the C ABI counts it, from 1970-01-01, or NoDay.
type DayNumber int32

// Date is the day; false: it is NoDay.
func (n DayNumber) Date() (Date, bool) {
	if n == NoDay {
		return Date{}, false
	}
	return NewDate(1970, time.January, 1).AddDays(int(n)), true
}
