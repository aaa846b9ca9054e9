package certlite

import (
	"crypto/rand"
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"time"
)

// UUID is an id. It has the layout of every other package's UUID, so it is converted to and from them: uuid.UUID(card.ID). Its
// zero value is no id.
type UUID [16]byte

// ParseUUID reads the 36 characters of a UUID.
func ParseUUID(text string) (id UUID, err error) {
	if len(text) != 36 || text[8] != '-' || text[13] != '-' || text[18] != '-' || text[23] != '-' {
		return UUID{}, fmt.Errorf("certlite: %q is not a UUID of 36 characters", text)
	}
	digits := text[:8] + text[9:13] + text[14:18] + text[19:23] + text[24:]
	if _, err := hex.Decode(id[:], []byte(digits)); err != nil {
		return UUID{}, fmt.Errorf("certlite: %q is not a UUID of 36 characters", text)
	}
	return id, nil
}

// String writes the 36 characters.
func (id UUID) String() string {
	var text [36]byte
	hex.Encode(text[:8], id[:4])
	hex.Encode(text[9:13], id[4:6])
	hex.Encode(text[14:18], id[6:8])
	hex.Encode(text[19:23], id[8:10])
	hex.Encode(text[24:], id[10:])
	text[8], text[13], text[18], text[23] = '-', '-', '-', '-'
	return string(text[:])
}

// MarshalText writes the 36 characters.
func (id UUID) MarshalText() ([]byte, error) { return []byte(id.String()), nil }

// UnmarshalText reads the 36 characters.
func (id *UUID) UnmarshalText(text []byte) (err error) {
	*id, err = ParseUUID(string(text))
	return err
}

// newUUID is a random one that begins with the time, version 7: keys that follow each other are stored beside each other, which
// makes a write cheaper the larger the store is.
func newUUID() (id UUID, err error) {
	if _, err := rand.Read(id[:]); err != nil {
		return UUID{}, fmt.Errorf("certlite: no randomness for an idempotency key: %w", err)
	}
	var milliseconds [8]byte
	binary.BigEndian.PutUint64(milliseconds[:], uint64(time.Now().UnixMilli()))
	copy(id[:6], milliseconds[2:])
	id[6] = id[6]&0x0f | 0x70
	id[8] = id[8]&0x3f | 0x80
	return id, nil
}
