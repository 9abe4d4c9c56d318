"""What is declared about a function of the language."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from chainrule.program.values import Value

if TYPE_CHECKING:
    from chainrule.program.calls import Arguments
    from chainrule.program.interpreter import Interpreter


@dataclass(frozen=True, slots=True)
class Function:
    """One function of the language, with what help and completion show."""

    name: str
    signature: str
    summary: str
    call: Callable[[Interpreter, Arguments], Value]
    example: str = ""
    """A program that uses it."""
    formula: str | None = None
    aliases: tuple[str, ...] = ()
    method: bool = False
    """Whether it can be written as ``x.name(...)``."""
    method_only: bool = False
    """Whether it can be written in no other way: its name is one that programs use themselves."""
    kind: str = "operation"
    """``operation``, ``maker`` or ``statement``."""
    category: str = ""
    """The family that it is listed under."""
    dialects: Mapping[str, Callable[[Interpreter, Arguments], Value]] = field(default_factory=dict)
    """What is called instead where a library's own meaning of the name is asked for."""
