package certlite

import (
	"bytes"
	"encoding/json"
)

// Optional is a member of a request that may be left out, which null is not: Null[Date]() says that a card never expires. Its
// zero value is left out.
type Optional[T any] struct {
	value T
	state optionalState
}

type optionalState uint8

const (
	leftOut optionalState = iota
	null
	given
)

// Some gives a value.
func Some[T any](value T) Optional[T] { return Optional[T]{value, given} }

// Null gives null.
func Null[T any]() Optional[T] { return Optional[T]{state: null} }

// Get is the value; false: it was left out, or is null.
func (o Optional[T]) Get() (T, bool) { return o.value, o.state == given }

// IsNull tells whether null was given.
func (o Optional[T]) IsNull() bool { return o.state == null }

// IsZero tells whether it was left out.
func (o Optional[T]) IsZero() bool { return o.state == leftOut }

// MarshalJSON writes the value or null. What was left out is left out by whoever writes the object.
func (o Optional[T]) MarshalJSON() ([]byte, error) {
	if o.state != given {
		return []byte("null"), nil
	}
	return json.Marshal(o.value)
}

// UnmarshalJSON reads a value or null.
func (o *Optional[T]) UnmarshalJSON(text []byte) error {
	if bytes.Equal(text, []byte("null")) {
		*o = Null[T]()
		return nil
	}
	*o = Optional[T]{state: given}
	return json.Unmarshal(text, &o.value)
}
