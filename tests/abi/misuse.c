/* Every entry with what a caller may get wrong: NULL, and a handle of another kind. A defect in the host is answered,
 * never crashed on, and never takes anything with it. */
#include <stdio.h>
#include <string.h>

#include "tests/abi/steps.h"

static const char kSystem[] = "{\"system\":true}";

/* Calls certlite_open twice: asking for the error, and not. */
static void RefuseOpen(const char *path, size_t size, const certlite_open_options *options, certlite_status expected) {
  certlite_engine *engine = (certlite_engine *)&engine;
  certlite_error *error = NULL;
  CHECK_STATUS(certlite_open(path, size, options, &engine, &error), expected);
  CHECK(engine == NULL);
  CHECK_STATUS(certlite_error_status(error), expected);
  certlite_error_free(error);
  CHECK_STATUS(certlite_open(path, size, options, &engine, NULL), expected);
}

static void Open(void) {
  certlite_open_options existing = DefaultOptions();
  certlite_error *error = NULL;
  existing.flags = CERTLITE_OPEN_EXISTING;
  RefuseOpen(NULL, 8, NULL, CERTLITE_E_INVALID_ARGUMENT);
  RefuseOpen(NULL, 0, NULL, CERTLITE_E_INVALID_ARGUMENT);
  RefuseOpen("a\0b", 3, NULL, CERTLITE_E_INVALID_ARGUMENT);
  RefuseOpen("/", 1, NULL, CERTLITE_E_CANNOT_OPEN);
  RefuseOpen("/nowhere/certs.db", 17, NULL, CERTLITE_E_CANNOT_OPEN);
  RefuseOpen("nothing-of-that-name.db", 23, &existing, CERTLITE_E_CANNOT_OPEN);
  CHECK_STATUS(certlite_open(":memory:", 8, NULL, NULL, &error), CERTLITE_E_INVALID_ARGUMENT);
  CHECK_STATUS(certlite_error_status(error), CERTLITE_E_INVALID_ARGUMENT);
  certlite_error_free(error);
  CHECK_STATUS(certlite_open(NULL, 0, NULL, NULL, NULL), CERTLITE_E_INVALID_ARGUMENT);
}

static void RefuseSession(certlite_engine *engine, const char *principal, size_t size, certlite_status expected) {
  certlite_session *session = (certlite_session *)&session;
  certlite_error *error = NULL;
  CHECK_STATUS(certlite_session_open(engine, principal, size, &session, &error), expected);
  CHECK(session == NULL);
  CHECK_STATUS(certlite_error_status(error), expected);
  certlite_error_free(error);
  CHECK_STATUS(certlite_session_open(engine, principal, size, &session, NULL), expected);
}

static void SessionOpen(certlite_engine *engine, certlite_session *session) {
  RefuseSession(NULL, kSystem, strlen(kSystem), CERTLITE_E_INVALID_HANDLE);
  RefuseSession((certlite_engine *)session, kSystem, strlen(kSystem), CERTLITE_E_INVALID_HANDLE);
  RefuseSession(engine, NULL, 5, CERTLITE_E_INVALID_ARGUMENT);
  RefuseSession(engine, NULL, 0, CERTLITE_E_MALFORMED);
  RefuseSession(engine, "{", 1, CERTLITE_E_MALFORMED);
  RefuseSession(engine, "{}", 2, CERTLITE_E_INVALID);
  CHECK_STATUS(certlite_session_open(engine, kSystem, strlen(kSystem), NULL, NULL), CERTLITE_E_INVALID_ARGUMENT);
}

/* The arguments of certlite_execute, so that each row below can spoil one. */
typedef struct Arguments {
  certlite_session *session;
  const char *operation;
  size_t operation_size;
  const char *request;
  size_t request_size;
  const char *key;
  size_t key_size;
  const certlite_call *call;
} Arguments;

static void RefuseExecute(Arguments a, certlite_status expected) {
  int32_t outcome = 77;
  certlite_buf response = {NULL, 77};
  certlite_error *error = NULL;
  CHECK_STATUS(certlite_execute(a.session, a.operation, a.operation_size, a.request, a.request_size, a.key, a.key_size,
                                a.call, &outcome, &response, &error),
               expected);
  CHECK(outcome == 0 && response.data == NULL && response.size == 0);
  CHECK_STATUS(certlite_error_status(error), expected);
  certlite_error_free(error);
  CHECK_STATUS(certlite_execute(a.session, a.operation, a.operation_size, a.request, a.request_size, a.key, a.key_size,
                                a.call, &outcome, &response, NULL),
               expected);
}

static void ExecuteArguments(certlite_engine *engine, certlite_session *session) {
  const char create[] = "organization.create";
  const char request[] = "{\"name\":\"Acme\"}";
  const Arguments good = {session, create, strlen(create), request, strlen(request), NULL, 0, NULL};
  certlite_call call = DefaultCall();
  Arguments bad = good;
  bad.session = NULL;
  RefuseExecute(bad, CERTLITE_E_INVALID_HANDLE);
  bad.session = (certlite_session *)engine;
  RefuseExecute(bad, CERTLITE_E_INVALID_HANDLE);
  bad = good;
  bad.operation = NULL;
  RefuseExecute(bad, CERTLITE_E_INVALID_ARGUMENT);
  bad.operation_size = 0;
  RefuseExecute(bad, CERTLITE_E_UNKNOWN_OPERATION);
  bad = good;
  bad.request = NULL;
  RefuseExecute(bad, CERTLITE_E_INVALID_ARGUMENT);
  bad.request_size = 0;
  RefuseExecute(bad, CERTLITE_E_MALFORMED);
  bad = good;
  bad.key_size = 5;
  RefuseExecute(bad, CERTLITE_E_INVALID_ARGUMENT);
  bad = good;
  bad.call = &call;
  call.cancel = (certlite_cancel *)session;
  RefuseExecute(bad, CERTLITE_E_INVALID_HANDLE);
}

static void ExecuteOutputs(certlite_session *session) {
  int32_t outcome = 77;
  certlite_buf response = {NULL, 77};
  CHECK_STATUS(certlite_execute(session, "organization.create", 19, "{\"name\":\"Acme\"}", 15, NULL, 0, NULL, NULL,
                                &response, NULL),
               CERTLITE_E_INVALID_ARGUMENT);
  CHECK(response.data == NULL && response.size == 0);
  CHECK_STATUS(certlite_execute(session, "organization.create", 19, "{\"name\":\"Acme\"}", 15, NULL, 0, NULL, &outcome,
                                NULL, NULL),
               CERTLITE_E_INVALID_ARGUMENT);
  CHECK(outcome == 0);
  CHECK_STATUS(certlite_cancel_new(NULL), CERTLITE_E_INVALID_ARGUMENT);
}

/* Whoever closes a handle as if it were of another kind closes nothing. */
static void WrongKinds(certlite_engine *engine, certlite_session *session) {
  certlite_cancel *cancel = NULL;
  certlite_str json = {"rubbish", 7};
  CHECK_STATUS(certlite_cancel_new(&cancel), CERTLITE_OK);
  certlite_close((certlite_engine *)session);
  certlite_close((certlite_engine *)cancel);
  certlite_session_close((certlite_session *)engine);
  certlite_session_close((certlite_session *)cancel);
  certlite_cancel_free((certlite_cancel *)engine);
  certlite_cancel_trigger((certlite_cancel *)engine);
  certlite_error_free((certlite_error *)engine);
  CHECK_STATUS(certlite_error_status((const certlite_error *)engine), CERTLITE_E_INVALID_HANDLE);
  CHECK(certlite_error_system((const certlite_error *)engine) == 0);
  certlite_error_json((const certlite_error *)engine, &json);
  CHECK(json.size == 0);
  certlite_cancel_free(cancel);
}

void Misuse(void) {
  certlite_engine *engine = OpenMemory();
  certlite_session *session = OpenSystem(engine);
  Open();
  SessionOpen(engine, session);
  ExecuteArguments(engine, session);
  ExecuteOutputs(session);
  WrongKinds(engine, session);
  /* After all of that both handles live, and nothing was stored. */
  certlite_session_close(session);
  session = OpenSystem(engine);
  CHECK(CountOf(session, "organization.list", "\"id\":") == 0);
  certlite_session_close(session);
  certlite_close(engine);
}
