//go:build go1.23

package certlite

import "iter"

// All are the records that are left, each with the error that ended them, if one did.
func (l *Listing[T]) All() iter.Seq2[*T, error] {
	return func(yield func(*T, error) bool) {
		for l.Next() {
			if !yield(l.Record(), nil) {
				return
			}
		}
		if l.err != nil {
			yield(nil, l.err)
		}
	}
}

// Pages are the pages that are left.
func (l *Listing[T]) Pages() iter.Seq2[Page[T], error] {
	return func(yield func(Page[T], error) bool) {
		for l.NextPage() {
			if !yield(l.page, nil) {
				return
			}
		}
		if l.err != nil {
			yield(Page[T]{}, l.err)
		}
	}
}
