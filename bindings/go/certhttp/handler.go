// Package certhttp answers HTTP from an engine: an http.Handler made from what the library says of itself. docs/go.md has how it
// is set up.
package certhttp

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"sort"
	"strconv"
	"strings"
	"time"

	certlite "github.com/certlite/certlite/bindings/go"
)

// Authenticate tells who asks: of the bearer token and of the organization in the path, each empty if there is none. It answers
// what Engine.Session takes; nil is nobody, and is answered 401. It decides how far the token reaches. An error is the host's
// own, and is left to OnError.
type Authenticate func(ctx context.Context, token, organization string) (principal json.Marshaler, err error)

// Handler answers the routes of every operation.
type Handler struct {
	engine       *certlite.Engine
	authenticate Authenticate
	clock        func() time.Time
	onError      func(http.ResponseWriter, *http.Request, error)
	templates    templates
	codes        map[string]code
	bodyMax      int
}

// Option changes a Handler.
type Option func(*Handler)

// Clock is the time of each request, for tests; left out: the system's.
func Clock(now func() time.Time) Option { return func(h *Handler) { h.clock = now } }

// OnError answers what is neither the client's nor the engine's error, as when Authenticate fails; left out: 500 and no more.
func OnError(answer func(http.ResponseWriter, *http.Request, error)) Option {
	return func(h *Handler) { h.onError = answer }
}

// New makes a handler. The engine stays yours to close.
func New(engine *certlite.Engine, authenticate Authenticate, options ...Option) (*Handler, error) {
	var told description
	if err := json.Unmarshal(certlite.Describe(), &told); err != nil {
		return nil, fmt.Errorf("certhttp: the library describes itself otherwise than this package was made for: %w", err)
	}
	h := &Handler{
		engine: engine, authenticate: authenticate, onError: internalError, templates: newTemplates(told.Operations),
		codes: map[string]code{}, bodyMax: told.Library.Limits.RequestBytesMax,
	}
	for _, each := range told.Codes {
		h.codes[each.Code] = each
	}
	for _, option := range options {
		option(h)
	}
	return h, nil
}

func internalError(w http.ResponseWriter, _ *http.Request, _ error) {
	http.Error(w, http.StatusText(http.StatusInternalServerError), http.StatusInternalServerError)
}

const (
	contentJSON    = "application/json"
	contentProblem = "application/problem+json"
)

// ServeHTTP answers one request.
func (h *Handler) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Cache-Control", "no-store") // records of persons
	err := h.answer(w, r)
	if refused, ok := err.(*refusal); ok {
		refused.write(w, r)
	} else if err != nil {
		h.onError(w, r, err)
	}
}

func write(w http.ResponseWriter, r *http.Request, status int, contentType string, body []byte) {
	w.Header().Set("Content-Type", contentType)
	w.Header().Set("Content-Length", strconv.Itoa(len(body)))
	w.WriteHeader(status)
	if r.Method != http.MethodHead {
		_, _ = w.Write(body) // whoever is gone can't be told
	}
}

// writeError answers what the engine refused.
func (h *Handler) writeError(w http.ResponseWriter, r *http.Request, failed *certlite.Error) {
	told := h.codes[failed.Code]
	body := []byte(failed.Problem)
	if len(body) == 0 {
		body = problem(failed.Code, told.HTTP, told.Title, failed.Detail)
	}
	if errors.Is(failed, certlite.ErrBusy) {
		w.Header().Set("Retry-After", "1")
	}
	write(w, r, told.HTTP, contentProblem, body)
}

func (h *Handler) answer(w http.ResponseWriter, r *http.Request) error {
	given := split(r.URL)
	routes := h.templates.at(given)
	if len(routes) == 0 {
		return refuse(noSuchPath, "Use a path of docs/operations.md.")
	}
	method := r.Method
	if method == http.MethodHead {
		method = http.MethodGet
	}
	route := routes[method]
	if route == nil {
		allowed := allow(routes)
		return refuse(methodNotAllowed, "Use one of %s.", allowed).with("Allow", allowed)
	}
	return h.execute(w, r, route, given)
}

// split is what stands between the slashes of the path, decoded: an escaped slash is part of its segment.
func split(target *url.URL) []string {
	given := strings.Split(target.EscapedPath(), "/")
	for i, segment := range given {
		given[i], _ = url.PathUnescape(segment) // EscapedPath answers nothing that can't be
	}
	return given
}

func allow(routes map[string]*route) string {
	var methods []string
	for method := range routes {
		methods = append(methods, method)
	}
	if routes[http.MethodGet] != nil {
		methods = append(methods, http.MethodHead)
	}
	sort.Strings(methods)
	return strings.Join(methods, ", ")
}

func (h *Handler) execute(w http.ResponseWriter, r *http.Request, route *route, given []string) error {
	var path members
	organization := ""
	for i, segment := range route.segments {
		if segment.parameter {
			path.add(route.bind[segment.name], quoted(given[i]))
			if segment.name == "organization_id" {
				organization = given[i]
			}
		}
	}
	principal, err := h.principal(r, organization)
	if err != nil {
		return err
	}
	request, options, err := h.request(r, route, path)
	if err != nil {
		return err
	}
	if key, given := header(r, "Idempotency-Key"); given {
		options = append(options, certlite.IdempotencyKey(key))
	}
	if h.clock != nil {
		options = append(options, certlite.Now(h.clock()))
	}
	answer, err := h.ask(r.Context(), principal, route.operation.Name, request, options)
	var failed *certlite.Error
	if errors.As(err, &failed) {
		h.writeError(w, r, failed)
		return nil
	} else if err != nil {
		return err
	}
	return h.tell(w, r, route, answer)
}

func (h *Handler) ask(ctx context.Context, principal json.Marshaler, operation string, request []byte,
	options []certlite.CallOption) (certlite.Answer, error) {
	session, err := h.engine.Session(principal)
	if err != nil {
		return certlite.Answer{}, err
	}
	defer session.Close()
	return session.Execute(ctx, operation, request, options...)
}

func (h *Handler) principal(r *http.Request, organization string) (json.Marshaler, error) {
	told, _ := header(r, "Authorization")
	scheme, token, _ := strings.Cut(told, " ")
	if !strings.EqualFold(scheme, "Bearer") {
		token = ""
	}
	principal, err := h.authenticate(r.Context(), strings.TrimSpace(token), organization)
	if err != nil {
		return nil, err
	}
	if principal == nil {
		return nil, refuse(unauthenticated, "Send a token that is valid: Authorization: Bearer TOKEN.").
			with("WWW-Authenticate", "Bearer")
	}
	return principal, nil
}

// request is the engine's, and what its call takes beside it.
func (h *Handler) request(r *http.Request, route *route, path members) ([]byte, []certlite.CallOption, error) {
	query, err := parseQuery(r.URL.RawQuery)
	if err != nil {
		return nil, nil, err
	}
	options, err := query.callOptions(route.operation)
	if err != nil {
		return nil, nil, err
	}
	if err := path.addIfMatch(r, route.operation); err != nil {
		return nil, nil, err
	}
	if route.method == http.MethodGet {
		asked := query.members(route.operation)
		if len(asked) > 0 && len(path) > 0 {
			asked = append(asked, ',')
		}
		return append(asked, path...).object(), options, nil
	}
	for _, name := range query.names {
		return nil, nil, refuse(badRequest, "The query's %s is not known here; a %s takes members in its body.",
			strings.ToValidUTF8(name, "\ufffd"), route.method)
	}
	body, err := readBody(r, h.bodyMax)
	return splice(body, path), options, err
}

// tell writes what the engine answered.
func (h *Handler) tell(w http.ResponseWriter, r *http.Request, route *route, answer certlite.Answer) error {
	status := http.StatusOK
	switch answer.Outcome {
	case certlite.OutcomeCreated:
		status = http.StatusCreated
	case certlite.OutcomeReplayed:
		status = route.operation.replayedStatus()
		w.Header().Set("Idempotency-Replayed", "true")
	}
	if route.operation.answersARevision() {
		var record struct {
			Data struct{ ID string }
			Meta struct{ Revision json.Number }
		}
		if err := json.Unmarshal(answer.Body, &record); err != nil {
			return err
		}
		w.Header().Set("ETag", `"`+record.Meta.Revision.String()+`"`)
		if status == http.StatusCreated && route.method == http.MethodPost && h.templates.readOneBelow(route) {
			w.Header().Set("Location", pathOf(r)+"/"+record.Data.ID)
		}
	}
	write(w, r, status, contentJSON, answer.Body)
	return nil
}

// pathOf is the path as the client has it, which http.StripPrefix and the like have changed in r.URL.
func pathOf(r *http.Request) string {
	if asked, err := url.ParseRequestURI(r.RequestURI); err == nil && asked.Path != "" {
		return asked.EscapedPath()
	}
	return r.URL.EscapedPath()
}
