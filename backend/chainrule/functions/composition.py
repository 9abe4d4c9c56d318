"""Composition: a function that people call, written with the operations that it consists of.

``@composed`` declares such a function and draws each of its calls as one group; ``@declared`` only
declares it, for functions whose call is best drawn as its steps. The declaration is what
``table.py`` reads: formula, example, other names, and whether tensors have it as a method.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable
from functools import wraps
from typing import Any, NamedTuple, TypeVar

from chainrule.engine import ArgumentError, ChainruleError
from chainrule.engine.arguments import near
from chainrule.engine.changes import changed
from chainrule.engine.state import Recording, state

Call = TypeVar("Call", bound=Callable[..., Any])


class Declaration(NamedTuple):
    """What is said about a function beside its signature and its docstring."""

    formula: str
    example: str
    method: bool
    aliases: tuple[str, ...]


OTHER_NAMES = {
    "axis": "dim",
    "axes": "dim",
    "keepdims": "keepdim",
    "a": "input",
    "x": "input",
    "b": "other",
    "p": "ord",
    "k": "diagonal",
    "shape": "size",
    "num": "steps",
}
"""NumPy's, and PyTorch's further, names for parameters; each stands for itself where it is one."""
OTHER_NAMES |= {new: old for old, new in OTHER_NAMES.items() if old not in ("a", "b", "x")}


IGNORED = frozenset({"device", "layout", "memory_format", "pin_memory", "out"})
"""PyTorch's keywords that change no number; ``out`` only where it is None."""


def declared(
    formula: str = "",
    example: str = "",
    *,
    method: bool = False,
    aliases: tuple[str, ...] = (),
    grouped: bool = False,
    name: str = "",
) -> Callable[[Call], Call]:
    """Declares a function of the package; its name and signature are those of the definition."""

    def declare(function: Call) -> Call:
        called = name or function.__name__.rstrip("_")
        signature = inspect.signature(function)
        parameters = signature.parameters
        names = frozenset(parameters)
        open_ended = any(p.kind is p.VAR_KEYWORD for p in parameters.values())
        place = list(parameters).index("inplace") if "inplace" in parameters else None

        @wraps(function)
        def call(*args: Any, **kwargs: Any) -> Any:
            if kwargs and not open_ended and not names.issuperset(kwargs):
                kwargs = _renamed(called, kwargs, tuple(parameters))
            if place is not None and (kwargs.pop("inplace", False) or any(args[place : place + 1])):
                return changed(args[0], call, *args[1:place], **kwargs)
            try:
                if not grouped:
                    return function(*args, **kwargs)
                outer = state.recording
                inner = f"{outer.group}/{called}" if outer.group else called
                state.recording = Recording(outer.grad_enabled, outer.watch, inner)
                try:  # as ``with group(called)``, at a third of its price
                    return function(*args, **kwargs)
                finally:
                    state.recording = outer
            except TypeError:
                _check(called, signature, args, kwargs)
                raise
            except (ValueError, IndexError) as error:
                if isinstance(error, ChainruleError):
                    raise
                # NumPy's own, where the function did not ask before.
                raise ArgumentError(f"{called}(): {error}") from None

        call.__name__ = call.__qualname__ = called
        call.declaration = Declaration(formula, example, method, aliases)  # type: ignore[attr-defined]
        return call  # type: ignore[return-value]

    return declare


def composed(
    formula: str = "",
    example: str = "",
    *,
    method: bool = False,
    aliases: tuple[str, ...] = (),
    name: str = "",
) -> Callable[[Call], Call]:
    """Declares a function whose calls are drawn as groups, so that one sees what is inside."""
    return declared(formula, example, method=method, aliases=aliases, grouped=True, name=name)


def _renamed(name: str, kwargs: dict[str, Any], parameters: tuple[str, ...]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    if "reduction" in parameters:
        kwargs = _with_reduction(kwargs)
    for keyword, value in kwargs.items():
        if keyword in IGNORED and keyword not in parameters:
            if keyword == "out" and value is not None:
                raise ArgumentError(f"{name}() writes into no tensor: write y = {name}(...)")
            continue
        meant = keyword if keyword in parameters else OTHER_NAMES.get(keyword, keyword)
        if meant not in parameters:
            raise ArgumentError(
                f"{name}() has no parameter {keyword!r}; "
                f"known: {', '.join(parameters)}{near(keyword, parameters)}"
            )
        if meant in found or (meant != keyword and meant in kwargs):
            raise ArgumentError(f"{name}() is given {meant} twice, also as {keyword}")
        found[meant] = value
    return found


def _with_reduction(kwargs: dict[str, Any]) -> dict[str, Any]:
    """PyTorch's older switches ``size_average`` and ``reduce`` as a reduction."""
    kwargs = dict(kwargs)
    average, reduce = kwargs.pop("size_average", None), kwargs.pop("reduce", None)
    if average is None and reduce is None:
        return kwargs
    word = "none" if reduce is False else "sum" if average is False else "mean"
    return {**kwargs, "reduction": word}


def _check(name: str, signature: inspect.Signature, args: Any, kwargs: Any) -> None:
    """Says what is missing or too much, where that is why the call failed."""
    try:
        signature.bind(*args, **kwargs)
    except TypeError as error:
        parameters = ", ".join(str(p).partition(":")[0] for p in signature.parameters.values())
        raise ArgumentError(f"{name}({parameters}): {error}") from None
