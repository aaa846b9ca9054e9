/* What the heap holds for an engine: the bytes that the library and all below it have, counted where they ask for
 * them, because what is resident under an emulator is mostly the emulator. */
#include <certlite.h>
#include <malloc.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* glibc's own, which the names below stand before. */
extern void *__libc_malloc(size_t);
extern void *__libc_calloc(size_t, size_t);
extern void *__libc_realloc(void *, size_t);
extern void *__libc_memalign(size_t, size_t);
extern void __libc_free(void *);

/* Nothing here starts a thread. */
static size_t held;
static size_t most;

static void *Taken(void *memory) {
  held += malloc_usable_size(memory);
  if (held > most) most = held;
  return memory;
}

void *malloc(size_t size) { return Taken(__libc_malloc(size)); }
void *calloc(size_t count, size_t size) { return Taken(__libc_calloc(count, size)); }
void *aligned_alloc(size_t alignment, size_t size) { return Taken(__libc_memalign(alignment, size)); }
void free(void *memory) {
  held -= malloc_usable_size(memory);
  __libc_free(memory);
}
void *realloc(void *memory, size_t size) {
  const size_t before = malloc_usable_size(memory);
  void *const moved = __libc_realloc(memory, size);
  if (moved != NULL || size == 0) held -= before;
  return Taken(moved);
}

static size_t before;

static void Tell(const char *what) {
  printf("  %-24s %8.1f KiB, at most %8.1f so far\n", what, (double)(held - before) / 1024,
         (double)(most - before) / 1024);
}

static void Expect(int holds, const char *what) {
  if (holds) return;
  fprintf(stderr, "footprint: %s\n", what);
  exit(1);
}

static void Call(certlite_session *session, const char *operation, const char *request, int32_t expected) {
  certlite_buf answer;
  int32_t outcome;
  const certlite_status status = certlite_execute(session, operation, strlen(operation), request, strlen(request), NULL,
                                                  0, NULL, &outcome, &answer, NULL);
  Expect(status == CERTLITE_OK && outcome == expected, operation);
  certlite_buf_free(&answer);
}

/* What was ever resident of this process, KiB. */
static unsigned long MostResident(void) {
  char line[256];
  unsigned long kib = 0;
  FILE *const status = fopen("/proc/self/status", "r");
  while (status != NULL && kib == 0 && fgets(line, sizeof line, status) != NULL) {
    if (strncmp(line, "VmHWM:", 6) == 0) kib = strtoul(line + 6, NULL, 10);
  }
  if (status != NULL) fclose(status);
  return kib;
}

/* `edge_footprint FILE [KIB]`: FILE is a store that is not there yet; fails if more than KIB were ever held. */
int main(int argc, char **argv) {
  const char principal[] = "{\"system\":true}";
  certlite_engine *engine = NULL;
  certlite_session *session = NULL;
  int i;
  Expect(argc >= 2, "which file?");
  setvbuf(stdout, NULL, _IONBF, 0); /* no buffer of its own on the heap */
  before = most = held;
  Expect(certlite_open(argv[1], strlen(argv[1]), NULL, &engine, NULL) == CERTLITE_OK, "opening");
  Expect(certlite_session_open(engine, principal, strlen(principal), &session, NULL) == CERTLITE_OK, "session");
  Tell("an open engine");
  Call(session, "organization.create", "{\"name\":\"North Sea Wind\"}", CERTLITE_CREATED);
  Tell("after a create");
  Call(session, "organization.list", "{}", CERTLITE_READ);
  Tell("after a list");
  for (i = 0; i < 199; ++i) Call(session, "organization.create", "{\"name\":\"North Sea Wind\"}", CERTLITE_CREATED);
  Call(session, "organization.list", "{\"limit\":200}", CERTLITE_READ);
  Tell("after 200 and their list");
  certlite_session_close(session);
  certlite_close(engine);
  Tell("closed");
  Expect(argc < 3 || most - before <= 1024 * strtoul(argv[2], NULL, 10), "more is held than may be");
  printf("  %-24s %8lu KiB, an emulator's own among them\n", "resident at most", MostResident());
  return 0;
}
