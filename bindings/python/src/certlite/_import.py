"""Imports: lines in, what became of each out."""
from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass
from typing import Any, Callable, Dict, Iterable, Iterator, List, Literal, Mapping, Optional, Tuple, Union
from uuid import UUID

from . import _abi
from ._resource import OUTCOMES, Cancellation, Caller
from ._wire import to_json
from .errors import Problem, class_of
from .records import Outcome

Line = Union[str, bytes, Mapping[str, Any]]
LineOutcome = Union[Outcome, Literal["withheld", "refused"]]

# What goes down in one call: enough that a commit costs little, little enough that progress is told often.
LINES_A_CALL = 4096
BYTES_A_CALL = 4 << 20

LINE_OUTCOMES: Mapping[int, LineOutcome] = {**OUTCOMES, _abi.constant("WITHHELD"): "withheld", 0: "refused"}


@dataclass(frozen=True)
class LineResult:
    """What became of one line."""

    line: int
    """Counted from 1 through the whole import, blank lines too."""
    outcome: LineOutcome
    """"refused": it breaks a rule; "withheld": it breaks none, but another line of an atomic import does."""
    id: Optional[UUID]
    """Of the record; None: there is none."""
    code: Optional[str]
    """Of a refused line: the error's name."""
    problem: Mapping[str, Any]
    """Of a refused line: RFC 9457 problem details; else empty."""

    @property
    def problems(self) -> Tuple[Problem, ...]:
        """Every rule that a refused line breaks."""
        return tuple(Problem(item["rule"], item["pointer"], item["detail"]) for item in self.problem.get("violations", ()))


@dataclass(frozen=True)
class Progress:
    """How far an import has come."""

    lines: int
    """How many lines have been taken from the iterable."""
    counts: Mapping[LineOutcome, int]
    """How many lines came to what."""


@dataclass(frozen=True)
class ImportReport:
    """What an import did."""

    batch_id: Optional[UUID]
    """The id under which the history knows it; None: there were no lines."""
    counts: Mapping[LineOutcome, int]
    """How many lines came to what."""
    refused: Tuple[LineResult, ...]
    """The lines that were refused."""


def _bytes_of(line: Line) -> bytes:
    if isinstance(line, Mapping):
        return to_json(line) + b"\n"
    text = (line.encode() if isinstance(line, str) else bytes(line)).rstrip(b"\r\n")
    if b"\n" in text:
        raise ValueError("a line has a line break within; give each line as an item of its own")
    return text + b"\n"


def _chunks(lines: Iterable[Line], at_once: bool) -> Iterator[List[bytes]]:
    """The lines in portions of a call each; `at_once`: all of them in one."""
    chunk: List[bytes] = []
    size = 0
    for line in map(_bytes_of, lines):
        if chunk and not at_once and (len(chunk) == LINES_A_CALL or size + len(line) > BYTES_A_CALL):
            yield chunk
            chunk, size = [], 0
        chunk.append(line)
        size += len(line)
    if chunk:
        yield chunk


def _result_of(result: Any) -> LineResult:
    record = _abi.text_from(result.id)
    problem: Dict[str, Any] = json.loads(_abi.text_of(result.problem) or b"{}")
    code = class_of(result.status).code if result.status else None
    return LineResult(result.line, LINE_OUTCOMES[result.outcome], UUID(record) if record else None, code, problem)


def run_import(session: Caller, operation: str, lines: Iterable[Line], options: Mapping[str, Any],
               progress: Optional[Callable[[Progress], object]], on_result: Optional[Callable[[LineResult], object]],
               cancel: Optional[Cancellation]) -> ImportReport:
    """What Operations.import_lines does."""
    counts: Counter[LineOutcome] = Counter()
    refused: List[LineResult] = []
    taken = 0
    batch = _abi.Batch()
    chunks = _chunks(lines, at_once=options.get("mode") == "atomic")  # atomic is a call, not a batch
    told = to_json(options)
    try:
        for chunk in chunks:
            _run(session, operation, batch, b"".join(chunk), told, cancel)
            taken += len(chunk)
            for result in map(_result_of, batch.results()):
                counts[result.outcome] += 1
                if result.outcome == "refused":
                    refused.append(result)
                if on_result is not None:
                    on_result(result)
            if progress is not None:
                progress(Progress(taken, dict(counts)))
        return ImportReport(UUID(batch.id()) if taken else None, dict(counts), tuple(refused))
    finally:
        batch.free()


def _run(session: Caller, operation: str, batch: _abi.Batch, lines: bytes, options: bytes,
         cancel: Optional[Cancellation]) -> None:
    if cancel is None:
        batch.run(session._handle, operation.encode(), lines, options, _abi.new_call(None, None, None, None))
        return
    with cancel._handle as token:
        batch.run(session._handle, operation.encode(), lines, options, _abi.new_call(None, None, None, token))
