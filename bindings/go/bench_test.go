package certlite

import (
	"context"
	"fmt"
	"sort"
	"testing"
	"time"
	"unsafe"

	"github.com/certlite/certlite/bindings/go/internal/loops"
)

// besides measures two ways to do the same, by turns, so that what else the machine does falls on both. It reports the median of
// each, for one of n.
func besides(b *testing.B, n int, ways map[string]func(n int)) {
	took := map[string][]float64{}
	for i := 0; i < b.N; i++ {
		for name, way := range ways {
			begin := time.Now()
			way(n)
			took[name] = append(took[name], float64(time.Since(begin).Nanoseconds())/float64(n))
		}
	}
	b.ReportMetric(0, "ns/op") // of all of them it says nothing
	for name, each := range took {
		sort.Float64s(each)
		b.ReportMetric(each[len(each)/2], name)
	}
}

// What one call costs from Go, beside the same call from C.
func BenchmarkCall(b *testing.B) {
	s := newStore(b, ":memory:")
	cancellable, cancel := context.WithCancel(background)
	defer cancel()
	request := fmt.Sprintf(`{"id":"%s"}`, s.organization.ID)
	body := []byte(request)
	call := func(ctx context.Context) func(int) {
		return func(n int) {
			for i := 0; i < n; i++ {
				if _, err := s.session.Execute(ctx, "organization.get", body); err != nil {
					b.Fatal(err)
				}
			}
		}
	}
	besides(b, 100, map[string]func(int){
		"ns/C": func(n int) {
			if !loops.Execute(s.session.handle.pointer, "organization.get", request, n) {
				b.Fatal("a call failed")
			}
		},
		"ns/Go":             call(background),
		"ns/Go-cancellable": call(cancellable),
		"ns/Go-typed": func(n int) {
			for i := 0; i < n; i++ {
				if _, err := s.session.Organizations().Get(background, OrganizationGet{ID: s.organization.ID}); err != nil {
					b.Fatal(err)
				}
			}
		},
	})
}

// What the validity of one of 1,000 records costs.
func BenchmarkValidity(b *testing.B) {
	facts, out := make([]Facts, 1000), make([]ValidityResult, 1000)
	for i := range facts {
		facts[i] = Facts{IssuedOn: NoDay, ExpiresOn: DayNumber(19500 + i), GraceDays: 10, ExpiringSoonDays: 30}
	}
	day, _ := DayNumber(20000).Date()
	besides(b, len(facts), map[string]func(int){
		"ns/C": func(n int) {
			if !loops.Validity(unsafe.Pointer(&facts[0]), unsafe.Pointer(&out[0]), n, 1) {
				b.Fatal("refused")
			}
		},
		"ns/Go": func(int) {
			if err := ValiditySlice(facts, day, out); err != nil {
				b.Fatal(err)
			}
		},
	})
}
