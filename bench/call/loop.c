/* The call of a host in C, as often as a host in another language makes it: what a binding is measured beside. It works
 * on the session of that host, so both ask the same engine in the same process. */
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "certlite.h"

/* Seconds that `n` calls take, or -1 if one of them fails. `key_prefix`: each call has a key of its own; NULL: none has
 * one. */
CERTLITE_API double certlite_call_loop(certlite_session *session, const char *operation, const char *request,
                                       const char *key_prefix, int32_t n);

/* Seconds that a call for each request takes, or -1 unless each has that outcome. `keys`: one for each; NULL: none has
 * one. */
CERTLITE_API double certlite_call_each(certlite_session *session, const char *operation, const char *const *requests,
                                       const char *const *keys, size_t n, int32_t expected);

/* Seconds that an import of `lines` takes, or -1 unless `n` of them are created. */
CERTLITE_API double certlite_import_once(certlite_session *session, const char *operation, const char *lines,
                                         size_t size, size_t n);

static double Now(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return (double)now.tv_sec + (double)now.tv_nsec * 1e-9;
}

double certlite_call_loop(certlite_session *session, const char *operation, const char *request, const char *key_prefix,
                          int32_t n) {
  const size_t operation_size = strlen(operation);
  const size_t request_size = strlen(request);
  const double start = Now();
  int32_t i;
  for (i = 0; i < n; ++i) {
    char key[64];
    int key_size = 0;
    int32_t outcome;
    certlite_buf response;
    certlite_status status;
    if (key_prefix != NULL) key_size = snprintf(key, sizeof(key), "%s%d", key_prefix, (int)i);
    status = certlite_execute(session, operation, operation_size, request, request_size, key_prefix ? key : NULL,
                              (size_t)key_size, NULL, &outcome, &response, NULL);
    if (status != CERTLITE_OK) return -1;
    certlite_buf_free(&response);
  }
  return Now() - start;
}

double certlite_call_each(certlite_session *session, const char *operation, const char *const *requests,
                          const char *const *keys, size_t n, int32_t expected) {
  const size_t operation_size = strlen(operation);
  const double start = Now();
  size_t i;
  for (i = 0; i < n; ++i) {
    const char *const key = keys != NULL ? keys[i] : NULL;
    int32_t outcome = 0;
    certlite_buf response;
    if (certlite_execute(session, operation, operation_size, requests[i], strlen(requests[i]), key,
                         key != NULL ? strlen(key) : 0, NULL, &outcome, &response, NULL) != CERTLITE_OK) {
      return -1;
    }
    certlite_buf_free(&response);
    if (outcome != expected) return -1;
  }
  return Now() - start;
}

double certlite_import_once(certlite_session *session, const char *operation, const char *lines, size_t size,
                            size_t n) {
  const double start = Now();
  certlite_batch *batch = NULL;
  const certlite_result *results;
  size_t told = 0;
  size_t created = 0;
  size_t i;
  double taken;
  if (certlite_import(session, operation, strlen(operation), lines, size, NULL, 0, NULL, &batch, NULL) != CERTLITE_OK) {
    return -1;
  }
  results = certlite_batch_results(batch, &told);
  for (i = 0; i < told; ++i) created += results[i].outcome == CERTLITE_CREATED ? 1 : 0;
  certlite_batch_free(batch);
  taken = Now() - start;
  return created == n ? taken : -1;
}
