/* The contract of certlite.h, sentence by sentence, from plain C against nothing but the shared library. */
#include <stdio.h>
#include <string.h>

#include "tests/abi/steps.h"

#define NOW 1700000000000 /* 2023-11-14T22:13:20Z */
#define KEY "key-1"

static void Versions(void) {
  CHECK(certlite_abi_version() == CERTLITE_ABI_VERSION);
  CHECK(certlite_abi_supports(CERTLITE_ABI_VERSION) == 1);
  CHECK(certlite_abi_supports(CERTLITE_ABI_VERSION + 1) == 0);
  CHECK(certlite_abi_supports(UINT32_MAX) == 0);
  CHECK(strcmp(certlite_version(), EXPECTED_VERSION) == 0);
}

static void Describe(void) {
  certlite_str first;
  certlite_str second;
  certlite_describe(&first);
  certlite_describe(&second);
  CHECK(first.size > 1000 && strlen(first.data) == first.size);
  CHECK(first.data == second.data && first.size == second.size);
  CHECK(strstr(first.data, "\"certification.create\"") != NULL);
  CHECK(strstr(first.data, "\"idempotency_key_reused\"") != NULL);
  certlite_describe(NULL);
}

static void Outcomes(void) {
  certlite_engine *engine = OpenMemory();
  certlite_session *session = OpenSystem(engine);
  char organization[37];
  char member[37];
  char type[37];
  char request[512];

  Succeed(session, "organization.create", "{\"name\":\"Acme\"}", CERTLITE_CREATED, organization);
  snprintf(request, sizeof request, "{\"id\":\"%s\"}", organization);
  Succeed(session, "organization.get", request, CERTLITE_READ, NULL);
  snprintf(request, sizeof request, "{\"id\":\"%s\",\"name\":\"Apex\"}", organization);
  Succeed(session, "organization.update", request, CERTLITE_UPDATED, NULL);
  Succeed(session, "organization.update", request, CERTLITE_UNCHANGED, NULL);
  CHECK(CountOf(session, "organization.list", "\"Apex\"") == 1);

  snprintf(request, sizeof request, "{\"organization_id\":\"%s\",\"display_name\":\"Ada\"}", organization);
  Succeed(session, "member.create", request, CERTLITE_CREATED, member);
  snprintf(request, sizeof request, "{\"organization_id\":\"%s\",\"slug\":\"first-aid\",\"title\":\"First aid\"}",
           organization);
  Succeed(session, "certification_type.create", request, CERTLITE_CREATED, type);
  snprintf(request, sizeof request,
           "{\"organization_id\":\"%s\",\"organization_member_id\":\"%s\",\"certification_type_id\":\"%s\","
           "\"external_id\":\"E-1\"}",
           organization, member, type);
  Succeed(session, "certification.create", request, CERTLITE_CREATED, NULL);
  Succeed(session, "certification.create", request, CERTLITE_EXISTS, NULL);

  certlite_session_close(session);
  certlite_close(engine);
}

static void Idempotency(void) {
  certlite_engine *engine = OpenMemory();
  certlite_session *session = OpenSystem(engine);
  certlite_call another_day = DefaultCall();
  Reply first = Execute(session, "organization.create", "{\"name\":\"Acme\"}", KEY, NULL);
  Reply second;
  another_day.flags = CERTLITE_CALL_NOW;
  another_day.now_unix_ms = NOW;
  second = Execute(session, "organization.create", "{ \"name\" : \"\\u0041cme\" }", KEY, &another_day);
  CHECK_STATUS(first.outcome, CERTLITE_CREATED);
  CHECK_STATUS(second.outcome, CERTLITE_REPLAYED);
  CHECK(first.response.size == second.response.size &&
        memcmp(first.response.data, second.response.data, first.response.size) == 0);
  Release(&first);
  Release(&second);

  Refuse(session, "organization.create", "{\"name\":\"Other\"}", KEY, CERTLITE_E_IDEMPOTENCY_KEY_REUSED,
         "\"code\":\"idempotency_key_reused\"");
  Refuse(session, "organization.create", "{\"name\":\"Acme\"}", "", CERTLITE_E_IDEMPOTENCY_KEY_INVALID,
         "idempotency_key.format");
  Refuse(session, "organization.create", "{\"name\":\"Acme\"}", "a b", CERTLITE_E_IDEMPOTENCY_KEY_INVALID,
         "idempotency_key.format");
  Refuse(session, "organization.list", "{}", KEY, CERTLITE_E_IDEMPOTENCY_KEY_INVALID, "idempotency_key.on_read");
  CHECK(CountOf(session, "organization.list", "\"Acme\"") == 1);
  certlite_session_close(session);
  certlite_close(engine);
}

static void Refusals(void) {
  const char self[] =
      "{\"user_id\":\"018f4e9a-0000-7000-8000-000000000001\",\"scopes\":[\"organizations:read\"],\"reach\":\"self\"}";
  static char large[65538];
  certlite_engine *engine = OpenMemory();
  certlite_session *session = OpenSystem(engine);
  certlite_session *subject = NULL;

  Refuse(session, "organization.destroy", "{}", NULL, CERTLITE_E_UNKNOWN_OPERATION, "\"code\":\"unknown_operation\"");
  Refuse(session, "", "{}", NULL, CERTLITE_E_UNKNOWN_OPERATION, "\"code\":\"unknown_operation\"");
  Refuse(session, "organization.create", "", NULL, CERTLITE_E_MALFORMED, "\"rule\":\"json.syntax\",\"pointer\":\"\"");
  Refuse(session, "organization.create", "{\"name\":", NULL, CERTLITE_E_MALFORMED, "json.");
  Refuse(session, "organization.create", "[]", NULL, CERTLITE_E_MALFORMED, "json.object");
  Refuse(session, "organization.create", "{}", NULL, CERTLITE_E_INVALID,
         "\"rule\":\"field.required\",\"pointer\":\"/name\"");
  Refuse(session, "organization.create", "{\"name\":\"Acme\",\"colour\":1}", NULL, CERTLITE_E_INVALID,
         "\"rule\":\"field.unknown\",\"pointer\":\"/colour\"");
  Refuse(session, "organization.get", "{\"id\":\"018f4e9a-0000-7000-8000-000000000001\"}", NULL, CERTLITE_E_NOT_FOUND,
         "\"code\":\"not_found\"");
  memset(large, ' ', sizeof large - 1);
  Refuse(session, "organization.create", large, NULL, CERTLITE_E_TOO_LARGE, "json.size");
  CHECK(CountOf(session, "organization.list", "\"id\":") == 0);

  CHECK_STATUS(certlite_session_open(engine, self, strlen(self), &subject, NULL), CERTLITE_OK);
  Refuse(subject, "organization.create", "{\"name\":\"Acme\"}", NULL, CERTLITE_E_FORBIDDEN, "\"code\":\"forbidden\"");
  certlite_session_close(subject);
  certlite_session_close(session);
  certlite_close(engine);
}

static void CallOptions(void) {
  certlite_engine *engine = OpenMemory();
  certlite_session *session = OpenSystem(engine);
  certlite_call call = DefaultCall();
  Reply reply;

  call.flags = CERTLITE_CALL_NOW | CERTLITE_CALL_LENIENT;
  call.now_unix_ms = NOW;
  reply = Execute(session, "organization.create", "{\"name\":\"Acme\",\"colour\":1}", NULL, &call);
  CHECK_STATUS(reply.outcome, CERTLITE_CREATED);
  CHECK(Says(&reply, "\"created_at\":\"2023-11-14T22:13:20.000Z\""));
  Release(&reply);

  call.flags = CERTLITE_CALL_AS_OF;
  call.as_of_day = 19000;
  reply = Execute(session, "certification.list", "{}", NULL, &call);
  CHECK_STATUS(reply.outcome, CERTLITE_READ);
  Release(&reply);

  call.flags = CERTLITE_CALL_NOW;
  call.now_unix_ms = -1;
  reply = Execute(session, "organization.list", "{}", NULL, &call);
  CHECK_STATUS(reply.status, CERTLITE_E_INVALID);
  CHECK(Says(&reply, "call.range"));
  Release(&reply);
  certlite_session_close(session);
  certlite_close(engine);
}

static void Seeds(void) {
  Reply replies[2];
  int i;
  for (i = 0; i < 2; ++i) {
    certlite_open_options options = DefaultOptions();
    certlite_engine *engine = NULL;
    certlite_session *session;
    certlite_call call = DefaultCall();
    options.id_seed = 42;
    call.flags = CERTLITE_CALL_NOW;
    call.now_unix_ms = NOW;
    CHECK_STATUS(certlite_open(":memory:", 8, &options, &engine, NULL), CERTLITE_OK);
    session = OpenSystem(engine);
    replies[i] = Execute(session, "organization.create", "{\"name\":\"Acme\"}", NULL, &call);
    certlite_session_close(session);
    certlite_close(engine);
  }
  CHECK(replies[0].response.size == replies[1].response.size &&
        memcmp(replies[0].response.data, replies[1].response.data, replies[0].response.size) == 0);
  Release(&replies[0]);
  Release(&replies[1]);
}

static void Cancellation(void) {
  certlite_engine *engine = OpenMemory();
  certlite_session *session = OpenSystem(engine);
  certlite_call call = DefaultCall();
  Reply reply;
  CHECK_STATUS(certlite_cancel_new(&call.cancel), CERTLITE_OK);
  reply = Execute(session, "organization.create", "{\"name\":\"Before\"}", NULL, &call);
  CHECK_STATUS(reply.outcome, CERTLITE_CREATED);
  Release(&reply);
  certlite_cancel_trigger(call.cancel);
  certlite_cancel_trigger(call.cancel);
  reply = Execute(session, "organization.create", "{\"name\":\"After\"}", NULL, &call);
  CHECK_STATUS(reply.status, CERTLITE_E_CANCELLED);
  CHECK(Says(&reply, "\"code\":\"cancelled\""));
  Release(&reply);
  reply = Execute(session, "organization.list", "{}", NULL, &call);
  CHECK_STATUS(reply.status, CERTLITE_E_CANCELLED);
  Release(&reply);
  certlite_cancel_free(call.cancel);
  CHECK(CountOf(session, "organization.list", "\"Before\"") == 1);
  CHECK(CountOf(session, "organization.list", "\"After\"") == 0);
  certlite_session_close(session);
  certlite_close(engine);
}

static void ReleaseOrder(void) {
  certlite_engine *engine = OpenMemory();
  certlite_session *session = OpenSystem(engine);
  certlite_session *second = OpenSystem(engine);
  Reply stored;
  Reply refused;
  certlite_close(engine);
  stored = Execute(session, "organization.create", "{\"name\":\"Acme\"}", NULL, NULL);
  refused = Execute(session, "organization.create", "{}", NULL, NULL);
  certlite_session_close(session);
  CHECK(CountOf(second, "organization.list", "\"Acme\"") == 1);
  certlite_session_close(second);
  CHECK(Says(&stored, "\"Acme\""));
  CHECK(Says(&refused, "field.required"));
  Release(&stored);
  Release(&refused);
}

static void NothingToRelease(void) {
  certlite_buf empty = {NULL, 0};
  certlite_str json = {"rubbish", 7};
  certlite_close(NULL);
  certlite_session_close(NULL);
  certlite_cancel_free(NULL);
  certlite_cancel_trigger(NULL);
  certlite_error_free(NULL);
  certlite_buf_free(NULL);
  certlite_buf_free(&empty);
  certlite_error_json(NULL, &json);
  CHECK(json.size == 0);
  certlite_error_json(NULL, NULL);
  CHECK(certlite_error_system(NULL) == 0);
  CHECK(certlite_error_status(NULL) <= 0);
}

int main(void) {
  Versions();
  Describe();
  Outcomes();
  Idempotency();
  Refusals();
  CallOptions();
  Seeds();
  Cancellation();
  ReleaseOrder();
  NothingToRelease();
  Structs();
  Imports();
  Misuse();
  Validity();
  return Failures() != 0;
}
