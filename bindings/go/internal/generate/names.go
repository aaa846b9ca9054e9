package main

import (
	"regexp"
	"strings"
)

// initialisms are written in capitals, as Go does.
var initialisms = map[string]bool{"id": true, "uri": true, "sha256": true}

// camel is a name of the engine as Go writes it: "certification_type_ids" is CertificationTypeIDs.
func camel(name string) string {
	var text strings.Builder
	for _, part := range strings.FieldsFunc(name, func(r rune) bool { return strings.ContainsRune("._- ", r) }) {
		switch {
		case part == "ids":
			text.WriteString("IDs")
		case initialisms[part]:
			text.WriteString(strings.ToUpper(part))
		default:
			text.WriteString(strings.ToUpper(part[:1]) + part[1:])
		}
	}
	return text.String()
}

// choice is the constant's name for a value of an enum. Where marks are all that tells values apart, they are named.
func choice(value string) string {
	if value == strings.ToUpper(value) {
		value = strings.NewReplacer("-", "Dash", "/", "Slash", ".", "Dot").Replace(value)
	}
	return camel(value)
}

func singular(name string) string {
	if strings.HasSuffix(name, "ies") {
		return strings.TrimSuffix(name, "ies") + "y"
	}
	return strings.TrimSuffix(name, "s")
}

var nullWord = regexp.MustCompile(`\bnull\b`)

// comment is a description as a comment says it.
func comment(text string) string { return "// " + strings.ReplaceAll(text, "\n", " ") }

// nilled is a description of what an answer holds, where null is nil.
func nilled(text string) string { return nullWord.ReplaceAllString(text, "nil") }
