"""Hooks of modules: functions that are called before and after a call, and on the way back.

On the way back a hook is given the gradients of one call: the call reads its arguments through
views of its own, so that what other calls send to the same arguments does not count.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from chainrule import functional as F
from chainrule.engine import Tensor


class Hook:
    """What ``register_forward_hook`` and its like answer; ``remove()`` takes the hook back."""

    def __init__(self, module: Any, kind: str, hook: Callable[..., Any]) -> None:
        self.module = module
        self.kind = kind
        self.hook = hook
        module._hooks = (*module._hooks, self)

    def remove(self) -> None:
        """Takes the hook back."""
        self.module._hooks = tuple(h for h in self.module._hooks if h is not self)


def before(module: Any, args: Any) -> Any:
    """The arguments that a call is to have."""
    for hook in module._hooks:
        if hook.kind == "before":
            changed = hook.hook(module, args)
            if changed is not None:
                args = changed if isinstance(changed, tuple) else (changed,)
    if any(hook.kind == "backward" for hook in module._hooks):
        args = tuple(F.view_as(arg, arg) if _has_gradient(arg) else arg for arg in args)
    return args


def after(module: Any, args: Any, result: Any) -> Any:
    """What a call answers; on the way back its hooks are called."""
    for hook in module._hooks:
        if hook.kind == "after":
            changed = hook.hook(module, args, result)
            result = result if changed is None else changed
    for hook in module._hooks:
        if hook.kind == "backward":
            _listen(module, hook.hook, args, result)
    return result


def _has_gradient(value: Any) -> bool:
    return isinstance(value, Tensor) and value.requires_grad


def _listen(module: Any, hook: Callable[..., Any], args: Any, result: Any) -> None:
    """Has a hook called when the gradients of a call are there."""
    results = result if isinstance(result, tuple) else (result,)
    outgoing: list[Any] = [None for _ in results]
    incoming: list[Any] = [None for _ in args]
    waiting = [place for place, arg in enumerate(args) if _has_gradient(arg)]
    left = [len(waiting)]

    def leave(place: int) -> Callable[[Any], Any]:
        def note(gradient: Any) -> None:
            outgoing[place] = gradient
            if not waiting:
                hook(module, tuple(incoming), tuple(outgoing))

        return note

    def arrive(place: int) -> Callable[[Any], Any]:
        def note(gradient: Any) -> Any:
            incoming[place] = gradient
            left[0] = left[0] - 1
            if left[0]:
                return None
            left[0] = len(waiting)
            changed = hook(module, tuple(incoming), tuple(outgoing))
            if changed is None:
                return None
            return changed[place] if isinstance(changed, tuple | list) else changed

        return note

    for place, part in enumerate(results):
        if _has_gradient(part):
            part.register_hook(leave(place))
    for place in waiting:
        args[place].register_hook(arrive(place))
