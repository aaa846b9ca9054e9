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

// route is a method and a path template of an operation.
type route struct {
	operation *operation
	method    string
	segments  []segment
	bind      map[string]string // a parameter of the path: the member of the request that it is
}

// segment is what stands between two slashes of a template: a name, or a parameter's.
type segment struct {
	name      string
	parameter bool
}

func (r *route) fits(given []string) bool {
	if len(given) != len(r.segments) {
		return false
	}
	for i, segment := range r.segments {
		if segment.parameter && given[i] == "" || !segment.parameter && given[i] != segment.name {
			return false
		}
	}
	return true
}

// routes are every operation's. Where two templates fit, the one that names the segment is meant, so it stands before:
// .../certifications/import is no id.
type routes []*route

func newRoutes(operations []*operation) (all routes) {
	for _, operation := range operations {
		for _, http := range operation.HTTP {
			made := &route{operation: operation, method: http.Method, bind: http.Bind}
			for _, text := range strings.Split(http.Path, "/") {
				name := strings.TrimSuffix(strings.TrimPrefix(text, "{"), "}")
				made.segments = append(made.segments, segment{name, name != text})
			}
			all = append(all, made)
		}
	}
	sort.SliceStable(all, func(i, j int) bool { return all[i].before(all[j]) })
	return all
}

func (r *route) before(other *route) bool {
	for i := 0; i < len(r.segments) && i < len(other.segments); i++ {
		if r.segments[i].parameter != other.segments[i].parameter {
			return other.segments[i].parameter
		}
	}
	return false
}

// at are the routes that a path may mean, by method.
func (r routes) at(given []string) map[string]*route {
	found := map[string]*route{}
	for _, each := range r {
		if found[each.method] == nil && each.fits(given) {
			found[each.method] = each
		}
	}
	return found
}

// readOneBelow tells whether a record that is made at the route's path is read at PATH/ID.
func (r routes) readOneBelow(made *route) bool {
	for _, each := range r {
		if each.method == "GET" && len(each.segments) == len(made.segments)+1 && each.segments[len(made.segments)].parameter &&
			samePath(each.segments[:len(made.segments)], made.segments) {
			return true
		}
	}
	return false
}

func samePath(left, right []segment) bool {
	for i := range left {
		if left[i].parameter != right[i].parameter || !left[i].parameter && left[i].name != right[i].name {
			return false
		}
	}
	return true
}
