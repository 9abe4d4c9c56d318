"""Python's built-in functions that compute, compare, look at and print values."""

from __future__ import annotations

from chainrule.engine import Tensor
from chainrule.program.comparison import compare, truth
from chainrule.program.containers import consume
from chainrule.program.errors import failure
from chainrule.program.formatting import escaped, format_value
from chainrule.program.libraries.inspection import (
    callable_,
    delattr_,
    dir_,
    getattr_,
    hasattr_,
    hash_,
    isinstance_,
    issubclass_,
    setattr_,
    vars_,
)
from chainrule.program.libraries.iterators import (
    enumerate_,
    filter_,
    iter_,
    map_,
    next_,
    reversed_,
    sorted_,
    zip_,
)
from chainrule.program.numbers import is_bare, plain
from chainrule.program.operators import BINARY, as_index, binary
from chainrule.program.runtime import Runtime
from chainrule.program.tables import Method, table_of
from chainrule.program.text import represent, show
from chainrule.program.values import (
    CONTAINERS,
    MISSING,
    NUMBERS,
    Builtin,
    Class,
    Record,
    Value,
    builtins,
)


def print_(
    runtime: Runtime, *values: Value, sep: Value = None, end: Value = None, file: Value = None,
    flush: Value = False,
) -> None:  # fmt: skip
    """``print(...)``; where it prints to is left out."""
    separator = " " if sep is None else sep
    pieces: list[str] = []
    length = 0
    for value in values:
        pieces.append(show(runtime, value))
        length += len(pieces[-1]) + len(separator)
        runtime.budget.text(length)
    runtime.write(separator.join(pieces) + ("\n" if end is None else end))


def len_(runtime: Runtime, value: Value) -> int:
    """The number of items of a container, or of rows of a tensor."""
    kind = type(value)
    if kind in CONTAINERS or kind is str or kind is range:
        return len(value)
    if isinstance(value, Tensor) and not is_bare(value):
        return len(value)
    if kind is Record and (method := value.cls.find("__len__")) is not MISSING:
        answer = runtime.call(method, (value,))
        if type(answer) is not int:
            name = runtime.type_name(answer)
            raise TypeError(f"'{name}' object cannot be interpreted as an integer")
        if answer < 0:
            raise ValueError("__len__() should return >= 0")
        return answer
    if kind is Class and value.members:
        return len(set(map(id, value.members.values())))
    raise TypeError(f"object of type '{runtime.type_name(value)}' has no len()")


def range_(runtime: Runtime, start: Value, stop: Value = None, step: Value = None) -> range:
    """Whole numbers from start up to, without, stop."""
    if stop is None:
        return range(as_index(runtime, start))
    parts = [as_index(runtime, part) for part in (start, stop, 1 if step is None else step)]
    return range(*parts)


def sum_(runtime: Runtime, iterable: Value, /, start: Value = 0) -> Value:
    """All items added up, from start."""
    if type(start) is str:
        raise TypeError("sum() can't sum strings [use ''.join(seq) instead]")
    result = start
    add = BINARY["+"]
    span = runtime.span
    for item in consume(runtime, iterable):
        if type(result) in NUMBERS and type(item) in NUMBERS:
            result = result + item
        else:
            result = binary(runtime, add, result, item, span)
    if type(result) is int:
        runtime.budget.integer(result.bit_length())
    return result


def _extreme(symbol: str, name: str) -> Builtin:
    def extreme(
        runtime: Runtime, *values: Value, key: Value = None, default: Value = MISSING
    ) -> Value:
        if not values:
            raise TypeError(f"{name} expected at least 1 argument, got 0")
        items = consume(runtime, values[0]) if len(values) == 1 else iter(values)
        best, best_key = default, MISSING
        for item in items:
            measure = item if key is None else runtime.call(key, (item,))
            if best_key is MISSING or truth(
                runtime, compare(runtime, symbol, measure, best_key, runtime.span)
            ):
                best, best_key = item, measure
        if best is MISSING:
            raise ValueError(f"{name}() arg is an empty sequence")
        return best

    return Builtin(name, extreme, runtime=True)


def abs_(runtime: Runtime, value: Value) -> Value:
    """The absolute value."""
    if type(value) is Record and (method := value.cls.find("__abs__")) is not MISSING:
        return runtime.call(method, (value,))
    if type(value) in NUMBERS or isinstance(value, Tensor):
        return abs(value)
    raise TypeError(f"bad operand type for abs(): '{runtime.type_name(value)}'")


def round_(runtime: Runtime, number: Value, ndigits: Value = None) -> Value:
    """The nearest whole number, or number with so many digits; halves go to the even one."""
    if type(number) is Record and (method := number.cls.find("__round__")) is not MISSING:
        return runtime.call(method, (number,) if ndigits is None else (number, ndigits))
    number = plain(number)
    if isinstance(number, Tensor):
        entry = table_of(type(number)).get("round")
        if type(entry) is Method:
            return runtime.call(entry.builtin, (number,) if ndigits is None else (number, ndigits))
        number = number.item()
    if type(number) not in NUMBERS:
        raise TypeError(f"type {runtime.type_name(number)} doesn't define __round__ method")
    if ndigits is None:
        return round(number)
    digits = as_index(runtime, ndigits)
    if type(number) is not float and digits < -runtime.limits.integer_bits:
        return 0
    return round(number, digits)


def divmod_(runtime: Runtime, a: Value, b: Value) -> Value:
    """The quotient and the remainder."""
    for record, name, other in ((a, "__divmod__", b), (b, "__rdivmod__", a)):
        if type(record) is Record and (method := record.cls.find(name)) is not MISSING:
            return runtime.call(method, (record, other))
    return binary(runtime, BINARY["//"], a, b), binary(runtime, BINARY["%"], a, b)


def pow_(runtime: Runtime, base: Value, exp: Value, mod: Value = None) -> Value:
    """A power, modulo a third number if one is given."""
    if mod is None:
        return binary(runtime, BINARY["**"], base, exp, runtime.span)
    numbers = [as_index(runtime, part) for part in (base, exp, mod)]
    # A square and its remainder for every bit of the exponent: nothing can stop it any more.
    runtime.budget.tick(1 + (numbers[1].bit_length() * numbers[2].bit_length() ** 2 >> 16))
    return pow(*numbers)


def any_(runtime: Runtime, iterable: Value) -> bool:
    """Whether any item counts as true."""
    return any(truth(runtime, item, runtime.span) for item in consume(runtime, iterable))


def all_(runtime: Runtime, iterable: Value) -> bool:
    """Whether every item counts as true."""
    return all(truth(runtime, item, runtime.span) for item in consume(runtime, iterable))


def format_(runtime: Runtime, value: Value, spec: Value = "") -> str:
    """A value as text, as a format says."""
    return format_value(runtime, value, spec)


def ord_(runtime: Runtime, value: Value) -> int:
    """The number of a character."""
    if type(value) is not str:
        raise TypeError(f"ord() expected string of length 1, but {runtime.type_name(value)} found")
    return ord(value)


def refuse_input(runtime: Runtime, *args: Value) -> Value:
    """Says that nobody can answer a question."""
    raise failure(
        "not_supported", "nobody can answer a question of the program here", None,
        "write the answer into the program",
    )  # fmt: skip


FUNCTIONS = builtins({
        "print": print_, "len": len_, "range": range_, "sum": sum_, "abs": abs_, "round": round_,
        "divmod": divmod_, "pow": pow_, "any": any_, "all": all_, "enumerate": enumerate_,
        "zip": zip_, "map": map_, "filter": filter_, "reversed": reversed_, "iter": iter_,
        "next": next_, "sorted": sorted_, "isinstance": isinstance_, "issubclass": issubclass_,
        "callable": callable_, "hasattr": hasattr_, "getattr": getattr_, "setattr": setattr_,
        "delattr": delattr_, "vars": vars_, "dir": dir_, "hash": hash_, "format": format_,
        "repr": represent, "ord": ord_, "input": refuse_input,
        "id": lambda runtime, value: runtime.identity(value),
        "ascii": lambda runtime, value: escaped(represent(runtime, value)),
        "chr": lambda runtime, value: chr(as_index(runtime, value)),
        "bin": lambda runtime, value: bin(as_index(runtime, value)),
        "hex": lambda runtime, value: hex(as_index(runtime, value)),
        "oct": lambda runtime, value: oct(as_index(runtime, value)),
    })  # fmt: skip
del FUNCTIONS["range"]
FUNCTIONS["max"], FUNCTIONS["min"] = _extreme(">", "max"), _extreme("<", "min")
