package certlite

import (
	"bytes"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"testing"
	"time"
)

const vectors = "../../tests/vectors"

// vector is a file of golden steps.
type vector struct {
	Name   string       `json:"name"`
	IDSeed uint64       `json:"id_seed"`
	Steps  []vectorStep `json:"steps"`
}

type vectorStep struct {
	Operation   string          `json:"operation"`
	Principal   json.RawMessage `json:"principal"`
	Request     json.RawMessage `json:"request"`
	RequestText *string         `json:"request_text"`
	Key         *string         `json:"key"`
	Now         time.Time       `json:"now"`
	AsOf        *Date           `json:"as_of"`
	KnownAt     *time.Time      `json:"known_at"`
	Expect      expected        `json:"expect"`
}

type expected struct {
	Status   string  `json:"status"`
	Outcome  Outcome `json:"outcome"`
	Response string  `json:"response"`
	Problem  string  `json:"problem"`
}

func (s vectorStep) text() []byte {
	if s.RequestText != nil {
		return []byte(*s.RequestText)
	}
	return s.Request
}

func (s vectorStep) options() []CallOption {
	options := []CallOption{Now(s.Now)}
	if s.Key != nil {
		options = append(options, IdempotencyKey(*s.Key))
	}
	if s.AsOf != nil {
		options = append(options, AsOf(*s.AsOf))
	}
	if s.KnownAt != nil {
		options = append(options, KnownAt(*s.KnownAt))
	}
	return options
}

func (s vectorStep) run(engine *Engine) (expected, error) {
	var answer Answer
	session, err := engine.Session(s.Principal)
	if err == nil {
		defer session.Close()
		answer, err = session.Execute(background, s.Operation, s.text(), s.options()...)
	}
	var told *Error
	if errors.As(err, &told) {
		return expected{Status: told.Code, Problem: string(told.Problem)}, nil
	}
	return expected{Status: "ok", Outcome: answer.Outcome, Response: string(answer.Body)}, err
}

func strict(t *testing.T, path string, into any) {
	t.Helper()
	text := ok(os.ReadFile(path))(t)
	decoder := json.NewDecoder(bytes.NewReader(text))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(into); err != nil {
		t.Fatalf("%s: %v", path, err)
	}
}

func TestVectorsByteForByte(t *testing.T) {
	var declared, ran struct {
		Vectors int `json:"vectors"`
		Steps   int `json:"steps"`
	}
	strict(t, filepath.Join(vectors, "manifest.json"), &declared)
	for _, path := range ok(filepath.Glob(filepath.Join(vectors, "*.json")))(t) {
		if filepath.Base(path) == "manifest.json" {
			continue
		}
		var vector vector
		strict(t, path, &vector)
		engine := opened(t, filepath.Join(t.TempDir(), "vector.db"), IDSeed(vector.IDSeed))
		for i, step := range vector.Steps {
			if got := ok(step.run(engine))(t); got != step.Expect {
				t.Errorf("%s, step %d:\n%+v\n%+v", vector.Name, i+1, got, step.Expect)
			}
			ran.Steps++
		}
		ran.Vectors++
	}
	equal(t, "what ran", ran, declared)
}
