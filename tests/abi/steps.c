#include "tests/abi/steps.h"

#include <stdio.h>
#include <string.h>

static int checks = 0;
static int failures = 0;

void Count(int ok, const char *file, int line, const char *what) {
  ++checks;
  if (ok) return;
  ++failures;
  printf("%s:%d: failed: %s\n", file, line, what);
}

void CountStatus(int32_t actual, int32_t expected, const char *file, int line, const char *what) {
  ++checks;
  if (actual == expected) return;
  ++failures;
  printf("%s:%d: %ld, expected %ld: %s\n", file, line, (long)actual, (long)expected, what);
}

int Failures(void) {
  printf("%d checks, %d failed\n", checks, failures);
  return failures;
}

certlite_engine *OpenMemory(void) {
  certlite_engine *engine = NULL;
  CHECK_STATUS(certlite_open(":memory:", 8, NULL, &engine, NULL), CERTLITE_OK);
  return engine;
}

certlite_session *OpenSystem(certlite_engine *engine) {
  const char principal[] = "{\"system\":true}";
  certlite_session *session = NULL;
  CHECK_STATUS(certlite_session_open(engine, principal, strlen(principal), &session, NULL), CERTLITE_OK);
  return session;
}

certlite_open_options DefaultOptions(void) {
  certlite_open_options options;
  memset(&options, 0, sizeof options);
  options.struct_size = (uint32_t)sizeof options;
  return options;
}

certlite_call DefaultCall(void) {
  certlite_call call;
  memset(&call, 0, sizeof call);
  call.struct_size = (uint32_t)sizeof call;
  return call;
}

Reply Execute(certlite_session *session, const char *operation, const char *request, const char *key,
              const certlite_call *call) {
  static char rubbish[] = "rubbish";
  Reply reply;
  reply.outcome = 77;
  reply.response.data = rubbish;
  reply.response.size = sizeof rubbish;
  reply.error = (certlite_error *)rubbish;
  reply.status = certlite_execute(session, operation, strlen(operation), request, strlen(request), key,
                                  key == NULL ? 0 : strlen(key), call, &reply.outcome, &reply.response, &reply.error);
  if (reply.status == CERTLITE_OK) {
    CHECK(reply.error == NULL);
    CHECK(reply.outcome >= CERTLITE_CREATED && reply.outcome <= CERTLITE_READ);
    CHECK(reply.response.data != NULL && reply.response.size > 0);
    CHECK(reply.response.data != NULL && strlen(reply.response.data) == reply.response.size);
  } else {
    CHECK(reply.outcome == 0);
    CHECK(reply.response.data == NULL && reply.response.size == 0);
    CHECK(reply.error != NULL);
    CHECK_STATUS(certlite_error_status(reply.error), reply.status);
  }
  return reply;
}

void Release(Reply *reply) {
  certlite_buf_free(&reply->response);
  CHECK(reply->response.data == NULL && reply->response.size == 0);
  certlite_error_free(reply->error);
  reply->error = NULL;
}

int Says(const Reply *reply, const char *text) {
  certlite_str json;
  if (reply->error == NULL) return reply->response.data != NULL && strstr(reply->response.data, text) != NULL;
  certlite_error_json(reply->error, &json);
  return json.data != NULL && strlen(json.data) == json.size && strstr(json.data, text) != NULL;
}

void Succeed(certlite_session *session, const char *operation, const char *request, int32_t outcome, char *id) {
  const char start[] = "{\"data\":{\"id\":\"";
  Reply reply = Execute(session, operation, request, NULL, NULL);
  CHECK_STATUS(reply.status, CERTLITE_OK);
  CHECK_STATUS(reply.outcome, outcome);
  if (id != NULL) {
    memset(id, 0, 37);
    CHECK(Says(&reply, start));
    if (Says(&reply, start)) memcpy(id, reply.response.data + strlen(start), 36);
  }
  Release(&reply);
}

void Refuse(certlite_session *session, const char *operation, const char *request, const char *key,
            certlite_status status, const char *text) {
  Reply reply = Execute(session, operation, request, key, NULL);
  CHECK_STATUS(reply.status, status);
  CHECK(Says(&reply, "\"type\":") && Says(&reply, "\"title\":") && Says(&reply, "\"status\":"));
  CHECK(Says(&reply, "\"code\":") && Says(&reply, "\"detail\":") && Says(&reply, "\"violations\":["));
  CHECK(Says(&reply, text));
  CHECK(certlite_error_system(reply.error) == 0);
  Release(&reply);
}

size_t CountOf(certlite_session *session, const char *list, const char *text) {
  Reply reply = Execute(session, list, "{}", NULL, NULL);
  size_t count = 0;
  const char *at = reply.response.data;
  CHECK_STATUS(reply.outcome, CERTLITE_READ);
  while (at != NULL && (at = strstr(at, text)) != NULL) {
    ++count;
    ++at;
  }
  Release(&reply);
  return count;
}
