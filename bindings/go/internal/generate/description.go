package main

import (
	"bytes"
	"encoding/json"
	"fmt"
)

// description is what certlite_describe answers, as far as the package is made of it.
type description struct {
	Library struct {
		Limits struct {
			ImportBytesMax int `json:"import_bytes_max"`
		}
	}
	Operations    []operation
	Codes         []code
	ImportOptions schema `json:"import_options"`
}

type operation struct {
	Name     string
	Summary  string
	Writes   bool
	Call     []string
	Outcomes []string
	HTTP     []struct{ Method, Path string }
	Request  schema
	Response schema
}

type code struct {
	Code, Title, Advice string
	Status              int
}

// schema is a JSON Schema, of the kind that the library writes.
type schema struct {
	Type        types
	Format      string
	Enum        []any
	Items       *schema
	Properties  members
	Required    []string
	Description string
	MinLength   int
	Minimum     int
	Default     any
}

func (s schema) requires(name string) bool {
	for _, required := range s.Required {
		if required == name {
			return true
		}
	}
	return false
}

// zeroIsLeftOut tells whether Go's zero value can stand for a member that is left out: because it is no value that the member
// could have, or because it is the default.
func (s schema) zeroIsLeftOut() bool {
	if s.Type.nullable || s.Type.name == "object" {
		return false
	}
	return len(s.Enum) > 0 || s.Format != "" || s.MinLength > 0 || s.Minimum > 0 || s.Default == false || s.Default == 0.0
}

// values are those of an enum, without null.
func (s schema) values() (values []string) {
	for _, value := range s.Enum {
		if text, ok := value.(string); ok {
			values = append(values, text)
		}
	}
	return values
}

// types is the one type of a value, which may also be null; none: any.
type types struct {
	name     string
	nullable bool
}

func (t *types) UnmarshalJSON(text []byte) error {
	if json.Unmarshal(text, &t.name) == nil {
		return nil
	}
	var names []string
	if err := json.Unmarshal(text, &names); err != nil {
		return err
	}
	for _, name := range names {
		if name == "null" {
			t.nullable = true
		} else if t.name == "" {
			t.name = name
		} else {
			return fmt.Errorf("a value of several types: %s", text)
		}
	}
	return nil
}

// members are an object's properties in the order in which they are described.
type members []member

type member struct {
	name   string
	schema schema
}

func (m *members) UnmarshalJSON(text []byte) error {
	decoder := json.NewDecoder(bytes.NewReader(text))
	if _, err := decoder.Token(); err != nil {
		return err
	}
	for decoder.More() {
		name, err := decoder.Token()
		if err != nil {
			return err
		}
		var each schema
		if err := decoder.Decode(&each); err != nil {
			return err
		}
		*m = append(*m, member{name.(string), each})
	}
	return nil
}

func (m members) find(name string) (schema, bool) {
	for _, each := range m {
		if each.name == name {
			return each.schema, true
		}
	}
	return schema{}, false
}
