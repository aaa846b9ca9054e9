package main

import (
	"fmt"
	"reflect"
	"strings"
)

// method is an operation of a resource.
type method struct {
	Name, Summary, Operation string
	Request                  string // the struct of its members; empty: it has none
	Fields                   []field
	Answer                   string
	Kind                     string // read, write or list
	Options                  []string
}

// resource is what becomes a file.
type resource struct {
	Name, Type, Plural string
	Structs            []structure
	Methods            []method
}

// answerForm is what an operation answers: a record, alone or in pages, and what is known beside it.
type answerForm struct {
	data, meta schema
	paged      bool
	plain      bool // no envelope
}

func formOf(response schema) answerForm {
	data, ok := response.Properties.find("data")
	if !ok {
		return answerForm{data: response, plain: true}
	}
	meta, _ := response.Properties.find("meta")
	if _, ok := response.Properties.find("page"); ok {
		return answerForm{data: *data.Items, meta: *meta.Items, paged: true}
	}
	return answerForm{data: data, meta: meta}
}

func (f answerForm) is(other answerForm) bool {
	return reflect.DeepEqual(f.data.Properties, other.data.Properties) &&
		reflect.DeepEqual(f.meta.Properties, other.meta.Properties)
}

// resources are the operations by what comes before the point of their names.
func (d *description) resources(shapes *shapes) (all []resource, err error) {
	var names []string
	by := map[string][]operation{}
	for _, each := range d.Operations {
		name := strings.SplitN(each.Name, ".", 2)[0]
		if by[name] == nil {
			names = append(names, name)
		}
		by[name] = append(by[name], each)
	}
	answers := map[string]string{}
	structs := map[string][]structure{}
	for _, name := range names { // first: the requests have enums of their own
		shapes.resource, shapes.structs = name, nil
		if err := shapes.addAnswers(by[name], answers); err != nil {
			return nil, err
		}
		structs[name] = shapes.structs
	}
	for _, name := range names {
		shapes.resource, shapes.structs = name, structs[name]
		made := resource{Name: name, Type: camel(name) + "Operations", Plural: plural(by[name])}
		for _, each := range by[name] {
			method, err := shapes.methodOf(each, answers[each.Name])
			if err != nil {
				return nil, err
			}
			made.Methods = append(made.Methods, method)
		}
		made.Structs = shapes.structs
		all = append(all, made)
	}
	return all, nil
}

func (d *description) addOutcomes(shapes *shapes) error {
	var outcomes []string
	known := map[string]bool{}
	for _, each := range d.Operations {
		for _, outcome := range each.Outcomes {
			if !known[outcome] {
				outcomes = append(outcomes, outcome)
			}
			known[outcome] = true
		}
	}
	_, err := shapes.choicesOf("outcome", outcomes)
	return err
}

// addAnswers makes the records that the operations of a resource answer: the first is called after the resource, others after
// their operations.
func (s *shapes) addAnswers(operations []operation, answers map[string]string) error {
	type known struct {
		form answerForm
		name string
	}
	var made []known
	for _, each := range operations {
		form := formOf(each.Response)
		name := ""
		for _, other := range made {
			if form.is(other.form) {
				name = other.name
			}
		}
		if name == "" {
			name = camel(s.resource)
			if len(made) > 0 || s.resource == "engine" { // Engine is a type of the package
				name = camel(each.Name) + "Answer"
			}
			made = append(made, known{form, name})
			if err := s.addAnswer(name, each.Name, form, operations); err != nil {
				return err
			}
		}
		answers[each.Name] = name
	}
	return nil
}

func (s *shapes) addAnswer(name, operation string, form answerForm, operations []operation) error {
	record := structure{Name: name, Doc: fmt.Sprintf("is what %s answers.", operation)}
	if len(form.meta.Properties) > 0 {
		record.Meta = name + "Meta"
		doc := fmt.Sprintf("is what the engine knows beside %s.", name)
		if err := s.addStruct(structure{Name: record.Meta, Doc: doc}, form.meta, false); err != nil {
			return err
		}
	}
	for _, each := range operations {
		if each.Writes && formOf(each.Response).is(form) {
			record.Written = true
		}
	}
	return s.addStruct(record, form.data, false)
}

func (s *shapes) methodOf(each operation, answer string) (method, error) {
	verb := strings.SplitN(each.Name, ".", 2)[1]
	made := method{
		Name: camel(verb), Summary: lowerFirst(each.Summary), Operation: each.Name, Answer: answer, Kind: "read",
	}
	for _, option := range each.Call {
		made.Options = append(made.Options, camel(option))
	}
	form := formOf(each.Response)
	if each.Writes {
		made.Kind = "write"
		made.Options = append(made.Options, "IdempotencyKey")
	} else if form.paged {
		made.Kind = "list"
	} else if form.plain {
		made.Kind = "readPlain"
	}
	if len(each.Request.Properties) == 0 {
		return made, nil
	}
	made.Request = camel(each.Name)
	if s.taken[made.Request] {
		return made, fmt.Errorf("two types would be called %s", made.Request)
	}
	s.taken[made.Request] = true
	fields, err := s.requestFields(made.Request, each.Request)
	made.Fields = fields
	return made, err
}

func lowerFirst(text string) string { return strings.ToLower(text[:1]) + text[1:] }

// plural is what the web API calls the resource: the last name in the path of its list, or of its first operation.
func plural(operations []operation) string {
	for _, each := range operations {
		if strings.HasSuffix(each.Name, ".list") {
			path := strings.Split(each.HTTP[0].Path, "/")
			return camel(path[len(path)-1])
		}
	}
	return camel(strings.Split(operations[0].HTTP[0].Path, "/")[2])
}
