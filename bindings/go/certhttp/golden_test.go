package certhttp_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"path/filepath"
	"reflect"
	"regexp"
	"strings"
	"testing"
	"time"

	certlite "github.com/certlite/certlite/bindings/go"
	"github.com/certlite/certlite/bindings/go/certhttp"
	"github.com/certlite/certlite/bindings/go/internal/vectors"
)

// described is what a client reads of the library's description.
type described struct {
	Operations []struct {
		Name     string
		Call     []string
		Outcomes []string
		HTTP     []httpRoute
		Request  struct{ Properties map[string]property }
	}
	Codes []struct {
		Code string
		HTTP int
	}
}

type httpRoute struct {
	Method, Path string
	Bind         map[string]string
}

type property struct {
	Type  any
	Items *property
}

func (p property) is(kind string) bool {
	kinds, _ := p.Type.([]any)
	for _, each := range append(kinds, p.Type) {
		if each == kind {
			return true
		}
	}
	return false
}

var (
	parameter  = regexp.MustCompile(`{(\w+)}`)
	integer    = regexp.MustCompile(`^-?(0|[1-9][0-9]*)$`)
	commaAtEnd = regexp.MustCompile(`,(\s*})$`)
)

// texts are how a query says a value; each is read as the schema has it. false: a query can't.
func texts(value any, of property) ([]string, bool) {
	if items, ok := value.([]any); ok && of.Type == "array" && len(items) > 0 {
		var all []string
		for _, item := range items {
			each, ok := texts(item, *of.Items)
			if !ok {
				return nil, false
			}
			all = append(all, each...)
		}
		return all, true
	}
	switch value := value.(type) {
	case bool:
		return []string{fmt.Sprint(value)}, of.is("boolean")
	case json.Number:
		return []string{value.String()}, of.is("integer") && integer.MatchString(value.String())
	case string:
		readOtherwise := of.is("integer") && integer.MatchString(value) || of.is("boolean") && (value == "true" || value == "false")
		return []string{value}, of.Type != "array" && !readOtherwise
	}
	return nil, false
}

// without is a request's text without one of its members, otherwise as it stands. false: the member can't be told.
func without(text, member, value string) (string, bool) {
	encoded, _ := json.Marshal(value)
	found := regexp.MustCompile(`"`+member+`"\s*:\s*`+regexp.QuoteMeta(string(encoded))+`\s*,?`).FindAllString(text, -1)
	if len(found) != 1 {
		return "", false
	}
	return commaAtEnd.ReplaceAllString(strings.Replace(text, found[0], "", 1), "$1"), true
}

// request says the same as the step. false: HTTP can't.
func (d described) request(step vectors.Step) (*http.Request, []string, bool) {
	text := string(step.Text())
	given := map[string]any{}
	decoder := json.NewDecoder(strings.NewReader(text))
	decoder.UseNumber()
	_ = decoder.Decode(&given) // what is no object has no members
	if strings.TrimSpace(text) == "" {
		return nil, nil, false // which is {} here
	}
	for _, operation := range d.Operations {
		if operation.Name != step.Operation {
			continue
		}
		query := url.Values{}
		calls := strings.Join(operation.Call, " ")
		if step.AsOf != nil {
			query.Set("as_of", *step.AsOf)
		}
		if step.KnownAt != nil {
			query.Set("known_at", step.KnownAt.Format("2006-01-02T15:04:05.000Z"))
		}
		if step.AsOf != nil && !strings.Contains(calls, "as_of") || step.KnownAt != nil && !strings.Contains(calls, "known_at") {
			return nil, nil, false
		}
		for _, route := range operation.HTTP {
			if path, ok := route.path(given); ok {
				r, ok := route.request(path, text, given, query, operation.Request.Properties, step.RequestText != nil)
				return r, operation.Outcomes, ok
			}
		}
	}
	return nil, nil, false
}

// path is the route's path, if all its members are given as texts.
func (h httpRoute) path(given map[string]any) (string, bool) {
	ok := true
	path := parameter.ReplaceAllStringFunc(h.Path, func(name string) string {
		text, isText := given[h.Bind[strings.Trim(name, "{}")]].(string)
		ok = ok && isText && text != ""
		return url.PathEscape(text)
	})
	return path, ok
}

func (h httpRoute) request(path, text string, given map[string]any, query url.Values, properties map[string]property,
	verbatim bool) (*http.Request, bool) {
	if strings.Contains(path, "%2F") { // some hosts have paths decoded
		return nil, false
	}
	bound := map[string]bool{}
	for _, member := range h.Bind {
		bound[member] = true
	}
	if h.Method != http.MethodGet {
		for member := range bound {
			var ok bool
			if text, ok = without(text, member, given[member].(string)); !ok {
				return nil, false
			}
		}
		return httptest.NewRequest(h.Method, path+"?"+query.Encode(), strings.NewReader(text)), true
	}
	for name, value := range given {
		if bound[name] {
			continue
		}
		said, ok := texts(value, properties[name])
		if !ok {
			return nil, false
		}
		query[name] = append(query[name], said...)
	}
	return httptest.NewRequest(h.Method, path+"?"+query.Encode(), nil), !verbatim
}

// play runs a step over HTTP, and checks the status. false: HTTP can't say it.
func (d described) play(t *testing.T, h http.Handler, step vectors.Step) (vectors.Expected, bool) {
	r, outcomes, ok := d.request(step)
	if !ok {
		return vectors.Expected{}, false
	}
	r.Header.Set("Authorization", "Bearer "+tokenOf(string(step.Principal)))
	if step.Key != nil {
		r.Header.Set("Idempotency-Key", *step.Key)
	}
	answer := httptest.NewRecorder()
	h.ServeHTTP(answer, r)
	body := answer.Body.String()
	if answer.Header().Get("Content-Type") == "application/problem+json" {
		told := vectors.Expected{Status: at(t, answer.Body.Bytes(), "/code").(string), Problem: body}
		for _, code := range d.Codes {
			if code.Code == told.Status && code.HTTP != answer.Code {
				t.Errorf("%s answered %d", code.Code, answer.Code)
			}
		}
		return told, true
	}
	all, replayed := " "+strings.Join(outcomes, " ")+" ", step.Expect.Outcome == certlite.OutcomeReplayed
	status := http.StatusOK
	if step.Expect.Outcome == certlite.OutcomeCreated ||
		replayed && strings.Contains(all, " created ") && !strings.Contains(all, " updated ") {
		status = http.StatusCreated
	}
	if answer.Code != status || (answer.Header().Get("Idempotency-Replayed") == "true") != replayed {
		t.Errorf("%s answered %d, %v", step.Expect.Outcome, answer.Code, answer.Header())
	}
	return vectors.Expected{Status: "ok", Outcome: step.Expect.Outcome, Response: body}, true
}

// The golden vectors over HTTP, byte for byte. What HTTP can't say goes to the engine by itself, and stands in not_http.json.
func TestGolden(t *testing.T) {
	all, declared, err := vectors.Read("../../../tests/vectors")
	if err != nil {
		t.Fatal(err)
	}
	var told described
	if err := json.Unmarshal(certlite.Describe(), &told); err != nil {
		t.Fatal(err)
	}
	var ran vectors.Counts
	notHTTP, wanted := map[string][]int{}, map[string][]int{}
	for _, vector := range all {
		engine := open(t, filepath.Join(t.TempDir(), "vector.db"), certlite.IDSeed(vector.IDSeed))
		var now time.Time
		h := handler(t, engine, principalOf, certhttp.Clock(func() time.Time { return now }))
		for i, step := range vector.Steps {
			now = step.Now
			got, ok := told.play(t, h, step)
			if !ok {
				notHTTP[vector.Name] = append(notHTTP[vector.Name], i+1)
				if got, err = step.Run(engine); err != nil {
					t.Fatal(err)
				}
			}
			if got != step.Expect {
				t.Errorf("%s, step %d:\n%+v\n%+v", vector.Name, i+1, got, step.Expect)
			}
			ran.Steps++
		}
		ran.Vectors++
	}
	if ran != declared {
		t.Errorf("%+v ran, %+v are declared", ran, declared)
	}
	if err := vectors.Decode(shared+"not_http.json", &wanted); err != nil {
		t.Fatal(err)
	}
	if !reflect.DeepEqual(notHTTP, wanted) {
		t.Errorf("HTTP can't say\n%v, not\n%v", notHTTP, wanted)
	}
}
