"""Python's built-in functions that compute, compare, look at and print values."""

from __future__ import annotations

import functools
import zlib
from collections.abc import Iterator

from chainrule.engine import Tensor
from chainrule.program.attributes import (
    Method,
    delete_attribute,
    get_attribute,
    look_up,
    set_attribute,
    table_of,
)
from chainrule.program.classes import class_of, is_instance
from chainrule.program.containers import (
    check_key,
    collect,
    consume,
    cursor,
    depth_of,
    is_raised,
    iterate,
    ticking,
    weigh,
)
from chainrule.program.errors import failure
from chainrule.program.operators import BINARY, as_index, binary, compare, truth
from chainrule.program.runtime import Runtime
from chainrule.program.text import escaped, format_value, represent, show
from chainrule.program.values import (
    CONTAINERS,
    MISSING,
    NUMBERS,
    Builtin,
    Class,
    Cursor,
    Library,
    Missing,
    Number,
    Quiet,
    Record,
    Value,
    builtins,
    plain,
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
    if isinstance(value, Tensor) and kind is not Number:
        return len(value)
    if kind is Record and (method := value.cls.find("__len__")) is not MISSING:
        answer = runtime.call(method, (value,))
        if type(answer) is not int:
            name = runtime.type_name(answer)
            raise TypeError(f"'{name}' object cannot be interpreted as an integer")
        if answer < 0:
            raise ValueError("__len__() should return >= 0")
        return answer
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


def divmod_(runtime: Runtime, a: Value, b: Value) -> tuple[Value, Value]:
    """The quotient and the remainder."""
    return binary(runtime, BINARY["//"], a, b), binary(runtime, BINARY["%"], a, b)


def pow_(runtime: Runtime, base: Value, exp: Value, mod: Value = None) -> Value:
    """A power, modulo a third number if one is given."""
    if mod is None:
        return binary(runtime, BINARY["**"], base, exp, runtime.span)
    numbers = [as_index(runtime, part) for part in (base, exp, mod)]
    runtime.budget.charge(numbers[1].bit_length() * numbers[2].bit_length() // 16)
    return pow(*numbers)


def any_(runtime: Runtime, iterable: Value) -> bool:
    """Whether any item counts as true."""
    return any(truth(runtime, item, runtime.span) for item in consume(runtime, iterable))


def all_(runtime: Runtime, iterable: Value) -> bool:
    """Whether every item counts as true."""
    return all(truth(runtime, item, runtime.span) for item in consume(runtime, iterable))


# Iterators


def enumerate_(runtime: Runtime, iterable: Value, start: Value = 0) -> Cursor:
    """Pairs of a running number and an item."""
    items = iterate(runtime, iterable)
    first = as_index(runtime, start)
    return Cursor(runtime, enumerate(items, first), "enumerate", depth_of(iterable))


def zip_(runtime: Runtime, *iterables: Value, strict: Value = False) -> Cursor:
    """Tuples of items that stand at the same place."""
    iterators = [iterate(runtime, value) for value in iterables]
    both = zip(*iterators, strict=bool(strict))
    return Cursor(runtime, both, "zip", depth_of(*iterables))


def map_(runtime: Runtime, function: Value, *iterables: Value) -> Cursor:
    """What a function makes of each item."""
    if not iterables:
        raise TypeError("map() must have at least two arguments.")
    both = zip(*[iterate(runtime, value) for value in iterables], strict=False)

    def results() -> Iterator[Value]:
        for args in both:
            try:
                result = runtime.call(function, args)
            except Exception as error:
                if is_raised(runtime, error, "StopIteration"):
                    return
                raise
            yield result

    return Cursor(runtime, results(), "map", depth_of(*iterables))


def filter_(runtime: Runtime, function: Value, iterable: Value) -> Cursor:
    """The items for which a function is true."""
    items = iterate(runtime, iterable)

    def kept() -> Iterator[Value]:
        for item in ticking(runtime, items):
            if truth(runtime, item if function is None else runtime.call(function, (item,))):
                yield item

    return Cursor(runtime, kept(), "filter", depth_of(iterable))


def reversed_(runtime: Runtime, sequence: Value) -> Cursor:
    """The items from the last to the first."""
    kind = type(sequence)
    if kind is Record:
        if (method := sequence.cls.find("__reversed__")) is not MISSING:
            return cursor(runtime, runtime.call(method, (sequence,)))
        if (method := sequence.cls.find("__getitem__")) is not MISSING:
            indices = range(len_(runtime, sequence) - 1, -1, -1)
            return Cursor(
                runtime, (runtime.call(method, (sequence, k)) for k in indices), "reversed"
            )
    if kind in (set, frozenset) or (
        kind not in CONTAINERS | {range, str} and not isinstance(sequence, Tensor)
    ):
        raise TypeError(f"'{runtime.type_name(sequence)}' object is not reversible")
    if isinstance(sequence, Tensor):
        return Cursor(runtime, (sequence[k] for k in range(len(sequence) - 1, -1, -1)), "reversed")
    return Cursor(runtime, reversed(sequence), f"{kind.__name__}_reverseiterator")


def iter_(runtime: Runtime, value: Value, sentinel: Value = MISSING) -> Value:
    """An iterator over a value, or over what a function gives until a sentinel."""
    if sentinel is not MISSING:

        def until() -> Iterator[Value]:
            while True:
                item = runtime.call(value)
                if truth(runtime, compare(runtime, "==", item, sentinel)):
                    return
                yield item

        return Cursor(runtime, until(), "callable_iterator")
    if type(value) is Record and (method := value.cls.find("__iter__")) is not MISSING:
        return runtime.call(method, (value,))
    return cursor(runtime, value)


def next_(runtime: Runtime, iterator: Value, default: Value = MISSING) -> Value:
    """The next item of an iterator, or a default at its end."""
    if type(iterator) is Record and (method := iterator.cls.find("__next__")) is not MISSING:
        try:
            return runtime.call(method, (iterator,))
        except Exception as error:
            if default is MISSING or not is_raised(runtime, error, "StopIteration"):
                raise
            return default
    if type(iterator) is not Cursor:
        raise TypeError(f"'{runtime.type_name(iterator)}' object is not an iterator")
    try:
        return next(iterator)
    except StopIteration as end:
        if default is not MISSING:
            return default
        raise runtime.exception(
            "StopIteration", *(() if end.value is None else (end.value,))
        ) from None


def sorted_(
    runtime: Runtime, iterable: Value, /, *, key: Value = None, reverse: Value = False
) -> list[Value]:
    """A new list of the items in order."""
    items = collect(runtime, iterable)
    sort(runtime, items, key, reverse)
    return items


def sort(runtime: Runtime, items: list[Value], key: Value, reverse: Value) -> None:
    """Sorts a list as ``list.sort`` does."""
    keys = items if key is None else [runtime.call(key, (item,)) for item in items]
    cost = sum(weigh(runtime, part) for part in keys) if any(
        type(part) in CONTAINERS for part in keys
    ) else len(keys)  # fmt: skip
    runtime.budget.charge(cost * len(keys).bit_length())
    down = truth(runtime, reverse)
    if all(type(part) in NUMBERS for part in keys) or all(type(part) is str for part in keys):
        if key is None:
            items.sort(reverse=down)
        else:
            items[:] = [
                items[k] for k in sorted(range(len(keys)), key=keys.__getitem__, reverse=down)
            ]
        return

    def order(a: int, b: int) -> int:
        return -1 if truth(runtime, compare(runtime, "<", keys[a], keys[b])) else (
            1 if truth(runtime, compare(runtime, "<", keys[b], keys[a])) else 0
        )  # fmt: skip

    runtime.budget.charge(16 * len(keys) * len(keys).bit_length())
    places = sorted(range(len(keys)), key=functools.cmp_to_key(order), reverse=down)
    items[:] = [items[k] for k in places]


# Looking at values


def _classes(runtime: Runtime, kinds: Value, what: str, depth: int = 0) -> Iterator[Class]:
    if type(kinds) is Class:
        yield kinds
    elif type(kinds) is tuple and depth < 10:
        for kind in kinds:
            runtime.budget.tick()
            yield from _classes(runtime, kind, what, depth + 1)
    elif type(kinds) is Missing:
        raise runtime.missing(kinds)
    elif type(kinds) is not Quiet:
        raise TypeError(f"{what} arg 2 must be a type, a tuple of types, or a union")


def isinstance_(runtime: Runtime, value: Value, kinds: Value) -> bool:
    """Whether a value is of a class, or of one of several."""
    found = list(_classes(runtime, kinds, "isinstance()"))
    return any(is_instance(value, kind) for kind in found)


def issubclass_(runtime: Runtime, cls: Value, kinds: Value) -> bool:
    """Whether a class is, or inherits from, another."""
    if type(cls) is not Class:
        raise TypeError("issubclass() arg 1 must be a class")
    found = list(_classes(runtime, kinds, "issubclass()"))
    return any(kind in cls.order for kind in found)


def callable_(runtime: Runtime, value: Value) -> bool:
    """Whether a value can be called."""
    if type(value) is Record:
        return value.cls.find("__call__") is not MISSING
    return runtime.type_name(value) in (
        "function", "method", "builtin_function_or_method", "type", "staticmethod"
    )  # fmt: skip


def _name(value: Value, what: str) -> str:
    if type(value) is not str:
        raise TypeError(f"{what}(): attribute name must be string")
    return value


def hasattr_(runtime: Runtime, value: Value, name: Value) -> bool:
    """Whether a value has an attribute."""
    try:
        return look_up(runtime, value, _name(name, "hasattr")) is not MISSING
    except Exception as error:
        if type(value) is Library or is_raised(runtime, error, "AttributeError"):
            return False
        raise


def getattr_(runtime: Runtime, value: Value, name: Value, default: Value = MISSING) -> Value:
    """An attribute by its name, or a default."""
    try:
        return get_attribute(runtime, value, _name(name, "getattr"), runtime.span)
    except Exception as error:
        known = type(value) is Library or is_raised(runtime, error, "AttributeError")
        if default is MISSING or not known or type(name) is not str:
            raise
        return default


def setattr_(runtime: Runtime, value: Value, name: Value, new: Value) -> None:
    """Sets an attribute by its name."""
    set_attribute(runtime, value, _name(name, "setattr"), new, runtime.span)


def delattr_(runtime: Runtime, value: Value, name: Value) -> None:
    """Deletes an attribute by its name."""
    delete_attribute(runtime, value, _name(name, "delattr"))


def vars_(runtime: Runtime, value: Value) -> Value:
    """The attributes of an object."""
    if type(value) is Record:
        return value.attributes
    if type(value) is Class:
        return dict(value.table)
    raise TypeError("vars() argument must have __dict__ attribute")


def dir_(runtime: Runtime, value: Value) -> list[str]:
    """The names of a value's attributes."""
    names: set[str] = set(table_of(type(value)))
    if type(value) is Record:
        names.update(value.attributes)
    if type(value) is Library:
        names.update(value.table)
    owner = value if type(value) is Class else class_of(value)
    names.update(key for cls in owner.order for key in cls.table)
    return sorted(names)


def hash_(runtime: Runtime, value: Value) -> int:
    """The number by which a dictionary finds a value; the same in every run."""
    check_key(runtime, value)
    return zlib.crc32(value.encode()) if type(value) is str else hash(value)


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
