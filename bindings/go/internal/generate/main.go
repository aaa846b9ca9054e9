// Generate writes the typed part of the package from what the library says of itself: error codes, records, requests and
// operations. `certlite describe | go run ./internal/generate -into FOLDER`; go generate does it in place.
package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"go/format"
	"log"
	"os"
	"path/filepath"
)

func main() {
	log.SetFlags(0)
	into := flag.String("into", ".", "the folder of the package")
	describe := flag.String("describe", "-", "the file that certlite describe wrote; -: standard input")
	check := flag.Bool("check", false, "write nothing; fail if what is there differs")
	flag.Parse()
	if err := run(*describe, *into, *check); err != nil {
		log.Fatalf("generate: %v", err)
	}
}

func run(describe, into string, check bool) error {
	source := os.Stdin
	if describe != "-" {
		opened, err := os.Open(describe)
		if err != nil {
			return err
		}
		defer opened.Close()
		source = opened
	}
	var told description
	if err := json.NewDecoder(source).Decode(&told); err != nil {
		return fmt.Errorf("reading what certlite describes: %w", err)
	}
	files, err := told.files()
	if err != nil {
		return err
	}
	made := map[string]bool{}
	for name, text := range files {
		made[name] = true
		if err := put(filepath.Join(into, name), text, check); err != nil {
			return err
		}
	}
	present, err := filepath.Glob(filepath.Join(into, "*_gen.go"))
	if err != nil {
		return err
	}
	for _, path := range present {
		if !made[filepath.Base(path)] {
			return fmt.Errorf("%s is made of nothing that the library describes; delete it", path)
		}
	}
	return nil
}

func put(path, text string, check bool) error {
	formatted, err := format.Source([]byte(text))
	if err != nil {
		return fmt.Errorf("%s: %w\n%s", path, err, text)
	}
	present, err := os.ReadFile(path)
	if err == nil && bytes.Equal(present, formatted) {
		return nil
	} else if err != nil && !errors.Is(err, os.ErrNotExist) {
		return err
	}
	if check {
		return fmt.Errorf("%s is not what the library describes; run go generate in bindings/go, with the tool certlite on the path", path)
	}
	return os.WriteFile(path, formatted, 0o644)
}
