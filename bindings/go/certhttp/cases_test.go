package certhttp_test

import (
	"bytes"
	"context"
	"encoding/base64"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"reflect"
	"strconv"
	"strings"
	"testing"
	"time"

	certlite "github.com/certlite/certlite/bindings/go"
	"github.com/certlite/certlite/bindings/go/certhttp"
	"github.com/certlite/certlite/bindings/go/internal/vectors"
)

const shared = "../../../tests/http/"

// document is cases.json, which says itself what its members mean.
type document struct {
	About      []string                   `json:"about"`
	Now        time.Time                  `json:"now"`
	IDSeed     uint64                     `json:"id_seed"`
	Principals map[string]json.RawMessage `json:"principals"`
	Cases      []oneCase                  `json:"cases"`
}

type oneCase struct {
	What     string            `json:"what"`
	As       string            `json:"as"`
	Method   string            `json:"method"`
	Target   string            `json:"target"`
	Headers  map[string]string `json:"headers"`
	Body     string            `json:"body"`
	PaddedTo int               `json:"padded_to"`
	Status   int               `json:"status"`
	With     map[string]string `json:"with"`
	Without  []string          `json:"without"`
	Told     map[string]any    `json:"told"`
	Answer   *string           `json:"answer"`
	Asked    json.RawMessage   `json:"asked"`
	Save     map[string]string `json:"save"`
	Keep     string            `json:"keep"`
}

// player plays cases: names are what <NAME> stands for, asked is what the authenticator was.
type player struct {
	t       *testing.T
	names   map[string]string
	asked   any
	handler http.Handler
}

func (p *player) authenticate(ctx context.Context, token, organization string) (json.Marshaler, error) {
	p.asked = []any{orNil(token), orNil(organization)}
	return principalOf(ctx, token, organization)
}

func orNil(text string) any {
	if text == "" {
		return nil
	}
	return text
}

// principalOf is the tests' authenticator: a token is its own principal, whatever the path names.
func principalOf(_ context.Context, token, _ string) (json.Marshaler, error) {
	text, err := base64.RawURLEncoding.DecodeString(token)
	if err != nil || !json.Valid(text) {
		return nil, nil
	}
	return json.RawMessage(text), nil
}

func tokenOf(principal string) string { return base64.RawURLEncoding.EncodeToString([]byte(principal)) }

func (p *player) filled(text string) string {
	for name, value := range p.names {
		text = strings.ReplaceAll(text, "<"+name+">", value)
	}
	return text
}

// at is what a JSON pointer names; cases use no escapes.
func at(t *testing.T, text []byte, pointer string) any {
	t.Helper()
	var value any
	if err := json.Unmarshal(text, &value); err != nil {
		t.Fatalf("%v: %s", err, text)
	}
	for _, name := range strings.Split(pointer, "/")[1:] {
		switch within := value.(type) {
		case map[string]any:
			value = within[name]
		case []any:
			index, err := strconv.Atoi(name)
			if err != nil || index >= len(within) {
				t.Fatalf("%s is not in %s", pointer, text)
			}
			value = within[index]
		default:
			t.Fatalf("%s is not in %s", pointer, text)
		}
	}
	return value
}

func (p *player) request(c oneCase) *http.Request {
	body := []byte(p.filled(c.Body))
	if missing := c.PaddedTo - len(body); missing > 0 {
		body = append(body, bytes.Repeat([]byte{' '}, missing)...)
	}
	r := httptest.NewRequest(c.Method, p.filled(c.Target), bytes.NewReader(body))
	for name, value := range c.Headers {
		r.Header.Set(name, p.filled(value))
	}
	if c.As != "" {
		r.Header.Set("Authorization", "Bearer "+p.names[c.As])
	}
	return r
}

func (p *player) play(t *testing.T, c oneCase) {
	p.asked = nil
	answer := httptest.NewRecorder()
	p.handler.ServeHTTP(answer, p.request(c))
	body := answer.Body.Bytes()
	if answer.Code != c.Status {
		t.Fatalf("%d instead of %d: %s", answer.Code, c.Status, body)
	}
	for name, pointer := range c.Save {
		p.names[name] = at(t, body, pointer).(string)
	}
	if c.Keep != "" {
		p.names[c.Keep] = string(body)
	}
	for name, value := range c.With {
		if got := answer.Header().Get(name); got != p.filled(value) {
			t.Errorf("%s: %q instead of %q", name, got, p.filled(value))
		}
	}
	for _, name := range c.Without {
		if got := answer.Header().Values(name); got != nil {
			t.Errorf("%s: %q", name, got)
		}
	}
	for pointer, value := range c.Told {
		if text, ok := value.(string); ok {
			value = p.filled(text)
		}
		if got := at(t, body, pointer); got != value {
			t.Errorf("%s: %v instead of %v", pointer, got, value)
		}
	}
	if c.Answer != nil && string(body) != p.filled(*c.Answer) {
		t.Errorf("answered %s", body)
	}
	if c.Asked != nil {
		var want any
		if err := json.Unmarshal([]byte(p.filled(string(c.Asked))), &want); err != nil || !reflect.DeepEqual(p.asked, want) {
			t.Errorf("asked %v instead of %v (%v)", p.asked, want, err)
		}
	}
}

func TestCases(t *testing.T) {
	var told document
	if err := vectors.Decode(shared+"cases.json", &told); err != nil {
		t.Fatal(err)
	}
	engine := open(t, ":memory:", certlite.IDSeed(told.IDSeed))
	p := &player{t: t, names: map[string]string{}}
	p.handler = handler(t, engine, p.authenticate, certhttp.Clock(func() time.Time { return told.Now }))
	for _, c := range told.Cases {
		for name, principal := range told.Principals {
			p.names[name] = tokenOf(p.filled(string(principal)))
		}
		t.Run(c.What, func(t *testing.T) { p.play(t, c) })
	}
}

func open(t *testing.T, path string, options ...certlite.OpenOption) *certlite.Engine {
	t.Helper()
	engine, err := certlite.Open(path, options...)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { engine.Close() })
	return engine
}

func handler(t *testing.T, engine *certlite.Engine, authenticate certhttp.Authenticate, options ...certhttp.Option) http.Handler {
	t.Helper()
	made, err := certhttp.New(engine, authenticate, options...)
	if err != nil {
		t.Fatal(err)
	}
	return made
}
