package certlite

import (
	"fmt"
	"testing"
	"time"
)

func collect(t *testing.T, cards *Listing[Certification]) (ids []UUID) {
	t.Helper()
	for cards.Next() {
		ids = append(ids, cards.Record().ID)
	}
	if cards.Err() != nil {
		t.Fatal(cards.Err())
	}
	return ids
}

func TestMoreThanTwoPages(t *testing.T) {
	s := newStore(t, ":memory:")
	ids := s.cards(11)
	equal(t, "ids", fmt.Sprint(collect(t, s.session.Certifications().List(background, CertificationList{Limit: 3}))), fmt.Sprint(ids))
	pages := s.session.Certifications().List(background, CertificationList{Limit: 3})
	sizes := []int{}
	for pages.NextPage() {
		sizes = append(sizes, len(pages.Page().Records))
	}
	equal(t, "sizes", fmt.Sprint(sizes), "[3 3 3 2]")
	equal(t, "once more", pages.NextPage() || pages.Next(), false)
}

func TestPagesAreFetchedAsTheyAreNeeded(t *testing.T) {
	s := newStore(t, ":memory:")
	ids := s.cards(11)
	cards := s.session.Certifications().List(background, CertificationList{Limit: 5})
	cards.Next()
	late := s.card(Now(time.Now().Add(time.Minute)))
	equal(t, "rest", fmt.Sprint(collect(t, cards)), fmt.Sprint(append(ids[1:], late.ID)))
}

func TestGoingOnFromACursor(t *testing.T) {
	s := newStore(t, ":memory:")
	ids := s.cards(11)
	first := s.session.Certifications().List(background, CertificationList{Limit: 4})
	first.NextPage()
	rest := s.session.Certifications().List(background, CertificationList{Limit: 4, Cursor: first.Page().NextCursor})
	equal(t, "rest", fmt.Sprint(collect(t, rest)), fmt.Sprint(ids[4:]))
}

func TestListsOfEverything(t *testing.T) {
	s := newStore(t, ":memory:")
	ids := s.cards(3)
	equal(t, "none", len(collect(t, s.session.Certifications().List(background, CertificationList{ExternalID: Some("none")}))), 0)
	versions := s.session.Certifications().History(background, CertificationHistory{ID: ids[0]})
	equal(t, "versions", versions.Next() && versions.Record().Type == "certification.create" && !versions.Next(), true)
	entries := s.session.History().List(background, HistoryList{OrganizationID: s.organization.ID, Limit: 2})
	for i := 1; entries.Next(); i++ {
		equal(t, "sequence", entries.Record().Meta.Sequence, i)
	}
	if entries.Err() != nil {
		t.Error(entries.Err())
	}
}
