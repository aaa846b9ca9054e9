package certlite

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"
	"testing/iotest"
)

// lines are n certifications of the store's member.
func lines(n int) string {
	var text strings.Builder
	for i := 0; i < n; i++ {
		fmt.Fprintf(&text, `{"organization_member_external_id":"ada","certification_type_slug":"working-at-heights",`+
			`"issued_on":"2025-03-01","external_id":"card-%d"}`+"\n", i)
	}
	return text.String()
}

func (s *store) run(text io.Reader, options ImportOptions) (*ImportReport, error) {
	options.Defaults = Some(map[string]any{"organization_id": s.organization.ID})
	return s.session.Import(background, "certification.import", text, options)
}

func (s *store) count() (n int) {
	all := s.session.Certifications().List(background, CertificationList{Limit: 200})
	for all.Next() {
		n++
	}
	return n
}

func TestTwiceMakesEverythingOnce(t *testing.T) {
	s := newStore(t, ":memory:")
	first := ok(s.run(strings.NewReader(lines(10)), ImportOptions{}))(t)
	equal(t, "counts", fmt.Sprint(first.Counts), "map[created:10]")
	equal(t, "refused", len(first.Refused), 0)
	equal(t, "batch", first.BatchID == UUID{}, false)
	ok(s.run(iotest.OneByteReader(strings.NewReader(lines(10))), ImportOptions{}))(t)
	equal(t, "cards", s.count(), 10)
}

func TestProgressAndResults(t *testing.T) {
	s := newStore(t, ":memory:")
	var told []string
	var results []LineResult
	report := ok(s.run(strings.NewReader(lines(10)+"\n"+"{\n"+`{"external_id":7}`), ImportOptions{
		OnProgress: func(now Progress) error {
			told = append(told, fmt.Sprint(now.Lines, now.Counts[OutcomeCreated]))
			return nil
		},
		OnResult: func(result LineResult) error {
			results = append(results, result)
			return nil
		},
	}))(t)
	equal(t, "progress", fmt.Sprint(told), "[13 10]")
	equal(t, "results", len(results), 12)
	equal(t, "first", fmt.Sprintln(results[0].Line, results[0].Outcome, results[0].Err, results[0].ID != UUID{}), "1 created <nil> true\n")
	refused := report.Refused[0]
	equal(t, "refused", fmt.Sprintln(refused.Line, refused.Outcome, refused.ID == UUID{}), "12 refused true\n")
	equal(t, "rule", as(t, refused.Err, ErrMalformed).Violations[0].Rule, "json.syntax")
	as(t, report.Refused[1].Err, ErrInvalid)
}

func TestAtomicAndDryRun(t *testing.T) {
	s := newStore(t, ":memory:")
	report := ok(s.run(strings.NewReader(lines(5)+"{"), ImportOptions{Mode: ModeAtomic}))(t)
	equal(t, "counts", fmt.Sprint(report.Counts), "map[refused:1 withheld:5]")
	line := strings.Replace(lines(1), "2025-03-01", "01/04/2025", 1)
	report = ok(s.run(strings.NewReader(line), ImportOptions{DryRun: true, DateFormat: DateFormatDDSlashMMSlashYYYY}))(t)
	equal(t, "counts", fmt.Sprint(report.Counts), "map[created:1]")
	equal(t, "cards", s.count(), 0)
	_, err := s.run(strings.NewReader(line), ImportOptions{Mode: "sideways"})
	as(t, err, ErrInvalid)
	report = ok(s.run(strings.NewReader(""), ImportOptions{}))(t)
	equal(t, "of nothing", fmt.Sprint(len(report.Counts), report.BatchID == UUID{}), "0 true")
}

func TestWhatEndsAnImport(t *testing.T) {
	s := newStore(t, ":memory:")
	mine := errors.New("the host's own")
	_, err := s.run(strings.NewReader(lines(1)), ImportOptions{OnResult: func(LineResult) error { return mine }})
	equal(t, "result", err, mine)
	report, err := s.run(strings.NewReader(lines(2)), ImportOptions{OnProgress: func(Progress) error { return mine }})
	equal(t, "progress", err, mine)
	equal(t, "report", report.Counts[OutcomeCreated], 1)
	// What was read before the reader failed isn't complete, so it isn't imported.
	for _, failure := range []error{mine, fmt.Errorf("the connection broke: %w", io.EOF)} {
		_, err = s.run(io.MultiReader(strings.NewReader(lines(5)), iotest.ErrReader(failure)), ImportOptions{})
		equal(t, "reader", err, failure)
	}
	equal(t, "cards", s.count(), 2)
}

// Whatever the reader hands out, the portions are cut between lines, small enough, and together what was read.
func TestChunks(t *testing.T) {
	long := strings.Repeat("x", bytesACall+5) + "\n"
	for name, text := range map[string]string{
		"many":    strings.Repeat("{}\n", 3*linesACall+1),
		"exact":   strings.Repeat("{}\n", linesACall),
		"wide":    strings.Repeat(strings.Repeat("x", 50000)+"\n", 300),
		"long":    "{}\n" + long + "{}\n" + long + "{}",
		"no end":  "{}\n{}",
		"blank":   "\n\n",
		"largest": strings.Repeat("x", importBytesMax-1) + "\n{}\n",
	} {
		chunks := newChunks(strings.NewReader(text), false)
		var all bytes.Buffer
		for {
			chunk, err := chunks.next()
			if errors.Is(err, io.EOF) {
				break
			}
			all.Write(chunk)
			if countLines(chunk) > linesACall || len(chunk) > bytesACall && countLines(chunk) > 1 || len(chunk) > importBytesMax {
				t.Errorf("%s: a portion of %d lines, %d bytes", name, countLines(chunk), len(chunk))
			}
			if all.Len() < len(text) && chunk[len(chunk)-1] != '\n' {
				t.Errorf("%s: cut within a line", name)
			}
		}
		equal(t, name, all.String() == text, true)
	}
}

func TestWhatIsTooLargeIsNotReadWhole(t *testing.T) {
	s := newStore(t, ":memory:")
	for _, mode := range []Mode{ModeBestEffort, ModeAtomic} {
		endless := &countingReader{}
		_, err := s.run(endless, ImportOptions{Mode: mode})
		as(t, err, ErrTooLarge)
		if endless.read > importBytesMax+1 {
			t.Errorf("%d bytes were read", endless.read)
		}
	}
}

// countingReader is one line that never ends.
type countingReader struct{ read int }

func (r *countingReader) Read(into []byte) (int, error) {
	for i := range into {
		into[i] = 'x'
	}
	r.read += len(into)
	return len(into), nil
}
