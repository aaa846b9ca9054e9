package certhttp

import (
	"encoding/json"
	"sort"
	"strings"
)

// description is what HTTP has to know of what the library says of itself.
type description struct {
	Library struct {
		Limits struct {
			RequestBytesMax int `json:"request_bytes_max"`
		}
	}
	Operations []*operation
	Codes      []code
}

type code struct {
	Code, Title string
	HTTP        int
}

type operation struct {
	Name     string
	Call     []string // as_of, known_at: which of them it takes
	Outcomes []string
	HTTP     []struct {
		Method, Path string
		Bind         map[string]string
	}
	Request  schema
	Response struct {
		Properties struct {
			Meta schema
		}
	}
}

// schema is a JSON Schema, as far as a query needs it.
type schema struct {
	Type       types
	Items      *schema
	Properties map[string]schema
}

// types are the types that a value may have.
type types []string

func (t *types) UnmarshalJSON(text []byte) error {
	var one string
	if json.Unmarshal(text, &one) == nil {
		*t = types{one}
		return nil
	}
	return json.Unmarshal(text, (*[]string)(t))
}

func (o *operation) takes(call string) bool { return contains(o.Call, call) }

func (o *operation) answersARevision() bool {
	_, ok := o.Response.Properties.Meta.Properties["revision"]
	return ok
}

// replayedStatus is 201 if what is replayed can only have been a creation.
func (o *operation) replayedStatus() int {
	if contains(o.Outcomes, "created") && !contains(o.Outcomes, "updated") {
		return 201
	}
	return 200
}

func contains(all []string, one string) bool {
	for _, each := range all {
		if each == one {
			return true
		}
	}
	return false
}

// route is a method of an operation at a template.
type route struct {
	*template
	operation *operation
	method    string
	bind      map[string]string // a parameter of the path: the member of the request that it is
}

// template is a path in which parameters stand for segments, and what it is routed to by method.
type template struct {
	segments []segment
	routes   map[string]*route
}

// segment is what stands between two slashes of a template: a name, or a parameter's.
type segment struct {
	name      string
	parameter bool
}

func segmentsOf(path string) (all []segment) {
	for _, text := range strings.Split(path, "/") {
		name := strings.TrimSuffix(strings.TrimPrefix(text, "{"), "}")
		all = append(all, segment{name, name != text})
	}
	return all
}

// is tells whether two templates are the same, whatever their parameters are called.
func (t *template) is(segments []segment) bool {
	if len(t.segments) != len(segments) {
		return false
	}
	for i, segment := range t.segments {
		if segment.parameter != segments[i].parameter || !segment.parameter && segment.name != segments[i].name {
			return false
		}
	}
	return true
}

func (t *template) fits(given []string) bool {
	if len(given) != len(t.segments) {
		return false
	}
	for i, segment := range t.segments {
		if segment.parameter && given[i] == "" || !segment.parameter && given[i] != segment.name {
			return false
		}
	}
	return true
}

// templates are every operation's. Where two fit, the one that names the segment is meant, so it stands before:
// .../certifications/import is no id.
type templates []*template

func newTemplates(operations []*operation) (all templates) {
	for _, operation := range operations {
		for _, http := range operation.HTTP {
			segments := segmentsOf(http.Path)
			at := all.find(segments)
			if at == nil {
				at = &template{segments, map[string]*route{}}
				all = append(all, at)
			}
			at.routes[http.Method] = &route{at, operation, http.Method, http.Bind}
		}
	}
	sort.SliceStable(all, func(i, j int) bool { return all[i].before(all[j]) })
	return all
}

func (t *template) before(other *template) bool {
	for i := 0; i < len(t.segments) && i < len(other.segments); i++ {
		if t.segments[i].parameter != other.segments[i].parameter {
			return other.segments[i].parameter
		}
	}
	return len(t.segments) < len(other.segments)
}

func (t templates) find(segments []segment) *template {
	for _, each := range t {
		if each.is(segments) {
			return each
		}
	}
	return nil
}

// at are the routes that a path means, by method; none: there is no such path.
func (t templates) at(given []string) map[string]*route {
	for _, each := range t {
		if each.fits(given) {
			return each.routes
		}
	}
	return nil
}

// readOneBelow tells whether a record that is made at the route's path is read at PATH/ID.
func (t templates) readOneBelow(made *route) bool {
	below := t.find(append(made.segments[:len(made.segments):len(made.segments)], segment{parameter: true}))
	return below != nil && below.routes["GET"] != nil
}
