"""Contexts: ``torch.no_grad()`` and its kind, behind ``with`` and before functions as ``@``."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from chainrule.engine import Node, is_grad_enabled
from chainrule.engine.state import Watch, state
from chainrule.program.runtime import Runtime
from chainrule.program.values import Builtin, Context, Function, Value


def _switch(name: str, enabled: bool) -> Context:
    """A context in which gradients are computed, or are not."""
    before: list[Any] = []

    def enter(runtime: Runtime) -> None:
        before.append(state.recording)
        state.recording = state.recording._replace(grad_enabled=enabled)

    def leave(runtime: Runtime) -> None:
        outer = before.pop()
        state.recording = state.recording._replace(grad_enabled=outer.grad_enabled)

    return Context(name, enter, leave)


def _maker(name: str, enabled: bool) -> Builtin:
    def make(runtime: Runtime, function: Value = None) -> Value:
        context = _switch(name, enabled)
        # ``@torch.no_grad`` without brackets is given the function itself.
        return context if function is None else runtime.call(context, (function,))

    return Builtin(f"torch.{name}", make, runtime=True)


def set_grad_enabled(runtime: Runtime, mode: Value) -> Context:
    """Takes effect at once, and ends with the ``with`` block if there is one."""
    outer = state.recording
    enabled = bool(mode)
    state.recording = outer._replace(grad_enabled=enabled)

    def enter(runtime: Runtime) -> None:
        state.recording = state.recording._replace(grad_enabled=enabled)

    def leave(runtime: Runtime) -> None:
        state.recording = state.recording._replace(grad_enabled=outer.grad_enabled)

    return Context("set_grad_enabled", enter, leave)


def inference_mode(runtime: Runtime, mode: Value = True) -> Value:
    """``torch.inference_mode()``: as ``no_grad()``."""
    if type(mode) is Function:
        return runtime.call(_switch("inference_mode", False), (mode,))
    return _switch("inference_mode", not mode)


class Meter(Watch):
    """Charges for what is computed, of which nothing is recorded and nothing sent back."""

    records = False

    def __init__(self, runtime: Runtime) -> None:
        self.budget = runtime.budget

    def before(
        self, operation: type[Node], arrays: tuple[Any, ...], params: dict[str, Any]
    ) -> None:
        """An operation is about to run; when it has, its work is over."""
        work = self.budget.work
        self.budget.operation(operation, arrays, params)
        self.budget.work = work

    def allocate(self, shape: tuple[int, ...], dtype: Any) -> None:
        """An array is about to be made."""
        self.budget.array(shape)

    def work(self, units: int) -> None:
        """Work that is no operation's is about to be done."""
        self.budget.spend(units)


@contextmanager
def unrecorded(runtime: Runtime) -> Iterator[None]:
    """Inside the ``with`` block much is computed that is no part of what is to be drawn."""
    outer = state.recording
    state.recording = outer._replace(watch=Meter(runtime))
    try:
        yield
    finally:
        state.recording = state.recording._replace(watch=outer.watch)


def _nothing(runtime: Runtime) -> None:
    return None


def quiet(name: str) -> Callable[..., Context]:
    """A context that changes nothing."""
    return lambda runtime, *args, **kwargs: Context(name, _nothing, _nothing)


CONTEXTS: dict[str, Value] = {
    "no_grad": _maker("no_grad", False),
    "enable_grad": _maker("enable_grad", True),
    "inference_mode": Builtin("torch.inference_mode", inference_mode, runtime=True),
    "set_grad_enabled": Builtin("torch.set_grad_enabled", set_grad_enabled, runtime=True),
    "is_grad_enabled": Builtin("torch.is_grad_enabled", is_grad_enabled),
}
