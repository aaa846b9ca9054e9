/* The ABI as numbers: every signature, size, offset and constant of certlite.h, written out once more for LP64 and,
 * where they depend on pointers, for 32 bits. What differs here has broken every program that was compiled before. */
#include <certlite.h>
#include <limits.h>
#include <stdio.h>

/* A second declaration of each function, in plain types: the compiler refuses one that differs from the header's. */
uint32_t certlite_abi_version(void);
int32_t certlite_abi_supports(uint32_t);
const char *certlite_version(void);
int32_t certlite_open(const char *, size_t, const struct certlite_open_options *, struct certlite_engine **,
                      struct certlite_error **);
void certlite_close(struct certlite_engine *);
int32_t certlite_session_open(struct certlite_engine *, const char *, size_t, struct certlite_session **,
                              struct certlite_error **);
void certlite_session_close(struct certlite_session *);
int32_t certlite_execute(struct certlite_session *, const char *, size_t, const char *, size_t, const char *, size_t,
                         const struct certlite_call *, int32_t *, struct certlite_buf *, struct certlite_error **);
int32_t certlite_import(struct certlite_session *, const char *, size_t, const char *, size_t, const char *, size_t,
                        const struct certlite_call *, struct certlite_batch **, struct certlite_error **);
const struct certlite_result *certlite_batch_results(const struct certlite_batch *, size_t *);
void certlite_batch_id(const struct certlite_batch *, struct certlite_str *);
void certlite_batch_free(struct certlite_batch *);
int32_t certlite_validity(const struct certlite_facts *, size_t, int32_t, struct certlite_validity_result *);
int32_t certlite_validity_statuses(const struct certlite_fact_columns *, size_t, int32_t, uint8_t *);
void certlite_describe(struct certlite_str *);
int32_t certlite_cancel_new(struct certlite_cancel **);
void certlite_cancel_trigger(struct certlite_cancel *);
void certlite_cancel_free(struct certlite_cancel *);
void certlite_buf_free(struct certlite_buf *);
int32_t certlite_error_status(const struct certlite_error *);
void certlite_error_json(const struct certlite_error *, struct certlite_str *);
int32_t certlite_error_system(const struct certlite_error *);
void certlite_error_free(struct certlite_error *);

#define SIZE(type, expected) \
  { "sizeof " #type, (long)sizeof(type), expected }
#define OFFSET(type, member, expected) \
  { #type "." #member, (long)offsetof(type, member), expected }
#define BITS(of_64, of_32) (sizeof(void *) == 8 ? (of_64) : (of_32))
#define CONSTANT(name, expected) \
  { #name, (long)(name), expected }

static const struct {
  const char *what;
  long actual;
  long expected;
} kTable[] = {
    SIZE(certlite_status, 4),

    SIZE(certlite_str, BITS(16, 8)),
    OFFSET(certlite_str, data, 0),
    OFFSET(certlite_str, size, BITS(8, 4)),

    SIZE(certlite_buf, BITS(16, 8)),
    OFFSET(certlite_buf, data, 0),
    OFFSET(certlite_buf, size, BITS(8, 4)),

    SIZE(certlite_open_options, 24),
    OFFSET(certlite_open_options, struct_size, 0),
    OFFSET(certlite_open_options, flags, 4),
    OFFSET(certlite_open_options, busy_timeout_ms, 8),
    OFFSET(certlite_open_options, reserved, 12),
    OFFSET(certlite_open_options, id_seed, 16),

    SIZE(certlite_call, BITS(48, 40)),
    OFFSET(certlite_call, struct_size, 0),
    OFFSET(certlite_call, flags, 4),
    OFFSET(certlite_call, now_unix_ms, 8),
    OFFSET(certlite_call, known_at_unix_ms, 16),
    OFFSET(certlite_call, as_of_day, 24),
    OFFSET(certlite_call, reserved, 28),
    OFFSET(certlite_call, cancel, 32),
    OFFSET(certlite_call, reserved_pointer, BITS(40, 36)),

    SIZE(certlite_facts, 24),
    OFFSET(certlite_facts, issued_on_day, 0),
    OFFSET(certlite_facts, expires_on_day, 4),
    OFFSET(certlite_facts, grace_days, 8),
    OFFSET(certlite_facts, expiring_soon_days, 12),
    OFFSET(certlite_facts, lifecycle_status, 16),
    OFFSET(certlite_facts, reserved, 20),

    SIZE(certlite_fact_columns, BITS(40, 20)),
    OFFSET(certlite_fact_columns, issued_on_day, 0),
    OFFSET(certlite_fact_columns, expires_on_day, BITS(8, 4)),
    OFFSET(certlite_fact_columns, grace_days, BITS(16, 8)),
    OFFSET(certlite_fact_columns, expiring_soon_days, BITS(24, 12)),
    OFFSET(certlite_fact_columns, lifecycle_status, BITS(32, 16)),

    SIZE(certlite_validity_result, 16),
    OFFSET(certlite_validity_result, validity_status, 0),
    OFFSET(certlite_validity_result, validity_reason, 4),
    OFFSET(certlite_validity_result, days_remaining, 8),
    OFFSET(certlite_validity_result, next_transition_day, 12),

    SIZE(certlite_result, BITS(104, 80)),
    OFFSET(certlite_result, line, 0),
    OFFSET(certlite_result, status, 8),
    OFFSET(certlite_result, outcome, 12),
    OFFSET(certlite_result, id, 16),
    OFFSET(certlite_result, rule, 56),
    OFFSET(certlite_result, pointer, BITS(72, 64)),
    OFFSET(certlite_result, problem, BITS(88, 72)),

    CONSTANT(CERTLITE_ABI_VERSION, 1),
    CONSTANT(CERTLITE_OK, 0),
    CONSTANT(CERTLITE_E_INVALID_ARGUMENT, -101),
    CONSTANT(CERTLITE_E_INVALID_HANDLE, -102),
    CONSTANT(CERTLITE_E_UNSUPPORTED_OPTION, -103),
    CONSTANT(CERTLITE_E_UNKNOWN_OPERATION, -104),
    CONSTANT(CERTLITE_E_FORKED_HANDLE, -105),
    CONSTANT(CERTLITE_E_MALFORMED, -201),
    CONSTANT(CERTLITE_E_INVALID, -202),
    CONSTANT(CERTLITE_E_TOO_LARGE, -203),
    CONSTANT(CERTLITE_E_IDEMPOTENCY_KEY_INVALID, -204),
    CONSTANT(CERTLITE_E_CURSOR_INVALID, -205),
    CONSTANT(CERTLITE_E_FORBIDDEN, -301),
    CONSTANT(CERTLITE_E_NOT_FOUND, -302),
    CONSTANT(CERTLITE_E_CONFLICT, -303),
    CONSTANT(CERTLITE_E_EXTERNAL_ID_CONFLICT, -304),
    CONSTANT(CERTLITE_E_IDEMPOTENCY_KEY_REUSED, -305),
    CONSTANT(CERTLITE_E_ARCHIVED, -306),
    CONSTANT(CERTLITE_E_REVISION_CONFLICT, -307),
    CONSTANT(CERTLITE_E_GONE, -308),
    CONSTANT(CERTLITE_E_HISTORY_BROKEN, -309),
    CONSTANT(CERTLITE_E_BUSY, -401),
    CONSTANT(CERTLITE_E_OUTCOME_UNKNOWN, -402),
    CONSTANT(CERTLITE_E_REOPEN_REQUIRED, -403),
    CONSTANT(CERTLITE_E_STORAGE_FULL, -404),
    CONSTANT(CERTLITE_E_READ_ONLY, -405),
    CONSTANT(CERTLITE_E_STORAGE_IO, -406),
    CONSTANT(CERTLITE_E_CANNOT_OPEN, -407),
    CONSTANT(CERTLITE_E_CORRUPT, -408),
    CONSTANT(CERTLITE_E_NOT_A_DATABASE, -409),
    CONSTANT(CERTLITE_E_NEWER_DATABASE, -410),
    CONSTANT(CERTLITE_E_OUT_OF_MEMORY, -411),
    CONSTANT(CERTLITE_E_CANCELLED, -412),
    CONSTANT(CERTLITE_E_INTERNAL, -501),
    CONSTANT(CERTLITE_CREATED, 1),
    CONSTANT(CERTLITE_REPLAYED, 2),
    CONSTANT(CERTLITE_EXISTS, 3),
    CONSTANT(CERTLITE_UPDATED, 4),
    CONSTANT(CERTLITE_UNCHANGED, 5),
    CONSTANT(CERTLITE_READ, 6),
    CONSTANT(CERTLITE_WITHHELD, 7),
    CONSTANT(CERTLITE_OPEN_EXISTING, 1),
    CONSTANT(CERTLITE_OPEN_EXCLUSIVE, 2),
    CONSTANT(CERTLITE_CALL_NOW, 1),
    CONSTANT(CERTLITE_CALL_AS_OF, 2),
    CONSTANT(CERTLITE_CALL_KNOWN_AT, 4),
    CONSTANT(CERTLITE_CALL_LENIENT, 8),
    CONSTANT(CERTLITE_NO_DAY, INT_MIN),
    CONSTANT(CERTLITE_LIFECYCLE_ACTIVE, 0),
    CONSTANT(CERTLITE_LIFECYCLE_SUSPENDED, 1),
    CONSTANT(CERTLITE_LIFECYCLE_REVOKED, 2),
    CONSTANT(CERTLITE_LIFECYCLE_SUPERSEDED, 3),
    CONSTANT(CERTLITE_LIFECYCLE_ARCHIVED, 4),
    CONSTANT(CERTLITE_VALIDITY_INVALID, 0),
    CONSTANT(CERTLITE_VALIDITY_NOT_YET_VALID, 1),
    CONSTANT(CERTLITE_VALIDITY_VALID, 2),
    CONSTANT(CERTLITE_VALIDITY_EXPIRING_SOON, 3),
    CONSTANT(CERTLITE_VALIDITY_IN_GRACE, 4),
    CONSTANT(CERTLITE_VALIDITY_EXPIRED, 5),
    CONSTANT(CERTLITE_REASON_UNKNOWN_LIFECYCLE, 0),
    CONSTANT(CERTLITE_REASON_SUSPENDED, 1),
    CONSTANT(CERTLITE_REASON_REVOKED, 2),
    CONSTANT(CERTLITE_REASON_SUPERSEDED, 3),
    CONSTANT(CERTLITE_REASON_ARCHIVED, 4),
    CONSTANT(CERTLITE_REASON_BEFORE_ISSUE, 5),
    CONSTANT(CERTLITE_REASON_NO_EXPIRY, 6),
    CONSTANT(CERTLITE_REASON_IN_FORCE, 7),
    CONSTANT(CERTLITE_REASON_NEAR_EXPIRY, 8),
    CONSTANT(CERTLITE_REASON_WITHIN_GRACE, 9),
    CONSTANT(CERTLITE_REASON_PAST_EXPIRY, 10),
};

int main(void) {
  const size_t rows = sizeof kTable / sizeof kTable[0];
  size_t failed = 0;
  size_t i;
  for (i = 0; i < rows; ++i) {
    if (kTable[i].actual != kTable[i].expected) {
      printf("%s is %ld, expected %ld\n", kTable[i].what, kTable[i].actual, kTable[i].expected);
      ++failed;
    }
  }
  printf("%zu checks, %zu failed\n", rows, failed);
  return failed != 0;
}
