"""Execution: a program run from text to tensors, and what is known about every value.

In come source, bound inputs and other values for leaves; out comes the output tensor with every
leaf and operation in execution order, annotated. Nothing here knows of files or requests.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from chainrule.engine import Annotation, ChainruleError, Source, Tape, Tensor
from chainrule.engine.tensor import as_float_array
from chainrule.program.budget import Budget
from chainrule.program.errors import failure
from chainrule.program.interpreter import Interpreter
from chainrule.program.library.functions import FUNCTIONS, METHODS
from chainrule.program.library.libraries import libraries
from chainrule.program.limits import Limits
from chainrule.program.names import near
from chainrule.program.one_step import one_step
from chainrule.program.review import review
from chainrule.program.syntax import parse
from chainrule.program.text import Text, is_name
from chainrule.program.values import Value, describe, is_number, is_numeric

DEFAULTS = Limits()


@dataclass(frozen=True, slots=True)
class Execution:
    """A program that has run.

    Attributes:
        source: the text that ran.
        output: the last value.
        values: every leaf and every operation's result, in execution order.
        names: the tensors that names stand for at the end.
        notes: what people should know about how the program was read.
    """

    source: str
    output: Tensor
    values: dict[Source, Annotation]
    names: dict[str, Tensor]
    notes: list[str]


def run(
    source: str,
    *,
    inputs: Mapping[str, ArrayLike] | None = None,
    leaves: Mapping[str, ArrayLike] | None = None,
    limits: Limits = DEFAULTS,
) -> Execution:
    """Runs a program.

    Args:
        source: the program's text.
        inputs: values of names that the program reads but does not define; data.
        leaves: other values, of the same shape, for leaves that the program names.
        limits: how much it may ask for.

    Raises:
        ProgramError: everything that can be wrong with a program, its inputs or its leaves.
    """
    prepared = prepare(source, limits, frozenset(inputs or ()))
    text = prepared.text
    with Tape() as tape, np.errstate(all="ignore"):
        overrides = {name: _array(name, value, limits) for name, value in (leaves or {}).items()}
        interpreter = Interpreter(
            text, limits, tape, overrides, FUNCTIONS, METHODS, prepared.libraries
        )
        bound = {name: _bind(interpreter, name, value) for name, value in (inputs or {}).items()}
        try:
            interpreter.notes += prepared.notes
            interpreter.execute(prepared.body)
            output = _output(interpreter)
        except RecursionError:
            raise failure("too_deep", "the program nests too deeply") from None
    _check_overrides(interpreter)
    values = _shown(interpreter, output, bound)
    if output.size != 1:
        interpreter.notes.append(
            f"the output has shape {output.shape}: every element's gradient is seeded with 1, "
            "as if the output were summed"
        )
    names = {
        name: value
        for name, value in interpreter.names.items()
        if isinstance(value, Tensor) and value.source in values
    }
    return Execution(source, output, values, names, interpreter.notes)


@dataclass(frozen=True, slots=True)
class Prepared:
    """A program that has been read and reviewed; running it changes nothing of it."""

    text: Text
    body: list[ast.stmt]
    libraries: frozenset[str]
    notes: list[str]


def prepare(source: str, limits: Limits, inputs: frozenset[str]) -> Prepared:
    """Reads and reviews a program that may use these ``inputs``.

    A slider sends the same source with other leaves many times a second, so short ones are kept.

    Raises:
        ProgramError: everything that can be seen to be wrong without running.
    """
    return (_kept if len(source) <= SHORT else _prepare)(source, limits, inputs)


SHORT, MOST_KEPT = 4_000, 16
"""Characters of a program that is kept, and how many are: a syntax tree with its places takes up to
520 bytes a character, so all together stay within 35 MB."""


def _prepare(source: str, limits: Limits, inputs: frozenset[str]) -> Prepared:
    text = Text(source, limits)
    tree = parse(text, limits)
    notes = one_step(tree)
    review(tree, text, limits, inputs)
    return Prepared(text, tree.body, libraries(tree), notes)


_kept = lru_cache(maxsize=MOST_KEPT)(_prepare)


def _array(name: str, value: ArrayLike, limits: Limits) -> Any:
    if isinstance(value, np.ndarray | Tensor):
        Budget(limits).check_shape(value.shape, None)
    try:
        return as_float_array(value).astype(np.float64, copy=False)
    except (ChainruleError, ValueError, TypeError, OverflowError) as error:
        raise failure("bad_value", f"the value given for {name!r} is no tensor: {error}") from None


def _bind(interpreter: Interpreter, name: str, value: ArrayLike) -> Tensor:
    if not is_name(name):
        raise failure(
            "bad_input_name",
            f"{name[:40]!r} cannot be the name of an input",
            hint="names are made of a-z, Greek letters, digits and _, which does not come first",
        )
    array = _array(name, value, interpreter.budget.limits)
    tensor = interpreter.fresh(array.shape, lambda: array, "data", None, name)
    interpreter.leaf_names[name] = 1
    interpreter.names[name] = tensor
    return tensor


def _output(interpreter: Interpreter) -> Tensor:
    value = interpreter.last
    span = interpreter.last_span
    if span is None:
        raise failure("no_value", "the program computes nothing", hint="write an expression: 2 * 3")
    if isinstance(value, Tensor):
        return value
    if is_number(value) or is_numeric(value):
        return interpreter.tensor(value, span)
    if tensors := list(_tensors(value)):
        interpreter.note(f"the last value is {describe(value)}: its last tensor is the output")
        return tensors[-1]
    raise failure(
        "no_value",
        f"the last value is {describe(value)}, not a tensor",
        span,
        "end with the value to look at",
    )


def _tensors(value: Value) -> Iterator[Tensor]:
    """Every tensor in nested lists; their depth is limited when they are made."""
    if isinstance(value, Tensor):
        yield value
    elif isinstance(value, list | tuple):
        for item in value:
            yield from _tensors(item)


def _check_overrides(interpreter: Interpreter) -> None:
    for name in interpreter.overrides:
        raise failure(
            "unknown_leaf",
            f"the program has no leaf called {name[:40]!r} that could be given a value",
            hint=near(name, interpreter.leaf_names),
        )


def _shown(
    interpreter: Interpreter, output: Tensor, inputs: dict[str, Tensor]
) -> dict[Source, Annotation]:
    """The values without those that served only as sizes or indices, and without unread inputs."""
    kept: list[Source] = []
    hidden = {*interpreter.read_statically, *inputs.values()}
    used: set[Source] = {output.source}
    for source in reversed(interpreter.values):
        operands = [] if isinstance(source, Tensor) else [t.source for t in source.inputs]
        if source in hidden and source not in used:
            hidden.update(operands)
        else:
            used.update(operands)
            kept.append(source)
    return {source: interpreter.values[source] for source in reversed(kept)}
