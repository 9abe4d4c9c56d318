"""Everything that a program can call, written as it would write it, and calls of it by chance.

What is read are the language's own tables: a function that a library gets tomorrow is called here.
"""

from __future__ import annotations

import random
import re
from typing import Any, NamedTuple

from chainrule.program.classes import NATIVE
from chainrule.program.libraries import BUILTINS, LIBRARIES
from chainrule.program.tables import ATTRIBUTES, Attribute
from chainrule.program.values import Builtin, Class, Function, Library
from program_words import FITTING, KEYWORDS, ODD, PRELUDE, RECEIVERS


class Callable(NamedTuple):
    """Something that can be called.

    Attributes:
        name: how a program writes it, before the bracket.
        imports: the line that it needs before.
        parameters: names of arguments, as far as they are known.
        value: the function or class itself.
    """

    name: str
    imports: str
    parameters: tuple[str, ...]
    value: Any


def _parameters(value: object) -> tuple[str, ...]:
    if type(value) is Function:
        return (*value.code.positional, *value.code.keyword_only)
    doc = value.doc if type(value) is Builtin else None
    return tuple(re.findall(r"(\w+)=", doc or ""))


def _of_libraries() -> dict[int, Callable]:
    found: dict[int, Callable] = {}
    for name, value in {**NATIVE, **BUILTINS}.items():
        found.setdefault(id(value), Callable(name, "", _parameters(value), value))
    for module, library in LIBRARIES.items():
        alias = module.replace(".", "_")
        for name, value in library.table.items() if type(library) is Library else ():
            if type(value) in (Builtin, Class, Function):
                imports = f"import {module} as {alias}"
                made = Callable(f"{alias}.{name}", imports, _parameters(value), value)
                found.setdefault(id(value), made)
    return found


FUNCTIONS = [call for call in _of_libraries().values() if call.name != "eval"]
"""Every function and class that has a name, once."""


def _members() -> list[str]:
    return sorted(
        f"{receiver}.{name}{'' if type(entry) is Attribute else '('}"
        for kind, table in ATTRIBUTES.items()
        for name, entry in table.items()
        for receiver in RECEIVERS.get(kind.__name__, ())
    )


MEMBERS = _members()
"""Every attribute, and every method up to its bracket, of values of every kind."""


def complete(text: str) -> str:
    """A program with what its names stand for before it."""
    used = {"torch", "np", *re.findall(r"[A-Za-z_]\w*", text)}
    return "\n".join([*(lines for name, lines in PRELUDE.items() if name in used), text])


def call(dice: random.Random, function: Callable, inner: str | None = None) -> str:
    """A call of a function with odd arguments, as far as possible by names that it has."""
    given = [inner] if inner else []
    given += dice.choices(dice.choice([ODD, FITTING]), k=dice.choice([0, 1, 1, 1, 2, 2, 3, 4]))
    for _ in range(dice.choice([0, 0, 0, 1, 1, 2])):
        if function.parameters and dice.random() < 0.7:
            given.append(f"{dice.choice(function.parameters)}={dice.choice(ODD)}")
        else:
            given.append(dice.choice(KEYWORDS))
    return f"{function.name}({', '.join(given)})"


def called(dice: random.Random) -> str:
    """Calls of libraries and of methods, the answer of one given to the next."""
    lines: list[str] = []
    value = None
    for _ in range(dice.choice([1, 1, 2, 3])):
        if dice.random() < 0.7:
            function = dice.choice(FUNCTIONS)
            lines += [function.imports, f"y = {call(dice, function, value)}"]
        else:
            member = dice.choice(MEMBERS)
            if value and dice.random() < 0.5:
                member = "y." + member.rpartition(".")[2]
            arguments = ", ".join(
                dice.choices(dice.choice([ODD, FITTING]), k=dice.choice([0, 1, 1, 2]))
            )
            lines.append(f"y = {member}{arguments})" if member.endswith("(") else f"y = {member}")
        value = "y"
    ending = ["y.sum().backward()", "print(y)", "y = y + y", "for part in y: print(part)",
              "y = sorted([y, y])", "y = y == y", "y(y)", "str(y) + repr([y])", ""]  # fmt: skip
    return complete("\n".join([*lines, dice.choice(ending)]))
