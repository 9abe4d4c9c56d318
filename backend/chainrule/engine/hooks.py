"""Hooks: functions that are called with a gradient as soon as it is complete.

``t.register_hook(f)`` calls ``f(gradient)`` in every ``backward()`` and ``grad()``; what that
returns, unless it is ``None``, counts instead. ``t.retain_grad()`` keeps the gradient of a computed
tensor in its ``.grad``. ``t.register_post_accumulate_grad_hook(f)`` calls ``f(t)`` when a leaf's
``.grad`` is what it is to be. The reverse pass asks for hooks only once there has been one.
"""

from __future__ import annotations

import weakref
from collections.abc import Callable, Iterable
from itertools import count
from typing import TYPE_CHECKING, Any

import numpy as np

from chainrule.engine.errors import GradientError
from chainrule.engine.tensor import Tensor

if TYPE_CHECKING:
    from chainrule.engine.node import Node

Hook = Callable[[Any], Any]
Hooks = dict[int, Callable[[Tensor], Any]]

_keys = count()
_any = False


class Handle:
    """What ``register_hook`` answers: ``remove()`` takes the hook away again."""

    def __init__(self, hooks: Hooks, key: int) -> None:
        self._hooks, self._key = hooks, key

    def remove(self) -> None:
        """Takes the hook away; doing so twice does no harm."""
        self._hooks.pop(self._key, None)


def register_hook(tensor: Tensor, hook: Callable[[Tensor], Any]) -> Handle:
    """Calls ``hook(gradient)`` whenever this tensor's gradient is complete.

    Raises:
        GradientError: no gradient is computed for this tensor.
    """
    global _any
    if not tensor.requires_grad:
        raise GradientError(
            "no gradient is computed for this tensor; PyTorch: cannot register a hook on a tensor "
            "that doesn't require gradient"
        )
    holder: Any = tensor.grad_fn or tensor
    hooks: Hooks = holder._hooks or {}
    holder._hooks = hooks
    _any, key = True, next(_keys)
    hooks[key] = hook
    return Handle(hooks, key)


def register_post_accumulate_grad_hook(tensor: Tensor, hook: Callable[[Tensor], Any]) -> Handle:
    """Calls ``hook(leaf)`` whenever a gradient was added to the leaf's ``.grad``.

    Raises:
        GradientError: it is no leaf that requires a gradient.
    """
    if not tensor.requires_grad or tensor.grad_fn is not None:
        raise GradientError(
            "only a leaf that requires a gradient keeps one; PyTorch: post accumulate grad hooks "
            "cannot be registered on non-leaf tensors"
        )
    hooks: Hooks = tensor._after or {}
    tensor._after, key = hooks, next(_keys)
    hooks[key] = hook
    return Handle(hooks, key)


def retain_grad(tensor: Tensor) -> None:
    """Keeps the gradient of a computed tensor in its ``.grad``, as leaves do in any case.

    Raises:
        GradientError: no gradient is computed for this tensor.
    """
    global _any
    if not tensor.requires_grad:
        raise GradientError(
            "no gradient is computed for this tensor; PyTorch: can't retain_grad on Tensor that "
            "has requires_grad=False"
        )
    node = tensor.grad_fn
    if node is not None:
        node._keepers = (*node._keepers, weakref.ref(tensor))
        _any = True


def hooks_of(nodes: Iterable[Node]) -> dict[Node, Hook]:
    """What is to be done with the gradients of some nodes' results."""
    if not _any:
        return {}
    return {node: _of(node) for node in nodes if node._hooks or node._keepers}


def _of(node: Node) -> Hook:
    def call(gradient: Any) -> Any:
        gradient = hooked(node._hooks or {}, gradient)
        for keeper in node._keepers:
            if (tensor := keeper()) is not None:
                kept = gradient if isinstance(gradient, Tensor) else _wrapped(gradient)
                tensor._grad = kept if tensor._grad is None else tensor._grad + kept
        return gradient

    return call


def hooked(hooks: Hooks, gradient: Any) -> Any:
    """The gradient that is left after all hooks were called with it: an array if it was one."""
    for hook in list(hooks.values()):
        is_tensor = isinstance(gradient, Tensor)
        answer = hook(gradient if is_tensor else _wrapped(gradient))
        if answer is None:
            continue
        if not isinstance(answer, Tensor):
            answer = Tensor(answer)
        if answer.shape != gradient.shape:
            raise GradientError(
                f"a hook turned a gradient of shape {gradient.shape} into one of {answer.shape}"
            )
        gradient = answer if is_tensor else answer._copied()
    return gradient


def _wrapped(gradient: Any) -> Tensor:
    return Tensor.wrap(np.array(gradient), False, None)


Tensor.register_hook = register_hook
Tensor.register_post_accumulate_grad_hook = register_post_accumulate_grad_hook
Tensor.retain_grad = retain_grad
