/* Imports: the batch that goes from call to call, the dense results, and what is refused whole. */
#include <string.h>

#include "tests/abi/steps.h"

static const char kOrganizations[] = "organization.create";

static certlite_status Import(certlite_session *session, const char *lines, const char *options,
                              certlite_batch **batch) {
  certlite_error *error = NULL;
  const certlite_status status = certlite_import(session, kOrganizations, strlen(kOrganizations), lines, strlen(lines),
                                                 options, options == NULL ? 0 : strlen(options), NULL, batch, &error);
  CHECK((status == CERTLITE_OK) == (error == NULL));
  certlite_error_free(error);
  return status;
}

static int Holds(certlite_str text, const char *expected) {
  return text.size == strlen(expected) && memcmp(text.data, expected, text.size) == 0;
}

static void ResultsAreDense(certlite_session *session) {
  certlite_batch *batch = NULL;
  const certlite_result *results;
  size_t n = 77;
  certlite_str id = {NULL, 0};
  CHECK_STATUS(Import(session, "{\"name\":\"A\"}\r\n\n{\"name\":7}\n{\"name\":\"A\"}", NULL, &batch), CERTLITE_OK);
  results = certlite_batch_results(batch, &n);
  CHECK(n == 3);
  CHECK(results[0].line == 1 && results[1].line == 3 && results[2].line == 4);
  CHECK_STATUS(results[0].status, CERTLITE_OK);
  CHECK_STATUS(results[0].outcome, CERTLITE_CREATED);
  CHECK(strlen(results[0].id) == 36 && results[0].problem.size == 0 && results[0].rule.size == 0);
  CHECK_STATUS(results[1].status, CERTLITE_E_INVALID);
  CHECK_STATUS(results[1].outcome, 0);
  CHECK(results[1].id[0] == '\0');
  CHECK(Holds(results[1].rule, "field.type") && Holds(results[1].pointer, "/name"));
  CHECK(strstr(results[1].problem.data, "\"code\":\"invalid\"") != NULL);
  CHECK_STATUS(results[2].outcome, CERTLITE_CREATED);
  CHECK(strcmp(results[0].id, results[2].id) != 0);
  certlite_batch_id(batch, &id);
  CHECK(id.size == 36);

  /* The batch goes on: lines are counted on, and an equal line is the third of its kind. */
  CHECK_STATUS(Import(session, "{\"name\":\"A\"}\n", "{}", &batch), CERTLITE_OK);
  results = certlite_batch_results(batch, &n);
  CHECK(n == 1 && results[0].line == 5);
  CHECK_STATUS(results[0].outcome, CERTLITE_CREATED);
  certlite_batch_free(batch);

  /* The same lines in a new batch are the same requests. */
  batch = NULL;
  CHECK_STATUS(Import(session, "{\"name\":\"A\"}\n{\"name\":\"A\"}\n{\"name\":\"A\"}\n", "{}", &batch), CERTLITE_OK);
  results = certlite_batch_results(batch, &n);
  CHECK(n == 3);
  while (n-- > 0) CHECK_STATUS(results[n].outcome, CERTLITE_REPLAYED);
  certlite_batch_free(batch);
  CHECK(CountOf(session, "organization.list", "\"A\"") == 3);
}

static void AtomicIsAllOrNothing(certlite_session *session) {
  certlite_batch *batch = NULL;
  const certlite_result *results;
  size_t n = 0;
  CHECK_STATUS(Import(session, "{\"name\":\"B\"}\n{}\n", "{\"mode\":\"atomic\"}", &batch), CERTLITE_OK);
  results = certlite_batch_results(batch, &n);
  CHECK(n == 2 && results[0].id[0] == '\0');
  CHECK_STATUS(results[0].outcome, CERTLITE_WITHHELD);
  CHECK_STATUS(results[1].status, CERTLITE_E_INVALID);
  certlite_batch_free(batch);
  CHECK(CountOf(session, "organization.list", "\"B\"") == 0);
}

static void ACallThatFailsLeavesTheBatchAsItWas(certlite_engine *engine, certlite_session *session) {
  certlite_batch *batch = NULL;
  certlite_call call = DefaultCall();
  size_t n = 0;
  CHECK_STATUS(Import(session, "{\"name\":\"C\"}\n", "[]", &batch), CERTLITE_E_MALFORMED);
  CHECK_STATUS(Import(session, "{\"name\":\"C\"}\n", "{\"speed\":1}", &batch), CERTLITE_E_INVALID);
  CHECK(batch == NULL);
  CHECK_STATUS(Import(session, "{\"name\":\"C\"}\n", "", &batch), CERTLITE_OK);
  CHECK_STATUS(certlite_cancel_new(&call.cancel), CERTLITE_OK);
  certlite_cancel_trigger(call.cancel);
  CHECK_STATUS(certlite_import(session, kOrganizations, strlen(kOrganizations), "{\"name\":\"C\"}\n", 13, NULL, 0,
                               &call, &batch, NULL),
               CERTLITE_E_CANCELLED);
  certlite_cancel_free(call.cancel);
  call.cancel = NULL;
  call.reserved = 1;
  CHECK_STATUS(certlite_import(session, kOrganizations, strlen(kOrganizations), "{\"name\":\"C\"}\n", 13, NULL, 0,
                               &call, &batch, NULL),
               CERTLITE_E_UNSUPPORTED_OPTION);
  CHECK_STATUS(certlite_import((certlite_session *)engine, kOrganizations, strlen(kOrganizations), "", 0, NULL, 0, NULL,
                               &batch, NULL),
               CERTLITE_E_INVALID_HANDLE);
  CHECK_STATUS(Import(session, "{\"name\":\"C\"}\n", NULL, &batch), CERTLITE_OK);
  CHECK(certlite_batch_results(batch, &n)[0].line == 2 && n == 1);
  CHECK_STATUS(Import(session, "", "{\"batch_id\":\"018f4e9a-0000-7000-8000-000000000001\"}", &batch),
               CERTLITE_E_INVALID);
  CHECK(CountOf(session, "organization.list", "\"C\"") == 2);
  certlite_batch_free(batch);
}

static void WrongArguments(certlite_engine *engine, certlite_session *session) {
  certlite_batch *batch = (certlite_batch *)engine;
  certlite_str id = {"rubbish", 7};
  size_t n = 77;
  CHECK_STATUS(Import(session, "", NULL, &batch), CERTLITE_E_INVALID_HANDLE);
  CHECK(certlite_batch_results(batch, &n) == NULL && n == 0);
  certlite_batch_id(batch, &id);
  CHECK(id.size == 0);
  certlite_batch_free(batch);
  batch = NULL;
  CHECK_STATUS(Import(session, "", NULL, NULL), CERTLITE_E_INVALID_ARGUMENT);
  CHECK_STATUS(certlite_import(session, NULL, 3, "", 0, NULL, 0, NULL, &batch, NULL), CERTLITE_E_INVALID_ARGUMENT);
  CHECK_STATUS(certlite_import(session, "x", 1, NULL, 3, NULL, 0, NULL, &batch, NULL), CERTLITE_E_INVALID_ARGUMENT);
  CHECK_STATUS(certlite_import(session, "x", 1, NULL, 0, NULL, 3, NULL, &batch, NULL), CERTLITE_E_INVALID_ARGUMENT);
  CHECK_STATUS(certlite_import(session, "x", 1, NULL, 0, NULL, 0, NULL, &batch, NULL), CERTLITE_E_UNKNOWN_OPERATION);
  CHECK_STATUS(certlite_import(session, "organization.list", 17, "", 0, NULL, 0, NULL, &batch, NULL),
               CERTLITE_E_INVALID);
  CHECK(batch == NULL);
  certlite_batch_results(NULL, NULL);
  certlite_batch_id(NULL, NULL);
  certlite_batch_free(NULL);
}

void Imports(void) {
  certlite_engine *engine = OpenMemory();
  certlite_session *session = OpenSystem(engine);
  ResultsAreDense(session);
  AtomicIsAllOrNothing(session);
  ACallThatFailsLeavesTheBatchAsItWas(engine, session);
  WrongArguments(engine, session);
  certlite_session_close(session);
  certlite_close(engine);
}
