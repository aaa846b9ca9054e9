package certlite

import (
	"context"
	"encoding/json"
	"runtime"
	"time"
)

// Engine is an open store. Many goroutines may use it, and a file many engines and processes.
type Engine struct {
	handle   *handle
	sessions *handles
}

type openOptions struct {
	existing, exclusive bool
	busyTimeoutMS       uint32
	idSeed              uint64
}

// OpenOption changes how a store is opened.
type OpenOption func(*openOptions)

// Existing refuses with ErrCannotOpen rather than make a new file.
func Existing() OpenOption { return func(options *openOptions) { options.existing = true } }

// Exclusive holds the writers' lock for the engine's life: this process owns the file.
func Exclusive() OpenOption { return func(options *openOptions) { options.exclusive = true } }

// BusyTimeout is how long to wait for other writers before ErrBusy; left out: as long as the engine thinks fit.
func BusyTimeout(wait time.Duration) OpenOption {
	const most = 1<<32 - 1
	milliseconds := wait.Milliseconds()
	if milliseconds < 1 { // 0 is the header's way to leave it out
		milliseconds = 1
	} else if milliseconds > most {
		milliseconds = most
	}
	return func(options *openOptions) { options.busyTimeoutMS = uint32(milliseconds) }
}

// IDSeed makes ids reproducible, for tests alone.
func IDSeed(seed uint64) OpenOption { return func(options *openOptions) { options.idSeed = seed } }

// Open opens the store at path, making it if there is none; ":memory:" is one that lives as long as the engine.
func Open(path string, options ...OpenOption) (*Engine, error) {
	if err := supported(); err != nil {
		return nil, err
	}
	var chosen openOptions
	for _, option := range options {
		option(&chosen)
	}
	pointer, err := openEngine(path, chosen)
	if err != nil {
		return nil, err
	}
	engine := &Engine{newHandle("engine", pointer, closeEngine), new(handles)}
	runtime.SetFinalizer(engine, func(engine *Engine) { engine.handle.close() })
	return engine, nil
}

// Close closes the engine and every session of it. It may be called twice, at any time and from any goroutine: calls that are
// on their way come to their end, later ones answer ErrInvalidHandle, and the store is closed after the last. It never fails;
// the error is there for io.Closer. To close nil does nothing, as in C.
func (e *Engine) Close() error {
	if e == nil {
		return nil
	}
	e.handle.close()
	e.sessions.close()
	return nil
}

// Principal is whom the host has authenticated.
type Principal struct {
	// System is the host itself: every scope, every organization, and nothing else to say.
	System bool
	// UserID is who it is.
	UserID UUID
	// Scopes are what may be done, such as "certification_records:write".
	Scopes []string
	// OrganizationID is over whom: every member of this organization; zero: the user's own memberships alone.
	OrganizationID UUID
}

// MarshalJSON writes it as the C ABI takes it.
func (p Principal) MarshalJSON() ([]byte, error) {
	if p.System {
		return []byte(`{"system":true}`), nil
	}
	told := struct {
		UserID         UUID     `json:"user_id"`
		Scopes         []string `json:"scopes"`
		Reach          string   `json:"reach"`
		OrganizationID *UUID    `json:"organization_id,omitempty"`
	}{p.UserID, append([]string{}, p.Scopes...), "self", nil}
	if p.OrganizationID != (UUID{}) {
		told.Reach, told.OrganizationID = "organization", &p.OrganizationID
	}
	return json.Marshal(told)
}

// Session opens a session for a principal: a Principal, or a json.RawMessage that says it as the C ABI takes it. Sessions are
// cheap: open one for each principal.
func (e *Engine) Session(principal json.Marshaler) (*Session, error) {
	text, err := principal.MarshalJSON()
	if err != nil {
		return nil, err
	}
	engine, failed := e.handle.use()
	if failed != nil {
		return nil, failed
	}
	defer e.handle.done()
	pointer, failed := openSession(engine, text)
	if failed != nil {
		return nil, failed
	}
	h := newHandle("session", pointer, closeSession)
	if !e.sessions.add(h) {
		h.close()
		return nil, closedError("engine")
	}
	session := &Session{h, e.sessions}
	runtime.SetFinalizer(session, (*Session).Close)
	return session, nil
}

// SystemSession opens a session for the host itself: every scope, every organization.
func (e *Engine) SystemSession() (*Session, error) { return e.Session(Principal{System: true}) }

// Session is what one principal may do. Many goroutines may use it. It keeps its store open until it is closed.
type Session struct {
	handle *handle
	of     *handles
}

// Close releases the session, as Engine.Close does the engine.
func (s *Session) Close() error {
	if s == nil {
		return nil
	}
	runtime.SetFinalizer(s, nil)
	s.of.remove(s.handle)
	s.handle.close()
	return nil
}

// Answer is what an operation answered, before anything is made of it.
type Answer struct {
	// Outcome is what the call did.
	Outcome Outcome
	// Body is the answer's JSON, byte for byte as the engine made it.
	Body json.RawMessage
}

// Execute runs an operation, such as "certification.create", on a request that is one JSON object. The methods of the resources
// do it with types. No idempotency key is made here: one that is wanted is given as an option. When ctx ends before the call
// does, the call is cancelled; a write that was cancelled has stored nothing.
func (s *Session) Execute(ctx context.Context, operation string, request []byte, options ...CallOption) (Answer, error) {
	answer, err := s.execute(ctx, operation, request, callOf(options))
	if err != nil {
		return Answer{}, err
	}
	return answer, nil
}

func (s *Session) execute(ctx context.Context, operation string, request []byte, made *call) (answer Answer, err *Error) {
	session, err := s.handle.use()
	if err != nil {
		return Answer{}, err
	}
	defer s.handle.done()
	err = made.during(ctx, func() (err *Error) {
		answer, err = execute(session, operation, request, made)
		return err
	})
	if err != nil {
		err.IdempotencyKey = made.key
	}
	return answer, err
}
