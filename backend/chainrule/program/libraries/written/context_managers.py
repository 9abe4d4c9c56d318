"""``contextlib``: contexts made from generators, and small ones that are used beside them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any


class _Generated:
    """A context whose beginning and end stand around a ``yield``."""

    def __init__(self, function: Callable[..., Any], args: Any, kwargs: Any) -> None:
        self._given = function, args, kwargs
        self._steps: Any = None

    def __enter__(self) -> Any:
        function, args, kwargs = self._given
        self._steps = function(*args, **kwargs)
        try:
            return next(self._steps)
        except StopIteration:
            raise RuntimeError("generator didn't yield") from None

    def __exit__(self, kind: Any, error: Any, trace: Any) -> bool:
        if error is None:
            try:
                next(self._steps)
            except StopIteration:
                return False
            raise RuntimeError("generator didn't stop")
        try:
            self._steps.throw(error)
        except StopIteration as end:
            return end is not error
        except Exception as raised:
            if raised is error:
                return False
            raise
        raise RuntimeError("generator didn't stop after throw()")

    def __call__(self, function: Callable[..., Any]) -> Callable[..., Any]:
        def inside(*args: Any, **kwargs: Any) -> Any:
            with _Generated(*self._given):
                return function(*args, **kwargs)

        return inside


def contextmanager(func: Callable[..., Any]) -> Callable[..., Any]:
    """Makes contexts from a function that yields once."""

    def helper(*args: Any, **kwds: Any) -> Any:
        return _Generated(func, args, kwds)

    helper.__name__ = func.__name__
    return helper


class nullcontext:
    """A context that does nothing."""

    def __init__(self, enter_result: Any = None) -> None:
        self.enter_result = enter_result

    def __enter__(self) -> Any:
        return self.enter_result

    def __exit__(self, *excinfo: Any) -> None:
        pass


class suppress:
    """A context that ends where one of some exceptions is raised in it."""

    def __init__(self, *exceptions: Any) -> None:
        self._exceptions = exceptions

    def __enter__(self) -> None:
        pass

    def __exit__(self, kind: Any, error: Any, trace: Any) -> bool:
        return error is not None and isinstance(error, self._exceptions)


class closing:
    """A context that calls ``close()`` at its end."""

    def __init__(self, thing: Any) -> None:
        self.thing = thing

    def __enter__(self) -> Any:
        return self.thing

    def __exit__(self, *excinfo: Any) -> None:
        self.thing.close()


class ContextDecorator:
    """A context that can also stand as a decorator."""

    def __call__(self, func: Callable[..., Any]) -> Callable[..., Any]:
        """The function with the context around it."""

        def inside(*args: Any, **kwds: Any) -> Any:
            with self:  # type: ignore[attr-defined]
                return func(*args, **kwds)

        return inside


class ExitStack:
    """Contexts that end together, the last one first."""

    def __init__(self) -> None:
        self._exits: list[Any] = []

    def enter_context(self, cm: Any) -> Any:
        """Begins a context that ends with this one."""
        entered = cm.__enter__()
        self._exits.append(cm.__exit__)
        return entered

    def callback(self, callback: Callable[..., Any], /, *args: Any, **kwds: Any) -> Any:
        """Has a function called at the end."""
        self._exits.append(lambda *error: callback(*args, **kwds) and False)
        return callback

    def __enter__(self) -> ExitStack:
        return self

    def __exit__(self, kind: Any, error: Any, trace: Any) -> bool:
        taken = False
        while self._exits:
            if self._exits.pop()(kind, error, trace):
                kind = error = trace = None
                taken = True
        return taken
