"""Execution: a program run from text to tensors, and what is known about every value of a moment.

In come source, bound inputs and other values for leaves; out comes the moment that is asked for,
ready to be drawn, with what was printed and how many moments there are. Nothing here knows of files
or requests.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager

import numpy as np
from numpy.typing import ArrayLike

from chainrule.engine import ChainruleError, Tensor, tensor
from chainrule.engine.state import recording
from chainrule.engine.tensor import Array
from chainrule.program.by_hand import moment_by_hand
from chainrule.program.ending import Ending, ended_by_limit
from chainrule.program.errors import ProgramError, failure, near
from chainrule.program.failing import Failed
from chainrule.program.lectures import heirs
from chainrule.program.libraries.session import session
from chainrule.program.limits import Limits
from chainrule.program.literals import literal, tensor_of
from chainrule.program.moments import Moment
from chainrule.program.naming import Naming, ways
from chainrule.program.outcome import Execution
from chainrule.program.picture import Picture, charge, picture
from chainrule.program.places import placed
from chainrule.program.preparation import Prepared, prepare
from chainrule.program.reads import readings
from chainrule.program.recorder import Recorder
from chainrule.program.report import explain
from chainrule.program.runtime import Runtime
from chainrule.program.source import is_name
from chainrule.program.steps import mark
from chainrule.program.turns import Turns
from chainrule.program.values import CONTAINERS, OWN, PLAIN, Record, Value

DEFAULTS = Limits()


def run(
    source: str,
    *,
    inputs: Mapping[str, ArrayLike] | None = None,
    leaves: Mapping[str, ArrayLike] | None = None,
    limits: Limits = DEFAULTS,
    moment: int | None = None,
    partial: bool = False,
) -> Execution:
    """Runs a program.

    Args:
        source: the program's text.
        inputs: values of names that the program reads but does not define; data.
        leaves: other values, of the same shape, for leaves that the program names.
        limits: how much it may ask for.
        moment: which moment is wanted, from 1; the last one by default.
        partial: whether a program that fails is answered with what it computed before.

    Raises:
        ProgramError: everything that can be wrong with a program, its inputs or its leaves.
    """
    prepared = prepare(source, limits, tuple(sorted(inputs or ())))
    started = _Run(prepared, source, limits, moment, leaves or {})
    try:
        return started.execution(inputs or {}, partial)
    except ProgramError as error:
        started.runtime.flush()
        error.printed = tuple(started.runtime.printed)
        raise


class _Run:
    """One run of a prepared program."""

    def __init__(
        self,
        prepared: Prepared,
        source: str,
        limits: Limits,
        moment: int | None,
        leaves: Mapping[str, ArrayLike],
    ) -> None:
        self.prepared = prepared
        self.source = source
        self.runtime = runtime = Runtime(limits)
        self.recorder = Recorder(runtime, moment)
        self.naming = Naming({name: _array(name, value, limits) for name, value in leaves.items()})
        runtime.recorder = self.recorder
        runtime.dialect = prepared.dialect
        runtime.named = self.naming.named
        runtime.nameless = PLAIN if self.naming.overrides else PLAIN | OWN | CONTAINERS
        runtime.literal = lambda value, name, span: literal(runtime, value, span)
        if not (prepared.dialect.backpropagates or prepared.dialect.engines.backwards):
            runtime.loops = Turns(self.recorder)
        runtime.notes += prepared.program.notes
        self.bound: dict[Tensor, str] = {}

    def execution(self, inputs: Mapping[str, ArrayLike], partial: bool) -> Execution:
        """Runs it and gathers what is to be known."""
        runtime, program = self.runtime, self.prepared.program
        given = {name: self._bind(name, value) for name, value in inputs.items()}
        frame = program.frame(runtime, given)
        error: ProgramError | None = None
        with self._watched():
            try:
                program.body(frame)
            except (ProgramError, Exception) as found:
                error = explain(found, runtime)
                if not (partial or (ended_by_limit(error) and self.recorder.count)):
                    raise error from None
            ending = Ending(self.prepared, self.source, runtime, frame, error)
            output = ending.output()
        runtime.flush()
        if error is None:
            self._check_overrides()
        kept = None
        if error is None and self.recorder.count == 0 and self.prepared.dialect.kind != "marked":
            kept = moment_by_hand(self.recorder.entries, program.names(frame))
        kept = kept or self.recorder.at_end(output, ending.unfinished)
        if self.recorder.wanted and self.recorder.wanted != kept.number:
            raise failure(
                "no_moment",
                f"the program has {max(self.recorder.count, 1)} moments, no number "
                f"{self.recorder.wanted}",
                hint="moments are counted from 1",
            )
        return self._gathered(kept, program.names(frame), error, ending.failed)

    @contextmanager
    def _watched(self) -> Iterator[None]:
        """Everything that is computed inside is told to the recorder."""
        with (
            np.errstate(all="ignore"),
            session(self.runtime),
            recording(watch=self.recorder, grad_enabled=True, group=""),
        ):
            yield

    def _bind(self, name: str, value: ArrayLike) -> Tensor:
        if not is_name(name):
            raise failure(
                "bad_input_name",
                f"{name[:40]!r} cannot be the name of an input",
                hint="names are made of letters, digits and _; a digit does not come first",
            )
        array = _array(name, value, self.runtime.limits)
        if self.prepared.dialect.kind == "bare" or array.dtype.kind == "f":
            array = array.astype(np.float64)
        self.runtime.budget.array(array.shape)
        bound = tensor_of(self.prepared.dialect, array)
        self.bound[bound] = name
        self.naming.given(bound, name)
        return bound

    def _check_overrides(self) -> None:
        for name in self.naming.overrides:
            raise failure(
                "unknown_leaf",
                f"the program has no leaf called {name[:40]!r} that could be given a value",
                hint=near(name, self.naming.names),
            )

    def _gathered(
        self,
        kept: Moment,
        names: dict[str, Value],
        error: ProgramError | None,
        failed: Failed | None,
    ) -> Execution:
        if kept.by_hand:
            mark(kept)
        reads = self.recorder.reads
        whole = self.recorder.count == 0 and not kept.unfinished
        records = {id(v): name for name, v in reversed(names.items()) if isinstance(v, Record)}
        known = ways(names)
        heirs(kept.values, known)
        shown: Picture = picture(
            kept,
            known,
            self.bound,
            set(reads),
            records,
            [tensor.source for tensor in failed.read] if failed else [],
            self.recorder.moved,
            whole=whole,
            newest=not whole or self.prepared.dialect.kind == "numpy",
            limits=self.runtime.limits,
        )
        charge(shown.values, self.runtime.budget)
        notes = self.runtime.notes
        if shown.left_out:
            notes.append(
                f"{shown.left_out:,} values are left out of the drawing: what was computed last is "
                "drawn, without gradients"
            )
        is_seeded = kept.gradient is None and not kept.unfinished
        if kept.output.size != 1 and is_seeded and kept.output.requires_grad:
            notes.append(
                f"the output has shape {tuple(kept.output.shape)}: every element's gradient is "
                "seeded with 1, as if the output were summed"
            )
        # Of the moment that is shown, findings say that.
        for number, verdict in self.recorder.verdicts.items():
            if number != kept.number:
                notes.append(f"in moment {number} {verdict}")
                break
        stopped = _stopped(error)
        problem = error.problems[0] if error and not stopped else None
        return Execution(
            self.source,
            kept.output,
            None if shown.left_out else kept.gradient,
            placed(shown.values, self.prepared.places),
            names,
            notes,
            kept.number,
            self.recorder.moments(kept, stopped),
            kept,
            shown.turns,
            readings(self.source, reads, shown.values),
            self.runtime.printed,
            self.prepared.dialect,
            self.naming.moved,
            known.keys(),
            reads.keys(),
            self.recorder.is_steady,
            problem,
            failed,
        )


def _array(name: str, value: ArrayLike, limits: Limits) -> Array:
    """A value that was given from outside, its shape bounded before anything is copied.

    Whole numbers stay what they are, as in the text of a program: classes, indices, counts.
    """
    shape = np.shape(value) if isinstance(value, np.ndarray) else ()
    if max(shape, default=0) > limits.tensor_elements:
        raise failure("limit_tensor_elements", f"the value given for {name!r} is too large")
    try:
        return tensor(value)._array
    except (ChainruleError, ValueError, TypeError, OverflowError) as error:
        raise failure("bad_value", f"the value given for {name!r} is no tensor: {error}") from None


def _stopped(error: ProgramError | None) -> str | None:
    if error is None or not ended_by_limit(error):
        return None
    return "time" if error.code == "limit_time" else "limit"
