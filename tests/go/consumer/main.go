// A card is created and found again before it expires; one that can't be is refused with every rule that it breaks.
package main

import (
	"context"
	"errors"
	"fmt"
	"log"
	"time"

	certlite "github.com/certlite/certlite/bindings/go"
)

func main() {
	if err := run(context.Background()); err != nil {
		log.Fatal(err)
	}
}

func run(ctx context.Context) error {
	engine, err := certlite.Open("certs-go.db")
	if err != nil {
		return err
	}
	defer engine.Close()
	session, err := engine.SystemSession()
	if err != nil {
		return err
	}

	organization, err := session.Organizations().Create(ctx, certlite.OrganizationCreate{Name: "North Sea Wind"})
	if err != nil {
		return err
	}
	ada, err := session.Members().Create(ctx, certlite.MemberCreate{
		OrganizationID: organization.ID, DisplayName: "Ada Berg", IsPrimary: true})
	if err != nil {
		return err
	}
	heights, err := session.CertificationTypes().Create(ctx, certlite.CertificationTypeCreate{
		OrganizationID: organization.ID, Slug: "working-at-heights", Title: "Working at Heights",
		ValidityPeriod: certlite.Some(certlite.ValidityPeriod{Unit: certlite.UnitMonth, Count: 24})})
	if err != nil {
		return err
	}

	card, err := session.Certifications().Create(ctx, certlite.CertificationCreate{
		OrganizationMemberID: ada.ID, CertificationTypeID: heights.ID,
		IssuedOn: certlite.Some(certlite.NewDate(2025, time.March, 1))})
	if err != nil {
		return err
	}
	fmt.Println(card.ExpiresOn, card.IdempotencyKey) // 2027-03-01, and a key that makes the call safe to repeat

	cards := session.Certifications().List(ctx, certlite.CertificationList{
		ValidityStatus: certlite.ValidityStatusExpiringSoon}, certlite.AsOf(certlite.NewDate(2027, time.February, 20)))
	for cards.Next() { // lists fetch their pages by themselves
		fmt.Println(cards.Record().ID, *cards.Record().Meta.DaysRemaining)
	}
	if err := cards.Err(); err != nil {
		return err
	}

	_, err = session.Certifications().Create(ctx, certlite.CertificationCreate{
		OrganizationMemberID: ada.ID, CertificationTypeID: heights.ID,
		IssuedOn: certlite.Some(certlite.NewDate(2025, time.February, 29)), Source: "paper"})
	var refused *certlite.Error
	if errors.As(err, &refused) && errors.Is(err, certlite.ErrInvalid) {
		for _, violation := range refused.Violations {
			fmt.Println(violation.Pointer, violation.Detail)
		}
		return nil
	}
	return err
}
