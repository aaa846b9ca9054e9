/* certlite_validity and its form for columns: a table of days around the life of one card, and what they refuse. */
#include <string.h>

#include "tests/abi/steps.h"

#define NONE CERTLITE_NO_DAY
#define FIRST_DAY (-719162) /* 0001-01-01 */
#define LAST_DAY 2932896    /* 9999-12-31 */
#define ROWS 16

/* A card of days 100..200, in grace for 10 days, expiring soon for 30. */
static const struct {
  int32_t lifecycle;
  int32_t issued;
  int32_t expires;
  int32_t as_of;
  certlite_validity_result expected;
} kTable[ROWS] = {
    {0, 100, 200, 99, {CERTLITE_VALIDITY_NOT_YET_VALID, CERTLITE_REASON_BEFORE_ISSUE, 101, 100}},
    {0, 100, 200, 100, {CERTLITE_VALIDITY_VALID, CERTLITE_REASON_IN_FORCE, 100, 170}},
    {0, 100, 200, 169, {CERTLITE_VALIDITY_VALID, CERTLITE_REASON_IN_FORCE, 31, 170}},
    {0, 100, 200, 170, {CERTLITE_VALIDITY_EXPIRING_SOON, CERTLITE_REASON_NEAR_EXPIRY, 30, 201}},
    {0, 100, 200, 200, {CERTLITE_VALIDITY_EXPIRING_SOON, CERTLITE_REASON_NEAR_EXPIRY, 0, 201}},
    {0, 100, 200, 201, {CERTLITE_VALIDITY_IN_GRACE, CERTLITE_REASON_WITHIN_GRACE, -1, 211}},
    {0, 100, 200, 210, {CERTLITE_VALIDITY_IN_GRACE, CERTLITE_REASON_WITHIN_GRACE, -10, 211}},
    {0, 100, 200, 211, {CERTLITE_VALIDITY_EXPIRED, CERTLITE_REASON_PAST_EXPIRY, -11, NONE}},
    {0, NONE, 200, 0, {CERTLITE_VALIDITY_VALID, CERTLITE_REASON_IN_FORCE, 200, 170}},
    {0, 100, NONE, 99, {CERTLITE_VALIDITY_NOT_YET_VALID, CERTLITE_REASON_BEFORE_ISSUE, NONE, 100}},
    {0, 100, NONE, 100, {CERTLITE_VALIDITY_VALID, CERTLITE_REASON_NO_EXPIRY, NONE, NONE}},
    {CERTLITE_LIFECYCLE_SUSPENDED, 100, 200, 150, {CERTLITE_VALIDITY_INVALID, CERTLITE_REASON_SUSPENDED, NONE, NONE}},
    {CERTLITE_LIFECYCLE_REVOKED, 100, 200, 150, {CERTLITE_VALIDITY_INVALID, CERTLITE_REASON_REVOKED, NONE, NONE}},
    {CERTLITE_LIFECYCLE_SUPERSEDED, 100, 200, 150, {CERTLITE_VALIDITY_INVALID, CERTLITE_REASON_SUPERSEDED, NONE, NONE}},
    {CERTLITE_LIFECYCLE_ARCHIVED, 100, 200, 150, {CERTLITE_VALIDITY_INVALID, CERTLITE_REASON_ARCHIVED, NONE, NONE}},
    {99, 100, 200, 150, {CERTLITE_VALIDITY_INVALID, CERTLITE_REASON_UNKNOWN_LIFECYCLE, NONE, NONE}},
};

static certlite_facts FactsOf(int row) {
  certlite_facts facts = {0, 0, 10, 30, 0, 0};
  facts.issued_on_day = kTable[row].issued;
  facts.expires_on_day = kTable[row].expires;
  facts.lifecycle_status = kTable[row].lifecycle;
  return facts;
}

static void CheckRow(int row, certlite_validity_result actual) {
  CHECK_STATUS(actual.validity_status, kTable[row].expected.validity_status);
  CHECK_STATUS(actual.validity_reason, kTable[row].expected.validity_reason);
  CHECK_STATUS(actual.days_remaining, kTable[row].expected.days_remaining);
  CHECK_STATUS(actual.next_transition_day, kTable[row].expected.next_transition_day);
}

static void OneByOne(void) {
  int row;
  for (row = 0; row < ROWS; ++row) {
    const certlite_facts facts = FactsOf(row);
    certlite_validity_result result = {77, 77, 77, 77};
    CHECK_STATUS(certlite_validity(&facts, 1, kTable[row].as_of, &result), CERTLITE_OK);
    CheckRow(row, result);
  }
}

/* n facts in, n verdicts out: those of one day, in the order of the facts, and nothing written behind them. */
static void Together(void) {
  const int32_t as_of = 150;
  certlite_facts facts[ROWS];
  certlite_validity_result results[ROWS + 1];
  const certlite_validity_result untouched = {77, 77, 77, 77};
  int row;
  for (row = 0; row < ROWS; ++row) facts[row] = FactsOf(row);
  results[ROWS] = untouched;
  CHECK_STATUS(certlite_validity(facts, ROWS, as_of, results), CERTLITE_OK);
  for (row = 0; row < ROWS; ++row) {
    if (kTable[row].as_of == as_of) CheckRow(row, results[row]);
    if (row < 8) CHECK_STATUS(results[row].validity_status, CERTLITE_VALIDITY_VALID);
  }
  CHECK(memcmp(&results[ROWS], &untouched, sizeof untouched) == 0);
}

/* However many: the last of each is judged, or refused, like the first. */
static void Counts(void) {
  enum { MOST = 200 };
  certlite_facts facts[MOST];
  certlite_validity_result results[MOST + 1];
  const certlite_validity_result untouched = {77, 77, 77, 77};
  int n;
  int row;
  for (row = 0; row < MOST; ++row) facts[row] = FactsOf(row % ROWS);
  for (n = 1; n <= MOST; ++n) {
    for (row = 0; row <= n; ++row) results[row] = untouched;
    CHECK_STATUS(certlite_validity(facts, (size_t)n, 150, results), CERTLITE_OK);
    for (row = 0; row < n; ++row) {
      certlite_validity_result alone;
      CHECK_STATUS(certlite_validity(&facts[row], 1, 150, &alone), CERTLITE_OK);
      CHECK(memcmp(&results[row], &alone, sizeof alone) == 0);
    }
    CHECK(memcmp(&results[n], &untouched, sizeof untouched) == 0);
    facts[n - 1].reserved = 1;
    CHECK_STATUS(certlite_validity(facts, (size_t)n, 150, results), CERTLITE_E_INVALID_ARGUMENT);
    facts[n - 1].reserved = 0;
    facts[n - 1].expires_on_day = LAST_DAY + 1;
    CHECK_STATUS(certlite_validity(facts, (size_t)n, 150, results), CERTLITE_E_INVALID_ARGUMENT);
    facts[n - 1] = FactsOf((n - 1) % ROWS);
  }
}

static void Refusals(void) {
  const certlite_facts good = FactsOf(0);
  certlite_facts bad = good;
  certlite_validity_result result;
  CHECK_STATUS(certlite_validity(NULL, 0, 100, NULL), CERTLITE_OK);
  CHECK_STATUS(certlite_validity(NULL, 1, 100, &result), CERTLITE_E_INVALID_ARGUMENT);
  CHECK_STATUS(certlite_validity(&good, 1, 100, NULL), CERTLITE_E_INVALID_ARGUMENT);
  bad.grace_days = -1;
  CHECK_STATUS(certlite_validity(&bad, 1, 100, &result), CERTLITE_E_INVALID_ARGUMENT);
  bad.grace_days = 36501;
  CHECK_STATUS(certlite_validity(&bad, 1, 100, &result), CERTLITE_E_INVALID_ARGUMENT);
  bad = good;
  bad.expiring_soon_days = -1;
  CHECK_STATUS(certlite_validity(&bad, 1, 100, &result), CERTLITE_E_INVALID_ARGUMENT);
  bad = good;
  bad.reserved = 1;
  CHECK_STATUS(certlite_validity(&bad, 1, 100, &result), CERTLITE_E_INVALID_ARGUMENT);
  bad = good;
  bad.issued_on_day = FIRST_DAY - 1;
  CHECK_STATUS(certlite_validity(&bad, 1, 100, &result), CERTLITE_E_INVALID_ARGUMENT);
  bad = good;
  bad.expires_on_day = LAST_DAY + 1;
  CHECK_STATUS(certlite_validity(&bad, 1, 100, &result), CERTLITE_E_INVALID_ARGUMENT);
  CHECK_STATUS(certlite_validity(&good, 1, FIRST_DAY - 1, &result), CERTLITE_E_INVALID_ARGUMENT);
  CHECK_STATUS(certlite_validity(&good, 1, LAST_DAY + 1, &result), CERTLITE_E_INVALID_ARGUMENT);
  CHECK_STATUS(certlite_validity(&good, 1, NONE, &result), CERTLITE_E_INVALID_ARGUMENT);
}

/* The same verdicts' statuses, whatever the number, and nothing written behind them. */
static void Columns(void) {
  enum { MOST = 200 };
  static int32_t columns[5][MOST];
  const certlite_fact_columns facts = {columns[0], columns[1], columns[2], columns[3], columns[4]};
  const int32_t bounds[5] = {LAST_DAY, LAST_DAY, 36500, 36500, 99};
  uint8_t statuses[MOST + 1];
  int n;
  int row;
  for (row = 0; row < MOST; ++row) {
    const certlite_facts one = FactsOf(row % ROWS);
    columns[0][row] = one.issued_on_day;
    columns[1][row] = one.expires_on_day;
    columns[2][row] = one.grace_days;
    columns[3][row] = one.expiring_soon_days;
    columns[4][row] = one.lifecycle_status;
  }
  for (n = 1; n <= MOST; ++n) {
    int column;
    const int last = n - 1;
    memset(statuses, 77, sizeof statuses);
    CHECK_STATUS(certlite_validity_statuses(&facts, (size_t)n, kTable[last % ROWS].as_of, statuses), CERTLITE_OK);
    CHECK_STATUS(statuses[last], kTable[last % ROWS].expected.validity_status);
    CHECK_STATUS(statuses[n], 77);
    for (column = 0; column < 5; ++column) {
      const int32_t good = columns[column][last];
      const certlite_status beyond = column < 4 ? CERTLITE_E_INVALID_ARGUMENT : CERTLITE_OK;
      columns[column][last] = bounds[column];
      CHECK_STATUS(certlite_validity_statuses(&facts, (size_t)n, 150, statuses), CERTLITE_OK);
      columns[column][last] = bounds[column] + 1;
      CHECK_STATUS(certlite_validity_statuses(&facts, (size_t)n, 150, statuses), beyond);
      columns[column][last] = good;
    }
  }
}

static void RefusedColumns(void) {
  const int32_t day = 150;
  const int32_t none = 0;
  const certlite_fact_columns good = {&day, &day, &none, &none, &none};
  certlite_fact_columns bad = good;
  uint8_t status;
  CHECK_STATUS(certlite_validity_statuses(NULL, 0, day, NULL), CERTLITE_OK);
  CHECK_STATUS(certlite_validity_statuses(NULL, 0, LAST_DAY + 1, NULL), CERTLITE_E_INVALID_ARGUMENT);
  CHECK_STATUS(certlite_validity_statuses(NULL, 1, day, &status), CERTLITE_E_INVALID_ARGUMENT);
  CHECK_STATUS(certlite_validity_statuses(&good, 1, day, NULL), CERTLITE_E_INVALID_ARGUMENT);
  CHECK_STATUS(certlite_validity_statuses(&good, 1, NONE, &status), CERTLITE_E_INVALID_ARGUMENT);
  bad.issued_on_day = NULL;
  CHECK_STATUS(certlite_validity_statuses(&bad, 1, day, &status), CERTLITE_E_INVALID_ARGUMENT);
  bad = good;
  bad.expires_on_day = NULL;
  CHECK_STATUS(certlite_validity_statuses(&bad, 1, day, &status), CERTLITE_E_INVALID_ARGUMENT);
  bad = good;
  bad.grace_days = NULL;
  CHECK_STATUS(certlite_validity_statuses(&bad, 1, day, &status), CERTLITE_E_INVALID_ARGUMENT);
  bad = good;
  bad.expiring_soon_days = NULL;
  CHECK_STATUS(certlite_validity_statuses(&bad, 1, day, &status), CERTLITE_E_INVALID_ARGUMENT);
  bad = good;
  bad.lifecycle_status = NULL;
  CHECK_STATUS(certlite_validity_statuses(&bad, 1, day, &status), CERTLITE_E_INVALID_ARGUMENT);
}

void Validity(void) {
  OneByOne();
  Together();
  Counts();
  Refusals();
  Columns();
  RefusedColumns();
}
