"""Ending: how a run ended, and the value that stands for its output.

A program that backpropagates has its moments. Of another one it is the last value, of one that
failed what it had come to.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from chainrule.engine import Tensor
from chainrule.program.errors import ProgramError, failure
from chainrule.program.failing import Failed, failing
from chainrule.program.literals import tensor_of
from chainrule.program.preparation import Prepared
from chainrule.program.recorder import Recorder
from chainrule.program.runtime import Runtime
from chainrule.program.source import Source
from chainrule.program.values import RESULT, Frame, Value

MOST_LISTS = 1_000
"""Nested lists that are looked through for a tensor to draw."""


@dataclass(slots=True)
class Ending:
    """A run that has come to its end, or to an error.

    Attributes:
        prepared: the program.
        source: its text.
        runtime: what it ran on.
        frame: its global names.
        error: why it ended before its end.
        failed: what it failed in.
        unfinished: whether it failed before the backward pass that it asks for.
    """

    prepared: Prepared
    source: str
    runtime: Runtime
    frame: Frame
    error: ProgramError | None
    failed: Failed | None = field(init=False, default=None)
    unfinished: bool = field(init=False, default=False)

    def __post_init__(self) -> None:
        if self.error is not None and not ended_by_limit(self.error):
            text = Source(self.source, self.runtime.limits)
            names = self.prepared.program.names(self.frame)
            self.failed = failing(text, self.error.problems[0], self._recorder.entries, names)

    @property
    def _recorder(self) -> Recorder:
        recorder: Recorder = self.runtime.recorder
        return recorder

    def output(self) -> Tensor:
        """The last value of a program that has no moment yet; where it has some, any will do.

        Raises:
            ProgramError: there is none; the error itself where the program had one before.
        """
        recorder = self._recorder
        if self.error and not ended_by_limit(self.error):
            under_way = recorder.under_way
            self.unfinished = self.prepared.dialect.backpropagates and (
                recorder.kept is None or under_way is not None
            )
            if self.unfinished and under_way is not None:
                return under_way
        if recorder.kept is not None:
            return recorder.kept.output
        value, span = found if isinstance(found := self.frame[RESULT], tuple) else (None, None)
        tensor = _last_tensor(value)
        if tensor is None and not isinstance(value, bool):
            tensor = self._tensor(value)
        if tensor is not None:
            return tensor
        if entries := recorder.entries:  # what only a plot or a print was given has no name
            return next((e.result for e in reversed(entries) if e.result.name), entries[-1].result)
        if self.failed and self.failed.read:
            return self.failed.read[-1]
        if self.error is not None:
            raise self.error
        if (number := self._last_number()) is not None:
            return number
        raise failure(
            "no_value",
            "the program computes nothing that could be drawn",
            span,
            "write an expression: 2 * 3",
        )

    def _tensor(self, value: Value) -> Tensor | None:
        """A plain number as a tensor; ``None`` of others, and of what no float can hold."""
        if not isinstance(value, int | float):
            return None
        try:
            return tensor_of(self.prepared.dialect, np.array(float(value)))
        except OverflowError:
            return None

    def _last_number(self) -> Tensor | None:
        """The last number that a global name stands for, where a program draws nothing else."""
        for name, value in reversed(self.prepared.program.names(self.frame).items()):
            if isinstance(value, Tensor):
                return value
            tensor = None if name.startswith("_") else self._tensor(value)
            if tensor is not None:
                tensor.name = name
                return tensor
        if self.runtime.printed:
            self.runtime.note("the program only prints: there is nothing to draw")
            return tensor_of(self.prepared.dialect, np.array(float(len(self.runtime.printed))))
        return None


def _last_tensor(value: Value) -> Tensor | None:
    """The last tensor in nested lists."""
    waiting: list[Value] = [value]
    seen: set[int] = set()
    while waiting and len(seen) < MOST_LISTS:
        part = waiting.pop()
        if isinstance(part, Tensor):
            return part
        if isinstance(part, list | tuple) and id(part) not in seen:
            seen.add(id(part))
            waiting += part[-100:]
    return None


def ended_by_limit(error: ProgramError) -> bool:
    """Whether a program only took too long."""
    return error.code in ("limit_time", "limit_iterations", "limit_work")
