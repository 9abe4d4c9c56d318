"""Names: closures that read, write and delete what a name stands for."""

from __future__ import annotations

import ast
from collections.abc import Callable
from operator import itemgetter
from typing import Any

from chainrule.engine import Span
from chainrule.program.compile.compiler import Compiler
from chainrule.program.errors import ProgramError, failure, near
from chainrule.program.values import MISSING, UNBOUND, Closure, Frame, Value

Store = Callable[[Frame, Value], None]


def load(c: Compiler, node: ast.Name) -> Closure:
    """Reads a name."""
    return load_name(c, node.id, node)


def load_name(c: Compiler, written: str, node: ast.AST) -> Closure:
    """Reads a name that is written so."""
    c.check_name(written, node)
    name = c.scope.mangle(written)
    kind, slot = c.scope.place(name)
    span = c.source.span(node)
    builtin = c.builtins.get(name, MISSING)
    if kind == "unknown":
        if builtin is not MISSING:
            return constant(builtin)
        return _failing(c, name, span)
    unbound = _unbound(c, name, span, kind)
    if c.scope.kind == "class" and kind == "local":
        return _load_in_class(c, name, slot, node)
    if kind == "local":
        if c.scope.is_certain(name):
            return itemgetter(slot)
        if c.scope.carrier.kind != "module":
            builtin = MISSING

        def local(f: Frame) -> Value:
            value = f[slot]
            if value is UNBOUND:
                if builtin is MISSING:
                    raise unbound()
                return builtin
            return value

        return local
    if kind == "cell":

        def cell(f: Frame) -> Value:
            value = f[slot][0]
            if value is UNBOUND:
                raise unbound()
            return value

        return cell

    def global_(f: Frame) -> Value:
        value = f[1][slot]
        if value is UNBOUND:
            if builtin is MISSING:
                raise unbound()
            return builtin
        return value

    return global_


def look(c: Compiler, written: str) -> Closure:
    """What a name stands for; ``UNBOUND`` where it has no value, which is no error here."""
    kind, slot = c.scope.place(c.scope.mangle(written))
    if kind == "local":
        return lambda f: f[slot]
    if kind == "cell":
        return lambda f: f[slot][0]
    return lambda f: f[1][slot]


def _load_in_class(c: Compiler, name: str, slot: int, node: ast.AST) -> Closure:
    module = c.scope.module
    builtin = c.builtins.get(name, MISSING)
    other = module.slots.get(name)
    unbound = _unbound(c, name, c.source.span(node), "global")

    def in_class(f: Frame) -> Value:
        value = f[slot]
        if value is UNBOUND:
            value = UNBOUND if other is None else f[1][other]
            if value is UNBOUND:
                if builtin is MISSING:
                    raise unbound()
                return builtin
        return value

    return in_class


def local_slot(c: Compiler, node: ast.expr) -> int | None:
    """The place of a name that is read straight from the frame; ``None`` for anything else."""
    if type(node) is not ast.Name or c.scope.kind == "class":
        return None
    kind, slot = c.scope.place(c.scope.mangle(node.id))
    return slot if kind == "local" else None


def constant(value: Value) -> Closure:
    """Always the same value."""

    def constant_(f: Frame) -> Value:
        return value

    return constant_


def _failing(c: Compiler, name: str, span: Span) -> Closure:
    unbound = _unbound(c, name, span, "global")

    def unknown(f: Frame) -> Value:
        raise unbound()

    return unknown


def _unbound(c: Compiler, name: str, span: Span, kind: str) -> Callable[[], ProgramError]:
    is_local = kind != "global" and c.scope.carrier.kind == "function"
    is_free = kind == "cell" and name in c.scope.carrier.free
    bound, builtins = c.scope.module.bound, c.builtins
    place = None if c.quiet else span

    def unbound() -> ProgramError:
        if is_free:
            message = (
                f"cannot access free variable '{name}' where it is not associated with a value "
                "in enclosing scope"
            )
        elif is_local:
            message = (
                f"cannot access local variable '{name}' where it is not associated with a value"
            )
        else:
            message = f"name '{name}' is not defined"
        if is_local:
            return failure("unbound_name", message, place, "give it a value before it is read")
        hint = near(name, [*bound, *builtins]) or f"give it a value first: {name} = 1.0"
        return failure("unknown_name", message, place, hint)

    return unbound


def store_name(c: Compiler, written: str, node: ast.AST, names: bool = True) -> Store:
    """Writes a name; the first name that a value gets is the one it keeps."""
    c.check_name(written, node)
    name = c.scope.mangle(written)
    kind, slot = c.scope.place(name)
    span = c.span(node)
    tells = names and not c.quiet and not written.startswith(".")

    if kind == "local":

        def local(f: Frame, value: Value) -> None:
            f[slot] = value
            if tells and type(value) not in f[0].nameless:
                f[0].named(value, name, span)

        return local
    if kind == "cell":

        def cell(f: Frame, value: Value) -> None:
            f[slot][0] = value
            if tells and type(value) not in f[0].nameless:
                f[0].named(value, name, span)

        return cell

    def global_(f: Frame, value: Value) -> None:
        f[1][slot] = value
        if tells and type(value) not in f[0].nameless:
            f[0].named(value, name, span)

    return global_


def delete_name(c: Compiler, node: ast.Name) -> Closure:
    """``del name``."""
    read = load(c, node)
    store = store_name(c, node.id, node, names=False)

    def delete(f: Frame) -> Any:
        read(f)
        store(f, UNBOUND)

    return delete
