/* How options may grow: struct_size says how much of a struct is the caller's; the rest is default or refused. */
#include <stddef.h>
#include <string.h>

#include "tests/abi/steps.h"

/* An options struct as a later version of the header might have it. */
typedef struct LaterOptions {
  certlite_open_options known;
  uint64_t unknown[2];
} LaterOptions;

typedef struct LaterCall {
  certlite_call known;
  uint64_t unknown[2];
} LaterCall;

static certlite_status OpenWith(const void *options) {
  certlite_engine *engine = (certlite_engine *)&engine;
  const certlite_status status = certlite_open(":memory:", 8, (const certlite_open_options *)options, &engine, NULL);
  CHECK((status == CERTLITE_OK) == (engine != NULL));
  certlite_close(engine);
  return status;
}

static certlite_status ListWith(certlite_session *session, const void *call) {
  Reply reply = Execute(session, "organization.list", "{}", NULL, (const certlite_call *)call);
  const certlite_status status = reply.status;
  Release(&reply);
  return status;
}

static void OpenOptions(void) {
  certlite_open_options options = DefaultOptions();
  LaterOptions later;
  CHECK_STATUS(OpenWith(&options), CERTLITE_OK);
  options.busy_timeout_ms = 100;
  CHECK_STATUS(OpenWith(&options), CERTLITE_OK);
  options.flags = 1u << 31;
  CHECK_STATUS(OpenWith(&options), CERTLITE_E_UNSUPPORTED_OPTION);
  options.flags = 0;
  options.reserved = 1;
  CHECK_STATUS(OpenWith(&options), CERTLITE_E_UNSUPPORTED_OPTION);

  options.struct_size = offsetof(certlite_open_options, reserved); /* what lies behind is not the struct's */
  CHECK_STATUS(OpenWith(&options), CERTLITE_OK);
  options.struct_size = sizeof options.struct_size;
  options.flags = 1u << 31;
  CHECK_STATUS(OpenWith(&options), CERTLITE_OK);
  options.struct_size = 0;
  CHECK_STATUS(OpenWith(&options), CERTLITE_E_INVALID_ARGUMENT);
  options.struct_size = UINT32_MAX; /* no size: nothing behind the struct is read */
  CHECK_STATUS(OpenWith(&options), CERTLITE_E_INVALID_ARGUMENT);
  options.struct_size = sizeof options.struct_size - 1;
  CHECK_STATUS(OpenWith(&options), CERTLITE_E_INVALID_ARGUMENT);

  memset(&later, 0, sizeof later);
  later.known.struct_size = sizeof later;
  CHECK_STATUS(OpenWith(&later), CERTLITE_OK);
  later.unknown[1] = 1;
  CHECK_STATUS(OpenWith(&later), CERTLITE_E_UNSUPPORTED_OPTION);
}

static void Calls(void) {
  certlite_engine *engine = OpenMemory();
  certlite_session *session = OpenSystem(engine);
  certlite_call call = DefaultCall();
  LaterCall later;
  CHECK_STATUS(ListWith(session, &call), CERTLITE_OK);
  call.flags = 1u << 31;
  CHECK_STATUS(ListWith(session, &call), CERTLITE_E_UNSUPPORTED_OPTION);
  call.flags = 0;
  call.reserved_pointer = &call;
  CHECK_STATUS(ListWith(session, &call), CERTLITE_E_UNSUPPORTED_OPTION);
  call.reserved_pointer = NULL;
  call.reserved = 1;
  CHECK_STATUS(ListWith(session, &call), CERTLITE_E_UNSUPPORTED_OPTION);

  call.struct_size = offsetof(certlite_call, reserved);
  CHECK_STATUS(ListWith(session, &call), CERTLITE_OK);
  call.struct_size = sizeof call.struct_size;
  call.flags = 1u << 31;
  CHECK_STATUS(ListWith(session, &call), CERTLITE_OK);
  call.struct_size = 0;
  CHECK_STATUS(ListWith(session, &call), CERTLITE_E_INVALID_ARGUMENT);
  call.struct_size = UINT32_MAX;
  CHECK_STATUS(ListWith(session, &call), CERTLITE_E_INVALID_ARGUMENT);

  memset(&later, 0, sizeof later);
  later.known.struct_size = sizeof later;
  CHECK_STATUS(ListWith(session, &later), CERTLITE_OK);
  later.unknown[1] = 1;
  CHECK_STATUS(ListWith(session, &later), CERTLITE_E_UNSUPPORTED_OPTION);
  certlite_session_close(session);
  certlite_close(engine);
}

void Structs(void) {
  OpenOptions();
  Calls();
}
