"""L-BFGS: steps along an approximation of Newton's direction (Liu and Nocedal, 1989)."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from chainrule import functional as F
from chainrule.engine import ArgumentError, Tensor, enable_grad, no_grad
from chainrule.nn.optimisers import Optimizer


class LBFGS(Optimizer):
    """Limited-memory BFGS; ``step(closure)`` computes the loss as often as it needs it.

    The closure clears the gradients, computes the loss, calls ``backward()`` and returns the loss.
    As in PyTorch by default, no line is searched: each step has length ``lr``.
    """

    def __init__(
        self,
        params: Iterable[Any],
        lr: float = 1.0,
        max_iter: int = 20,
        max_eval: int | None = None,
        tolerance_grad: float = 1e-7,
        tolerance_change: float = 1e-9,
        history_size: int = 100,
        line_search_fn: str | None = None,
    ) -> None:
        if line_search_fn is not None:
            raise ArgumentError("LBFGS searches no line here: leave line_search_fn out")
        super().__init__(params, {"lr": lr})
        if len(self.param_groups) != 1:
            raise ArgumentError("LBFGS doesn't support per-parameter options (parameter groups)")
        self.max_iter = max_iter
        self.max_eval = max_iter * 5 // 4 if max_eval is None else max_eval
        self.tolerance_grad = tolerance_grad
        self.tolerance_change = tolerance_change
        self.history_size = history_size
        self.taken = 0
        self.history: list[tuple[Tensor, Tensor, Tensor]] = []
        self.scale: Any = 1.0
        self.direction: Any = None
        self.length: Any = lr
        self.before: Any = None

    def _gradient(self) -> Tensor:
        """All gradients as one vector."""
        return F.cat(
            [
                (F.zeros_like(p) if p.grad is None else p.grad).detach().reshape(-1)
                for p in self.params
            ]
        )

    def _move(self, change: Tensor) -> None:
        start = 0
        for parameter in self.params:
            end = start + int(parameter.numel())
            parameter.add_(change[start:end].reshape(parameter.shape))
            start = end

    def _towards(self, gradient: Tensor) -> Tensor:
        """The new direction: the two loops over the history of gradients and steps."""
        if self.taken == 1:
            return -gradient
        change = gradient - self.before
        step = self.direction * self.length
        product = F.dot(change, step)
        if product > 1e-10:
            self.history = [
                *self.history[-(self.history_size - 1) :],
                (change, step, 1.0 / product),
            ]
            self.scale = product / F.dot(change, change)
        towards = -gradient
        shares = []
        for past, moved, inverse in reversed(self.history):
            share = F.dot(moved, towards) * inverse
            shares.append(share)
            towards = towards - share * past
        towards = towards * self.scale
        for past, moved, inverse in self.history:
            back = F.dot(past, towards) * inverse
            towards = towards + (shares.pop() - back) * moved
        return towards

    def step(self, closure: Callable[[], Any] | None = None) -> Any:
        """Takes up to ``max_iter`` steps; answers the first loss."""
        if closure is None:
            raise ArgumentError("LBFGS.step() needs a closure that computes the loss anew")
        with enable_grad():
            first = closure()
        loss = float(first)
        evaluations = 1
        with no_grad():
            gradient = self._gradient()
            if float(gradient.abs().max()) <= self.tolerance_grad:
                return first
            for number in range(1, self.max_iter + 1):
                self.taken = self.taken + 1
                self.direction = self._towards(gradient)
                self.before = gradient
                self.length = self.lr
                if self.taken == 1:
                    self.length = min(1.0, 1.0 / float(gradient.abs().sum())) * self.lr
                if float(F.dot(gradient, self.direction)) > -self.tolerance_change:
                    break
                self._move(self.length * self.direction)
                if number == self.max_iter:
                    break
                previous = loss
                with enable_grad():
                    loss = float(closure())
                gradient = self._gradient()
                evaluations = evaluations + 1
                furthest = float((self.direction * self.length).abs().max())
                if (
                    evaluations >= self.max_eval
                    or float(gradient.abs().max()) <= self.tolerance_grad
                    or furthest <= self.tolerance_change
                    or abs(loss - previous) < self.tolerance_change
                ):
                    break
        return first
