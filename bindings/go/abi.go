package certlite

// This file knows C, and validity.go does; no other.

/*
#cgo pkg-config: certlite
#include <certlite.h>
#include <string.h>

// What one call takes along and brings back. C's pointers are numbers in it, so that neither the collector nor cgo's check of
// pointers has to look into it.
typedef struct {
  uint32_t flags;
  int32_t as_of_day;
  int64_t now_unix_ms;
  int64_t known_at_unix_ms;
  uintptr_t cancel;
  certlite_status status;
  int32_t outcome;
  int32_t system;
  int32_t fits;  // whether the answer or the problem is in text; else it waits in one of these, for take
  uintptr_t response;
  uintptr_t error;
  size_t size;
  char text[4096];
} exchange;

static certlite_call call_of(const exchange *x) {
  certlite_call call = {.struct_size = sizeof(certlite_call), .flags = x->flags, .now_unix_ms = x->now_unix_ms,
                        .known_at_unix_ms = x->known_at_unix_ms, .as_of_day = x->as_of_day,
                        .cancel = (certlite_cancel *)x->cancel};
  return call;
}

// Copies what was answered and frees it.
static void take(exchange *x, char *into) {
  certlite_buf response = {(char *)x->response, x->size};
  certlite_str told = {response.data, response.size};
  if (x->error) certlite_error_json((certlite_error *)x->error, &told);
  if (told.size) memcpy(into, told.data, told.size);
  certlite_error_free((certlite_error *)x->error);
  certlite_buf_free(&response);
}

// Takes what fits at once, so that most calls cross from Go to C once.
static void bring(exchange *x, certlite_buf response, certlite_error *error) {
  certlite_str told = {response.data, response.size};
  if (error) certlite_error_json(error, &told);
  x->system = error ? certlite_error_system(error) : 0;
  x->response = (uintptr_t)response.data;
  x->error = (uintptr_t)error;
  x->size = told.size;
  x->fits = told.size <= sizeof(x->text);
  if (x->fits) take(x, x->text);
}

static void execute(certlite_session *session, _GoString_ operation, const char *request, size_t request_size,
                    _GoString_ key, int has_key, exchange *x) {
  const char *key_pointer = !has_key ? NULL : _GoStringLen(key) ? _GoStringPtr(key) : "";
  certlite_call call = call_of(x);
  certlite_buf response;
  certlite_error *error;
  x->status = certlite_execute(session, _GoStringPtr(operation), _GoStringLen(operation), request, request_size, key_pointer,
                               _GoStringLen(key), &call, &x->outcome, &response, &error);
  bring(x, response, error);
}

static const certlite_buf nothing;

typedef struct {
  certlite_batch *batch;
  const certlite_result *results;
  size_t n;
} imported;

static void import_lines(certlite_session *session, _GoString_ operation, const char *lines, size_t lines_size,
                         const char *options, size_t options_size, imported *into, exchange *x) {
  certlite_call call = call_of(x);
  certlite_error *error;
  x->status = certlite_import(session, _GoStringPtr(operation), _GoStringLen(operation), lines, lines_size, options,
                              options_size, &call, &into->batch, &error);
  into->results = NULL;
  into->n = 0;
  if (!x->status) into->results = certlite_batch_results(into->batch, &into->n);
  bring(x, nothing, error);
}

static certlite_engine *open_engine(_GoString_ path, const certlite_open_options *options, exchange *x) {
  certlite_engine *engine;
  certlite_error *error;
  x->status = certlite_open(_GoStringPtr(path), _GoStringLen(path), options, &engine, &error);
  bring(x, nothing, error);
  return engine;
}

static certlite_session *open_session(certlite_engine *engine, const char *principal, size_t size, exchange *x) {
  certlite_session *session;
  certlite_error *error;
  x->status = certlite_session_open(engine, principal, size, &session, &error);
  bring(x, nothing, error);
  return session;
}
*/
import "C"

import (
	"fmt"
	"sync"
	"unsafe"
)

var outcomes = [...]Outcome{
	0:                    OutcomeRefused,
	C.CERTLITE_CREATED:   OutcomeCreated,
	C.CERTLITE_REPLAYED:  OutcomeReplayed,
	C.CERTLITE_EXISTS:    OutcomeExists,
	C.CERTLITE_UPDATED:   OutcomeUpdated,
	C.CERTLITE_UNCHANGED: OutcomeUnchanged,
	C.CERTLITE_READ:      OutcomeRead,
	C.CERTLITE_WITHHELD:  OutcomeWithheld,
}

func outcomeOf(number C.int32_t) Outcome { return named(outcomes[:], "outcome", int32(number)) }

// named is what the number stands for; of one that only a later library has, a name that no value has.
func named[T ~string](names []T, kind string, number int32) T {
	if number >= 0 && int(number) < len(names) {
		return names[number]
	}
	return T(fmt.Sprintf("%s %d", kind, number))
}

// exchanges are used again: a call allocates what it answers and nothing else.
var exchanges = sync.Pool{New: func() any { return new(C.exchange) }}

func newExchange(call *call) *C.exchange {
	x := exchanges.Get().(*C.exchange)
	x.flags, x.now_unix_ms, x.as_of_day, x.known_at_unix_ms, x.cancel = 0, 0, 0, 0, 0
	if call == nil {
		return x
	}
	if call.hasNow {
		x.flags |= C.CERTLITE_CALL_NOW
		x.now_unix_ms = C.int64_t(call.now.UnixMilli())
	}
	if call.hasAsOf {
		x.flags |= C.CERTLITE_CALL_AS_OF
		x.as_of_day = C.int32_t(call.asOf.DayNumber())
	}
	if call.hasKnownAt {
		x.flags |= C.CERTLITE_CALL_KNOWN_AT
		x.known_at_unix_ms = C.int64_t(call.knownAt.UnixMilli())
	}
	if call.lenient {
		x.flags |= C.CERTLITE_CALL_LENIENT
	}
	x.cancel = C.uintptr_t(uintptr(call.token))
	return x
}

// taken is a copy of the answer or the problem that x has brought; x isn't to be used any more.
func taken(x *C.exchange) []byte {
	text := make([]byte, int(x.size))
	if x.fits != 0 {
		copy(text, unsafe.Slice((*byte)(unsafe.Pointer(&x.text[0])), len(x.text)))
	} else {
		C.take(x, pointerTo(text))
	}
	exchanges.Put(x)
	return text
}

// failure is nil if the call that x was for has succeeded; else x isn't to be used any more.
func failure(x *C.exchange) *Error {
	if x.status == C.CERTLITE_OK {
		return nil
	}
	status, system := int(x.status), int(x.system)
	return newError(status, taken(x), system)
}

// pointerTo is where the bytes are; of none, nil.
func pointerTo(bytes []byte) *C.char {
	if len(bytes) == 0 {
		return nil
	}
	return (*C.char)(unsafe.Pointer(&bytes[0]))
}

// Handles of C, which no other file looks into.
type (
	cEngine  = unsafe.Pointer
	cSession = unsafe.Pointer
	cToken   = unsafe.Pointer
)

func openEngine(path string, options openOptions) (cEngine, *Error) {
	given := C.certlite_open_options{
		struct_size:     C.sizeof_certlite_open_options,
		busy_timeout_ms: C.uint32_t(options.busyTimeoutMS),
		id_seed:         C.uint64_t(options.idSeed),
	}
	if options.existing {
		given.flags |= C.CERTLITE_OPEN_EXISTING
	}
	if options.exclusive {
		given.flags |= C.CERTLITE_OPEN_EXCLUSIVE
	}
	x := newExchange(nil)
	engine := C.open_engine(path, &given, x)
	if err := failure(x); err != nil {
		return nil, err
	}
	exchanges.Put(x)
	return cEngine(engine), nil
}

func closeEngine(engine cEngine) { C.certlite_close((*C.certlite_engine)(engine)) }

func openSession(engine cEngine, principal []byte) (cSession, *Error) {
	x := newExchange(nil)
	session := C.open_session((*C.certlite_engine)(engine), pointerTo(principal), C.size_t(len(principal)), x)
	if err := failure(x); err != nil {
		return nil, err
	}
	exchanges.Put(x)
	return cSession(session), nil
}

func closeSession(session cSession) { C.certlite_session_close((*C.certlite_session)(session)) }

// execute crosses to C once, but for an answer or a problem of more than 4096 bytes, which a second call takes.
func execute(session cSession, operation string, request []byte, call *call) (Answer, *Error) {
	x := newExchange(call)
	hasKey := C.int(0)
	if call.hasKey {
		hasKey = 1
	}
	C.execute((*C.certlite_session)(session), operation, pointerTo(request), C.size_t(len(request)), call.key, hasKey, x)
	if err := failure(x); err != nil {
		return Answer{}, err
	}
	outcome := outcomeOf(x.outcome)
	return Answer{Outcome: outcome, Body: taken(x)}, nil
}

// batch is an import's certlite_batch, and the results of its latest call.
type batch struct {
	c C.imported
}

func (b *batch) run(session cSession, operation string, lines, options []byte, call *call) *Error {
	x := newExchange(call)
	C.import_lines((*C.certlite_session)(session), operation, pointerTo(lines), C.size_t(len(lines)), pointerTo(options),
		C.size_t(len(options)), &b.c, x)
	if err := failure(x); err != nil {
		return err
	}
	exchanges.Put(x)
	return nil
}

func (b *batch) results() []LineResult {
	if b.c.n == 0 {
		return nil
	}
	results := make([]LineResult, int(b.c.n))
	for i, told := range unsafe.Slice(b.c.results, int(b.c.n)) {
		results[i] = LineResult{Line: int(told.line), Outcome: outcomeOf(told.outcome)}
		if told.id[0] != 0 {
			// The engine writes UUIDs of 36 characters and no others.
			results[i].ID, _ = ParseUUID(C.GoString(&told.id[0]))
		}
		if told.status != C.CERTLITE_OK {
			problem := C.GoBytes(unsafe.Pointer(told.problem.data), C.int(told.problem.size))
			results[i].Err = newError(int(told.status), problem, 0)
		}
	}
	return results
}

func (b *batch) id() UUID {
	var view C.certlite_str
	C.certlite_batch_id(b.c.batch, &view)
	id, _ := ParseUUID(C.GoStringN(view.data, C.int(view.size)))
	return id
}

func (b *batch) free() {
	C.certlite_batch_free(b.c.batch)
	b.c = C.imported{}
}

func newToken() (cToken, *Error) {
	var token *C.certlite_cancel
	if status := C.certlite_cancel_new(&token); status != C.CERTLITE_OK {
		return nil, newError(int(status), nil, 0)
	}
	return cToken(token), nil
}

func triggerToken(token cToken) { C.certlite_cancel_trigger((*C.certlite_cancel)(token)) }

func freeToken(token cToken) { C.certlite_cancel_free((*C.certlite_cancel)(token)) }

func supported() error {
	if C.certlite_abi_supports(C.CERTLITE_ABI_VERSION) == 0 {
		return fmt.Errorf("certlite: this program was built for ABI %d, the library that was loaded has %d",
			C.CERTLITE_ABI_VERSION, C.certlite_abi_version())
	}
	return nil
}

// Version is the library's, "MAJOR.MINOR.PATCH".
func Version() string { return C.GoString(C.certlite_version()) }

// Describe tells what the library can do, as JSON: operations with their HTTP bindings, scopes, schemas and rules, and every
// error code.
func Describe() []byte {
	var view C.certlite_str
	C.certlite_describe(&view)
	return C.GoBytes(unsafe.Pointer(view.data), C.int(view.size))
}
