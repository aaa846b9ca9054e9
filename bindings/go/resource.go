package certlite

import (
	"context"
	"encoding/json"
	"fmt"
)

// Receipt tells what a writing call did, and under which key it may be repeated: repeated, it does nothing twice.
type Receipt struct {
	// Outcome is what the call did.
	Outcome Outcome
	// IdempotencyKey is what was given as an option, or else made at random; empty: it was no writing call.
	IdempotencyKey string
}

func (r *Receipt) keep(outcome Outcome, key string) { *r = Receipt{outcome, key} }

// noMembers is the request of an operation that takes none.
var noMembers = json.RawMessage("{}")

// What the generated records have.
type (
	written interface{ keep(Outcome, string) }
	// beside is what the engine knows beside a record.
	beside interface{ meta() any }
)

func read[T any](ctx context.Context, s *Session, operation string, request json.Marshaler, options []CallOption) (*T, error) {
	return ask[T](ctx, s, operation, request, callOf(options), unmarshalRecord)
}

// readPlain is read of an answer that is the record itself, without data and meta.
func readPlain[T any](ctx context.Context, s *Session, operation string, request json.Marshaler,
	options []CallOption) (*T, error) {
	return ask[T](ctx, s, operation, request, callOf(options), json.Unmarshal)
}

// write is read with a key, which is made if none is given.
func write[T any](ctx context.Context, s *Session, operation string, request json.Marshaler, options []CallOption) (*T, error) {
	made := callOf(options)
	if !made.hasKey {
		key, err := newUUID()
		if err != nil {
			return nil, err
		}
		made.key, made.hasKey = key.String(), true
	}
	return ask[T](ctx, s, operation, request, made, unmarshalRecord)
}

func ask[T any](ctx context.Context, s *Session, operation string, request json.Marshaler, made *call,
	unmarshal func(text []byte, record any) error) (*T, error) {
	text, err := request.MarshalJSON()
	if err != nil {
		return nil, err
	}
	answer, failed := s.execute(ctx, operation, text, made)
	if failed != nil {
		return nil, failed
	}
	record := new(T)
	if err := unmarshal(answer.Body, record); err != nil {
		return nil, unreadable(operation, err)
	}
	if record, ok := any(record).(written); ok {
		record.keep(answer.Outcome, made.key)
	}
	return record, nil
}

// unmarshalRecord reads {"data":…,"meta":…}.
func unmarshalRecord(text []byte, record any) error {
	envelope := struct {
		Data any `json:"data"`
		Meta any `json:"meta"`
	}{Data: record}
	if record, ok := record.(beside); ok {
		envelope.Meta = record.meta()
	}
	return json.Unmarshal(text, &envelope)
}

func unreadable(operation string, err error) error {
	return fmt.Errorf("certlite: the answer of %s is not what this package was made for: %w", operation, err)
}

// Page is one page of a list.
type Page[T any] struct {
	Records []T
	// NextCursor is where the next page begins; empty: this is the last.
	NextCursor string
}

// Listing is the records of a list, of which pages are fetched as they are needed:
//
//	cards := session.Certifications().List(ctx, certlite.CertificationList{})
//	for cards.Next() {
//		fmt.Println(cards.Record().ID)
//	}
//	if err := cards.Err(); err != nil {
//		return err
//	}
//
// From Go 1.23 on, All and Pages are sequences. A Listing is for one goroutine at a time.
type Listing[T any] struct {
	fetch  func(cursor string) (Page[T], error)
	page   Page[T]
	begun  bool
	cursor string // of the first page
	at     int
	err    error
}

// Next goes to the next record; false: there is none, or Err tells why it could not be read.
func (l *Listing[T]) Next() bool {
	for l.at+1 >= len(l.page.Records) {
		if !l.NextPage() {
			return false
		}
	}
	l.at++
	return true
}

// Record is the one that Next has gone to.
func (l *Listing[T]) Record() *T { return &l.page.Records[l.at] }

// NextPage goes to the next page, whatever is left of the present one; false: there is none, or Err tells why it could not be
// read.
func (l *Listing[T]) NextPage() bool {
	cursor := l.cursor
	if l.begun {
		cursor = l.page.NextCursor
	}
	if l.err != nil {
		return false
	}
	if l.begun && cursor == "" {
		l.page, l.at = Page[T]{}, -1
		return false
	}
	page, err := l.fetch(cursor)
	if err != nil {
		l.err = err
		return false
	}
	l.page, l.begun, l.at = page, true, -1
	return true
}

// Page is the one that Next or NextPage has gone to, for whoever keeps its NextCursor to go on later.
func (l *Listing[T]) Page() Page[T] { return l.page }

// Err is what went wrong; nil at the end of the list.
func (l *Listing[T]) Err() error { return l.err }

// list makes a Listing; encode writes the request for the page at a cursor.
func list[T any](ctx context.Context, s *Session, operation, cursor string, encode func(cursor string) ([]byte, error),
	options []CallOption) *Listing[T] {
	fetch := func(cursor string) (page Page[T], err error) {
		request, err := encode(cursor)
		if err != nil {
			return page, err
		}
		answer, err := s.Execute(ctx, operation, request, options...)
		if err != nil {
			return page, err
		}
		page, err = unmarshalPage[T](answer.Body)
		if err != nil {
			return page, unreadable(operation, err)
		}
		return page, nil
	}
	return &Listing[T]{fetch: fetch, cursor: cursor, at: -1}
}

func unmarshalPage[T any](text []byte) (page Page[T], err error) {
	var told struct {
		Data []T               `json:"data"`
		Meta []json.RawMessage `json:"meta"`
		Page struct {
			NextCursor string `json:"next_cursor"`
		} `json:"page"`
	}
	if err := json.Unmarshal(text, &told); err != nil {
		return page, err
	}
	for i := range told.Data {
		if record, ok := any(&told.Data[i]).(beside); ok && i < len(told.Meta) {
			if err := json.Unmarshal(told.Meta[i], record.meta()); err != nil {
				return page, err
			}
		}
	}
	return Page[T]{told.Data, told.Page.NextCursor}, nil
}
