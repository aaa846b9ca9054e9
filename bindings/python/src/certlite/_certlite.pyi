# The compiled module: cffi types nothing, so _abi.py is the only one that touches it.
from typing import Any

ffi: Any
lib: Any
