"""Adam and its relatives: optimisers with running means of gradients and of their squares."""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import Any

import numpy as np

from chainrule.nn.optimisers import EACH, Memory, Optimizer, Options, ways_of


class Averaging(Optimizer):
    """The base of those that keep running means of the gradient and of its square."""

    def remember(self, gradient: Any, memory: Memory, options: Options) -> tuple[Any, Any, int]:
        """The running means of the gradient and of its square, and the number of the step."""
        first, second = options["betas"]
        steps = memory.get("steps", 0) + 1
        mean = first * memory.get("mean", 0.0) + (1.0 - first) * gradient
        squares = second * memory.get("squares", 0.0) + (1.0 - second) * gradient**2
        memory["steps"] = steps
        memory["mean"] = mean
        memory["squares"] = squares
        return mean, squares, steps


class Adam(Averaging):
    """Momentum and root mean square, both corrected for their start (Kingma and Ba, 2014)."""

    def __init__(
        self,
        params: Iterable[Any],
        lr: float = 0.001,
        betas: tuple[float, float] = (0.9, 0.999),
        eps: float = 1e-8,
        weight_decay: float = 0,
        amsgrad: bool = False,
        *,
        maximize: bool = False,
        decoupled_weight_decay: bool = False,
        **ways: Any,
    ) -> None:
        super().__init__(
            params,
            {
                "lr": lr,
                "betas": tuple(betas),
                "eps": eps,
                "weight_decay": weight_decay,
                "amsgrad": amsgrad,
                "maximize": maximize,
                "decoupled_weight_decay": decoupled_weight_decay,
                **ways_of(ways, {**EACH, "fused": None}),
            },
        )

    def moved(self, values: Any, gradient: Any, memory: Memory, options: Options) -> Any:
        """Along the mean gradient, each element at its own speed."""
        first, second = options["betas"]
        mean, squares, steps = self.remember(gradient, memory, options)
        if options["amsgrad"]:
            squares = np.maximum(memory.get("largest", squares), squares)
            memory["largest"] = squares
        size = np.sqrt(squares) / math.sqrt(1.0 - second**steps) + options["eps"]
        return values - options["lr"] / (1.0 - first**steps) * mean / size


class AdamW(Adam):
    """Adam whose weight decay shrinks the parameters themselves (Loshchilov and Hutter, 2017)."""

    def __init__(
        self,
        params: Iterable[Any],
        lr: float = 0.001,
        betas: tuple[float, float] = (0.9, 0.999),
        eps: float = 1e-8,
        weight_decay: float = 0.01,
        amsgrad: bool = False,
        *,
        maximize: bool = False,
        **ways: Any,
    ) -> None:
        ways = {**ways, "maximize": maximize, "decoupled_weight_decay": True}
        super().__init__(params, lr, betas, eps, weight_decay, amsgrad, **ways)


class Adamax(Optimizer):
    """Adam with the largest gradient instead of the root mean square (Kingma and Ba, 2014)."""

    def __init__(
        self,
        params: Iterable[Any],
        lr: float = 0.002,
        betas: tuple[float, float] = (0.9, 0.999),
        eps: float = 1e-8,
        weight_decay: float = 0,
        *,
        maximize: bool = False,
        **ways: Any,
    ) -> None:
        options = {"lr": lr, "betas": tuple(betas), "eps": eps, "weight_decay": weight_decay}
        super().__init__(params, {**options, "maximize": maximize, **ways_of(ways)})

    def moved(self, values: Any, gradient: Any, memory: Memory, options: Options) -> Any:
        """Along the mean gradient, each element by its largest so far."""
        first, second = options["betas"]
        steps = memory.get("steps", 0) + 1
        mean = first * memory.get("mean", 0.0) + (1.0 - first) * gradient
        largest = second * memory.get("largest", 0.0 * gradient)
        largest = np.maximum(largest, np.abs(gradient) + options["eps"])
        memory["steps"] = steps
        memory["mean"] = mean
        memory["largest"] = largest
        return values - options["lr"] / (1.0 - first**steps) * mean / largest


class NAdam(Averaging):
    """Adam with Nesterov's momentum (Dozat, 2016)."""

    def __init__(
        self,
        params: Iterable[Any],
        lr: float = 0.002,
        betas: tuple[float, float] = (0.9, 0.999),
        eps: float = 1e-8,
        weight_decay: float = 0,
        momentum_decay: float = 0.004,
        decoupled_weight_decay: bool = False,
        *,
        maximize: bool = False,
        **ways: Any,
    ) -> None:
        super().__init__(
            params,
            {
                "lr": lr,
                "betas": tuple(betas),
                "eps": eps,
                "weight_decay": weight_decay,
                "momentum_decay": momentum_decay,
                "decoupled_weight_decay": decoupled_weight_decay,
                "maximize": maximize,
                **ways_of(ways),
            },
        )

    def moved(self, values: Any, gradient: Any, memory: Memory, options: Options) -> Any:
        """Along the mean gradient and ahead of it."""
        first, second = options["betas"]
        decay = options["momentum_decay"]
        mean, squares, steps = self.remember(gradient, memory, options)
        now = first * (1.0 - 0.5 * 0.96 ** (steps * decay))
        next_ = first * (1.0 - 0.5 * 0.96 ** ((steps + 1) * decay))
        product = memory.get("product", 1.0) * now
        memory["product"] = product
        size = np.sqrt(squares / (1.0 - second**steps)) + options["eps"]
        lr = options["lr"]
        moved = values - lr * (1.0 - now) / (1.0 - product) * gradient / size
        return moved - lr * next_ / (1.0 - product * next_) * mean / size


class RAdam(Averaging):
    """Adam that trusts the squares only once there are enough of them (Liu et al., 2019)."""

    def __init__(
        self,
        params: Iterable[Any],
        lr: float = 0.001,
        betas: tuple[float, float] = (0.9, 0.999),
        eps: float = 1e-8,
        weight_decay: float = 0,
        decoupled_weight_decay: bool = False,
        *,
        maximize: bool = False,
        **ways: Any,
    ) -> None:
        super().__init__(
            params,
            {
                "lr": lr,
                "betas": tuple(betas),
                "eps": eps,
                "weight_decay": weight_decay,
                "decoupled_weight_decay": decoupled_weight_decay,
                "maximize": maximize,
                **ways_of(ways),
            },
        )

    def moved(self, values: Any, gradient: Any, memory: Memory, options: Options) -> Any:
        """As plain momentum at first, then as Adam."""
        first, second = options["betas"]
        mean, squares, steps = self.remember(gradient, memory, options)
        mean = mean / (1.0 - first**steps)
        longest = 2.0 / (1.0 - second) - 1.0
        left = 1.0 - second**steps
        length = longest - 2.0 * steps * second**steps / left
        if length <= 5.0:
            return values - options["lr"] * mean
        trust = math.sqrt(
            (length - 4.0) * (length - 2.0) * longest / ((longest - 4.0) * (longest - 2.0) * length)
        )
        size = (np.sqrt(squares) + options["eps"]) / math.sqrt(left)
        return values - options["lr"] * mean * trust / size
