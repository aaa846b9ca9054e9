package certlite

import (
	"context"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// as is the Error that err is, which must be the wanted one.
func as(t testing.TB, err error, want *Error) *Error {
	t.Helper()
	var told *Error
	if !errors.As(err, &told) || !errors.Is(err, want) {
		t.Fatalf("got %v, want %s", err, want.Code)
	}
	return told
}

func TestEveryCodeHasItsError(t *testing.T) {
	var told struct {
		Codes []struct {
			Code   string
			Status int
		}
	}
	if err := json.Unmarshal(Describe(), &told); err != nil {
		t.Fatal(err)
	}
	equal(t, "codes", len(byStatus), len(told.Codes))
	for _, code := range told.Codes {
		err := byStatus[code.Status]
		if err == nil || err.Code != code.Code || err.Title == "" || err.Advice == "" || err.Class() == ClassUnknown {
			t.Errorf("%s is told as %+v", code.Code, err)
		}
	}
	equal(t, "a code of tomorrow", (&Error{Status: -399}).Class(), ClassState)
	equal(t, "no code", (&Error{Status: -999}).Class(), ClassUnknown)
	equal(t, "of a line that is in order", errors.Is(ErrNotFound, LineResult{}.Err), false)
}

func TestViolationsAreToldAtOnce(t *testing.T) {
	s := newStore(t, ":memory:")
	_, err := s.session.Certifications().Create(background, CertificationCreate{
		OrganizationMemberID: s.member.ID, CertificationTypeID: s.kind.ID, IssuedOn: Some(Date{2025, 2, 29}), Source: "paper"})
	told := as(t, err, ErrInvalid)
	equal(t, "how many", len(told.Violations), 2)
	equal(t, "first", told.Violations[0].Rule+" "+told.Violations[0].Pointer, "choice.unknown /source")
	equal(t, "second", told.Violations[1].Rule+" "+told.Violations[1].Pointer, "date.exists /issued_on")
	if !strings.Contains(err.Error(), "is not one of") || !json.Valid(told.Problem) || told.IdempotencyKey == "" ||
		told.Class() != ClassRequest || told.Advice == "" {
		t.Errorf("got %+v", told)
	}
}

func TestStates(t *testing.T) {
	s := newStore(t, ":memory:")
	_, err := s.session.Certifications().Get(background, CertificationGet{ID: UUID{15: 9}})
	as(t, err, ErrNotFound)
	nobody := ok(s.engine.Session(Principal{UserID: UUID{15: 9}}))(t)
	_, err = nobody.Organizations().Get(background, OrganizationGet{ID: s.organization.ID})
	as(t, err, ErrForbidden)
	card := s.create(CertificationCreate{ExternalID: Some("x"), IssuerName: Some("A")})
	_, err = s.session.Certifications().Create(background, CertificationCreate{OrganizationMemberID: s.member.ID,
		CertificationTypeID: s.kind.ID, ExternalID: Some("x"), IssuerName: Some("B")})
	as(t, err, ErrExternalIDConflict)
	_, err = s.session.Certifications().Update(background, CertificationUpdate{ID: card.ID, IfRevision: 7, IssuerName: Some("C")})
	as(t, err, ErrRevisionConflict)
	_, err = s.session.Certifications().Create(background, CertificationCreate{OrganizationMemberID: s.member.ID,
		CertificationTypeID: s.kind.ID}, IdempotencyKey(card.IdempotencyKey))
	equal(t, "key", as(t, err, ErrIdempotencyKeyReused).IdempotencyKey, card.IdempotencyKey)
	ok(s.session.Certifications().Erase(background, CertificationErase{ID: card.ID, Reason: "asked for"}))(t)
	_, err = s.session.Certifications().Get(background, CertificationGet{ID: card.ID})
	as(t, err, ErrGone)
}

func TestWhatTheCallerDidWrong(t *testing.T) {
	s := newStore(t, ":memory:")
	for operation, want := range map[string]*Error{"certification.forge": ErrUnknownOperation, "": ErrUnknownOperation} {
		_, err := s.session.Execute(background, operation, []byte("{}"))
		as(t, err, want)
	}
	for _, request := range []string{"{", "", "[]"} {
		_, err := s.session.Execute(background, "me.get", []byte(request))
		as(t, err, ErrMalformed)
	}
	_, err := s.session.Execute(background, "me.get", nil)
	as(t, err, ErrMalformed)
	_, err = s.session.Organizations().Create(background, OrganizationCreate{Name: strings.Repeat("x", 70000)})
	as(t, err, ErrTooLarge)
	_, err = s.session.Organizations().Create(background, OrganizationCreate{Name: "\xff"})
	as(t, err, ErrMalformed)
	for _, key := range []string{"a key", ""} {
		_, err = s.session.Organizations().Create(background, OrganizationCreate{Name: "x"}, IdempotencyKey(key))
		as(t, err, ErrIdempotencyKeyInvalid)
	}
	all := s.session.Organizations().List(background, OrganizationList{Cursor: "x"})
	equal(t, "next", all.Next() || all.NextPage(), false)
	as(t, all.Err(), ErrCursorInvalid)
}

func TestContexts(t *testing.T) {
	s := newStore(t, ":memory:")
	ctx, cancel := context.WithCancel(background)
	ok(s.session.Organizations().Create(ctx, OrganizationCreate{Name: "x"}))(t)
	cancel()
	_, err := s.session.Organizations().Create(ctx, OrganizationCreate{Name: "y"})
	as(t, err, ErrCancelled)
	if !errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded) {
		t.Error(err)
	}
	_, err = s.session.Import(ctx, "organization.create", strings.NewReader(`{"name":"z"}`), ImportOptions{})
	if !errors.Is(err, ErrCancelled) || !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
	all := s.session.Organizations().List(background, OrganizationList{})
	count := 0
	for all.Next() {
		count++
	}
	equal(t, "organizations", count, 2)
}

func TestADeadlineEndsAWait(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a.db")
	waiting := ok(opened(t, path, BusyTimeout(time.Minute)).SystemSession())(t)
	opened(t, path, Exclusive())
	ctx, cancel := context.WithTimeout(background, 20*time.Millisecond)
	defer cancel()
	_, err := waiting.Organizations().Create(ctx, OrganizationCreate{Name: "x"})
	as(t, err, ErrCancelled)
	if !errors.Is(err, context.DeadlineExceeded) {
		t.Error(err)
	}
}

func TestBusyAndNoDatabase(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a.db")
	other := ok(opened(t, path, BusyTimeout(0)).SystemSession())(t)
	owner := opened(t, path, Exclusive())
	_, err := other.Organizations().Create(background, OrganizationCreate{Name: "x"}, IdempotencyKey("mine"))
	told := as(t, err, ErrBusy)
	equal(t, "key", told.IdempotencyKey, "mine")
	equal(t, "class", told.Class(), ClassOperational)
	owner.Close()
	path = filepath.Join(t.TempDir(), "b.db")
	if err := os.WriteFile(path, []byte(strings.Repeat("no database at all", 100)), 0o600); err != nil {
		t.Fatal(err)
	}
	_, err = Open(path)
	as(t, err, ErrNotADatabase)
}

func TestAProblemThatSaysLittle(t *testing.T) {
	unknown := newError(-402, []byte(`{"code":"outcome_unknown","detail":"the disk said nothing"}`), 5)
	if !errors.Is(unknown, ErrOutcomeUnknown) || unknown.SystemCode != 5 || unknown.Error() != "certlite: outcome_unknown: the disk said nothing" {
		t.Errorf("got %+v", unknown)
	}
	equal(t, "no memory", newError(ErrOutOfMemory.Status, nil, 0).Error(), ErrOutOfMemory.Error())
	equal(t, "nonsense", newError(-999, []byte("?"), 0).Code, "unknown")
}
