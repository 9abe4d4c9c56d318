"""``contextlib``: contexts from generators, and the two that are used beside them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any


class _Generated:
    """A context whose beginning and end stand around a ``yield``."""

    def __init__(self, function: Callable[..., Any], args: Any, kwargs: Any) -> None:
        self.function = function
        self.args = args
        self.kwargs = kwargs
        self.steps: Any = None

    def __enter__(self) -> Any:
        self.steps = self.function(*self.args, **self.kwargs)
        return next(self.steps)

    def __exit__(self, kind: Any, error: Any, trace: Any) -> bool:
        if error is None:
            try:
                next(self.steps)
            except StopIteration:
                return False
            raise RuntimeError("generator didn't stop")
        try:
            self.steps.throw(error)
        except StopIteration:
            return True
        return False

    def __call__(self, function: Callable[..., Any]) -> Any:
        def inside(*args: Any, **kwargs: Any) -> Any:
            with _Generated(self.function, self.args, self.kwargs):
                return function(*args, **kwargs)

        return inside


def contextmanager(function: Callable[..., Any]) -> Callable[..., Any]:
    """Makes contexts from a function that yields once."""

    def make(*args: Any, **kwargs: Any) -> Any:
        return _Generated(function, args, kwargs)

    return make


class nullcontext:
    """A context that does nothing."""

    def __init__(self, enter_result: Any = None) -> None:
        self.enter_result = enter_result

    def __enter__(self) -> Any:
        return self.enter_result

    def __exit__(self, *error: Any) -> None:
        pass


class suppress:
    """A context that lets some exceptions pass by."""

    def __init__(self, *exceptions: Any) -> None:
        self.exceptions = exceptions

    def __enter__(self) -> None:
        pass

    def __exit__(self, kind: Any, error: Any, trace: Any) -> bool:
        return error is not None and isinstance(error, self.exceptions)
