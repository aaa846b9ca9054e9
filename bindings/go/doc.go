// Package certlite is the certification records of a workforce, in your process: an engine and one file, no server.
//
// It calls the library of the same name, which pkg-config has to find when the program is built. It holds no rule about
// certifications: operations, records, errors and their texts are made from what the library says of itself.
package certlite

//go:generate sh -c "certlite describe | go run ./internal/generate"
