package certlite_test

import (
	"path/filepath"
	"testing"

	certlite "github.com/certlite/certlite/bindings/go"
	"github.com/certlite/certlite/bindings/go/internal/vectors"
)

func TestVectorsByteForByte(t *testing.T) {
	all, declared, err := vectors.Read("../../tests/vectors")
	if err != nil {
		t.Fatal(err)
	}
	var ran vectors.Counts
	for _, vector := range all {
		engine, err := certlite.Open(filepath.Join(t.TempDir(), "vector.db"), certlite.IDSeed(vector.IDSeed))
		if err != nil {
			t.Fatal(err)
		}
		defer engine.Close()
		for i, step := range vector.Steps {
			if got, err := step.Run(engine); err != nil || got != step.Expect {
				t.Errorf("%s, step %d: %v\n%+v\n%+v", vector.Name, i+1, err, got, step.Expect)
			}
			ran.Steps++
		}
		ran.Vectors++
	}
	if ran != declared {
		t.Errorf("%+v ran, %+v are declared", ran, declared)
	}
}
