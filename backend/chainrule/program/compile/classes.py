"""Classes: a body that runs in a frame of its own and leaves a table."""

from __future__ import annotations

import ast
from typing import Any

from chainrule.program.abstraction import abstract_in
from chainrule.program.classes import OBJECT
from chainrule.program.compile.calls import call_value
from chainrule.program.compile.compiler import Compiler
from chainrule.program.compile.displays import spread
from chainrule.program.compile.functions import captures
from chainrule.program.compile.names import store_name
from chainrule.program.errors import failure
from chainrule.program.runtime import Runtime
from chainrule.program.values import (
    FIRST,
    UNBOUND,
    Class,
    ClassMethod,
    Closure,
    Frame,
    Function,
    Missing,
    Quiet,
    Value,
)

REFUSED = {
    "__new__": "write what it does into __init__",
    "__get__": "write a property",
    "__set__": "write a property with a setter",
    "__getattribute__": "write __getattr__, or a property",
    "__init_subclass__": None,
    "__set_name__": None,
    "__del__": "nothing happens when an object ends",
    "__prepare__": None,
    "__instancecheck__": None,
}
"""Special methods that have no meaning here, and what to write instead."""


def class_(c: Compiler, node: ast.ClassDef) -> Closure:
    """``class Name(Base): ...``."""
    decorators = [(c.expression(part), c.span(part)) for part in node.decorator_list]
    bases = spread(c, node.bases)
    is_abstract = bool(node.keywords)
    for keyword in node.keywords:
        if keyword.arg != "metaclass" or ast.unparse(keyword.value) not in (
            "ABCMeta",
            "abc.ABCMeta",
        ):
            raise c.refuse(keyword.value, "classes are made without a metaclass or keywords here")
    for statement in node.body:
        if isinstance(statement, ast.FunctionDef) and statement.name in REFUSED:
            raise c.refuse(
                statement,
                f"{statement.name} is not part of the language",
                REFUSED[statement.name],
            )
    scope = c.scopes.of[node]
    name, span = c.scope.mangle(node.name), c.span(node)
    outer, c.qualified = c.qualified, f"{c.qualified}{node.name}."
    with c.inside(scope):
        body = c.block(node.body)
    c.qualified = outer
    captured = captures(c, scope)
    blank = (UNBOUND,) * (scope.size - FIRST - len(scope.free))
    cell = scope.slots["__class__"] if "__class__" in scope.cells else None
    kept = [
        (key, slot) for key, slot in scope.slots.items()
        if key != "__class__" and key not in scope.cells
    ]  # fmt: skip
    doc = ast.get_docstring(node, clean=False)
    fields = tuple(scope.annotated)
    store = store_name(c, node.name, node, names=False)

    def make(f: Frame) -> None:
        runtime = f[0]
        wrappers = [(decorator(f), place) for decorator, place in decorators]
        parents = bases(f)
        runtime.budget.make_class()
        frame: Frame = [runtime, f[1], None, *blank, *captured(f)]
        if cell is not None:
            frame[cell] = [UNBOUND]
        body(frame)
        table = {key: frame[slot] for key, slot in kept if frame[slot] is not UNBOUND}
        if doc is not None:
            table.setdefault("__doc__", doc)
        value: Value = new_class(runtime, name, parents, table, fields, is_abstract)
        if cell is not None:
            frame[cell][0] = value
        for wrapper, place in reversed(wrappers):
            value = call_value(runtime, wrapper, (value,), None, place or span)
        store(f, value)

    return make


def new_class(
    runtime: Runtime, name: str, parents: list[Value], table: dict[str, Value],
    fields: tuple[str, ...] = (), is_abstract: bool = False,
) -> Class:  # fmt: skip
    """A class of the program; ``is_abstract`` where its metaclass looks for abstract methods.

    Raises:
        TypeError: a base is no class, or their order contradicts itself.
        ProgramError: a base cannot be inherited from, or they are too many.
    """
    if len(table) > runtime.limits.attributes:
        raise runtime.budget.exceeded("attributes")
    bases = []
    for parent in parents:
        if type(parent) is Missing:
            raise runtime.missing(parent)
        if type(parent) is Quiet:
            continue
        if type(parent) is not Class:
            raise TypeError(f"a class cannot inherit from a '{runtime.type_name(parent)}'")
        closed = parent.native is not None or parent.make is not None
        if closed and parent.holds is None and parent.derive is None:
            raise failure(
                "not_supported",
                f"a class cannot inherit from {parent.name} here",
                None,
                f"keep a {parent.name} as an attribute of an object of your own",
            )
        if parent.members:
            raise TypeError(f"<enum '{parent.name}'> cannot extend <enum '{name}'>")
        bases.append(parent)
    if len(set(map(id, bases))) < len(bases):
        raise TypeError("duplicate base class")
    made = Class(name, tuple(bases) or (OBJECT,), table, runtime=runtime)
    if len(made.order) > runtime.limits.class_order:
        raise runtime.budget.exceeded("class_order")
    inherited = [key for base in reversed(made.order[1:]) for key in base.fields]
    made.fields = tuple(dict.fromkeys([*inherited, *fields]))
    if "__eq__" in table and "__hash__" not in table:
        table["__hash__"] = None
    if type(table.get("__class_getitem__")) is Function:
        table["__class_getitem__"] = ClassMethod(table["__class_getitem__"])
    if is_abstract or any(base.abstract is not None for base in made.bases):
        made.abstract = abstract_in(made)
    runtime.state.setdefault("classes", []).append(made)
    derive = next((base.derive for base in made.order if base.derive is not None), None)
    return made if derive is None else derive(runtime, made)


CLASS_STATEMENTS: dict[type, Any] = {ast.ClassDef: class_}
