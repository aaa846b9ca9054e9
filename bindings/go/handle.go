package certlite

import (
	"sync"
	"sync/atomic"
	"unsafe"
)

// handle is a C handle: freed once, when it is closed and no call uses it any more, so that closing is safe at any time and
// from any goroutine, and waits for nobody.
type handle struct {
	kind    string
	pointer unsafe.Pointer
	free    func(unsafe.Pointer)
	uses    atomic.Int64 // calls in progress, and closed
}

// closed is the bit of handle.uses that says so; the calls are counted below it.
const closed = 1 << 62

func newHandle(kind string, pointer unsafe.Pointer, free func(unsafe.Pointer)) *handle {
	return &handle{kind: kind, pointer: pointer, free: free}
}

// use answers the pointer for a call, which has to end with done.
func (h *handle) use() (unsafe.Pointer, *Error) {
	for {
		uses := h.uses.Load()
		if uses&closed != 0 {
			return nil, closedError(h.kind)
		}
		if h.uses.CompareAndSwap(uses, uses+1) {
			return h.pointer, nil
		}
	}
}

func (h *handle) done() {
	if h.uses.Add(-1) == closed {
		h.free(h.pointer)
	}
}

func (h *handle) close() {
	for {
		uses := h.uses.Load()
		if uses&closed != 0 {
			return
		}
		if h.uses.CompareAndSwap(uses, uses|closed) {
			if uses == 0 {
				h.free(h.pointer)
			}
			return
		}
	}
}

// handles are the sessions that an engine closes when it is closed itself. They are not Sessions, which the garbage collector
// could not find forgotten if this knew them.
type handles struct {
	mutex  sync.Mutex
	all    map[*handle]struct{}
	closed bool
}

// add answers whether the engine is still open.
func (s *handles) add(h *handle) bool {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	if s.closed {
		return false
	}
	if s.all == nil {
		s.all = make(map[*handle]struct{})
	}
	s.all[h] = struct{}{}
	return true
}

func (s *handles) remove(h *handle) {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	delete(s.all, h)
}

func (s *handles) close() {
	s.mutex.Lock()
	all := s.all
	s.all, s.closed = nil, true
	s.mutex.Unlock()
	for h := range all {
		h.close()
	}
}
