package certlite

import (
	"context"
	"strconv"
	"testing"
)

var background = context.Background()

// store is an engine in memory with an organization, a member and a type of 24 months.
type store struct {
	t            testing.TB
	engine       *Engine
	session      *Session
	organization *Organization
	member       *Member
	kind         *CertificationType
}

func newStore(t testing.TB, path string, options ...OpenOption) *store {
	t.Helper()
	s := &store{t: t, engine: opened(t, path, options...)}
	s.session = ok(s.engine.SystemSession())(t)
	s.organization = ok(s.session.Organizations().Create(background, OrganizationCreate{Name: "North Sea Wind"}))(t)
	s.member = ok(s.session.Members().Create(background, MemberCreate{
		OrganizationID: s.organization.ID, DisplayName: "Ada Berg", IsPrimary: true, ExternalID: Some("ada"),
		UserID: Some(UUID{15: 1})}))(t)
	s.kind = ok(s.session.CertificationTypes().Create(background, CertificationTypeCreate{
		OrganizationID: s.organization.ID, Slug: "working-at-heights", Title: "Working at Heights",
		ValidityPeriod: Some(ValidityPeriod{UnitMonth, 24})}))(t)
	return s
}

func opened(t testing.TB, path string, options ...OpenOption) *Engine {
	t.Helper()
	engine := ok(Open(path, options...))(t)
	t.Cleanup(func() { engine.Close() })
	return engine
}

// ok is the value of what must not fail.
func ok[T any](value T, err error) func(testing.TB) T {
	return func(t testing.TB) T {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return value
	}
}

func (s *store) card(options ...CallOption) *Certification {
	s.t.Helper()
	return s.create(CertificationCreate{}, options...)
}

func (s *store) create(request CertificationCreate, options ...CallOption) *Certification {
	s.t.Helper()
	request.OrganizationMemberID, request.CertificationTypeID = s.member.ID, s.kind.ID
	return ok(s.session.Certifications().Create(background, request, options...))(s.t)
}

// cards makes n of them and answers the ids in the order of lists.
func (s *store) cards(n int) (ids []UUID) {
	s.t.Helper()
	for i := 0; i < n; i++ {
		s.create(CertificationCreate{ExternalID: Some(strconv.Itoa(i))})
	}
	all := s.session.Certifications().List(background, CertificationList{Limit: 200})
	for all.Next() {
		ids = append(ids, all.Record().ID)
	}
	if all.Err() != nil || len(ids) != n {
		s.t.Fatal(len(ids), all.Err())
	}
	return ids
}

func equal[T any](t testing.TB, what string, got, want T) {
	t.Helper()
	if any(got) != any(want) {
		t.Errorf("%s: got %v, want %v", what, got, want)
	}
}
