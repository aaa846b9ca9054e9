package certlite

import (
	"encoding/json"
	"fmt"
	"strings"
)

// Error is anything that Certlite refuses or can't do. errors.Is compares it with the Err variables by its code; errors.As gives
// the rest. Of a call that its context has ended, errors.Is also tells context.Canceled or context.DeadlineExceeded.
type Error struct {
	// Code is the engine's name of the error, such as "not_found"; it never changes.
	Code string
	// Status is the code as the C ABI counts it.
	Status int
	// Title says what the code stands for, Detail what it is about here.
	Title, Detail string
	// Violations are all the rules that the request breaks.
	Violations []Violation
	// Advice says what to do about it.
	Advice string
	// Problem is the RFC 9457 problem details, byte for byte as the engine made them.
	Problem json.RawMessage
	// SystemCode is errno, or SQLite's extended result code; 0 if there is none.
	SystemCode int
	// IdempotencyKey is under which a writing call may be repeated, whoever made it; what can be repeated does nothing twice.
	IdempotencyKey string

	cause error
}

// Violation is one rule that a request breaks.
type Violation struct {
	// Rule is its name, such as "date.exists".
	Rule string `json:"rule"`
	// Pointer is where in the request, a JSON pointer (RFC 6901).
	Pointer string `json:"pointer"`
	// Detail is what is wrong and what to do, in a sentence.
	Detail string `json:"detail"`
}

// Class says who can mend an error.
type Class int

// A code that this package doesn't know belongs to a class nevertheless.
const (
	ClassUnknown     Class = iota
	ClassUsage             // the calling code must be mended
	ClassRequest           // the request must be mended
	ClassState             // what is stored stands against it
	ClassOperational       // the surroundings fail: a disk, a lock, memory
	ClassLibrary           // a fault in Certlite itself
)

// Class is the hundred of the error's status.
func (e *Error) Class() Class {
	if class := Class(-e.Status / 100); class >= ClassUsage && class <= ClassLibrary {
		return class
	}
	return ClassUnknown
}

func (e *Error) Error() string {
	text := e.Detail
	if text == "" {
		text = e.Title
	}
	if len(e.Violations) > 1 {
		all := make([]string, len(e.Violations))
		for i, violation := range e.Violations {
			all[i] = violation.Pointer + ": " + violation.Detail
		}
		text += " " + strings.Join(all, " ")
	}
	return fmt.Sprintf("certlite: %s: %s", e.Code, text)
}

// Is compares codes.
func (e *Error) Is(target error) bool {
	other, ok := target.(*Error)
	return ok && other != nil && other.Code == e.Code
}

// Unwrap is the context's error, if that has cancelled the call.
func (e *Error) Unwrap() error { return e.cause }

// newError makes an error of what a call answered.
func newError(status int, problem []byte, system int) *Error {
	err := &Error{Status: status, Code: "unknown", Problem: problem, SystemCode: system}
	if known := byStatus[status]; known != nil {
		err.Code, err.Title, err.Advice = known.Code, known.Title, known.Advice
	}
	if len(problem) == 0 { // memory ran out
		return err
	}
	var told struct {
		Code, Title, Detail string
		Violations          []Violation
	}
	if json.Unmarshal(problem, &told) == nil {
		err.Code, err.Title, err.Detail, err.Violations = told.Code, told.Title, told.Detail, told.Violations
	}
	return err
}

func closedError(kind string) *Error {
	err := newError(ErrInvalidHandle.Status, nil, 0)
	err.Detail = "the " + kind + " is closed"
	return err
}
