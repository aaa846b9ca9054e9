package certlite_test

import (
	"context"
	"errors"
	"fmt"
	"log"
	"strings"
	"time"

	certlite "github.com/certlite/certlite/bindings/go"
)

// aStore is one in memory with an organization, a member and a certification type.
func aStore() (*certlite.Engine, *certlite.Session, certlite.CertificationCreate) {
	ctx := context.Background()
	engine, err := certlite.Open(":memory:")
	must(err)
	session, err := engine.SystemSession()
	must(err)
	organization, err := session.Organizations().Create(ctx, certlite.OrganizationCreate{Name: "North Sea Wind"})
	must(err)
	ada, err := session.Members().Create(ctx, certlite.MemberCreate{
		OrganizationID: organization.ID, DisplayName: "Ada Berg", IsPrimary: true})
	must(err)
	heights, err := session.CertificationTypes().Create(ctx, certlite.CertificationTypeCreate{
		OrganizationID: organization.ID, Slug: "working-at-heights", Title: "Working at Heights",
		ValidityPeriod: certlite.Some(certlite.ValidityPeriod{Unit: certlite.UnitMonth, Count: 24})})
	must(err)
	return engine, session, certlite.CertificationCreate{OrganizationMemberID: ada.ID, CertificationTypeID: heights.ID}
}

func must(err error) {
	if err != nil {
		log.Fatal(err)
	}
}

func Example() {
	ctx := context.Background()
	engine, session, request := aStore()
	defer engine.Close()

	request.IssuedOn = certlite.Some(certlite.NewDate(2025, time.March, 1))
	card, err := session.Certifications().Create(ctx, request, certlite.IdempotencyKey("import-2025-0001"))
	must(err)
	fmt.Println(card.Outcome, card.ExpiresOn)

	// The same key again is the same card.
	card, err = session.Certifications().Create(ctx, request, certlite.IdempotencyKey("import-2025-0001"))
	must(err)
	fmt.Println(card.Outcome, card.ExpiresOn)

	later, err := session.Certifications().Get(ctx, certlite.CertificationGet{ID: card.ID},
		certlite.AsOf(certlite.NewDate(2027, time.February, 20)))
	must(err)
	fmt.Println(later.ValidityStatus, *later.Meta.DaysRemaining)
	// Output:
	// created 2027-03-01
	// replayed 2027-03-01
	// expiring_soon 9
}

func ExampleError() {
	engine, session, request := aStore()
	defer engine.Close()

	request.IssuedOn = certlite.Some(certlite.NewDate(2025, time.February, 29))
	_, err := session.Certifications().Create(context.Background(), request)
	fmt.Println(errors.Is(err, certlite.ErrInvalid))
	var refused *certlite.Error
	if errors.As(err, &refused) {
		for _, violation := range refused.Violations {
			fmt.Println(violation.Pointer, violation.Detail)
		}
	}
	// Output:
	// true
	// /issued_on "2025-02-29" is not a day of the calendar.
}

func ExampleListing() {
	ctx := context.Background()
	engine, session, request := aStore()
	defer engine.Close()
	for i := 0; i < 3; i++ {
		_, err := session.Certifications().Create(ctx, request)
		must(err)
	}

	count := 0
	cards := session.Certifications().List(ctx, certlite.CertificationList{Limit: 2})
	for cards.Next() {
		count++
	}
	must(cards.Err())
	fmt.Println(count)
	// Output: 3
}

func ExampleSession_Import() {
	ctx := context.Background()
	engine, session, request := aStore()
	defer engine.Close()

	file := strings.NewReader(`{"external_id":"a","issued_on":"2025-03-01"}
{"external_id":"b","issued_on":"2025-02-29"}
`)
	report, err := session.Import(ctx, "certification.import", file, certlite.ImportOptions{
		Defaults: certlite.Some(map[string]any{
			"organization_member_id": request.OrganizationMemberID, "certification_type_id": request.CertificationTypeID}),
	})
	must(err)
	fmt.Println(report.Counts)
	for _, line := range report.Refused {
		fmt.Println(line.Line, line.Err.Violations[0].Detail)
	}
	// Output:
	// map[created:1 refused:1]
	// 2 "2025-02-29" is not a day of the calendar.
}

func ExampleValidity() {
	told, err := certlite.Validity(certlite.Facts{
		IssuedOn:         certlite.NewDate(2025, time.March, 1).DayNumber(),
		ExpiresOn:        certlite.NewDate(2027, time.March, 1).DayNumber(),
		ExpiringSoonDays: 30,
	}, certlite.NewDate(2027, time.February, 20))
	must(err)
	fmt.Println(told.Status(), told.Reason())
	// Output: expiring_soon near_expiry
}
