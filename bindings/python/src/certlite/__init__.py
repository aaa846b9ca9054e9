"""Certlite: the certification records of a workforce, in your process."""
from . import codes, records
from ._abi import describe
from ._abi import version as _version
from ._engine import Engine, Session, open
from ._import import ImportReport, Line, LineOutcome, LineResult, Progress
from ._principal import SYSTEM, AnyPrincipal, Principal
from ._resource import Answer, Cancellation, Listing, Page
from ._validity import Validity, validity, validity_statuses
from ._wire import OMITTED, Id, Omitted
from .codes import *  # noqa: F403
from .errors import CertliteError, LibraryError, OperationalError, Problem, RequestError, StateError, UsageError
from .records import *  # noqa: F403

__all__ = ["OMITTED", "SYSTEM", "Answer", "AnyPrincipal", "Cancellation", "CertliteError", "Engine", "Id", "ImportReport",
           "LibraryError", "Line", "LineOutcome", "LineResult", "Listing", "Omitted", "OperationalError", "Page",
           "Principal", "Problem", "Progress", "RequestError", "Session", "StateError", "UsageError", "Validity",
           "describe", "open", "validity", "validity_statuses"]
__all__ += codes.__all__
__all__ += records.__all__

__version__ = _version()
