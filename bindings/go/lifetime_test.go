package certlite

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"runtime"
	"sync"
	"testing"
	"time"
)

func TestClose(t *testing.T) {
	s := newStore(t, ":memory:")
	second := ok(s.engine.SystemSession())(t)
	for i := 0; i < 2; i++ {
		equal(t, "close", s.session.Close(), nil)
	}
	_, err := s.session.Me().Get(background)
	equal(t, "message", as(t, err, ErrInvalidHandle).Detail, "the session is closed")
	ok(second.Me().Get(background))(t)
	for i := 0; i < 2; i++ {
		equal(t, "close", s.engine.Close(), nil)
	}
	_, err = second.Me().Get(background)
	as(t, err, ErrInvalidHandle)
	_, err = s.engine.SystemSession()
	equal(t, "message", as(t, err, ErrInvalidHandle).Detail, "the engine is closed")
	_, err = second.Import(background, "certification.import", nil, ImportOptions{})
	as(t, err, ErrInvalidHandle)
}

// A host defers Close before it looks at the error; what failed to open is nil.
func TestClosingNil(t *testing.T) {
	var engine *Engine
	var session *Session
	equal(t, "engine", engine.Close(), nil)
	equal(t, "session", session.Close(), nil)
}

func TestASessionKeepsAnEngineThatIsForgotten(t *testing.T) {
	session := ok(ok(Open(":memory:"))(t).SystemSession())(t)
	for i := 0; i < 3; i++ {
		runtime.GC()
	}
	ok(session.Organizations().Create(background, OrganizationCreate{Name: "x"}))(t)
}

func TestWhatIsForgottenIsReleased(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a.db")
	func() {
		session := ok(ok(Open(path, Exclusive()))(t).SystemSession())(t)
		ok(session.Organizations().Create(background, OrganizationCreate{Name: "x"}))(t)
	}()
	for i := 0; i < 1000; i++ {
		runtime.GC() // finalizers run some time after it
		if engine, err := Open(path, BusyTimeout(time.Millisecond)); err == nil {
			engine.Close()
			return
		}
	}
	t.Error("the file is still held")
}

// Goroutines call until they are told that the session is closed; whatever is on its way comes to its end.
func TestClosingDuringCalls(t *testing.T) {
	for round := 0; round < 20; round++ {
		engine := ok(Open(":memory:"))(t)
		session := ok(engine.SystemSession())(t)
		var running sync.WaitGroup
		for i := 0; i < 8; i++ {
			running.Add(1)
			go func() {
				defer running.Done()
				for {
					_, err := session.Organizations().Create(background, OrganizationCreate{Name: "x"})
					all := session.Organizations().List(background, OrganizationList{Limit: 2})
					for err == nil && all.Next() {
						err = all.Err()
					}
					if err != nil {
						if !errors.Is(err, ErrInvalidHandle) {
							t.Error(err)
						}
						return
					}
					other, err := engine.SystemSession()
					if err == nil {
						other.Close()
					}
				}
			}()
		}
		time.Sleep(2 * time.Millisecond)
		engine.Close()
		running.Wait()
	}
}

// Contexts end while calls wait, and the engine is closed in the midst of it: a token is freed once, after its last use.
func TestContextsEndDuringCalls(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a.db")
	engine := opened(t, path, BusyTimeout(time.Minute))
	session := ok(engine.SystemSession())(t)
	opened(t, path, Exclusive())
	var running sync.WaitGroup
	for i := 0; i < 16; i++ {
		running.Add(1)
		go func(i int) {
			defer running.Done()
			for j := 0; j < 10; j++ {
				ctx, cancel := context.WithTimeout(background, time.Duration((i+j)%4)*time.Millisecond)
				_, err := session.Organizations().Create(ctx, OrganizationCreate{Name: "x"})
				if !errors.Is(err, context.DeadlineExceeded) && !errors.Is(err, ErrInvalidHandle) {
					t.Error(err)
				}
				cancel()
			}
		}(i)
	}
	time.Sleep(10 * time.Millisecond)
	engine.Close()
	running.Wait()
}

// Each goroutine makes its cards, all make one under the same key, and nothing is doubled.
func TestManyGoroutines(t *testing.T) {
	s := newStore(t, filepath.Join(t.TempDir(), "a.db"))
	const goroutines, each = 64, 4
	var running sync.WaitGroup
	shared := make([]UUID, goroutines)
	for i := 0; i < goroutines; i++ {
		running.Add(1)
		go func(i int) {
			defer running.Done()
			for j := 0; j < each; j++ {
				key := fmt.Sprintf("%d-%d", i, j)
				card := s.card(IdempotencyKey(key))
				again := s.card(IdempotencyKey(key))
				read, err := s.session.Certifications().Get(background, CertificationGet{ID: card.ID})
				if err != nil || again.ID != card.ID || again.Outcome != OutcomeReplayed || read.ID != card.ID {
					t.Error(key, err, again.Outcome)
				}
			}
			shared[i] = s.card(IdempotencyKey("shared")).ID
		}(i)
	}
	running.Wait()
	for _, id := range shared {
		equal(t, "shared", id, shared[0])
	}
	equal(t, "cards", s.count(), goroutines*each+1)
}
