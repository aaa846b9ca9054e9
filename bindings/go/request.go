package certlite

import (
	"encoding/json"
	"fmt"
	"strconv"
	"time"
)

// object is a JSON object in the making.
type object struct {
	text []byte
	err  error
}

// close answers the object.
func (o *object) close() ([]byte, error) {
	if len(o.text) == 0 {
		o.text = append(o.text, '{')
	}
	return append(o.text, '}'), o.err
}

// put adds a member, whatever its value.
func put[T any](o *object, name string, value T) {
	if len(o.text) == 0 {
		o.text = append(make([]byte, 0, 256), '{')
	} else {
		o.text = append(o.text, ',')
	}
	o.text = append(appendText(o.text, name), ':')
	text, err := appendValue(o.text, value)
	if err != nil && o.err == nil {
		o.err = fmt.Errorf("certlite: %s: %w", name, err)
	}
	o.text = text
}

// putUnlessZero adds a member whose zero value means that it is left out.
func putUnlessZero[T comparable](o *object, name string, value T) {
	var zero T
	if value != zero {
		put(o, name, value)
	}
}

// putList adds a list; one that is nil is an empty one.
func putList[T any](o *object, name string, values []T) {
	if values == nil {
		values = []T{}
	}
	put(o, name, values)
}

// putUnlessNil adds a list that is left out when it is nil; an empty one is not.
func putUnlessNil[T any](o *object, name string, values []T) {
	if values != nil {
		put(o, name, values)
	}
}

func putOptional[T any](o *object, name string, value Optional[T]) {
	switch value.state {
	case given:
		put(o, name, value.value)
	case null:
		put(o, name, json.RawMessage("null"))
	}
}

// appendValue writes one value of a request.
func appendValue(text []byte, value any) ([]byte, error) {
	switch value := value.(type) {
	case string:
		return appendText(text, value), nil
	case bool:
		return strconv.AppendBool(text, value), nil
	case int:
		return strconv.AppendInt(text, int64(value), 10), nil
	case UUID:
		return appendText(text, value.String()), nil
	case Date:
		return appendText(text, value.String()), nil
	case time.Time:
		return appendText(text, value.UTC().Format(instantForm)), nil
	}
	encoded, err := json.Marshal(value)
	return append(text, encoded...), err
}

// instantForm is how the engine writes an instant.
const instantForm = "2006-01-02T15:04:05.000Z"

// appendText writes a text as it is: what isn't UTF-8 is refused by the engine rather than mended here, unseen.
func appendText(text []byte, value string) []byte {
	const digits = "0123456789abcdef"
	text = append(text, '"')
	for i := 0; i < len(value); i++ {
		switch c := value[i]; {
		case c == '"' || c == '\\':
			text = append(text, '\\', c)
		case c < 0x20:
			text = append(text, '\\', 'u', '0', '0', digits[c>>4], digits[c&15])
		default:
			text = append(text, c)
		}
	}
	return append(text, '"')
}
