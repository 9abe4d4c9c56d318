"""Compares what Chainrule made of a program with what CPython and the libraries made of it."""

import re
from collections.abc import Iterator
from typing import Any

import numpy as np
from chainrule.engine import Tensor
from chainrule.program.errors import ProgramError
from chainrule.program.outcome import Execution
from chainrule.program.values import Record

TOLERANCE = {"double": 1e-9, "single": 2e-5}
"""Relative to the largest element."""
NUMBER = re.compile(r"(?<![\w.])[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?(?![\w])")
MANY_DIGITS = 9
"""A number with at least so many decimals was printed in full, not rounded."""


class Nowhere(LookupError):
    """A way that leads nowhere."""


def differences(frozen: dict[str, Any], execution: Execution) -> list[str]:
    """What is not as it was frozen, one sentence each; empty where all is right."""
    precision = "double" if "double" in frozen else "single"
    expected = frozen[precision]
    tolerance = TOLERANCE[precision]
    if expected["error"]:
        error = expected["error"]
        return [f"runs, but line {error['line']} raises {error['type']}: {error['message']}"]
    found = []
    for entry in expected["names"]:
        try:
            value = reach(execution.names, entry["way"])
        except Nowhere as nowhere:
            found.append(f"{written(entry['way'])}: {nowhere}")
        else:
            found += [
                f"{written(entry['way'])}: {each}" for each in unlike(entry, value, tolerance)
            ]
    ours = [line.text for line in execution.printed]
    ours = "\n".join(ours).split("\n") if ours else []  # a text may hold several lines
    found += unlike_printed(expected["printed"], frozen["single"]["printed"], ours, tolerance)
    found += unlike_moments(expected["backward"], execution.moments, tolerance)
    return found


def unlike_fresh(frozen: dict[str, Any], fresh: dict[str, Any], tolerance: float) -> list[str]:
    """Where two runs by CPython differ."""
    found = list(unlike_printed(frozen["printed"], frozen["printed"], fresh["printed"], tolerance))
    found += [
        f"{key} differs" for key in ("error", "backward") if bool(frozen[key]) != bool(fresh[key])
    ]
    ways = [[entry["way"] for entry in each["names"]] for each in (frozen, fresh)]
    if ways[0] != ways[1]:
        return [*found, "the names differ"]
    for old, new in zip(frozen["names"], fresh["names"], strict=True):
        if not same_entry(old, new, tolerance):
            found.append(f"{written(old['way'])} differs")
    return found


def same_entry(old: Any, new: Any, tolerance: float) -> bool:
    """Whether two frozen values are equal, part by part."""
    if isinstance(old, dict):
        return old.keys() == new.keys() and all(same_entry(old[k], new[k], tolerance) for k in old)
    return same(old, new, tolerance)


def unlike_error(expected: dict[str, Any] | None, refusal: ProgramError) -> list[str]:
    """What is wrong with a refusal: there was no error, or it is said elsewhere or otherwise."""
    if expected is None:
        return [f"refused: {refusal}"]
    found = []
    line = refusal.span.line if refusal.span else None
    if line != expected["line"]:
        found.append(f"is refused at line {line}, not {expected['line']}: {refusal}")
    sentence = re.split(r"[.:,(\n]", expected["message"])[0].strip()
    if expected["type"] != "NameError" and sentence not in str(refusal):  # we say more than Python
        found.append(f"the refusal does not quote {sentence!r}: {refusal}")
    return found


def written(way: list[Any]) -> str:
    """A way as a program writes it."""
    steps = []
    for step in way:
        if isinstance(step, dict):
            steps.append(f"[{step['key']!r}]")
        else:
            steps.append(f"[{step}]" if isinstance(step, int) else step)
    return "".join(steps)


def reach(names: dict[str, Any], way: list[Any]) -> Any:
    """The value that a way leads to.

    Raises:
        Nowhere: a step is not there.
    """
    value: Any = names
    for at, step in enumerate(way):
        try:
            if at == 0:
                value = names[step]
            elif isinstance(step, dict):
                value = value[step["key"]]
            elif isinstance(step, int):
                value = value[step]
            else:
                value = vars_of(value)[step[1:]]
        except (LookupError, TypeError, AttributeError):
            raise Nowhere(f"{written(way[: at + 1])} is not there") from None
    return value


def vars_of(value: Any) -> dict[str, Any]:
    """The attributes of an object of the program's, or of the engine's."""
    attributes = getattr(value, "attributes", None)
    return attributes if isinstance(attributes, dict) else vars(value)


def unlike(entry: dict[str, Any], value: Any, tolerance: float) -> Iterator[str]:
    """How a value is not the one that was frozen."""
    if isinstance(value, Record) and value.cls.holds is not None:
        value = value.holds
    if entry["kind"] == "tensor":
        if not isinstance(value, (Tensor, np.ndarray)):
            yield f"is {value!r:.60}, not a tensor"
            return
        yield from unlike_array(entry, np.asarray(getattr(value, "data", value)), tolerance)
        if "grad" in entry:
            yield from (f"grad {each}" for each in unlike_gradient(entry["grad"], value, tolerance))
    elif "length" in entry:
        if type(value).__name__ != entry["kind"]:
            yield f"is {value!r:.60}, not a {entry['kind']}"
        elif len(value) != entry["length"]:
            yield f"has {len(value)} elements, not {entry['length']}"
    elif not same_plain(entry["kind"], entry["value"], value, tolerance):
        yield f"is {value!r:.80}, not {entry['value']!r:.80}"


def unlike_gradient(expected: dict[str, Any] | None, value: Any, tolerance: float) -> Iterator[str]:
    grad = getattr(value, "grad", None)
    if (grad is None) != (expected is None):
        yield f"is {'None' if grad is None else 'there'}, which it is not to be"
    elif expected is not None:
        yield from unlike_array(expected, np.asarray(getattr(grad, "data", grad)), tolerance)


def unlike_array(expected: dict[str, Any], array: np.ndarray, tolerance: float) -> Iterator[str]:
    if list(array.shape) != expected["shape"]:
        yield f"has the shape {array.shape}, not {tuple(expected['shape'])}"
        return
    if kind(array.dtype.kind) != kind(expected["of"]):
        yield f"holds {array.dtype}, not {expected['of']}"
        return
    wanted = np.array(expected["values"]).reshape(array.shape)
    if not close(wanted, array, tolerance):
        yield f"is {array.ravel()[:4]}, not {wanted.ravel()[:4]}"


def kind(letter: str) -> str:
    """Signed and unsigned integers are one kind."""
    return "i" if letter == "u" else letter


def close(wanted: Any, array: Any, tolerance: float) -> bool:
    """Whether numbers are equal, relative to the largest; nan and infinity in the same places."""
    wanted, array = np.asarray(wanted, float), np.asarray(array, float)
    finite = np.abs(wanted[np.isfinite(wanted)])
    scale = float(finite.max()) if finite.size else 0.0
    return np.allclose(array, wanted, rtol=0, atol=tolerance * scale + 1e-12, equal_nan=True)


def same_plain(kind: str, expected: Any, value: Any, tolerance: float) -> bool:
    """Whether a value is a plain one of Python, a tensor without axes standing for its number."""
    if kind in ("dict", "OrderedDict", "defaultdict", "Counter"):
        return isinstance(value, dict) and same(expected, list(value.items()), tolerance)
    if kind in ("set", "frozenset"):
        return isinstance(value, (set, frozenset)) and same(
            expected, sorted(value, key=repr), tolerance
        )
    if kind in ("list", "tuple"):
        return type(value).__name__ == kind and same(expected, value, tolerance)
    return same(expected, value, tolerance)


def same(expected: Any, value: Any, tolerance: float) -> bool:
    if isinstance(expected, list):
        value = getattr(value, "attributes", value)  # a named tuple is a record here
        if isinstance(value, dict) and not any(isinstance(each, list) for each in expected):
            value = list(value.values())
        if isinstance(value, dict):
            value = list(value.items())
        elif isinstance(value, (set, frozenset)):
            value = sorted(value, key=repr)
        return (
            isinstance(value, (list, tuple))
            and len(value) == len(expected)
            and all(same(e, v, tolerance) for e, v in zip(expected, value, strict=True))
        )
    if isinstance(value, (Tensor, np.ndarray, np.generic)):
        if np.shape(value) != ():
            return False
        value = np.asarray(getattr(value, "data", value)).item()
        if isinstance(expected, (int, float)) and not isinstance(expected, bool):
            return close(expected, value, tolerance)
    if type(expected) is not type(value):
        return False
    return close(expected, value, tolerance) if isinstance(expected, float) else expected == value


def unlike_printed(
    double: list[str], single: list[str], ours: list[str], tolerance: float
) -> Iterator[str]:
    """Printed lines that are not as they were, up to and with the first."""
    for at, (wanted, learners) in enumerate(zip(double, single, strict=True)):
        line = ours[at] if at < len(ours) else None
        # What stands between numbers is what the learner sees ("torch.float32").
        template = learners if len(pieces(learners)[1]) == len(pieces(wanted)[1]) else wanted
        if line is None or not same_line(wanted, template, line, tolerance):
            yield f"prints {line!r}, not {wanted!r}"
            return
    if len(ours) > len(double):
        yield f"prints {ours[len(double)]!r}, which is too much"


def pieces(line: str) -> tuple[list[str], list[str]]:
    """The texts between a line's numbers, and the numbers."""
    return NUMBER.split(line), NUMBER.findall(line)


def same_line(wanted: str, template: str, line: str, tolerance: float) -> bool:
    """Whether a line's texts are the template's and its numbers those that are wanted."""
    (texts, numbers), (_, expected) = pieces(line), pieces(wanted)
    if texts not in (pieces(template)[0], pieces(wanted)[0]):
        return False
    return len(numbers) == len(expected) and all(
        same_number(e, n, tolerance) for e, n in zip(expected, numbers, strict=True)
    )


def same_number(wanted: str, shown: str, tolerance: float) -> bool:
    """Whether a number is shown with the same digits, the last being out by one at most."""
    if wanted == shown:
        return True
    digits, other = decimals(wanted), decimals(shown)
    if digits is None or other is None or ("e" in wanted.lower()) != ("e" in shown.lower()):
        return False
    in_full = max(digits, other) >= MANY_DIGITS or digits == 0  # "2." is a whole number
    if digits != other and not in_full:
        return False
    exponent = int(re.split("[eE]", wanted)[1]) if "e" in wanted.lower() else 0
    last = 0.0 if in_full else 1.001 * 10.0 ** (exponent - digits)
    allowed = tolerance * abs(float(wanted)) + max(last, 1e-12)
    return abs(float(wanted) - float(shown)) <= allowed


def decimals(number: str) -> int | None:
    """How many digits stand after the point; ``None`` for an integer."""
    mantissa = re.split("[eE]", number)[0]
    whole = "." not in mantissa and "e" not in number.lower()
    return None if whole else len(mantissa.partition(".")[2])


def unlike_moments(
    backward: list[dict[str, Any]] | None, moments: Any, tolerance: float
) -> Iterator[str]:
    """Backward passes of which there is no moment, or one with another line or loss."""
    if not backward:
        return
    if moments.count != len(backward):
        yield f"has {moments.count} moments, not {len(backward)}"
        return
    lines = [each["line"] for each in backward]
    if list(moments.lines) != lines:
        yield f"has moments at the lines {list(moments.lines)[:8]}, not {lines[:8]}"
    for at, (each, loss) in enumerate(zip(backward, moments.losses, strict=True), 1):
        if each["loss"] is not None and not close(each["loss"], loss, tolerance):
            yield f"moment {at} has the loss {loss}, not {each['loss']}"
            return
