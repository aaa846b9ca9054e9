"""The loops in C (loop.c), on the session of a host in Python."""
import ctypes

from certlite._abi import ffi


def texts(values):
    return (ctypes.c_char_p * len(values))(*values)


class Loop:
    """Answers seconds. `path`: libcertlite_call_loop.so."""

    def __init__(self, path):
        library = ctypes.CDLL(path)
        self._call, self._each, self._import = (
            library.certlite_call_loop, library.certlite_call_each, library.certlite_import_once)
        for function in (self._call, self._each, self._import):
            function.restype = ctypes.c_double
        self._call.argtypes = [ctypes.c_void_p, ctypes.c_char_p, ctypes.c_char_p, ctypes.c_char_p, ctypes.c_int32]
        self._each.argtypes = [ctypes.c_void_p, ctypes.c_char_p, ctypes.POINTER(ctypes.c_char_p),
                               ctypes.POINTER(ctypes.c_char_p), ctypes.c_size_t, ctypes.c_int32]
        self._import.argtypes = [ctypes.c_void_p, ctypes.c_char_p, ctypes.c_char_p, ctypes.c_size_t, ctypes.c_size_t]
        self.validity = library.certlite_validity
        self.validity.argtypes = [ctypes.c_void_p, ctypes.c_size_t, ctypes.c_int32, ctypes.c_void_p]

    def _run(self, function, session, *arguments):
        with session._handle as pointer:
            seconds = function(int(ffi.cast("intptr_t", pointer)), *arguments)
        if seconds < 0:
            raise SystemExit("loop.py: a call in C was refused")
        return seconds

    def call(self, session, operation, request, prefix, n):
        """The same request `n` times; `prefix`: of a key for each, or None."""
        return self._run(self._call, session, operation.encode(), request, prefix, n)

    def call_each(self, session, operation, requests, keys, expected):
        """A call for each request, with its key if there are any; all must have the outcome `expected`."""
        return self._run(self._each, session, operation.encode(), texts(requests), keys and texts(keys), len(requests), expected)

    def import_text(self, session, operation, text, n):
        """An import of `n` lines that are all to be created."""
        return self._run(self._import, session, operation.encode(), text, len(text), n)
