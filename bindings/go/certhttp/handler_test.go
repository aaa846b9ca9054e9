package certhttp_test

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"testing"
	"time"

	certlite "github.com/certlite/certlite/bindings/go"
	"github.com/certlite/certlite/bindings/go/certhttp"
)

// system lets everybody be the system.
func system(context.Context, string, string) (json.Marshaler, error) {
	return certlite.Principal{System: true}, nil
}

func answered(h http.Handler, method, target, body string) *httptest.ResponseRecorder {
	answer := httptest.NewRecorder()
	h.ServeHTTP(answer, httptest.NewRequest(method, target, strings.NewReader(body)))
	return answer
}

func TestOverASocket(t *testing.T) {
	server := httptest.NewServer(handler(t, open(t, ":memory:"), system))
	defer server.Close()
	// A body of unknown length is sent in chunks.
	answer, err := http.Post(server.URL+"/v1/organizations", "application/json", io.MultiReader(strings.NewReader(`{"name":"x"}`)))
	if err != nil {
		t.Fatal(err)
	}
	body, err := io.ReadAll(answer.Body)
	if err != nil || answer.StatusCode != http.StatusCreated || answer.Header.Get("Location") == "" {
		t.Fatalf("%v %d %s", err, answer.StatusCode, body)
	}
	answer, err = http.Head(server.URL + answer.Header.Get("Location"))
	if err != nil || answer.StatusCode != http.StatusOK || answer.ContentLength != int64(len(body)) {
		t.Errorf("%v %+v", err, answer)
	}
}

func TestBelowAPrefix(t *testing.T) {
	h := http.StripPrefix("/certs", handler(t, open(t, ":memory:"), system))
	made := answered(h, "POST", "/certs/v1/organizations", `{"name":"x"}`)
	place := made.Header().Get("Location")
	if !strings.HasPrefix(place, "/certs/v1/organizations/") {
		t.Errorf("Location: %s", place)
	}
	if got := answered(h, "GET", place, ""); got.Code != http.StatusOK {
		t.Errorf("%d %s", got.Code, got.Body)
	}
}

func TestAnEscapedSlashIsPartOfItsSegment(t *testing.T) {
	got := answered(handler(t, open(t, ":memory:"), system), "GET", "/v1/organizations/a%2Fb", "")
	if got.Code != http.StatusUnprocessableEntity || !strings.Contains(got.Body.String(), `a/b`) {
		t.Errorf("%d %s", got.Code, got.Body)
	}
}

func TestBusy(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a.db")
	h := handler(t, open(t, path, certlite.BusyTimeout(time.Millisecond)), system)
	open(t, path, certlite.Exclusive())
	got := answered(h, "POST", "/v1/organizations", `{"name":"x"}`)
	if got.Code != http.StatusServiceUnavailable || got.Header().Get("Retry-After") != "1" {
		t.Errorf("%d %v", got.Code, got.Header())
	}
}

func TestAClosedEngineIsTold(t *testing.T) {
	engine := open(t, ":memory:")
	h := handler(t, engine, system)
	engine.Close()
	got := answered(h, "GET", "/v1/me", "")
	if got.Code != http.StatusInternalServerError || at(t, got.Body.Bytes(), "/code") != "invalid_handle" {
		t.Errorf("%d %s", got.Code, got.Body)
	}
}

func TestAClientThatHasGone(t *testing.T) {
	h := handler(t, open(t, ":memory:"), system)
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	answer := httptest.NewRecorder()
	h.ServeHTTP(answer, httptest.NewRequest("POST", "/v1/organizations", strings.NewReader(`{"name":"x"}`)).WithContext(ctx))
	if at(t, answer.Body.Bytes(), "/code") != "cancelled" {
		t.Errorf("%d %s", answer.Code, answer.Body)
	}
	if got := answered(h, "GET", "/v1/organizations", ""); !strings.HasPrefix(got.Body.String(), `{"data":[],`) {
		t.Errorf("%s", got.Body)
	}
}

func TestAnErrorOfAuthenticateIsTheHosts(t *testing.T) {
	down := error(errors.New("the directory is down"))
	failing := func(context.Context, string, string) (json.Marshaler, error) { return nil, down }
	engine := open(t, ":memory:")
	got := answered(handler(t, engine, failing), "GET", "/v1/me", "")
	if got.Code != http.StatusInternalServerError || strings.Contains(got.Body.String(), "directory") {
		t.Errorf("%d %s", got.Code, got.Body)
	}
	// An engine's error is the host's, too, where the host has asked an engine.
	down = certlite.ErrNotFound
	if got := answered(handler(t, engine, failing), "GET", "/v1/me", ""); got.Code != http.StatusInternalServerError {
		t.Errorf("%d %s", got.Code, got.Body)
	}
	var told error
	h := handler(t, engine, failing, certhttp.OnError(func(w http.ResponseWriter, _ *http.Request, err error) {
		told = err
		w.WriteHeader(http.StatusBadGateway)
	}))
	if got := answered(h, "GET", "/v1/me", ""); got.Code != http.StatusBadGateway || !errors.Is(told, down) {
		t.Errorf("%d %v", got.Code, told)
	}
}

func TestTwoTokensAreNone(t *testing.T) {
	asked := ""
	h := handler(t, open(t, ":memory:"), func(_ context.Context, token, _ string) (json.Marshaler, error) {
		asked = token
		return nil, nil
	})
	r := httptest.NewRequest("GET", "/v1/me", nil)
	r.Header["Authorization"] = []string{"Bearer one", "Bearer two"}
	h.ServeHTTP(httptest.NewRecorder(), r)
	if asked != "one,Bearer two" { // as WSGI has it: a token that nobody has
		t.Errorf("asked for %q", asked)
	}
}

func TestABodyThatEndsTooEarly(t *testing.T) {
	r := httptest.NewRequest("POST", "/v1/organizations", io.MultiReader(strings.NewReader("{"), broken{}))
	answer := httptest.NewRecorder()
	handler(t, open(t, ":memory:"), system).ServeHTTP(answer, r)
	if answer.Code != http.StatusBadRequest || at(t, answer.Body.Bytes(), "/code") != "bad_request" {
		t.Errorf("%d %s", answer.Code, answer.Body)
	}
}

type broken struct{}

func (broken) Read([]byte) (int, error) { return 0, io.ErrUnexpectedEOF }
