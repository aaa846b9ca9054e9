// Package vectors reads the golden vectors for the tests.
package vectors

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"

	certlite "github.com/certlite/certlite/bindings/go"
)

// Vector is a file of golden steps.
type Vector struct {
	Name   string `json:"name"`
	IDSeed uint64 `json:"id_seed"`
	Steps  []Step `json:"steps"`
}

// Step is a call and what it must answer.
type Step struct {
	Operation   string          `json:"operation"`
	Principal   json.RawMessage `json:"principal"`
	Request     json.RawMessage `json:"request"`
	RequestText *string         `json:"request_text"`
	Key         *string         `json:"key"`
	Now         time.Time       `json:"now"`
	AsOf        *string         `json:"as_of"`
	KnownAt     *time.Time      `json:"known_at"`
	Expect      Expected        `json:"expect"`
}

// Expected is what a step answers.
type Expected struct {
	Status   string           `json:"status"`
	Outcome  certlite.Outcome `json:"outcome"`
	Response string           `json:"response"`
	Problem  string           `json:"problem"`
}

// Counts are how many there are.
type Counts struct {
	Vectors int `json:"vectors"`
	Steps   int `json:"steps"`
}

// Read reads the vectors of a folder, and how many it declares.
func Read(folder string) (all []Vector, declared Counts, err error) {
	if err := Decode(filepath.Join(folder, "manifest.json"), &declared); err != nil {
		return nil, declared, err
	}
	paths, err := filepath.Glob(filepath.Join(folder, "*.json"))
	if err != nil {
		return nil, declared, err
	}
	for _, path := range paths {
		if filepath.Base(path) == "manifest.json" {
			continue
		}
		var vector Vector
		if err := Decode(path, &vector); err != nil {
			return nil, declared, err
		}
		all = append(all, vector)
	}
	return all, declared, nil
}

// Decode reads a file of JSON, and refuses members that it doesn't know.
func Decode(path string, into any) error {
	text, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	decoder := json.NewDecoder(bytes.NewReader(text))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(into); err != nil {
		return fmt.Errorf("%s: %w", path, err)
	}
	return nil
}

// Text is the request, byte for byte.
func (s Step) Text() []byte {
	if s.RequestText != nil {
		return []byte(*s.RequestText)
	}
	return s.Request
}

// Run runs the step in a session of its own.
func (s Step) Run(engine *certlite.Engine) (Expected, error) {
	options := []certlite.CallOption{certlite.Now(s.Now)}
	if s.Key != nil {
		options = append(options, certlite.IdempotencyKey(*s.Key))
	}
	if s.AsOf != nil {
		day, err := certlite.ParseDate(*s.AsOf)
		if err != nil {
			return Expected{}, err
		}
		options = append(options, certlite.AsOf(day))
	}
	if s.KnownAt != nil {
		options = append(options, certlite.KnownAt(*s.KnownAt))
	}
	answer, err := s.execute(engine, options)
	var told *certlite.Error
	if errors.As(err, &told) {
		return Expected{Status: told.Code, Problem: string(told.Problem)}, nil
	}
	return Expected{Status: "ok", Outcome: answer.Outcome, Response: string(answer.Body)}, err
}

func (s Step) execute(engine *certlite.Engine, options []certlite.CallOption) (certlite.Answer, error) {
	session, err := engine.Session(s.Principal)
	if err != nil {
		return certlite.Answer{}, err
	}
	defer session.Close()
	return session.Execute(context.Background(), s.Operation, s.Text(), options...)
}
