// Package loops makes the calls of the benchmarks from C, to measure what Go adds.
package loops

/*
#cgo pkg-config: certlite
#include <certlite.h>

static int execute(certlite_session *session, const char *operation, size_t operation_size, const char *request,
                   size_t request_size, size_t n) {
  for (size_t i = 0; i < n; ++i) {
    certlite_call call = {.struct_size = sizeof(certlite_call)};
    certlite_buf response;
    certlite_error *error;
    int32_t outcome;
    if (certlite_execute(session, operation, operation_size, request, request_size, NULL, 0, &call, &outcome, &response,
                         &error)) {
      certlite_error_free(error);
      return 0;
    }
    certlite_buf_free(&response);
  }
  return 1;
}

static int validity(const certlite_facts *facts, size_t size, certlite_validity_result *out, size_t n) {
  for (size_t i = 0; i < n; ++i) {
    if (certlite_validity(facts, size, 20000, out)) return 0;
  }
  return 1;
}
*/
import "C"

import "unsafe"

// Execute runs an operation n times in a certlite_session, and tells whether it never failed.
func Execute(session unsafe.Pointer, operation, request string, n int) bool {
	o, r := []byte(operation), []byte(request)
	return C.execute((*C.certlite_session)(session), (*C.char)(unsafe.Pointer(&o[0])), C.size_t(len(o)),
		(*C.char)(unsafe.Pointer(&r[0])), C.size_t(len(r)), C.size_t(n)) != 0
}

// Validity tells the validity of `size` certlite_facts n times.
func Validity(facts, out unsafe.Pointer, size, n int) bool {
	return C.validity((*C.certlite_facts)(facts), C.size_t(size), (*C.certlite_validity_result)(out), C.size_t(n)) != 0
}
