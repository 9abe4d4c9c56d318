"""Lectures: a program's own engine at work, see ``engines.py``.

Its forward pass is recorded; its backward pass is not, but ends a moment whose output is what it
was asked of. Every gradient that it leaves behind is compared with the one that we compute, see
``graph/own_passes.py``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import Any

import numpy as np

from chainrule.engine import Node, Span, Tensor
from chainrule.engine.reverse import propagate
from chainrule.engine.state import recording
from chainrule.program.moments import Update
from chainrule.program.numbers import Number, is_whole
from chainrule.program.values import Record, Value

GRADIENTS = ("grad", "gradient", "derivative", "_grad")
MOST = 5_000
"""Objects that are looked through."""
CLOSE = 1e-6
MOST_NAMED = 3
"""Differences that are named."""
MOST_JUDGED = 8
"""Of so many moments the gradients are computed anew, whether they are shown or not."""


def as_number(owner: Value, value: Value, names: frozenset[str]) -> Value:
    """An attribute as the rest of the program has it: an engine's number is Python's there."""
    return _number(value) if type(value) is Number and is_of(owner, names) else value


def _number(value: Number) -> float:
    """A number as Python has it; looking at it is no cut here."""
    if value.written is not None:
        return value.written
    number = value._array.item()
    return int(number) if number.is_integer() and is_whole(value) else number


def as_carried(value: Value) -> Value:
    """What an engine's own text puts into an attribute: without a gradient, Python's number."""
    return _number(value) if type(value) is Number and not value._requires_grad else value


def is_of(owner: Value, names: frozenset[str]) -> bool:
    """Whether it is an object of an engine."""
    return type(owner) is Record and any(cls.name in names for cls in owner.cls.order)


def as_leaf(runtime: Any, owner: Record, name: str, new: Value, span: Span | None) -> Value:
    """What an attribute becomes that the rest of the program gives a number: a leaf, if it was."""
    old = owner.attributes.get(name)
    new = _number(new) if type(new) is Number else new
    if type(old) is not Number or not old._requires_grad or type(new) not in (int, float):
        return new
    leaf = old.heir = runtime.literal(new, None, span)
    moment = runtime.recorder.kept
    if runtime.recorder.is_open and old in moment.values:
        line = span.line if span else None
        moment.updates.append(Update(old, old._array, leaf._array, line))
    return leaf


def backpropagated(
    runtime: Any, owner: Value, names: frozenset[str], send: Callable[[], Value], whole: bool
) -> Value:
    """The answer of an engine's backward pass, which ends a moment.

    Only of one that is ``whole``, and not a single step back, the gradients are looked at.
    """
    output = output_of(owner) if is_of(owner, names) else None
    recorder = runtime.recorder
    if output is None or recorder is None:
        return send()
    objects = list(_objects(owner))
    before = [_gradient(each) for each in objects]
    begun = any(entry.node._requires_grad for entry in recorder.entries)
    if begun:
        recorder.backward_starts(output)
    count = len(recorder.entries)
    with recording(grad_enabled=False), _as_python(objects):
        answer = send()
    del recorder.entries[count:]
    if begun and whole:
        examined(runtime, output, objects, before)
    if begun:
        recorder.backward_done(output)
    return answer


@contextmanager
def _as_python(objects: list[Record]) -> Iterator[None]:
    """Inside, objects carry Python's numbers, with which a backward pass computes quickly."""
    swapped: list[tuple[dict[str, Value], str, Number, float]] = []
    for each in objects:
        attributes = each.attributes
        for name, value in attributes.items():
            if type(value) is Number:
                attributes[name] = number = _number(value)
                swapped.append((attributes, name, value, number))
    try:
        yield
    finally:
        for attributes, name, value, number in swapped:
            if attributes.get(name) is number:
                attributes[name] = value


def heirs(leaves: Iterable[Tensor], ways: dict[Tensor, str]) -> None:
    """Numbers whose place others have taken since are called by the ways to these."""
    for leaf in leaves:
        last: Any = leaf
        while getattr(last, "heir", None) is not None:
            last = last.heir
        if last is not leaf and last in ways:
            ways.setdefault(leaf, ways[last])


def output_of(owner: Record) -> Number | None:
    """The number that an object of an engine carries, if it was computed."""
    found = [v for v in owner.attributes.values() if type(v) is Number and v.requires_grad]
    return found[0] if found else None


def _objects(owner: Record) -> Iterator[Record]:
    """The objects that one was made of, as far as its attributes lead to them, and itself."""
    waiting: list[Value] = [owner]
    seen: set[int] = set()
    while waiting and len(seen) < MOST:
        value = waiting.pop()
        if id(value) in seen:
            continue
        seen.add(id(value))
        if type(value) is Record:
            yield value
            waiting += value.attributes.values()
        elif isinstance(value, set | frozenset | list | tuple):
            waiting += value


def _gradient(each: Record) -> float | None:
    for name in GRADIENTS:
        value: Any = each.attributes.get(name)
        if isinstance(value, Tensor) and value.size == 1:
            return float(value._array.reshape(()))
        if type(value) in (int, float):
            return float(value)
    return None


def _carried(each: Record) -> Number | None:
    """The number that an object carries."""
    return next((v for v in each.attributes.values() if type(v) is Number), None)


def examined(
    runtime: Any, output: Tensor, objects: list[Record], before: list[float | None]
) -> None:
    """Notes which gradients an engine's backward pass left, and says which were not cleared.

    Of a moment that is shown the graph says whether they are right; of the first moments that is
    said here, too, since nobody may look at them.
    """
    found = ((each, _carried(each), was) for each, was in zip(objects, before, strict=True))
    carried = [(each, number, was) for each, number, was in found if number is not None]
    sent: dict[Any, tuple[float, float]] = {}
    stale = []
    for each, number, was in carried:
        now = _gradient(each)
        if now is None:
            continue
        sent[number.source] = now, was or 0.0
        if was and number.grad_fn is None:
            stale.append(_called(each, number))
    recorder = runtime.recorder
    verdict = _verdict(output, carried, sent) if recorder.count < MOST_JUDGED else ""
    recorder.own_gradients(sent, verdict)
    if stale:
        runtime.note(
            f"{stale[0]} still had a gradient from before, and your backward() added to it: set "
            "it to 0 first, unless that is meant"
        )


def _verdict(
    output: Tensor,
    carried: list[tuple[Record, Number, float | None]],
    sent: dict[Any, tuple[float, float]],
) -> str:
    """What is wrong with the gradients, if anything is; what is nearest to the fault first."""
    start = Tensor.wrap(np.ones(output.shape), False, None)
    ours = propagate(output, start, keep=[s for s in sent if isinstance(s, Node)])
    wrong = []
    for each, number, _ in sorted(carried, key=lambda one: -_since(one[1])):
        if number.source not in sent or number.source not in ours:
            continue
        now, was = sent[number.source]
        true = float(ours[number.source].reshape(()))
        if min(abs(now - was - true), abs(now - true)) > CLOSE * (1.0 + abs(true)):
            wrong.append(f"{_called(each, number)} got {now - was:.6g}, not {true:.6g}")
    if not wrong:
        return ""
    more = f"; {len(wrong) - MOST_NAMED} more differ" if len(wrong) > MOST_NAMED else ""
    named = "; ".join(wrong[:MOST_NAMED])
    return f"your backward() sent other gradients than the chain rule: {named}{more}"


def _since(number: Number) -> float:
    """When a number was computed; a leaf before all others."""
    source = number.source
    return source.serial if isinstance(source, Node) else -1


def _called(each: Record, number: Number) -> str:
    """What an object is called: by its label, if it has one."""
    label = each.attributes.get("label") or each.attributes.get("name")
    return label if isinstance(label, str) else f"the {each.cls.name} {_number(number):.6g}"
