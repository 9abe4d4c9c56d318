"""``optax``: optimisers as pairs of functions, ``init`` and ``update``, over trees of arrays."""

from __future__ import annotations

import math
from collections import namedtuple
from collections.abc import Callable
from typing import Any

from chainrule import functional as F
from chainrule.program.libraries.written.transformations import tree_leaves, tree_map

GradientTransformation = namedtuple("GradientTransformation", ["init", "update"])
EmptyState = namedtuple("EmptyState", [])
ScaleByAdamState = namedtuple("ScaleByAdamState", ["count", "mu", "nu"])
ScaleByRmsState = namedtuple("ScaleByRmsState", ["nu"])
ScaleByScheduleState = namedtuple("ScaleByScheduleState", ["count"])
TraceState = namedtuple("TraceState", ["trace"])


def _zeros(params: Any) -> Any:
    return tree_map(lambda p: p * 0.0, params)


def apply_updates(params: Any, updates: Any) -> Any:
    """Parameters with what an optimiser adds to them."""
    return tree_map(lambda p, u: p + u, params, updates)


def global_norm(updates: Any) -> Any:
    """The length of all arrays, taken together."""
    return F.sqrt(sum(F.sum(leaf**2) for leaf in tree_leaves(updates)))


def identity() -> Any:
    """Leaves updates as they are."""
    return GradientTransformation(lambda params: EmptyState(), lambda g, s, p=None: (g, s))


def scale(step_size: float) -> Any:
    """Multiplies updates by a number."""

    def update(updates: Any, state: Any, params: Any = None) -> Any:
        return tree_map(lambda g: step_size * g, updates), state

    return GradientTransformation(lambda params: EmptyState(), update)


def scale_by_learning_rate(learning_rate: Any) -> Any:
    """Goes down: against the gradient, by a rate or by a schedule of the steps."""
    if not callable(learning_rate):
        return scale(-learning_rate)

    def update(updates: Any, state: Any, params: Any = None) -> Any:
        rate = learning_rate(state.count)
        return tree_map(lambda g: -rate * g, updates), ScaleByScheduleState(state.count + 1)

    return GradientTransformation(lambda params: ScaleByScheduleState(0), update)


def chain(*parts: Any) -> Any:
    """One optimiser of several, one after the other."""

    def update(updates: Any, state: Any, params: Any = None) -> Any:
        states = []
        for part, own in zip(parts, state, strict=True):
            updates, new = part.update(updates, own, params)
            states.append(new)
        return updates, tuple(states)

    return GradientTransformation(lambda params: tuple(p.init(params) for p in parts), update)


def trace(decay: float, nesterov: bool = False) -> Any:
    """Momentum."""

    def update(updates: Any, state: Any, params: Any = None) -> Any:
        kept = tree_map(lambda g, t: g + decay * t, updates, state.trace)
        moved = tree_map(lambda g, t: g + decay * t, updates, kept) if nesterov else kept
        return moved, TraceState(kept)

    return GradientTransformation(lambda params: TraceState(_zeros(params)), update)


def scale_by_adam(b1: float = 0.9, b2: float = 0.999, eps: float = 1e-8) -> Any:
    """Momentum and root mean square, both corrected for their start (Kingma and Ba, 2014)."""

    def update(updates: Any, state: Any, params: Any = None) -> Any:
        mu = tree_map(lambda g, m: (1 - b1) * g + b1 * m, updates, state.mu)
        nu = tree_map(lambda g, v: (1 - b2) * g**2 + b2 * v, updates, state.nu)
        count = state.count + 1
        first, second = 1 - b1**count, 1 - b2**count
        moved = tree_map(lambda m, v: m / first / (F.sqrt(v / second) + eps), mu, nu)
        return moved, ScaleByAdamState(count, mu, nu)

    return GradientTransformation(
        lambda params: ScaleByAdamState(0, _zeros(params), _zeros(params)), update
    )


def scale_by_rms(decay: float = 0.9, eps: float = 1e-8) -> Any:
    """Divides updates by a running root mean square."""

    def update(updates: Any, state: Any, params: Any = None) -> Any:
        nu = tree_map(lambda g, v: (1 - decay) * g**2 + decay * v, updates, state.nu)
        return tree_map(lambda g, v: g / F.sqrt(v + eps), updates, nu), ScaleByRmsState(nu)

    return GradientTransformation(lambda params: ScaleByRmsState(_zeros(params)), update)


def add_decayed_weights(weight_decay: float) -> Any:
    """Pulls parameters towards 0."""

    def update(updates: Any, state: Any, params: Any = None) -> Any:
        return tree_map(lambda g, p: g + weight_decay * p, updates, params), state

    return GradientTransformation(lambda params: EmptyState(), update)


def clip(max_delta: float) -> Any:
    """Holds every element between two bounds."""

    def update(updates: Any, state: Any, params: Any = None) -> Any:
        return tree_map(lambda g: F.clamp(g, -max_delta, max_delta), updates), state

    return GradientTransformation(lambda params: EmptyState(), update)


def clip_by_global_norm(max_norm: float) -> Any:
    """Shortens all updates together to a length."""

    def update(updates: Any, state: Any, params: Any = None) -> Any:
        norm = global_norm(updates)
        if float(norm) < max_norm:
            return updates, state
        return tree_map(lambda g: g / norm * max_norm, updates), state

    return GradientTransformation(lambda params: EmptyState(), update)


def sgd(learning_rate: Any, momentum: Any = None, nesterov: bool = False) -> Any:
    """Gradient descent, with momentum if wanted."""
    first = identity() if momentum is None else trace(momentum, nesterov)
    return chain(first, scale_by_learning_rate(learning_rate))


def adam(learning_rate: Any, b1: float = 0.9, b2: float = 0.999, eps: float = 1e-8) -> Any:
    """Adam."""
    return chain(scale_by_adam(b1, b2, eps), scale_by_learning_rate(learning_rate))


def adamw(
    learning_rate: Any, b1: float = 0.9, b2: float = 0.999, eps: float = 1e-8,
    weight_decay: float = 1e-4,
) -> Any:  # fmt: skip
    """Adam that also pulls parameters towards 0."""
    return chain(
        scale_by_adam(b1, b2, eps),
        add_decayed_weights(weight_decay),
        scale_by_learning_rate(learning_rate),
    )


def rmsprop(learning_rate: Any, decay: float = 0.9, eps: float = 1e-8) -> Any:
    """RMSprop."""
    return chain(scale_by_rms(decay, eps), scale_by_learning_rate(learning_rate))


def constant_schedule(value: float) -> Callable[[int], float]:
    """The same rate at every step."""
    return lambda count: value


def exponential_decay(
    init_value: float, transition_steps: int, decay_rate: float, staircase: bool = False
) -> Callable[[int], float]:
    """A rate that falls by a factor in so many steps."""

    def rate(count: int) -> float:
        share = count / transition_steps
        return init_value * decay_rate ** (math.floor(share) if staircase else share)

    return rate


def cosine_decay_schedule(
    init_value: float, decay_steps: int, alpha: float = 0.0
) -> Callable[[int], float]:
    """A rate that falls along half a cosine."""

    def rate(count: int) -> float:
        half = 0.5 * (1 + math.cos(math.pi * min(count, decay_steps) / decay_steps))
        return init_value * ((1 - alpha) * half + alpha)

    return rate


def l2_loss(predictions: Any, targets: Any = None) -> Any:
    """Half the squared error of each element."""
    error = predictions if targets is None else predictions - targets
    return 0.5 * error**2


def softmax_cross_entropy(logits: Any, labels: Any) -> Any:
    """The cross entropy of each row with the probabilities of the classes."""
    return -F.sum(labels * F.log_softmax(logits, -1), -1)


def softmax_cross_entropy_with_integer_labels(logits: Any, labels: Any) -> Any:
    """The cross entropy of each row with the number of its class."""
    chosen = F.gather(F.log_softmax(logits, -1), -1, F.unsqueeze(labels, -1))
    return -F.squeeze(chosen, -1)


def sigmoid_binary_cross_entropy(logits: Any, labels: Any) -> Any:
    """The cross entropy of each element with a probability."""
    return -labels * F.logsigmoid(logits) - (1.0 - labels) * F.logsigmoid(-logits)
