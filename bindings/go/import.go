package certlite

import (
	"bytes"
	"context"
	"io"
)

// Of a line: it is refused because it breaks a rule; or it breaks none, but another line of an atomic import does.
const (
	OutcomeRefused  Outcome = "refused"
	OutcomeWithheld Outcome = "withheld"
)

// LineResult is what became of one line.
type LineResult struct {
	// Line is counted from 1 through the whole import, blank lines too.
	Line int
	// Outcome is what was done.
	Outcome Outcome
	// ID is the record's; zero: there is none.
	ID UUID
	// Err is why a line was refused, with every rule that it breaks; else nil.
	Err *Error
}

// Counts tell how many lines came to what.
type Counts map[Outcome]int

// Progress is how far an import has come.
type Progress struct {
	// Lines have been taken from the reader.
	Lines int
	// Counts is to be read before the callback returns.
	Counts Counts
}

// ImportReport is what an import did.
type ImportReport struct {
	// BatchID is under which the history knows it; zero: there were no lines.
	BatchID UUID
	// Counts tell how many lines came to what.
	Counts Counts
	// Refused are the lines that were refused.
	Refused []LineResult
}

// Import runs an operation that writes, such as "certification.import", on each line of JSON Lines; run again, it makes nothing
// twice. Lines are read as they go, except in ModeAtomic, which is one call. After an error the report tells of what was
// written before it.
func (s *Session) Import(ctx context.Context, operation string, lines io.Reader, options ImportOptions,
	callOptions ...CallOption) (*ImportReport, error) {
	report := &ImportReport{Counts: Counts{}}
	told, err := options.MarshalJSON()
	if err != nil {
		return report, err
	}
	made := callOf(callOptions)
	session, failed := s.handle.use()
	if failed != nil {
		return report, failed
	}
	defer s.handle.done()
	var batch batch
	defer batch.free()
	chunks := newChunks(lines, options.Mode == ModeAtomic)
	for taken := 0; ; {
		chunk, err := chunks.next()
		if err == io.EOF {
			return report, nil
		} else if err != nil {
			return report, err
		}
		failed = made.during(ctx, func() *Error { return batch.run(session, operation, chunk, told, made) })
		if failed != nil {
			return report, failed
		}
		taken += countLines(chunk)
		report.BatchID = batch.id()
		for _, result := range batch.results() {
			report.Counts[result.Outcome]++
			if result.Outcome == OutcomeRefused {
				report.Refused = append(report.Refused, result)
			}
			if options.OnResult != nil {
				if err := options.OnResult(result); err != nil {
					return report, err
				}
			}
		}
		if options.OnProgress != nil {
			if err := options.OnProgress(Progress{taken, report.Counts}); err != nil {
				return report, err
			}
		}
	}
}

func countLines(text []byte) int {
	n := bytes.Count(text, []byte{'\n'})
	if len(text) > 0 && text[len(text)-1] != '\n' {
		n++
	}
	return n
}
