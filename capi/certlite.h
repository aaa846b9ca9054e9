/* Certlite: an embedded, in-process engine for workforce certification records. This header is the whole contract.
 *
 * Conventions, true of every function unless its comment says otherwise:
 *  - A fallible function answers a certlite_status: CERTLITE_OK (0) or a negative CERTLITE_E_* code, in classes of 100
 *    by who can mend it: -1xx the calling code, -2xx the request, -3xx the stored state, -4xx the environment, -5xx us.
 *    A code that you don't know belongs to its class.
 *  - The last parameter `err` is write-only and may be NULL. On failure it receives an error object that the caller
 *    frees; on success it receives NULL. No error is remembered anywhere else.
 *  - Outputs are write-only: they need not be initialised, and on failure they are set to empty.
 *  - Bytes are (pointer, length). Borrowed in: nothing that you pass is kept after the call. A length of 0 allows NULL.
 *  - certlite_str is a view: see the function for how long it lives. certlite_buf is yours: free it with
 *    certlite_buf_free. Both end in a NUL that size doesn't count.
 *  - Handles are opaque. Every *_close and *_free takes NULL. A session keeps its engine alive, so the order of closing
 *    is free. Closing a handle that another thread is using is the caller's error.
 *  - Structs that begin with struct_size: zero the struct, set struct_size to sizeof. Shorter is fine (the rest is
 *    default); non-zero bytes that this library doesn't know are refused.
 *  - [any]: may be called on any thread at any time. [one]: one thread at a time for each handle.
 *  - Text is UTF-8. Days are civil days counted from 1970-01-01. Instants are milliseconds of Unix time, UTC.
 *  - The library starts no thread, opens no socket, prints nothing, and reads no locale or time zone, and no
 *    environment of its own: SQLite asks TMPDIR where a rebuild keeps its copy of the store, OpenSSL its OPENSSL_CONF.
 */
#ifndef CERTLITE_H_
#define CERTLITE_H_

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#if defined(__GNUC__)
#define CERTLITE_API __attribute__((visibility("default")))
#else
#define CERTLITE_API
#endif

/* The ABI that this header describes, and the number in the name of the library that has it. */
#define CERTLITE_ABI_VERSION 1

typedef int32_t certlite_status;

#define CERTLITE_OK 0
#define CERTLITE_E_INVALID_ARGUMENT (-101)
#define CERTLITE_E_INVALID_HANDLE (-102)
#define CERTLITE_E_UNSUPPORTED_OPTION (-103)
#define CERTLITE_E_UNKNOWN_OPERATION (-104)
#define CERTLITE_E_FORKED_HANDLE (-105)
#define CERTLITE_E_MALFORMED (-201)
#define CERTLITE_E_INVALID (-202)
#define CERTLITE_E_TOO_LARGE (-203)
#define CERTLITE_E_IDEMPOTENCY_KEY_INVALID (-204)
#define CERTLITE_E_CURSOR_INVALID (-205)
#define CERTLITE_E_FORBIDDEN (-301)
#define CERTLITE_E_NOT_FOUND (-302)
#define CERTLITE_E_CONFLICT (-303)
#define CERTLITE_E_EXTERNAL_ID_CONFLICT (-304)
#define CERTLITE_E_IDEMPOTENCY_KEY_REUSED (-305)
#define CERTLITE_E_ARCHIVED (-306)
#define CERTLITE_E_REVISION_CONFLICT (-307)
#define CERTLITE_E_GONE (-308)
#define CERTLITE_E_HISTORY_BROKEN (-309)
#define CERTLITE_E_BUSY (-401)
#define CERTLITE_E_OUTCOME_UNKNOWN (-402)
#define CERTLITE_E_REOPEN_REQUIRED (-403)
#define CERTLITE_E_STORAGE_FULL (-404)
#define CERTLITE_E_READ_ONLY (-405)
#define CERTLITE_E_STORAGE_IO (-406)
#define CERTLITE_E_CANNOT_OPEN (-407)
#define CERTLITE_E_CORRUPT (-408)
#define CERTLITE_E_NOT_A_DATABASE (-409)
#define CERTLITE_E_NEWER_DATABASE (-410)
#define CERTLITE_E_OUT_OF_MEMORY (-411)
#define CERTLITE_E_CANCELLED (-412)
#define CERTLITE_E_INTERNAL (-501)

/* What a successful call did; WITHHELD is of a line of an import: in order, but not written, because another line of an
 * atomic call was refused. */
#define CERTLITE_CREATED 1
#define CERTLITE_REPLAYED 2
#define CERTLITE_EXISTS 3
#define CERTLITE_UPDATED 4
#define CERTLITE_UNCHANGED 5
#define CERTLITE_READ 6
#define CERTLITE_WITHHELD 7

typedef struct certlite_engine certlite_engine;
typedef struct certlite_session certlite_session;
typedef struct certlite_batch certlite_batch;
typedef struct certlite_cancel certlite_cancel;
typedef struct certlite_error certlite_error;

/* A view of bytes. */
typedef struct certlite_str {
  const char *data;
  size_t size;
} certlite_str;

/* Bytes that the caller owns; free with certlite_buf_free. */
typedef struct certlite_buf {
  char *data;
  size_t size;
} certlite_buf;

/* certlite_open_options.flags */
#define CERTLITE_OPEN_EXISTING 1u  /* fail with CERTLITE_E_CANNOT_OPEN rather than make a new file */
#define CERTLITE_OPEN_EXCLUSIVE 2u /* hold the writers' lock for the engine's life: this host owns the device */

typedef struct certlite_open_options {
  uint32_t struct_size;
  uint32_t flags;
  uint32_t busy_timeout_ms; /* how long to wait for other writers; 0: 5000 */
  uint32_t reserved;
  uint64_t id_seed; /* 0: the system's randomness; else ids are reproducible, for tests and golden vectors only */
} certlite_open_options;

/* certlite_call.flags */
#define CERTLITE_CALL_NOW 1u      /* now_unix_ms is given; else the system's clock */
#define CERTLITE_CALL_AS_OF 2u    /* as_of_day is given; else the UTC day of now */
#define CERTLITE_CALL_KNOWN_AT 4u /* known_at_unix_ms is given; else now */
#define CERTLITE_CALL_LENIENT 8u  /* unknown members of the request are ignored; else refused */

typedef struct certlite_call {
  uint32_t struct_size;
  uint32_t flags;
  int64_t now_unix_ms;
  int64_t known_at_unix_ms;
  int32_t as_of_day;
  uint32_t reserved;
  certlite_cancel *cancel; /* NULL: the call can't be cancelled */
  void *reserved_pointer;
} certlite_call;

/* No day: no issue date, no expiry, nothing to count or wait for. */
#define CERTLITE_NO_DAY (-2147483647 - 1)

/* certlite_facts.lifecycle_status */
#define CERTLITE_LIFECYCLE_ACTIVE 0
#define CERTLITE_LIFECYCLE_SUSPENDED 1
#define CERTLITE_LIFECYCLE_REVOKED 2
#define CERTLITE_LIFECYCLE_SUPERSEDED 3
#define CERTLITE_LIFECYCLE_ARCHIVED 4

/* certlite_validity_result.validity_status. Zeroed memory reads as invalid, so what is forgotten is never accepted. */
#define CERTLITE_VALIDITY_INVALID 0
#define CERTLITE_VALIDITY_NOT_YET_VALID 1
#define CERTLITE_VALIDITY_VALID 2
#define CERTLITE_VALIDITY_EXPIRING_SOON 3
#define CERTLITE_VALIDITY_IN_GRACE 4
#define CERTLITE_VALIDITY_EXPIRED 5

/* certlite_validity_result.validity_reason */
#define CERTLITE_REASON_UNKNOWN_LIFECYCLE 0
#define CERTLITE_REASON_SUSPENDED 1
#define CERTLITE_REASON_REVOKED 2
#define CERTLITE_REASON_SUPERSEDED 3
#define CERTLITE_REASON_ARCHIVED 4
#define CERTLITE_REASON_BEFORE_ISSUE 5
#define CERTLITE_REASON_NO_EXPIRY 6
#define CERTLITE_REASON_IN_FORCE 7
#define CERTLITE_REASON_NEAR_EXPIRY 8
#define CERTLITE_REASON_WITHIN_GRACE 9
#define CERTLITE_REASON_PAST_EXPIRY 10

/* What the validity of one record depends on. Frozen. */
typedef struct certlite_facts {
  int32_t issued_on_day;      /* or CERTLITE_NO_DAY */
  int32_t expires_on_day;     /* or CERTLITE_NO_DAY: never expires */
  int32_t grace_days;         /* 0..36500 */
  int32_t expiring_soon_days; /* 0..36500 */
  int32_t lifecycle_status;   /* CERTLITE_LIFECYCLE_*; anything else is invalid */
  int32_t reserved;           /* 0 */
} certlite_facts;

/* The verdict on one record for one day. Frozen. */
typedef struct certlite_validity_result {
  int32_t validity_status; /* CERTLITE_VALIDITY_* */
  int32_t validity_reason; /* CERTLITE_REASON_* */
  int32_t days_remaining;  /* expires_on - as_of, negative once past; CERTLITE_NO_DAY without expiry or if invalid */
  int32_t next_transition_day; /* the next day on which the status changes; CERTLITE_NO_DAY: never */
} certlite_validity_result;

/* Where the same facts lie, column by column, n of each; as in certlite_facts. Frozen. */
typedef struct certlite_fact_columns {
  const int32_t *issued_on_day;
  const int32_t *expires_on_day;
  const int32_t *grace_days;
  const int32_t *expiring_soon_days;
  const int32_t *lifecycle_status;
} certlite_fact_columns;

/* What became of one line of an import. Lifetime: until the batch is imported into again or freed. Frozen. */
typedef struct certlite_result {
  uint64_t line;          /* counted from 1 through the whole batch */
  certlite_status status; /* CERTLITE_OK, or why the line was refused */
  int32_t outcome;        /* CERTLITE_CREATED...; 0 if it was refused */
  char id[40];            /* of the record, a UUID's 36 characters and NULs; all NULs if there is none */
  certlite_str rule;      /* refused: the first rule that it breaks, "json.syntax"; else empty, as what follows */
  certlite_str pointer;   /* where in the line, RFC 6901 */
  certlite_str problem;   /* RFC 9457 problem details, with every rule that it breaks */
} certlite_result;

/* The ABI of the library that was loaded. [any] */
CERTLITE_API uint32_t certlite_abi_version(void);

/* 1 if a program compiled against ABI `version` can use this library, else 0. Bindings ask when they load. [any] */
CERTLITE_API int32_t certlite_abi_supports(uint32_t version);

/* The library's version as text, "MAJOR.MINOR.PATCH". Lifetime: static. [any] */
CERTLITE_API const char *certlite_version(void);

/* Opens the store at `path`, making it if there is none; ":memory:" is a store that lives as long as the engine.
 * `options` may be NULL. An engine may be used by many threads, and a file by many engines and processes. [any] */
CERTLITE_API certlite_status certlite_open(const char *path, size_t path_size, const certlite_open_options *options,
                                           certlite_engine **out, certlite_error **err);

/* Releases the handle; the store closes with the last session. [one] */
CERTLITE_API void certlite_close(certlite_engine *engine);

/* A session for a principal whom the host has authenticated: {"system":true}, or {"user_id":UUID, "scopes":[...],
 * "reach":"self"} or {..., "reach":"organization", "organization_id":UUID}. Cheap: open one per principal. [any] */
CERTLITE_API certlite_status certlite_session_open(certlite_engine *engine, const char *principal,
                                                   size_t principal_size, certlite_session **out, certlite_error **err);

/* Releases the session. [one] */
CERTLITE_API void certlite_session_close(certlite_session *session);

/* Runs one operation, such as "certification.create", on a request that is one JSON object of at most 65536 bytes.
 * `idempotency_key`: 1..255 bytes of 0x21..0x7E, or NULL for none; only operations that write take one.
 * `call` may be NULL. On success `outcome` is CERTLITE_CREATED... and `response` the answer's JSON. [any] */
CERTLITE_API certlite_status certlite_execute(certlite_session *session, const char *operation, size_t operation_size,
                                              const char *request, size_t request_size, const char *idempotency_key,
                                              size_t idempotency_key_size, const certlite_call *call, int32_t *outcome,
                                              certlite_buf *response, certlite_error **err);

/* Runs an operation that writes on each line of JSON Lines, at most 16777216 bytes and 131072 lines, in one
 * transaction. A line is the operation's request; it may carry its "idempotency_key", and a member "rejected" is
 * ignored. A line without a key gets one that is made of the line, unless it makes a record whose id or external_id it
 * names and which is found again by that: so an import that was interrupted or mended is simply run again. A refused
 * line is told of in its result and harms no other. A file goes through a batch: *batch is NULL at first, and the batch
 * that is handed out goes into the calls for the lines that follow, which begin where the last call's lines ended; cut
 * between lines. A call that fails has written nothing (CERTLITE_E_OUTCOME_UNKNOWN excepted, as everywhere) and leaves
 * *batch as it was: repeat it. `options`: a JSON object, NULL for none; describe tells what it may hold. `call` as for
 * certlite_execute; as_of_day and known_at_unix_ms have no use here. [any], but [one] for each batch */
CERTLITE_API certlite_status certlite_import(certlite_session *session, const char *operation, size_t operation_size,
                                             const char *lines, size_t lines_size, const char *options,
                                             size_t options_size, const certlite_call *call, certlite_batch **batch,
                                             certlite_error **err);

/* The results of the latest call, one a line in order; blank lines have none. `n` receives how many. Lifetime: until
 * the batch is imported into again or freed. [one] */
CERTLITE_API const certlite_result *certlite_batch_results(const certlite_batch *batch, size_t *n);

/* The id under which the history knows the batch, a UUID. Lifetime: the batch's. [one] */
CERTLITE_API void certlite_batch_id(const certlite_batch *batch, certlite_str *out);

/* Releases the batch. It keeps no engine: it may outlive the session, and go on with another one. [one] */
CERTLITE_API void certlite_batch_free(certlite_batch *batch);

/* The validity of each of `n` records on day `as_of_day`, by the rules that every operation uses. Pure: no engine,
 * clock, lock or allocation. On CERTLITE_E_INVALID_ARGUMENT `out` is not to be read. [any] */
CERTLITE_API certlite_status certlite_validity(const certlite_facts *facts, size_t n, int32_t as_of_day,
                                               certlite_validity_result *out);

/* The validity_status alone of each of `n` records, CERTLITE_VALIDITY_* in a byte, by the same rules: for those who
 * count or filter many records and keep them in columns. Pure, and refuses, as certlite_validity. [any] */
CERTLITE_API certlite_status certlite_validity_statuses(const certlite_fact_columns *facts, size_t n, int32_t as_of_day,
                                                        uint8_t *out);

/* What this library can do, as JSON: operations with their HTTP bindings, scopes, JSON Schemas and rules, and every
 * error code. Lifetime: static. Empty when memory ran out. [any] */
CERTLITE_API void certlite_describe(certlite_str *out);

/* A token that cancels the calls that carry it. Cancelling a write before its commit leaves nothing stored. [any] */
CERTLITE_API certlite_status certlite_cancel_new(certlite_cancel **out);

/* Cancels every call that carries the token, now and later. [any] */
CERTLITE_API void certlite_cancel_trigger(certlite_cancel *cancel);

/* Releases the token; no call may carry it any more. [one] */
CERTLITE_API void certlite_cancel_free(certlite_cancel *cancel);

/* Frees what an output buffer holds and empties it. [one] */
CERTLITE_API void certlite_buf_free(certlite_buf *buf);

/* The status that came with the error. [any] */
CERTLITE_API certlite_status certlite_error_status(const certlite_error *error);

/* The error as RFC 9457 problem details. Lifetime: the error's. [any] */
CERTLITE_API void certlite_error_json(const certlite_error *error, certlite_str *out);

/* The system's own code (errno, or SQLite's extended result code), 0 if there is none. [any] */
CERTLITE_API int32_t certlite_error_system(const certlite_error *error);

/* Releases the error. [one] */
CERTLITE_API void certlite_error_free(certlite_error *error);

#ifdef __cplusplus
}
#endif

#endif /* CERTLITE_H_ */
