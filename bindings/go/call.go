package certlite

import (
	"context"
	"time"
)

// call is what a call takes beside its request.
type call struct {
	now, knownAt                        time.Time
	asOf                                Date
	key                                 string
	token                               cToken
	hasNow, hasKnownAt, hasAsOf, hasKey bool
	lenient                             bool
}

// CallOption changes one call.
type CallOption func(*call)

func callOf(options []CallOption) *call {
	made := new(call)
	for _, option := range options {
		option(made)
	}
	return made
}

// IdempotencyKey is under which the call is made: one key, one effect. 1 to 255 bytes of 0x21 to 0x7E.
func IdempotencyKey(key string) CallOption {
	return func(made *call) { made.key, made.hasKey = key, true }
}

// AsOf is the day that validity is told for; left out: the UTC day of now.
func AsOf(day Date) CallOption {
	return func(made *call) { made.asOf, made.hasAsOf = day, true }
}

// KnownAt asks for what was known at that instant, to the millisecond; left out: now.
func KnownAt(instant time.Time) CallOption {
	return func(made *call) { made.knownAt, made.hasKnownAt = instant, true }
}

// Now is the time at which the call happens; left out: the system's clock.
func Now(instant time.Time) CallOption {
	return func(made *call) { made.now, made.hasNow = instant, true }
}

// Lenient ignores members of the request that the engine doesn't know, rather than refuse them.
func Lenient() CallOption {
	return func(made *call) { made.lenient = true }
}

// unwatched is for how long a call runs before a goroutine waits for its context: most calls have ended by then, and a goroutine
// for each of them would cost more than they do.
const unwatched = time.Millisecond

// during runs a call that is cancelled when ctx ends. A context that can't end costs nothing.
func (c *call) during(ctx context.Context, run func() *Error) *Error {
	if ctx.Done() == nil {
		return run()
	}
	pointer, err := newToken()
	if err != nil {
		return err
	}
	c.token = pointer
	token := newHandle("token", pointer, freeToken)
	defer token.close()
	if ctx.Err() != nil {
		triggerToken(pointer)
		return because(ctx, run())
	}
	ran := make(chan struct{})
	defer close(ran)
	watch := time.AfterFunc(unwatched, func() {
		select {
		case <-ctx.Done():
			if pointer, err := token.use(); err == nil {
				defer token.done()
				triggerToken(pointer)
			}
		case <-ran:
		}
	})
	defer watch.Stop()
	return because(ctx, run())
}

// because makes the error of a call that its context has cancelled tell so to errors.Is.
func because(ctx context.Context, err *Error) *Error {
	if err != nil && err.Is(ErrCancelled) {
		err.cause = ctx.Err()
	}
	return err
}
