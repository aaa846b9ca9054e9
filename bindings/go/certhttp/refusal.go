package certhttp

import (
	"fmt"
	"net/http"
)

// refusal is what the host refuses by itself, before the engine is asked.
type refusal struct {
	refusalCode
	detail string
	header [2]string // name and value; empty: none
}

type refusalCode struct {
	code   string
	status int
	title  string
}

var (
	badRequest      = refusalCode{"bad_request", http.StatusBadRequest, "The request is not written as this API has it"}
	unauthenticated = refusalCode{"unauthenticated", http.StatusUnauthorized, "There is no valid token"}
	noSuchPath      = refusalCode{"no_such_path", http.StatusNotFound, "There is nothing at this path"}

	methodNotAllowed     = refusalCode{"method_not_allowed", http.StatusMethodNotAllowed, "The path doesn't take this method"}
	unsupportedMediaType = refusalCode{"unsupported_media_type", http.StatusUnsupportedMediaType, "The body is not JSON"}
)

func refuse(code refusalCode, detail string, arguments ...any) *refusal {
	return &refusal{refusalCode: code, detail: fmt.Sprintf(detail, arguments...)}
}

func (r *refusal) with(name, value string) *refusal {
	r.header = [2]string{name, value}
	return r
}

func (r *refusal) Error() string { return r.detail }

func (r *refusal) write(w http.ResponseWriter, of *http.Request) {
	if r.header[0] != "" {
		w.Header().Set(r.header[0], r.header[1])
	}
	write(w, of, r.status, contentProblem, problem(r.code, r.status, r.title, r.detail))
}

// problem is problem details (RFC 9457) as the engine writes them.
func problem(code string, status int, title, detail string) []byte {
	return []byte(fmt.Sprintf(`{"type":%s,"title":%s,"status":%d,"code":%s,"detail":%s}`,
		quoted("urn:certlite:problem:"+code), quoted(title), status, quoted(code), quoted(detail)))
}
