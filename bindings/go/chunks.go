package certlite

import (
	"bytes"
	"io"
)

// What goes down in one call: enough that a commit costs little, little enough that progress is told often.
const (
	linesACall = 4096
	bytesACall = 4 << 20
)

// chunks cuts a reader between lines into portions of a call each.
type chunks struct {
	reader io.Reader
	atOnce bool // all of it in one portion
	buffer []byte
	begin  int // where the next portion begins
	ended  bool
}

func newChunks(reader io.Reader, atOnce bool) *chunks { return &chunks{reader: reader, atOnce: atOnce} }

// next is a portion that holds until next is called again, or io.EOF. Never more than a byte above importBytesMax is read of what
// can't be cut: the engine refuses it as too large.
func (c *chunks) next() ([]byte, error) {
	want := bytesACall
	for {
		rest := c.buffer[c.begin:]
		if end := c.cut(rest, want); end > 0 {
			c.begin += end
			return rest[:end:end], nil
		}
		if c.ended {
			return nil, io.EOF
		}
		if len(rest) >= want { // one line, or an atomic import: it grows to what the engine takes
			want = importBytesMax + 1
		}
		if err := c.fill(want); err != nil {
			return nil, err
		}
	}
}

// cut is where the portion ends that rest begins with; 0: more has to be read.
func (c *chunks) cut(rest []byte, want int) int {
	end, full := 0, false
	for lines := 0; !c.atOnce && !full; lines++ {
		line := bytes.IndexByte(rest[end:], '\n') + 1
		if line == 0 {
			break
		}
		if full = lines == linesACall || end > 0 && end+line > bytesACall; !full {
			end += line
		}
	}
	if end > 0 && (full || len(rest) >= want) {
		return end
	}
	if c.ended || len(rest) > importBytesMax {
		return len(rest)
	}
	return 0
}

// fill reads until there are `want` bytes or the reader ends.
func (c *chunks) fill(want int) error {
	c.buffer = append(c.buffer[:0], c.buffer[c.begin:]...)
	c.begin = 0
	for len(c.buffer) < want {
		if len(c.buffer) == cap(c.buffer) {
			c.buffer = append(c.buffer, make([]byte, 64<<10)...)[:len(c.buffer)]
		}
		room := c.buffer[len(c.buffer):cap(c.buffer)]
		if len(room) > want-len(c.buffer) {
			room = room[:want-len(c.buffer)]
		}
		n, err := c.reader.Read(room)
		c.buffer = c.buffer[:len(c.buffer)+n]
		if err == io.EOF { // itself, as io.Reader has it: an error that wraps it is a failure
			c.ended = true
			return nil
		} else if err != nil {
			return err
		}
	}
	return nil
}
