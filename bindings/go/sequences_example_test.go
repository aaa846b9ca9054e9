//go:build go1.23

package certlite_test

import (
	"context"
	"fmt"

	certlite "github.com/certlite/certlite/bindings/go"
)

func ExampleListing_All() {
	ctx := context.Background()
	engine, session, request := aStore()
	defer engine.Close()
	for i := 0; i < 3; i++ {
		_, err := session.Certifications().Create(ctx, request)
		must(err)
	}

	for card, err := range session.Certifications().List(ctx, certlite.CertificationList{Limit: 2}).All() {
		must(err)
		fmt.Println(card.ValidityStatus)
	}
	// Output:
	// valid
	// valid
	// valid
}
