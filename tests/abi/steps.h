/* The small steps of which the conformance program is made, and its count of checks. */
#ifndef TESTS_ABI_STEPS_H_
#define TESTS_ABI_STEPS_H_

#include <certlite.h>

#define CHECK(condition) Count((condition) != 0, __FILE__, __LINE__, #condition)
#define CHECK_STATUS(expression, expected) CountStatus((expression), (expected), __FILE__, __LINE__, #expression)

void Count(int ok, const char *file, int line, const char *what);
void CountStatus(int32_t actual, int32_t expected, const char *file, int line, const char *what);

/* Prints "N checks, N failed" and answers the second number. */
int Failures(void);

certlite_engine *OpenMemory(void);
certlite_session *OpenSystem(certlite_engine *engine);
certlite_open_options DefaultOptions(void);
certlite_call DefaultCall(void);

/* What one call answered. */
typedef struct Reply {
  certlite_status status;
  int32_t outcome;
  certlite_buf response;
  certlite_error *error;
} Reply;

/* Runs an operation and checks what is true of every answer. The outputs start as rubbish: they are write-only. */
Reply Execute(certlite_session *session, const char *operation, const char *request, const char *key,
              const certlite_call *call);
void Release(Reply *reply);

/* Whether the response, or the error's document, holds `text`. */
int Says(const Reply *reply, const char *text);

/* Runs an operation that is to succeed with `outcome`; `id` (37 bytes, or NULL) receives the id that it answers. */
void Succeed(certlite_session *session, const char *operation, const char *request, int32_t outcome, char *id);

/* Runs an operation that is to be refused with `status`, by a problem document that holds `text`. */
void Refuse(certlite_session *session, const char *operation, const char *request, const char *key,
            certlite_status status, const char *text);

/* How often `text` stands in the answer of a list. */
size_t CountOf(certlite_session *session, const char *list, const char *text);

/* The parts of the contract that stand in files of their own. */
void Imports(void);
void Misuse(void);
void Structs(void);
void Validity(void);

#endif /* TESTS_ABI_STEPS_H_ */
