package certhttp_test

import (
	"context"
	"encoding/json"
	"fmt"
	"log"
	"net/http"
	"net/http/httptest"

	certlite "github.com/certlite/certlite/bindings/go"
	"github.com/certlite/certlite/bindings/go/certhttp"
)

func Example() {
	engine, err := certlite.Open(":memory:")
	if err != nil {
		log.Fatal(err)
	}
	defer engine.Close()
	ada := certlite.Principal{UserID: certlite.UUID{15: 1}, Scopes: []string{"organizations:read"}}
	authenticate := func(_ context.Context, token, organization string) (json.Marshaler, error) {
		if token != "ada's" || organization != "" {
			return nil, nil // nobody
		}
		return ada, nil
	}
	handler, err := certhttp.New(engine, authenticate)
	if err != nil {
		log.Fatal(err)
	}

	// In a program: http.ListenAndServe("localhost:8080", handler)
	request := httptest.NewRequest(http.MethodGet, "/v1/me", nil)
	request.Header.Set("Authorization", "Bearer ada's")
	answer := httptest.NewRecorder()
	handler.ServeHTTP(answer, request)
	fmt.Println(answer.Code, answer.Body)
	// Output: 200 {"user":{"id":"00000000-0000-0000-0000-000000000001","email":null,"display_name":null},"scopes":["organizations:read"]}
}
