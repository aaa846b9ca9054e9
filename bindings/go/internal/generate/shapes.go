package main

import (
	"fmt"
	"reflect"
	"strings"
)

// choices are an enum: a type and its constants.
type choices struct {
	Name   string
	Values []string
}

// field is a member of a struct.
type field struct {
	Name, Type, JSON, Doc string
	Put                   string // of a request: what writes it
	NotRequired           bool
}

// structure is a struct that answers are read into, or a part of one.
type structure struct {
	Name, Doc string
	Fields    []field
	Meta      string // the struct of what the engine knows beside it
	Written   bool   // an operation that writes answers it
}

// shapes are the types that the operations need, each made once.
type shapes struct {
	resource string // whose operations are looked at
	taken    map[string]bool
	choices  []choices
	structs  []structure // of the present resource
	nested   []struct {
		name   string
		schema schema
	}
}

// plain is the type of a value, without regard to null; owner is the struct that has it.
func (s *shapes) plain(name, owner string, of schema, asked bool) (string, error) {
	switch {
	case len(of.Enum) > 0:
		return s.choicesOf(name, of.values())
	case of.Type.name == "array":
		item, err := s.plain(singular(name), owner, *of.Items, asked)
		return "[]" + item, err
	case of.Type.name == "object" && len(of.Properties) > 0:
		return s.structOf(name, owner, of, asked)
	case of.Type.name == "object" && asked:
		return "any", nil
	case of.Type.name == "object" || of.Type.name == "":
		return "json.RawMessage", nil
	case of.Type.name == "integer":
		return "int", nil
	case of.Type.name == "boolean":
		return "bool", nil
	case of.Format == "uuid":
		return "UUID", nil
	case of.Format == "date":
		return "Date", nil
	case of.Format == "date-time":
		return "time.Time", nil
	case of.Type.name == "string":
		return "string", nil
	}
	return "", fmt.Errorf("%s.%s is a %s, which this doesn't know", owner, name, of.Type.name)
}

// choicesOf is the type of an enum: named after its member; after its resource, too, where others say it differently.
func (s *shapes) choicesOf(name string, values []string) (string, error) {
	for _, wanted := range []string{camel(name), camel(s.resource) + camel(name)} {
		known := -1
		for i, each := range s.choices {
			if each.Name == wanted {
				known = i
			}
		}
		if known < 0 && !s.taken[wanted] {
			s.taken[wanted] = true
			s.choices = append(s.choices, choices{wanted, values})
			return wanted, nil
		}
		if known >= 0 && reflect.DeepEqual(s.choices[known].Values, values) {
			return wanted, nil
		}
	}
	return "", fmt.Errorf("%s.%s has a third meaning", s.resource, name)
}

// structOf is the struct of an object within another; objects with the same members share one.
func (s *shapes) structOf(name, owner string, of schema, asked bool) (string, error) {
	for _, each := range s.nested {
		if reflect.DeepEqual(each.schema.Properties, of.Properties) {
			return each.name, nil
		}
	}
	wanted := camel(name)
	if s.taken[wanted] {
		wanted = owner + wanted
	}
	doc := strings.TrimSpace(fmt.Sprintf("is a part of %s: %s. %s", owner, name, of.Description))
	s.nested = append(s.nested, struct {
		name   string
		schema schema
	}{wanted, of})
	return wanted, s.addStruct(structure{Name: wanted, Doc: doc}, of, asked)
}

// addStruct fills in the fields that the schema tells.
func (s *shapes) addStruct(made structure, of schema, asked bool) error {
	if s.taken[made.Name] {
		return fmt.Errorf("two types would be called %s", made.Name)
	}
	s.taken[made.Name] = true
	for _, each := range of.Properties {
		kind, err := s.plain(each.name, made.Name, each.schema, asked)
		if err != nil {
			return err
		}
		added := field{Name: camel(each.name), Type: kind, JSON: each.name, Doc: each.schema.Description}
		added.NotRequired = !of.requires(each.name)
		if asked && (added.NotRequired || each.schema.Type.nullable) {
			return fmt.Errorf("%s.%s may be left out or null, which a part of a request can't say", made.Name, each.name)
		}
		if (added.NotRequired || each.schema.Type.nullable) && kind != "json.RawMessage" {
			added.Type, added.Doc = "*"+kind, nilled(added.Doc)
		}
		made.Fields = append(made.Fields, added)
	}
	s.structs = append(s.structs, made)
	return nil
}

// requestFields are the members of a request, each with what writes it. A member that may be left out is left out when it is
// zero, if zero is no value that it could have or says the same; else it is an Optional.
func (s *shapes) requestFields(owner string, of schema) (fields []field, err error) {
	for _, each := range of.Properties {
		kind, err := s.plain(each.name, owner, each.schema, true)
		if err != nil {
			return nil, err
		}
		if kind == "any" && !of.requires(each.name) {
			kind = "map[string]any"
		}
		added := field{Name: camel(each.name), Type: kind, JSON: each.name, Doc: each.schema.Description}
		isList := each.schema.Type.name == "array"
		switch {
		case of.requires(each.name) && each.schema.Type.nullable:
			return nil, fmt.Errorf("%s.%s is required and may be null, which this doesn't know", owner, each.name)
		case of.requires(each.name) && isList:
			added.Put = "putList"
		case of.requires(each.name):
			added.Put = "put"
		case isList && !each.schema.Type.nullable:
			added.Put = "putUnlessNil"
		case each.schema.zeroIsLeftOut():
			added.Put = "putUnlessZero"
		default:
			added.Put, added.Type = "putOptional", "Optional["+kind+"]"
		}
		fields = append(fields, added)
	}
	return fields, nil
}
