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

// during runs a call that is cancelled when ctx ends. A context that can't end costs nothing.
func (c *call) during(ctx context.Context, run func() *Error) *Error {
	if ctx.Done() == nil {
		return run()
	}
	token, err := newToken()
	if err != nil {
		return err
	}
	defer freeToken(token)
	c.token = token
	if ctx.Err() != nil {
		triggerToken(token)
		return because(ctx, run())
	}
	ran, left := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(left)
		select {
		case <-ctx.Done():
			triggerToken(token)
		case <-ran:
		}
	}()
	err = run()
	close(ran)
	<-left // before the token is freed
	return because(ctx, err)
}

// because makes the error of a call that its context has cancelled tell so to errors.Is.
func because(ctx context.Context, err *Error) *Error {
	if err != nil && err.Status == statusCancelled {
		err.cause = ctx.Err()
	}
	return err
}
