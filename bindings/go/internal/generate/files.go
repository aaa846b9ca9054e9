package main

import "strings"

// methodView is a method with the type that has it.
type methodView struct {
	method
	Type string
}

// requestView is a request as the templates take it.
type requestView struct {
	Name, Operation string
	Fields          []field
}

// files are the texts of the package's made files, by name.
func (d *description) files() (map[string]string, error) {
	shapes := &shapes{taken: map[string]bool{}}
	if err := d.addOutcomes(shapes); err != nil {
		return nil, err
	}
	resources, err := d.resources(shapes)
	if err != nil {
		return nil, err
	}
	shapes.resource = "import"
	options, err := shapes.requestFields("ImportOptions", d.ImportOptions)
	if err != nil {
		return nil, err
	}
	files := map[string]string{}
	add := func(name, template string, data any) {
		if err == nil {
			var text strings.Builder
			err = templates.ExecuteTemplate(&text, template, data)
			files[name+"_gen.go"] = text.String()
		}
	}
	add("errors", "errors", d.Codes)
	add("choices", "choices", shapes.choices)
	add("import_options", "import", map[string]any{
		"Name": "ImportOptions", "Fields": options, "Max": d.Library.Limits.ImportBytesMax})
	for _, each := range resources {
		add(each.Name, "resource", each.view())
	}
	return files, err
}

func (r resource) view() map[string]any {
	var methods []methodView
	var requests []requestView
	types := ""
	for _, each := range r.Methods {
		methods = append(methods, methodView{each, r.Type})
		if each.Request != "" {
			requests = append(requests, requestView{each.Request, each.Operation, each.Fields})
		}
		for _, field := range each.Fields {
			types += field.Type
		}
	}
	for _, each := range r.Structs {
		for _, field := range each.Fields {
			types += field.Type
		}
	}
	imports := "import (\n\"context\"\n"
	for _, name := range []string{"json", "time"} {
		if strings.Contains(types, name+".") {
			imports += map[string]string{"json": "\"encoding/json\"\n", "time": "\"time\"\n"}[name]
		}
	}
	return map[string]any{"Name": r.Name, "Type": r.Type, "Plural": r.Plural, "Methods": methods, "Requests": requests,
		"Structs": r.Structs, "Imports": imports + ")\n"}
}
