"""Calls: of functions, methods, classes and builtins, with every kind of argument."""

from __future__ import annotations

import ast
from functools import partial
from operator import itemgetter
from typing import Any

from chainrule.engine import Span
from chainrule.program.attributes import get_attribute, make_super
from chainrule.program.compile.compiler import Compiler
from chainrule.program.compile.displays import spread
from chainrule.program.compile.names import load_name, local_slot
from chainrule.program.invocation import call_builtin, construct, invoke
from chainrule.program.lectures import backpropagated
from chainrule.program.runtime import Runtime
from chainrule.program.subscripts import as_mapping
from chainrule.program.tables import ATTRIBUTES, Method, table_of
from chainrule.program.values import (
    FIRST,
    MISSING,
    BoundMethod,
    Builtin,
    Class,
    Closure,
    Frame,
    Function,
    Record,
    Value,
)

Keywords = dict[str, Value] | None
NONE: dict[str, Any] = {}


def call_value(
    runtime: Runtime, function: Value, args: Any, kwargs: Keywords, span: Span | None
) -> Value:
    """Calls what stands before the brackets."""
    kind = type(function)
    if kind is Function:
        if span is not None and function.code.quiet:
            runtime.span = span
        return invoke(runtime, function, args, kwargs)
    if span is not None:
        runtime.span = span
    if kind is Builtin:
        return call_builtin(runtime, function, args, kwargs)
    if kind is BoundMethod:
        return call_value(runtime, function.function, (function.receiver, *args), kwargs, span)
    if kind is Class:
        return construct(runtime, function, args, kwargs)
    if kind is Record:
        method = function.cls.find("__call__")
        if method is not MISSING:
            return call_value(runtime, method, (function, *args), kwargs, span)
    return runtime.call(function, tuple(args), kwargs)


def call(c: Compiler, node: ast.Call) -> Closure:
    """``function(...)``."""
    is_super = isinstance(node.func, ast.Name) and node.func.id == "super" and not node.args
    if is_super and c.scope.place("super")[0] == "unknown":
        return _super(c, node)
    args, kwargs = arguments(c, node)
    span = c.span(node)
    if node in c.dialect.engines.leaves:
        if node.args:
            args = _first_as_leaf(args, c.span(node.args[0]))
        elif kwargs is not None:
            kwargs = _first_name_as_leaf(kwargs, c.span(node.keywords[0].value))
    if isinstance(node.func, ast.Attribute):
        return _method_call(c, node.func, args, kwargs, span)
    function = c.expression(node.func)
    if kwargs is not None:
        named = kwargs

        def with_keywords(f: Frame) -> Value:
            callee = function(f)
            return call_value(f[0], callee, args(f), named(f), span)

        return with_keywords

    def plain_call(f: Frame) -> Value:
        callee = function(f)
        given = args(f)
        runtime = f[0]
        kind = type(callee)
        if kind is Function and not callee.code.quiet:
            return invoke(runtime, callee, given)
        if kind is Builtin:
            if span is not None:
                runtime.span = span
            return call_builtin(runtime, callee, given)
        if kind is Class:
            if span is not None:
                runtime.span = span
            return construct(runtime, callee, given)
        return call_value(runtime, callee, given, None, span)

    return plain_call


def _first_as_leaf(args: Closure, span: Span | None) -> Closure:
    """Arguments of which a number that comes first gets a gradient."""

    def call(f: Frame) -> Value:
        first, *others = args(f)
        if type(first) in (int, float):
            first = f[0].literal(first, None, span)
        return (first, *others)

    return call


def _first_name_as_leaf(kwargs: Closure, span: Span | None) -> Closure:
    """The same of arguments by name: ``Value(data=2.0)``."""

    def call(f: Frame) -> Value:
        given = kwargs(f)
        first = next((name for name, value in given.items() if type(value) in (int, float)), None)
        if first is not None:
            given[first] = f[0].literal(given[first], None, span)
        return given

    return call


def arguments(c: Compiler, node: ast.Call) -> tuple[Closure, Closure | None]:
    """Closures for the arguments by position, and for those by name if there are any."""
    return positional(c, node.args), keywords(c, node.keywords) if node.keywords else None


def positional(c: Compiler, nodes: list[ast.expr]) -> Closure:
    """A closure for arguments by position."""
    if any(isinstance(node, ast.Starred) for node in nodes):
        return spread(c, nodes)
    args = tuple(map(c.expression, nodes))
    if not args:
        return lambda f: ()
    places = [place for node in nodes if (place := local_slot(c, node)) is not None]
    if all(type(arg) is itemgetter for arg in args):  # names that have a value for certain
        if len(args) > 1:
            return itemgetter(*places)
        (place,) = places
        return lambda f: (f[place],)
    if len(args) == 1:
        (only,) = args
        return lambda f: (only(f),)
    if len(args) == 2:
        first, second = args
        return lambda f: (first(f), second(f))
    if len(args) == 3:
        first, second, third = args
        return lambda f: (first(f), second(f), third(f))
    return lambda f: [arg(f) for arg in args]


def keywords(c: Compiler, nodes: list[ast.keyword]) -> Closure:
    """A closure for arguments by name."""
    parts = [(node.arg, c.expression(node.value)) for node in nodes]
    if all(name is not None for name, _ in parts):
        return lambda f: {name: value(f) for name, value in parts}

    def gather(f: Frame) -> dict[str, Value]:
        result: dict[str, Value] = {}
        for name, value in parts:
            more = {name: value(f)} if name is not None else as_mapping(f[0], value(f))
            for key, item in more.items():
                if type(key) is not str:
                    raise TypeError("keywords must be strings")
                if key in result:
                    raise TypeError(f"got multiple values for keyword argument '{key}'")
                result[key] = item
        return result

    return gather


def _method_call(
    c: Compiler, node: ast.Attribute, args: Closure, kwargs: Closure | None, span: Span | None
) -> Closure:
    """``value.name(...)``, without making a bound method where that can be helped."""
    name = c.scope.mangle(node.attr)
    c.check_name(name, node)
    value = c.expression(node.value)
    place = None if c.quiet else c.source.attribute_span(node)
    if node in c.dialect.engines.backwards:
        names = c.dialect.engines.names

        def send_back(f: Frame) -> Value:
            receiver, runtime = value(f), f[0]
            method = get_attribute(runtime, receiver, name, place)
            given, named = args(f), kwargs(f) if kwargs else None
            runtime.span = span
            send = partial(call_value, runtime, method, given, named, span)
            return backpropagated(runtime, receiver, names, send, not name.startswith("_"))

        return send_back

    def method_call(f: Frame) -> Value:
        receiver = value(f)
        runtime = f[0]
        kind = type(receiver)
        if kwargs is None:  # what most calls are
            if kind is Record:
                found = receiver.cls.found.get(name)
                if type(found) is Function and name not in receiver.attributes:
                    given = (receiver, *args(f))
                    if span is not None and found.code.quiet:
                        runtime.span = span
                    return invoke(runtime, found, given)
            else:
                entry = ATTRIBUTES.get(kind, NONE).get(name)
                if type(entry) is Method and not entry.of_class:
                    given = (receiver, *args(f))
                    if span is not None:
                        runtime.span = span
                    return call_builtin(runtime, entry.builtin, given)
        if kind is Record:
            found = receiver.attributes.get(name, MISSING)
            if found is MISSING:
                found = receiver.cls.find(name)
                if type(found) is Function:
                    if span is not None and found.code.quiet:
                        given = (receiver, *args(f))
                        named = kwargs(f) if kwargs else None
                        runtime.span = span
                        return invoke(runtime, found, given, named)
                    return invoke(
                        runtime, found, (receiver, *args(f)), kwargs(f) if kwargs else None
                    )
                found = get_attribute(runtime, receiver, name, place)
            elif not receiver.cls.is_plain(name):
                found = get_attribute(runtime, receiver, name, place)
        else:
            entry = table_of(kind).get(name)
            if type(entry) is Method and not entry.of_class:
                given = (receiver, *args(f))
                named = kwargs(f) if kwargs else None
                if span is not None:
                    runtime.span = span
                return call_builtin(runtime, entry.builtin, given, named)
            found = get_attribute(runtime, receiver, name, place)
        return call_value(runtime, found, args(f), kwargs(f) if kwargs else None, span)

    return method_call


def _super(c: Compiler, node: ast.Call) -> Closure:
    """``super()``: the class around the function, seen from its first argument."""
    host = c.scope.carrier
    kind, _ = c.scope.place("__class__")
    if not host.parameters or kind == "unknown":
        raise c.refuse(node, "super() stands in a method, whose first argument is the object")
    around = load_name(c, "__class__", node)
    first, cell = FIRST, host.parameters[0] in host.cells

    def make(f: Frame) -> Value:
        receiver = f[first][0] if cell else f[first]
        return make_super(around(f), receiver)

    return make
