"""Invocation: what happens when a function, a builtin or a class is called."""

from __future__ import annotations

import inspect
import re
from typing import Any

from chainrule.program.classes import BASE_EXCEPTION, OBJECT
from chainrule.program.code import Code
from chainrule.program.errors import failure
from chainrule.program.values import (
    MISSING,
    MUTABLE,
    RESULT,
    UNBOUND,
    Builtin,
    Class,
    Cursor,
    Frame,
    Function,
    Record,
    Value,
)

Keywords = dict[str, Value] | None
new = object.__new__


def invoke(runtime: Any, function: Function, args: Any, kwargs: Keywords = None) -> Value:
    """Runs a function of the program."""
    code = function.code
    if len(args) == code.exactly and not kwargs:
        frame = [runtime, function.globals, None, *args, *function.rest]
    else:
        frame = bind(runtime, function, code, args, kwargs or {})
    if code.cells:
        for place in code.cells:
            frame[place] = [frame[place]]
    budget = runtime.budget
    budget.left -= 1
    if budget.left < 0:
        budget.look()
    if code.is_generator:
        budget.hold(500)
        return Cursor(runtime, code.body(frame))
    depth, outer = runtime.depth, runtime.place
    if depth >= runtime.deepest:
        runtime.too_deep()
    runtime.depth = depth + 1
    if code.label is not None:
        runtime.place = (outer, code.label, args[0] if args else None)
    try:
        if code.is_expression:
            return code.body(frame)
        code.body(frame)
        return frame[RESULT]
    finally:
        runtime.depth = depth
        runtime.place = outer


def bind(
    runtime: Any, function: Function, code: Code, args: Any, kwargs: dict[str, Value]
) -> Frame:
    """A frame in which every parameter has its value.

    Raises:
        TypeError: an argument is missing, unknown, given twice or too many.
    """
    names, count, given = code.positional, code.count, len(args)
    if given > count and code.star is None:
        raise TypeError(_too_many(code, function, given))
    if not kwargs and not code.keyword_only and given >= (first := count - len(function.defaults)):
        if code.exactly == count:
            defaults = function.defaults[given - first :]
            return [runtime, function.globals, None, *args, *defaults, *function.rest]
        values = [*args[:count], *function.defaults[given - first :]]
        if code.star is not None:
            values.append(tuple(args[count:]))
        if code.double_star is not None:
            values.append({})
        return [runtime, function.globals, None, *values, *function.rest]
    values = [*args[:count], *[MISSING] * (count - given)]
    rest: dict[str, Value] = {}
    named: dict[str, Value] = {}
    for name, value in kwargs.items():
        if name in names and (place := names.index(name)) >= code.positional_only:
            if values[place] is not MISSING:
                raise TypeError(f"{code.qualified}() got multiple values for argument '{name}'")
            values[place] = value
        elif name in code.keyword_only:
            named[name] = value
        elif code.double_star is not None:
            rest[name] = value
        elif name in names:
            raise TypeError(
                f"{code.qualified}() got some positional-only arguments passed as keyword "
                f"arguments: '{name}'"
            )
        else:
            raise TypeError(f"{code.qualified}() got an unexpected keyword argument '{name}'")
    first = count - len(function.defaults)
    missing = []
    for place in range(given if given < count else count, count):
        if values[place] is MISSING:
            if place >= first:
                values[place] = function.defaults[place - first]
            else:
                missing.append(names[place])
    if missing:
        raise TypeError(_lacks(code, "positional", missing))
    for name in code.keyword_only:
        if name in named:
            values.append(named[name])
        elif name in function.keyword_defaults:
            values.append(function.keyword_defaults[name])
        else:
            missing.append(name)
    if missing:
        raise TypeError(_lacks(code, "keyword-only", missing))
    if code.star is not None:
        values.append(tuple(args[count:]))
    if code.double_star is not None:
        values.append(rest)
    return [runtime, function.globals, None, *values, *function.rest]


def _too_many(code: Code, function: Function, given: int) -> str:
    least, most = code.count - len(function.defaults), code.count
    takes = f"from {least} to {most}" if least != most else str(most)
    plural = "" if most == 1 and least == most else "s"
    was = "was" if given == 1 else "were"
    return f"{code.qualified}() takes {takes} positional argument{plural} but {given} {was} given"


def _lacks(code: Code, kind: str, missing: list[str]) -> str:
    quoted = [f"'{name}'" for name in missing]
    if len(quoted) > 2:
        listed = ", ".join(quoted[:-1]) + f", and {quoted[-1]}"
    else:
        listed = " and ".join(quoted)
    plural = "" if len(missing) == 1 else "s"
    return f"{code.qualified}() missing {len(missing)} required {kind} argument{plural}: {listed}"


def call_builtin(runtime: Any, builtin: Builtin, args: Any, kwargs: Keywords = None) -> Value:
    """Runs a function of the language or of a library.

    Raises:
        ProgramError: the arguments do not fit its signature.
    """
    try:
        if not kwargs:
            return builtin.call(runtime, *args) if builtin.runtime else builtin.call(*args)
        if builtin.ignores:
            kwargs = {name: kwargs[name] for name in kwargs if name not in builtin.ignores}
        if builtin.runtime:
            return builtin.call(runtime, *args, **kwargs)
        return builtin.call(*args, **kwargs)
    except TypeError as error:
        trace = error.__traceback__
        if trace is None or trace.tb_next is not None:
            raise
        message = re.sub(r"^[\w.<>]+\(\)", f"{builtin.name}()", str(error))
        raise failure("bad_argument", message, None, signature(builtin)) from None


def signature(builtin: Builtin) -> str | None:
    """How a function of the language is called, for a hint."""
    if builtin.doc:
        return builtin.doc
    try:
        parameters = list(inspect.signature(builtin.call).parameters.values())
    except (ValueError, TypeError):
        return None
    shown = [str(p.replace(annotation=p.empty)) for p in parameters[int(builtin.runtime) :]]
    return f"it is called {builtin.name}({', '.join(shown)})"


def construct(runtime: Any, cls: Class, args: Any, kwargs: Keywords = None) -> Value:
    """Makes an instance of a class."""
    init = cls.init
    if init is UNBOUND:
        init = cls.init = _only_init(cls)
    if init is not None:
        budget = runtime.budget
        budget.bytes_left -= 300
        if budget.bytes_left < 0:
            budget.hold(0)
        record = new(Record)
        record.cls, record.attributes = cls, {}
        result = invoke(runtime, init, (record, *args), kwargs)
        if result is not None:
            raise _returned(runtime, result)
        return record
    make = cls.find_make()
    if make is not None:
        return call_builtin(runtime, make, args, kwargs)
    if cls.native is not None:
        raise TypeError(f"cannot create '{cls.name}' instances")
    if cls.abstract:
        names = sorted(cls.abstract)
        methods = "method" if len(names) == 1 else "methods"
        raise TypeError(
            f"Can't instantiate abstract class {cls.name} with abstract {methods} "
            f"{', '.join(names)}"
        )
    runtime.budget.hold(300)
    record = Record(cls)
    if cls.holds is not None:
        hold(runtime, record, args, kwargs)
    if BASE_EXCEPTION in cls.order:
        record.attributes["args"] = tuple(args)
    init = cls.find("__init__")
    if type(init) is Function:
        result = invoke(runtime, init, (record, *args), kwargs)
        if result is not None:
            raise _returned(runtime, result)
    elif init is not MISSING:
        runtime.call(init, (record, *args), kwargs)
    elif (args or kwargs) and cls is not OBJECT:
        raise TypeError(f"{cls.name}() takes no arguments")
    return record


def _only_init(cls: Class) -> Function | None:
    """The ``__init__`` of a class of the program that is no exception and holds nothing native."""
    special = cls.find_make() is not None or cls.native is not None or cls.holds is not None
    special = special or bool(cls.abstract)
    init = cls.find("__init__")
    if special or type(init) is not Function or BASE_EXCEPTION in cls.order:
        return None
    return init


def _returned(runtime: Any, result: Value) -> TypeError:
    return TypeError(f"__init__() should return None, not '{runtime.type_name(result)}'")


def hold(runtime: Any, record: Record, args: Any, kwargs: Keywords = None) -> None:
    """Gives a new instance the native value that it holds: an empty container, or a number."""
    kind = record.cls.holds
    if kind in MUTABLE:
        record.holds = kind()
    elif (new := record.cls.find("__new__")) is not MISSING:
        record.holds = runtime.call(new, (record.cls, *args), kwargs)
    else:
        native = next(cls for cls in record.cls.order if cls.native is not None)
        record.holds = construct(runtime, native, args, kwargs)
