package certhttp

import (
	"bytes"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"time"

	certlite "github.com/certlite/certlite/bindings/go"
)

// From an HTTP request to the engine's. Members are put together as text: what the client wrote reaches the engine as it stands
// (numbers, names that stand twice, bytes that are no UTF-8), and the engine refuses it by its own rules.

// members are names and values, as JSON.
type members []byte

func (m *members) add(name, value string) {
	if len(*m) > 0 {
		*m = append(*m, ',')
	}
	*m = append(append(append(*m, quoted(name)...), ':'), value...)
}

func (m members) object() []byte { return append(append([]byte{'{'}, m...), '}') }

// quoted is a JSON string of the text's bytes, whatever they are.
func quoted(text string) string {
	var out strings.Builder
	out.WriteByte('"')
	for i := 0; i < len(text); i++ {
		if c := text[i]; c < 0x20 || c == '"' || c == '\\' {
			fmt.Fprintf(&out, `\u%04x`, c)
		} else {
			out.WriteByte(c)
		}
	}
	out.WriteByte('"')
	return out.String()
}

// blank is what JSON calls so.
const blank = " \t\r\n"

// splice puts members in before the last brace of a body; a body that is no object stays as it is.
func splice(body []byte, added members) []byte {
	trimmed := bytes.Trim(body, blank)
	if len(trimmed) == 0 {
		return append(added.object(), body...) // whose blanks count: too many are too large
	}
	if len(added) == 0 || trimmed[0] != '{' || trimmed[len(trimmed)-1] != '}' || len(trimmed) < 2 {
		return body
	}
	brace := bytes.LastIndexByte(body, '}')
	made := append(make([]byte, 0, len(body)+len(added)+1), body[:brace]...)
	if len(bytes.Trim(trimmed[1:len(trimmed)-1], blank)) > 0 {
		made = append(made, ',')
	}
	return append(append(made, added...), body[brace:]...)
}

// query is each parameter and its values, decoded, in the order in which they first stand.
type query struct {
	names  []string
	values map[string][]string
}

func parseQuery(text string) (query, error) {
	told := query{values: map[string][]string{}}
	for _, part := range strings.Split(text, "&") {
		if part == "" {
			continue
		}
		name, value, _ := strings.Cut(part, "=")
		name, wrongName := url.QueryUnescape(name)
		value, wrongValue := url.QueryUnescape(value)
		if wrongName != nil || wrongValue != nil {
			return told, refuse(badRequest,
				"The query has a %% that no two hex digits follow; write %%25 for the character itself.")
		}
		if told.values[name] == nil {
			told.names = append(told.names, name)
		}
		told.values[name] = append(told.values[name], value)
	}
	return told, nil
}

// take is the parameter's values, which are no longer in the query.
func (q *query) take(name string) []string {
	values := q.values[name]
	if values == nil {
		return nil
	}
	delete(q.values, name)
	for i, each := range q.names {
		if each == name {
			q.names = append(q.names[:i:i], q.names[i+1:]...)
			break
		}
	}
	return values
}

var plain = map[string]*regexp.Regexp{
	"integer": regexp.MustCompile(`^-?(0|[1-9][0-9]*)$`),
	"boolean": regexp.MustCompile(`^(true|false)$`),
}

// valueOf is a value of the query as JSON, by the type that the request has for it.
func valueOf(text string, of schema) string {
	for _, kind := range of.Type {
		if form := plain[kind]; form != nil && form.MatchString(text) {
			return text
		}
	}
	return quoted(text)
}

// members are the query's parameters as members of the request.
func (q query) members(of *operation) (told members) {
	for _, name := range q.names {
		values, schema := q.values[name], of.Request.Properties[name]
		isArray := len(schema.Type) == 1 && schema.Type[0] == "array"
		if len(values) == 1 && !isArray {
			told.add(name, valueOf(values[0], schema))
			continue
		}
		items := make([]string, len(values))
		for i, value := range values {
			if isArray {
				items[i] = valueOf(value, *schema.Items)
			} else { // once too often: as texts, for the engine to refuse
				items[i] = quoted(value)
			}
		}
		told.add(name, "["+strings.Join(items, ",")+"]")
	}
	return told
}

// header is a header's value, of several the list that they are, and whether there is one.
func header(r *http.Request, name string) (string, bool) {
	values := r.Header.Values(name)
	return strings.Join(values, ","), len(values) > 0
}

var revision = regexp.MustCompile(`^"(0|[1-9][0-9]*)"$`)

// addIfMatch adds if_revision, if the header asks for one.
func (m *members) addIfMatch(r *http.Request, of *operation) error {
	told, given := header(r, "If-Match")
	told = strings.TrimSpace(told)
	if !given || told == "*" {
		return nil
	}
	found := revision.FindStringSubmatch(told)
	if found == nil {
		return refuse(badRequest, `If-Match is one revision in quotes, as ETag tells it: If-Match: "3".`)
	}
	if _, ok := of.Request.Properties["if_revision"]; !ok {
		return refuse(badRequest, "%s knows no If-Match; leave it out.", of.Name)
	}
	m.add("if_revision", found[1])
	return nil
}

var (
	dayForm     = regexp.MustCompile(`^[0-9]{4}-[0-9]{2}-[0-9]{2}$`)
	instantForm = regexp.MustCompile(`^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\.[0-9]{3}Z$`)
)

// callOptions takes what is the call's own out of the query.
func (q *query) callOptions(of *operation) (options []certlite.CallOption, err error) {
	if values := q.takeCall("as_of", of); values != nil {
		day, err := certlite.ParseDate(values[0])
		if err != nil || len(values) > 1 || !dayForm.MatchString(values[0]) {
			return nil, refuse(badRequest, "as_of is a day, YYYY-MM-DD, and given once.")
		}
		options = append(options, certlite.AsOf(day))
	}
	if values := q.takeCall("known_at", of); values != nil {
		instant, err := time.Parse("2006-01-02T15:04:05.000Z", values[0])
		if err != nil || len(values) > 1 || !instantForm.MatchString(values[0]) || instant.Year() < 1 {
			return nil, refuse(badRequest, "known_at is an instant, YYYY-MM-DDTHH:MM:SS.mmmZ, and given once.")
		}
		options = append(options, certlite.KnownAt(instant))
	}
	return options, nil
}

func (q *query) takeCall(name string, of *operation) []string {
	if !of.takes(name) {
		return nil
	}
	return q.take(name)
}

// readBody is the body; of one that is larger than the engine takes, as much as tells so.
func readBody(r *http.Request, most int) ([]byte, error) {
	if r.Body == nil {
		return nil, nil
	}
	body, err := io.ReadAll(io.LimitReader(r.Body, int64(most)+1))
	if err != nil {
		return nil, refuse(badRequest, "The body ended before its end; send it again.")
	}
	told, _ := header(r, "Content-Type")
	mediaType, _, _ := strings.Cut(told, ";")
	if mediaType = strings.TrimSpace(mediaType); len(body) > 0 && told != "" && !strings.EqualFold(mediaType, "application/json") {
		return nil, refuse(unsupportedMediaType, "Send JSON, and say so: Content-Type: application/json.")
	}
	return body, nil
}
