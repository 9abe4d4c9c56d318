"""Rates: optimisers that give each element a rate of its own, by the gradients that it had."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import numpy as np

from chainrule.engine import ArgumentError
from chainrule.nn.optimisers import Memory, Optimizer, Options, ways_of


class RMSprop(Optimizer):
    """Steps divided by a running root mean square of the gradients (Hinton, lecture 6e, 2012)."""

    def __init__(
        self,
        params: Iterable[Any],
        lr: float = 0.01,
        alpha: float = 0.99,
        eps: float = 1e-8,
        weight_decay: float = 0,
        momentum: float = 0,
        centered: bool = False,
        *,
        maximize: bool = False,
        **ways: Any,
    ) -> None:
        super().__init__(
            params,
            {
                "lr": lr,
                "alpha": alpha,
                "eps": eps,
                "weight_decay": weight_decay,
                "momentum": momentum,
                "centered": centered,
                "maximize": maximize,
                **ways_of(ways),
            },
        )

    def moved(self, values: Any, gradient: Any, memory: Memory, options: Options) -> Any:
        """Each element at its own speed."""
        alpha = options["alpha"]
        squares = alpha * memory.get("squares", 0.0) + (1.0 - alpha) * gradient**2
        memory["squares"] = squares
        if options["centered"]:
            mean = memory.get("mean", 0.0)
            mean = mean + (1.0 - alpha) * (gradient - mean)
            memory["mean"] = mean
            squares = squares - mean**2
        step = gradient / (np.sqrt(squares) + options["eps"])
        if options["momentum"]:
            step = options["momentum"] * memory.get("velocity", 0.0) + step
            memory["velocity"] = step
        return values - options["lr"] * step


class Rprop(Optimizer):
    """Steps of one size for each element, by the signs of its gradients (Riedmiller, 1993)."""

    def __init__(
        self,
        params: Iterable[Any],
        lr: float = 0.01,
        etas: tuple[float, float] = (0.5, 1.2),
        step_sizes: tuple[float, float] = (1e-6, 50),
        *,
        maximize: bool = False,
        **ways: Any,
    ) -> None:
        if not 0.0 < etas[0] < 1.0 < etas[1]:
            raise ArgumentError(f"Invalid eta values: {etas[0]}, {etas[1]}")
        super().__init__(
            params,
            {
                "lr": lr,
                "etas": etas,
                "step_sizes": step_sizes,
                "maximize": maximize,
                **ways_of(ways),
            },
        )

    def moved(self, values: Any, gradient: Any, memory: Memory, options: Options) -> Any:
        """Longer where the sign stayed, shorter and not at all where it changed."""
        shrink, grow = options["etas"]
        least, most = options["step_sizes"]
        agree = np.sign(gradient * memory.get("gradient", 0.0 * gradient))
        size = memory.get("size", 0.0 * gradient + options["lr"])
        factor = np.where(agree > 0, grow, np.where(agree < 0, shrink, 1.0))
        size = np.clip(size * factor, least, most)
        gradient = np.where(agree < 0, 0.0, gradient)
        memory["gradient"] = gradient
        memory["size"] = size
        return values - np.sign(gradient) * size


class Adagrad(Optimizer):
    """Steps divided by the root of all squared gradients so far (Duchi et al., 2011)."""

    def __init__(
        self,
        params: Iterable[Any],
        lr: float = 0.01,
        lr_decay: float = 0,
        weight_decay: float = 0,
        initial_accumulator_value: float = 0,
        eps: float = 1e-10,
        *,
        maximize: bool = False,
        **ways: Any,
    ) -> None:
        super().__init__(
            params,
            {
                "lr": lr,
                "lr_decay": lr_decay,
                "weight_decay": weight_decay,
                "initial_accumulator_value": initial_accumulator_value,
                "eps": eps,
                "maximize": maximize,
                **ways_of(ways, {"foreach": None, "differentiable": False, "fused": None}),
            },
        )

    def moved(self, values: Any, gradient: Any, memory: Memory, options: Options) -> Any:
        """Each element ever slower."""
        steps = memory.get("steps", 0)
        memory["steps"] = steps + 1
        start = options["initial_accumulator_value"]
        squares = memory.get("squares", start) + gradient**2
        memory["squares"] = squares
        lr = options["lr"] / (1.0 + steps * options["lr_decay"])
        return values - lr * gradient / (np.sqrt(squares) + options["eps"])


class Adadelta(Optimizer):
    """Steps whose size follows that of the steps before (Zeiler, 2012)."""

    def __init__(
        self,
        params: Iterable[Any],
        lr: float = 1.0,
        rho: float = 0.9,
        eps: float = 1e-6,
        weight_decay: float = 0,
        *,
        maximize: bool = False,
        **ways: Any,
    ) -> None:
        if rho > 1.0:
            raise ArgumentError(f"Invalid rho value: {rho}")
        super().__init__(
            params,
            {
                "lr": lr,
                "rho": rho,
                "eps": eps,
                "weight_decay": weight_decay,
                "maximize": maximize,
                **ways_of(ways),
            },
        )

    def moved(self, values: Any, gradient: Any, memory: Memory, options: Options) -> Any:
        """As far as the last steps went, by the root of the gradients' squares."""
        rho, eps = options["rho"], options["eps"]
        squares = rho * memory.get("squares", 0.0) + (1.0 - rho) * gradient**2
        steps = memory.get("steps", 0.0 * gradient)
        step = np.sqrt(steps + eps) / np.sqrt(squares + eps) * gradient
        memory["squares"] = squares
        memory["steps"] = rho * steps + (1.0 - rho) * step**2
        return values - options["lr"] * step


class ASGD(Optimizer):
    """Gradient descent whose values are averaged (Polyak and Juditsky, 1992)."""

    def __init__(
        self,
        params: Iterable[Any],
        lr: float = 0.01,
        lambd: float = 1e-4,
        alpha: float = 0.75,
        t0: float = 1e6,
        weight_decay: float = 0,
        *,
        maximize: bool = False,
        **ways: Any,
    ) -> None:
        super().__init__(
            params,
            {
                "lr": lr,
                "lambd": lambd,
                "alpha": alpha,
                "t0": t0,
                "weight_decay": weight_decay,
                "maximize": maximize,
                **ways_of(ways),
            },
        )

    def moved(self, values: Any, gradient: Any, memory: Memory, options: Options) -> Any:
        """Down, at a rate that falls; the average stands in the memory as ``ax``."""
        lr, lambd = options["lr"], options["lambd"]
        step = memory.get("step", 0) + 1
        eta = memory.get("eta", float(np.float32(lr)))  # PyTorch keeps the rate in float32
        values = values * (1.0 - lambd * eta) - eta * gradient
        share = memory.get("mu", 1.0)
        average = memory.get("ax", 0.0 * values)
        memory["ax"] = values if share == 1.0 else average + (values - average) * share
        memory["step"] = step
        memory["eta"] = float(np.float32(lr / (1.0 + lambd * lr * step) ** options["alpha"]))
        memory["mu"] = 1.0 / max(1.0, step - options["t0"])
        return values
