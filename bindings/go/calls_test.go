package certlite

import (
	"encoding/binary"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

func TestQuickStart(t *testing.T) {
	s := newStore(t, ":memory:")
	user := ok(s.engine.Session(Principal{UserID: *s.member.UserID, Scopes: []string{"certification_records:write"}}))(t)
	card := ok(user.Certifications().Create(background, CertificationCreate{
		CertificationTypeID: s.kind.ID, IssuedOn: Some(NewDate(2025, time.March, 1))}, IdempotencyKey("import-2025-0001")))(t)
	equal(t, "receipt", card.Receipt, Receipt{OutcomeCreated, "import-2025-0001"})
	equal(t, "expires on", *card.ExpiresOn, NewDate(2027, time.March, 1))
	equal(t, "slug", card.CertificationType.Slug, "working-at-heights")
	equal(t, "revision", card.Meta.Revision, 1)
	read := ok(s.session.Certifications().Get(background, CertificationGet{ID: card.ID}, AsOf(NewDate(2027, time.February, 20))))(t)
	equal(t, "status", read.ValidityStatus, ValidityStatusExpiringSoon)
	equal(t, "remaining", *read.Meta.DaysRemaining, 9)
	equal(t, "receipt of a read", read.Receipt, Receipt{Outcome: OutcomeRead})
}

func TestAKeyIsMadeAndTold(t *testing.T) {
	s := newStore(t, ":memory:")
	first, second := s.card(), s.card()
	if first.ID == second.ID || first.IdempotencyKey == second.IdempotencyKey {
		t.Error("two calls shared a key")
	}
	key := ok(ParseUUID(first.IdempotencyKey))(t)
	begun := int64(binary.BigEndian.Uint64(key[:]) >> 16) // a key begins with the time
	if away := time.Now().UnixMilli() - begun; key[6]>>4 != 7 || away < -60_000 || away > 60_000 {
		t.Error("the key is", first.IdempotencyKey)
	}
	again := s.card(IdempotencyKey(first.IdempotencyKey))
	equal(t, "again", again.ID, first.ID)
	equal(t, "outcome", again.Outcome, OutcomeReplayed)
}

func TestNullIsNotLeftOut(t *testing.T) {
	s := newStore(t, ":memory:")
	issued := Some(NewDate(2025, time.March, 1))
	if s.create(CertificationCreate{IssuedOn: issued}).ExpiresOn == nil {
		t.Error("what is left out follows from the type")
	}
	card := s.create(CertificationCreate{IssuedOn: issued, ExpiresOn: Null[Date](), IssuerName: Some("")})
	if card.ExpiresOn != nil || card.IssuerName == nil || *card.IssuerName != "" {
		t.Errorf("got %v, %v", card.ExpiresOn, card.IssuerName)
	}
	patched := ok(s.session.Certifications().Update(background, CertificationUpdate{
		ID: card.ID, IssuerName: Null[string](), SerialNumber: Some("\x01\"\\ä")}))(t)
	if patched.IssuerName != nil || *patched.SerialNumber != "\x01\"\\ä" || *patched.IssuedOn != NewDate(2025, time.March, 1) {
		t.Errorf("got %+v", patched)
	}
}

// A host reads a request from its own client, and hands it on.
func TestRequestsAreReadAsTheyAreWritten(t *testing.T) {
	for _, text := range []string{
		`{}`,
		`{"expires_on":null}`,
		`{"expires_on":"2027-03-01","issuer_name":"","organization_id":"019bc0ab-2400-720a-99f0-5d16a01854a5"}`,
	} {
		var request CertificationCreate
		if err := json.Unmarshal([]byte(text), &request); err != nil {
			t.Fatal(err)
		}
		written := ok(json.Marshal(request))(t)
		var got, want map[string]any
		if json.Unmarshal(written, &got) != nil || json.Unmarshal([]byte(text), &want) != nil {
			t.Fatal(string(written))
		}
		delete(got, "certification_type_id") // required, so it is always written
		equal(t, text, fmt.Sprint(got), fmt.Sprint(want))
	}
	optional := Some(7)
	value, given := optional.Get()
	equal(t, "value", value, 7)
	equal(t, "states", fmt.Sprint(given, optional.IsNull(), Null[int]().IsNull(), Optional[int]{}.IsZero()), "true false true true")
}

func TestWhatWasKnown(t *testing.T) {
	s := newStore(t, ":memory:")
	card := s.card()
	later := card.UpdatedAt.Add(5 * time.Second)
	changed := ok(s.session.Certifications().Suspend(background, CertificationSuspend{ID: card.ID, Reason: "fell"}, Now(later)))(t)
	equal(t, "now", changed.LifecycleStatus, LifecycleStatusSuspended)
	elsewhere := card.UpdatedAt.In(time.FixedZone("", -7*3600))
	known := ok(s.session.Certifications().Get(background, CertificationGet{ID: card.ID}, KnownAt(elsewhere)))(t)
	equal(t, "then", known.LifecycleStatus, LifecycleStatusActive)
	before := time.Date(2001, 2, 3, 4, 5, 6, 789e6, time.FixedZone("", 3600))
	purged := ok(s.session.Idempotency().Purge(background, IdempotencyPurge{BoundBefore: before}))(t)
	if !purged.BoundBefore.Equal(before) {
		t.Errorf("got %v", purged.BoundBefore)
	}
}

func TestPrincipals(t *testing.T) {
	s := newStore(t, ":memory:")
	user := ok(s.engine.Session(Principal{UserID: *s.member.UserID, Scopes: []string{"organizations:read"}}))(t)
	me := ok(user.Me().Get(background))(t)
	equal(t, "user", me.User.ID, *s.member.UserID)
	equal(t, "scopes", strings.Join(me.Scopes, " "), "organizations:read")
	boss := ok(s.engine.Session(Principal{UserID: UUID{15: 2}, Scopes: []string{"organization_members:read"},
		OrganizationID: s.organization.ID}))(t)
	members := boss.Members().List(background, MemberList{})
	equal(t, "members", members.Next() && members.Record().DisplayName == "Ada Berg" && !members.Next(), true)
	raw := ok(s.engine.Session(json.RawMessage(`{"system":true}`)))(t)
	ok(raw.Organizations().Get(background, OrganizationGet{ID: s.organization.ID}))(t)
	if _, err := s.engine.Session(json.RawMessage(`{}`)); err == nil {
		t.Error("nobody had a session")
	}
	ok(s.engine.Session(Principal{UserID: UUID{15: 2}}))(t)
}

func TestAWhatIfAndAnOperationByName(t *testing.T) {
	s := newStore(t, ":memory:")
	told := ok(s.session.WhatIf().Ask(background, WhatIfAsk{
		Changes:  []WhatIfAskChange{{"organization.update", OrganizationUpdate{ID: s.organization.ID, Name: "Baltic"}}},
		Question: Question{"organization.get", map[string]any{"id": s.organization.ID}}}))(t)
	pointers := ""
	for _, difference := range told.Differences {
		pointers += difference.Pointer + " "
	}
	if !strings.Contains(pointers, "/data/name") || told.Meta.Changes[0].Outcome != "updated" {
		t.Errorf("got %+v", told)
	}
	answer := ok(s.session.Execute(background, "organization.get", []byte(`{"id":"`+s.organization.ID.String()+`","x":1}`), Lenient()))(t)
	if answer.Outcome != OutcomeRead || !strings.Contains(string(answer.Body), `"name":"North Sea Wind"`) {
		t.Errorf("got %s %s", answer.Outcome, answer.Body)
	}
}

func TestAFile(t *testing.T) {
	path := filepath.Join(t.TempDir(), "naïve.db")
	if _, err := Open(path, Existing()); err == nil {
		t.Error("what is not there was opened")
	}
	name := strings.Repeat("Ørsted 北", 20)
	func() {
		engine := ok(Open(path, BusyTimeout(time.Second)))(t)
		defer engine.Close()
		ok(ok(engine.SystemSession())(t).Organizations().Create(background, OrganizationCreate{Name: name}))(t)
	}()
	engine := opened(t, path, Existing())
	all := ok(engine.SystemSession())(t).Organizations().List(background, OrganizationList{})
	equal(t, "kept", all.Next() && all.Record().Name == name, true)
	if _, err := os.Stat(path); err != nil {
		t.Error(err)
	}
}

// An answer that doesn't fit into what one crossing copies is the same as one that does.
func TestLongAnswers(t *testing.T) {
	s := newStore(t, ":memory:")
	for _, n := range []int{1, 100, 3000, 4096, 5000, 20000} {
		description := strings.Repeat("ä", n/2)
		made, err := s.session.CertificationTypes().Update(background, CertificationTypeUpdate{
			OrganizationID: s.organization.ID, ID: s.kind.ID, Description: Some(description)})
		if err != nil {
			continue // longer than a description may be, and the problem is read whole
		}
		equal(t, "description", *made.Description, description)
	}
	s.cards(20)
	answer := ok(s.session.Execute(background, "certification.list", []byte(`{}`)))(t)
	if len(answer.Body) < 4096 || !json.Valid(answer.Body) {
		t.Errorf("%d bytes", len(answer.Body))
	}
}

func TestDescribeAndVersion(t *testing.T) {
	var told struct{ Library struct{ Version string } }
	if err := json.Unmarshal(Describe(), &told); err != nil {
		t.Fatal(err)
	}
	equal(t, "version", told.Library.Version, Version())
}
