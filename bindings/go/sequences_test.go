//go:build go1.23

package certlite

import (
	"errors"
	"testing"
)

func TestSequences(t *testing.T) {
	s := newStore(t, ":memory:")
	ids := s.cards(7)
	at := 0
	for card, err := range s.session.Certifications().List(background, CertificationList{Limit: 2}).All() {
		if err != nil || card.ID != ids[at] {
			t.Fatal(at, err)
		}
		at++
	}
	equal(t, "cards", at, 7)
	pages := 0
	for page, err := range s.session.Certifications().List(background, CertificationList{Limit: 2}).Pages() {
		if pages++; err != nil || len(page.Records) != 2 {
			t.Fatal(err)
		}
		if pages == 3 {
			break
		}
	}
	for range s.session.Certifications().List(background, CertificationList{}).All() {
		break
	}
	failed := 0
	for card, err := range s.session.Certifications().List(background, CertificationList{Cursor: "x"}).All() {
		if failed++; card != nil || !errors.Is(err, ErrCursorInvalid) {
			t.Error(card, err)
		}
	}
	equal(t, "failures", failed, 1)
	for _, err := range s.session.Certifications().List(background, CertificationList{Cursor: "x"}).Pages() {
		if !errors.Is(err, ErrCursorInvalid) {
			t.Error(err)
		}
	}
}
