/* A host as it was written for 1.0.0, and stays: it calls every function that 1.0.0 had, in the ways that its header
 * told. Every later library of the same ABI must serve it; it prints what failed. */
#include <certlite.h>
#include <stdio.h>
#include <string.h>

static int failed = 0;

#define EXPECT(condition) \
  if (!(condition)) failed = !!printf("line %d: %s\n", __LINE__, #condition)

static certlite_status Run(certlite_session *session, const char *operation, const char *request, const char *key,
                           const certlite_call *call, int32_t *outcome, certlite_buf *answer, certlite_error **error) {
  return certlite_execute(session, operation, strlen(operation), request, strlen(request), key, key ? strlen(key) : 0,
                          call, outcome, answer, error);
}

static void Versions(void) {
  certlite_str told;
  EXPECT(certlite_abi_supports(1) == 1 && certlite_abi_supports(0) == 0);
  EXPECT(certlite_abi_version() >= 1 && strchr(certlite_version(), '.') != NULL);
  certlite_describe(&told);
  EXPECT(strlen(told.data) == told.size && strstr(told.data, "\"certification.create\"") != NULL);
}

static void Validity(void) {
  const certlite_facts facts[2] = {{100, 200, 10, 30, CERTLITE_LIFECYCLE_ACTIVE, 0},
                                   {100, CERTLITE_NO_DAY, 0, 0, CERTLITE_LIFECYCLE_REVOKED, 0}};
  const int32_t columns[5][2] = {{100, 100}, {200, CERTLITE_NO_DAY}, {10, 0}, {30, 0}, {0, CERTLITE_LIFECYCLE_REVOKED}};
  const certlite_fact_columns where = {columns[0], columns[1], columns[2], columns[3], columns[4]};
  certlite_validity_result told[2];
  uint8_t statuses[2];
  EXPECT(certlite_validity(facts, 2, 205, told) == CERTLITE_OK);
  EXPECT(told[0].validity_status == CERTLITE_VALIDITY_IN_GRACE && told[0].days_remaining == -5);
  EXPECT(told[0].validity_reason == CERTLITE_REASON_WITHIN_GRACE && told[0].next_transition_day == 211);
  EXPECT(told[1].validity_status == CERTLITE_VALIDITY_INVALID && told[1].validity_reason == CERTLITE_REASON_REVOKED);
  EXPECT(certlite_validity_statuses(&where, 2, 205, statuses) == CERTLITE_OK);
  EXPECT(statuses[0] == CERTLITE_VALIDITY_IN_GRACE && statuses[1] == CERTLITE_VALIDITY_INVALID);
}

static void Operations(certlite_session *session) {
  certlite_call call;
  certlite_buf answer;
  certlite_buf again;
  certlite_error *error;
  certlite_str problem;
  int32_t outcome;

  memset(&call, 0, sizeof call);
  call.struct_size = (uint32_t)sizeof call;
  call.flags = CERTLITE_CALL_NOW | CERTLITE_CALL_AS_OF;
  call.now_unix_ms = 1700000000000;
  call.as_of_day = 19000;
  EXPECT(certlite_cancel_new(&call.cancel) == CERTLITE_OK);
  EXPECT(Run(session, "organization.create", "{\"name\":\"A\"}", "one", &call, &outcome, &answer, &error) ==
         CERTLITE_OK);
  EXPECT(outcome == CERTLITE_CREATED && strstr(answer.data, "2023-11-14T22:13:20.000Z") != NULL && error == NULL);
  EXPECT(Run(session, "organization.create", "{\"name\":\"A\"}", "one", NULL, &outcome, &again, NULL) == CERTLITE_OK);
  EXPECT(outcome == CERTLITE_REPLAYED && strcmp(answer.data, again.data) == 0);
  certlite_buf_free(&answer);
  certlite_buf_free(&again);
  EXPECT(answer.data == NULL && answer.size == 0);

  EXPECT(Run(session, "organization.create", "{}", NULL, NULL, &outcome, &answer, &error) == CERTLITE_E_INVALID);
  EXPECT(certlite_error_status(error) == CERTLITE_E_INVALID && certlite_error_system(error) == 0);
  certlite_error_json(error, &problem);
  EXPECT(strstr(problem.data, "\"rule\":\"field.required\",\"pointer\":\"/name\"") != NULL);
  certlite_error_free(error);

  certlite_cancel_trigger(call.cancel);
  EXPECT(Run(session, "organization.list", "{}", NULL, &call, &outcome, &answer, NULL) == CERTLITE_E_CANCELLED);
  certlite_cancel_free(call.cancel);
}

static void Import(certlite_session *session) {
  const char lines[] = "{\"name\":\"B\"}\n{\"name\":7}\n";
  const certlite_result *results;
  certlite_batch *batch = NULL;
  certlite_str id;
  size_t n;
  EXPECT(certlite_import(session, "organization.create", 19, lines, strlen(lines), "{}", 2, NULL, &batch, NULL) == 0);
  results = certlite_batch_results(batch, &n);
  EXPECT(n == 2 && results[1].line == 2 && results[1].status == CERTLITE_E_INVALID);
  EXPECT(results[0].outcome == CERTLITE_CREATED && strlen(results[0].id) == 36);
  EXPECT(strcmp(results[1].rule.data, "field.type") == 0 && strcmp(results[1].pointer.data, "/name") == 0);
  EXPECT(strstr(results[1].problem.data, "\"code\":\"invalid\"") != NULL);
  certlite_batch_id(batch, &id);
  EXPECT(id.size == 36);
  certlite_batch_free(batch);
}

int main(void) {
  const char principal[] = "{\"system\":true}";
  certlite_open_options options;
  certlite_engine *engine;
  certlite_session *session;
  memset(&options, 0, sizeof options);
  options.struct_size = (uint32_t)sizeof options;
  options.busy_timeout_ms = 100;
  options.id_seed = 42;
  Versions();
  Validity();
  if (certlite_open(":memory:", 8, &options, &engine, NULL) != CERTLITE_OK) return 1;
  if (certlite_session_open(engine, principal, strlen(principal), &session, NULL) != CERTLITE_OK) return 1;
  certlite_close(engine);
  Operations(session);
  Import(session);
  certlite_session_close(session);
  return failed;
}
