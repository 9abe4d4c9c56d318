"""Runtime: what one run shares: its budget, what it printed, where it is, how it calls.

Closures reach it as the first item of every frame. The hooks (``named``, ``literal``, ``loops``,
``recorder``) are set by who runs the program; without them a program simply computes.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping, Set
from dataclasses import replace
from typing import Any

from chainrule.engine import Span
from chainrule.program.budget import Budget
from chainrule.program.classes import (
    BASE_EXCEPTION,
    CODE_EXCEPTIONS,
    EXCEPTIONS,
    NATIVE_EXCEPTIONS,
    by_type,
    class_of,
    type_name,
)
from chainrule.program.errors import ProgramError, Raised, failure
from chainrule.program.invocation import call_builtin, construct, invoke
from chainrule.program.limits import Limits
from chainrule.program.printed import Printed
from chainrule.program.values import (
    MISSING,
    PLAIN,
    BoundMethod,
    Builtin,
    Class,
    ClassMethod,
    Context,
    Frame,
    Function,
    Missing,
    Quiet,
    Record,
    StaticMethod,
    Value,
)

FRAMES = 25_000
"""Python frames that a run may nest: calls of the program take some each."""


class Runtime:
    """One run of one program.

    Attributes:
        budget: what it has used up.
        printed: what it printed.
        notes: what people should know about how it was read.
        span: where the operation or call that is under way stands.
        place: the calls and turns of loops around it: ``(outer, label, receiver or turn)``.
        moment: how many moments have ended, and one.
        nameless: types of values of which ``named`` need not be told.
        depth: how deep calls are nested.
        handling: the exceptions whose handlers are running.
        state: what libraries keep for the length of a run, by their name (generators of random
            numbers, modules of interpreted text).
    """

    def __init__(self, limits: Limits | None = None) -> None:
        self.limits = limits or Limits()
        self.budget = Budget(self.limits)
        self.printed: list[Printed] = []
        self.notes: list[str] = []
        self.span: Span | None = None
        self.place: tuple[Any, ...] | None = None
        self.moment = 1
        self.depth = 0
        self.deepest = self.limits.recursion
        self.handling: list[Exception] = []
        self.state: dict[str, Any] = {}
        self.overrides: Mapping[str, Any] = {}
        self.recorder: Any = None
        self.dialect: Any = None
        self.loops: Any = None
        self.nameless: Set[type] = PLAIN
        self.named: Callable[[Value, str, Span | None], None] = _ignore
        self.literal: Callable[[Value, str, Span | None], Value] = _same
        self._waiting = ""
        self._ids: dict[int, tuple[int, Value]] = {}
        if sys.getrecursionlimit() < FRAMES:
            sys.setrecursionlimit(FRAMES)

    type_name = staticmethod(type_name)

    def call(
        self, function: Value, args: tuple[Value, ...] = (), kwargs: dict[str, Value] | None = None
    ) -> Value:
        """Calls anything that can be called, from native code.

        Raises:
            ProgramError: it cannot be called.
        """
        kind = type(function)
        if kind is Function:
            self.depth += 3  # native code between two calls takes some of the stack
            if self.depth > self.deepest:
                self.too_deep()
            try:
                return invoke(self, function, args, kwargs)
            finally:
                self.depth -= 3
        if kind is Builtin:
            return call_builtin(self, function, args, kwargs)
        if kind is BoundMethod:
            return self.call(function.function, (function.receiver, *args), kwargs)
        if kind is Class:
            return construct(self, function, args, kwargs)
        if kind is Record:
            method = function.cls.find("__call__")
            if method is not MISSING:
                return self.call(method, (function, *args), kwargs)
        if kind is StaticMethod or kind is ClassMethod:
            return self.call(function.function, args, kwargs)
        if kind is Context and len(args) == 1:
            return self._inside(function, args[0])
        if kind is Quiet:
            is_decorator = len(args) == 1 and type(args[0]) in (Function, Class)
            return args[0] if is_decorator else function
        if kind is Missing:
            raise self.missing(function)
        raise failure(
            "not_callable",
            f"'{type_name(function)}' object is not callable",
            None,
            "for a product write *",
        )

    def _inside(self, context: Context, function: Value) -> Builtin:
        """A function that runs inside a context: what ``@no_grad()`` makes of one."""

        def call(*args: Value, **kwargs: Value) -> Value:
            context.enter(self)
            try:
                return self.call(function, args, kwargs)
            finally:
                context.leave(self)

        return Builtin(context.name, call)

    def too_deep(self) -> None:
        """Ends a run whose calls are nested too deeply."""
        raise self.budget.exceeded("recursion")

    def caught(self, error: Exception) -> Record | None:
        """An error as the exception that the program can catch; ``None`` if it must not."""
        if isinstance(error, Raised):
            return error.record  # type: ignore[no-any-return]
        if isinstance(error, RecursionError | MemoryError):
            return None
        if isinstance(error, ProgramError):
            cls = CODE_EXCEPTIONS.get(error.code)
            args: tuple[Value, ...] = (error.message,)
        else:
            cls = by_type(NATIVE_EXCEPTIONS, error)
            whole = all(type(arg) in (str, int, float, tuple) for arg in error.args)
            args = error.args if whole else (str(error),)
        return None if cls is None else Record(cls, {"args": args})

    def exception(self, name: str, *args: Value) -> Raised:
        """An exception of the program, ready to be raised."""
        return Raised(Record(EXCEPTIONS[name], {"args": args}))

    def raised(self, value: Value) -> Raised:
        """What ``raise value`` raises.

        Raises:
            TypeError: it is no exception.
        """
        if type(value) is Class and BASE_EXCEPTION in value.order:
            value = construct(self, value, (), None)
        if type(value) is not Record or BASE_EXCEPTION not in value.cls.order:
            raise TypeError("exceptions must derive from BaseException")
        return Raised(value)

    def missing(self, value: Missing, span: Span | None = None) -> ProgramError:
        """The problem of using a module, or a part of one, that is not there."""
        return failure(
            "unknown_module" if value.name.startswith("module ") else "unknown_function",
            f"there is no {value.name} here",
            span,
            value.hint,
        )

    def note(self, text: str) -> None:
        """Says something about the program, once."""
        if text not in self.notes:
            self.notes.append(text)

    def write(self, text: str) -> None:
        """Prints a text; what does not end a line waits for the rest of it."""
        self.budget.print(len(text) - 1)
        self._waiting += text
        if text.endswith("\n"):
            line, self._waiting = self._waiting[:-1], ""
            self.printed.append(Printed(self.moment, self.span.line if self.span else None, line))

    def printed_in_moment(self, first: int) -> None:
        """Lines from the first one on belong to the moment that has just ended."""
        self.printed[first:] = [replace(p, moment=self.moment) for p in self.printed[first:]]

    def flush(self) -> None:
        """Ends the last line."""
        if self._waiting:
            self.write("\n")

    def identity(self, value: Value) -> int:
        """A number that is this value's own as long as the program runs."""
        found = self._ids.get(id(value))
        if found is None:
            self.budget.hold(300)
            found = self._ids[id(value)] = (0x7F00_0000_0000 + 64 * len(self._ids), value)
        return found[0]

    def subclasses_changed(self, cls: Class) -> None:
        """Is called when a class got another attribute: what inherits from it looks again."""
        for other in self.state.setdefault("classes", [cls]):
            if cls in other.order:
                other.forget()
        cls.forget()

    def new_frame(self, size: int, unbound: Value) -> Frame:
        """A frame for a module."""
        frame: Frame = [self, None, None, *[unbound] * size]
        frame[1] = frame
        return frame

    class_of = staticmethod(class_of)


def _ignore(_value: Value, _name: str, _span: Span | None) -> None:
    return None


def _same(value: Value, _name: str, _span: Span | None) -> Value:
    return value
