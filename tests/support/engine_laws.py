"""What a law about an operation is made of: random calls, and numbers for them of three kinds.

A ``Law`` says how to call an operation and how PyTorch writes the same call. The numbers come
from outside: at kinks, ties and limits (``edges``), the same within float32 (``float32_edges``), or
spread evenly over the interval where the operation is smooth (``smooth``).
"""

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

Numbers = Callable[..., np.ndarray]
"""``numbers(shape, low, high)``: an array; the interval is where the operation is smooth."""
Call = tuple[tuple[np.ndarray, ...], dict[str, Any]]
"""The inputs and the parameters of one call."""

TIES = (-2.0, -1.0, -0.5, -0.0, 0.0, 0.5, 1.0, 2.0)
PLAIN = (*TIES, math.inf, -math.inf, math.nan)
"""For what adds: a sum of numbers of very different sizes depends on their order."""
SMALL_AND_LARGE = (1e-9, -1e-9, 20.0, -20.0, 37.5, 88.0, -104.0, 710.0, -746.0)
ANY = (*PLAIN, *SMALL_AND_LARGE, 1e-300, -1e-300, 1e-160, 1e160, 1e300, -1e300)
FINITE = TIES
"""For matrices: LAPACK gives no promise about NaN."""


@dataclass(frozen=True)
class Difference:
    """Where we decide otherwise than PyTorch, and why."""

    reason: str
    where: Callable[..., Any]
    """From the inputs and parameters of a call to the elements concerned."""
    in_value: bool = False
    """Whether the value differs there, too, not only the gradient."""


@dataclass(frozen=True)
class Law:
    """One operation: how it is called, and the same call in PyTorch.

    Attributes:
        draw: from Hypothesis's ``draw`` and a source of numbers to the inputs and parameters.
        torch: the same call on PyTorch's tensors, with our parameters by name.
        elements: the numbers at edges that it is tried on.
        interval: where the other numbers come from.
        slots: the inputs that have a gradient; all of them by default.
        noise: the error, relative to 1, that comes with cancellation inside the operation.
        second: how exact PyTorch's second derivative is.
        differences: where PyTorch answers otherwise.
        label: tells several laws about one operation apart.
        symmetric: whether it takes symmetric matrices only: differences are taken among those.
    """

    name: str
    draw: Callable[[Any, Numbers], Call]
    torch: Callable[..., Any]
    elements: tuple[float, ...] = ANY
    slots: tuple[int, ...] | None = None
    noise: float = 0.0
    interval: tuple[float, float] = (-4.0, 4.0)
    second: float = 1e-11
    differences: tuple[Difference, ...] = ()
    label: str = ""
    symmetric: bool = False

    def __str__(self) -> str:
        return f"{self.name}-{self.label}" if self.label else self.name

    @property
    def differentiable(self) -> bool:
        return self.slots != ()


@st.composite
def edges(draw: Any, law: Law) -> Call:
    """Calls at kinks, ties and limits."""

    def numbers(shape: Any, low: float = 0.0, high: float = 0.0) -> np.ndarray:
        elements = st.sampled_from(law.elements) | st.floats(*law.interval, width=32)
        return draw(hnp.arrays(np.float64, shape, elements=elements, fill=st.nothing()))

    return law.draw(draw, numbers)


@st.composite
def float32_edges(draw: Any, law: Law) -> Call:
    """Calls at kinks and ties, with numbers of float32."""
    pool = PLAIN if law.elements is ANY else law.elements

    def numbers(shape: Any, low: float = 0.0, high: float = 0.0) -> np.ndarray:
        elements = st.sampled_from(pool) | st.floats(*law.interval, width=32)
        return draw(hnp.arrays(np.float32, shape, elements=elements, fill=st.nothing()))

    return law.draw(draw, numbers)


@st.composite
def smooth(draw: Any, law: Law) -> Call:
    """Calls away from kinks and ties, by the distance that finite differences need."""
    generator = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))

    def numbers(shape: Any, low: float = -2.0, high: float = 2.0) -> np.ndarray:
        count = math.prod(shape)
        places = generator.permutation(count) + 0.25 + 0.5 * generator.random(count)
        return (low + (high - low) * places / max(count, 1)).reshape(shape)

    return law.draw(draw, numbers)


def symmetrised(a: Any) -> Any:
    """The symmetric part of a matrix."""
    return 0.5 * (a + a.swapaxes(-1, -2))


# Shapes.


def shapes(least: int = 0, most: int = 3, *, empty: bool = True) -> Any:
    """Shapes of so many axes, each of 0 (unless ``empty`` is false) to 3 elements."""
    return hnp.array_shapes(min_dims=least, max_dims=most, min_side=0 if empty else 1, max_side=3)


def any_axis(draw: Any, shape: tuple[int, ...]) -> int:
    """One axis, counted from either end."""
    return draw(st.integers(-len(shape), len(shape) - 1)) if shape else 0


def some_axes(draw: Any, shape: tuple[int, ...]) -> Any:
    """One axis, several, or None for all."""
    if not shape or draw(st.booleans()):
        return draw(st.sampled_from((None, any_axis(draw, shape))))
    axes = draw(st.sets(st.integers(0, len(shape) - 1), min_size=1))
    return tuple(k - len(shape) if draw(st.booleans()) else k for k in sorted(axes))


# Calls. Those with a ``grid`` are also tried on every combination of edges at once.


@dataclass(frozen=True)
class Elementwise:
    """Inputs that broadcast, one for each smooth interval; parameters from their strategies."""

    domains: tuple[tuple[float, float], ...]
    params: dict[str, Any]

    def __call__(self, draw: Any, numbers: Numbers) -> Call:
        count = len(self.domains)
        broadcast = hnp.mutually_broadcastable_shapes(
            num_shapes=count, max_dims=3, max_side=3, min_side=0
        )
        found = draw(broadcast).input_shapes
        inputs = tuple(numbers(s, *d) for s, d in zip(found, self.domains, strict=True))
        return inputs, self.chosen(draw)

    def chosen(self, draw: Any) -> dict[str, Any]:
        return {name: draw(strategy) for name, strategy in self.params.items()}

    def grid(self, draw: Any, pool: tuple[float, ...]) -> Call:
        inputs = np.meshgrid(*[np.array(pool)] * len(self.domains), indexing="ij")
        return tuple(inputs), self.chosen(draw)


def elementwise(*domains: tuple[float, float], **params: Any) -> Elementwise:
    return Elementwise(domains, params)


@dataclass(frozen=True)
class OverAxes:
    """One input, and the axes to be taken together."""

    params: dict[str, Any]
    empty: bool

    def __call__(self, draw: Any, numbers: Numbers) -> Call:
        shape = draw(shapes(empty=self.empty))
        chosen = {name: draw(strategy) for name, strategy in self.params.items()}
        axes = {"axis": some_axes(draw, shape), "keepdims": draw(st.booleans())}
        return (numbers(shape),), chosen | axes

    def grid(self, draw: Any, pool: tuple[float, ...]) -> Call:
        chosen = {name: draw(strategy) for name, strategy in self.params.items()}
        return (rows(pool),), chosen | {"axis": 1, "keepdims": False}


def over_axes(*, empty: bool = True, **params: Any) -> OverAxes:
    return OverAxes(params, empty)


@dataclass(frozen=True)
class Along:
    """One input, and one axis; ``None`` too if the operation takes that for all."""

    whole: bool = False

    def __call__(self, draw: Any, numbers: Numbers) -> Call:
        shape = draw(shapes())
        axis = None if self.whole and draw(st.booleans()) else any_axis(draw, shape)
        return (numbers(shape),), {"axis": axis}

    def grid(self, draw: Any, pool: tuple[float, ...]) -> Call:
        return (rows(pool),), {"axis": 1}


def rows(pool: tuple[float, ...]) -> np.ndarray:
    """Every row of three."""
    return np.stack(np.meshgrid(*[np.array(pool)] * 3, indexing="ij"), axis=-1).reshape(-1, 3)


@st.composite
def grids(draw: Any, law: Law) -> Call:
    """A call on every combination of the edges."""
    return law.draw.grid(draw, law.elements)
