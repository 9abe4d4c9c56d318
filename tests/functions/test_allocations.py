"""What is no operation's result is told to whoever watches before memory is taken for it."""

import math
import tracemalloc
from collections.abc import Callable
from contextlib import suppress

import numpy as np
import pytest
from chainrule import functional as F
from chainrule import ones
from chainrule.engine import Node
from chainrule.engine.state import Watch, recording
from chainrule.functions import (
    decompositions,
    linalg,
    numpy_arrangements,
    numpy_makers,
    numpy_products,
)

MOST = 100_000
"""Elements that a watch lets pass."""
ALLOWED = 4 * 2**20
"""Bytes: some arrays of so many elements; each of the calls would need ten times as much."""


class Refused(Exception):
    """More elements than may be."""


class Miser(Watch):
    """Lets nothing large be made."""

    def allocate(self, shape: tuple[int, ...], dtype: object) -> None:
        if math.prod(shape) > MOST:
            raise Refused


@pytest.mark.parametrize(
    "call",
    [
        lambda: F.repeat_interleave(ones(10_000), 500),
        lambda: F.repeat_interleave(ones(3, 2), 10**7, 0),
        lambda: numpy_arrangements.repeat(ones(2), [1, 10**7]),
        lambda: F.combinations(ones(1000), 3),
        lambda: F.combinations(ones(100_000), 50_000),
        lambda: F.combinations(ones(100), 4, with_replacement=True),
        lambda: F.interpolate(ones(1, 1, 2), size=10**7),
        lambda: F.interpolate(ones(1, 1, 2), size=10**7, mode="linear"),
        lambda: F.one_hot(ones(3), 10**7),
        lambda: numpy_makers.linspace(0, 1, 10**7),
        lambda: numpy_makers.eye(10**4),
        lambda: F.block_diag(*[ones(1)] * 1500),
        lambda: decompositions.svd(ones(2000, 1)),
        lambda: decompositions.svd(ones(0, 2000)),
        lambda: decompositions.qr(ones(2000, 1), "complete"),
        lambda: numpy_products.svd(ones(2000, 1)),
        lambda: F.ctc_loss(ones(1, 1000, 2), ones(10**5), [1] * 1000, [10**5] + [0] * 999),
    ],
)
def test_a_watch_can_refuse_what_is_large_before_it_is_made(call: Callable[[], object]) -> None:
    tracemalloc.start()
    try:
        with recording(watch=Miser()), suppress(Refused, TypeError):
            call()
        assert tracemalloc.get_traced_memory()[1] < ALLOWED
    finally:
        tracemalloc.stop()


class Idler(Watch):
    """Lets nothing be done that takes long."""

    def before(
        self, operation: type[Node], arrays: tuple[np.ndarray, ...], params: dict[str, object]
    ) -> None:
        self.work(operation.cost([array.shape for array in arrays], params)[1])

    def work(self, units: int) -> None:
        if units > MOST:
            raise Refused


MATRIX = np.ones((100, 100))


@pytest.mark.parametrize(
    "call",
    [
        *(
            lambda name=name: getattr(decompositions, name)(MATRIX)
            for name in ("svd", "svdvals", "eigh", "eigvalsh", "qr", "matrix_rank", "cond")
        ),
        lambda: linalg.pinv(MATRIX),
        *(
            lambda name=name: getattr(numpy_products, name)(MATRIX)
            for name in ("svd", "eigh", "eig", "eigvalsh", "qr", "pinv", "matrix_rank", "cond")
        ),
        lambda: numpy_products.lstsq(MATRIX, MATRIX),
        lambda: F.multinomial(ones(1000), 999),
        lambda: ones(1000, 1).tolist(),
        lambda: ones(1000, 0).tolist(),
    ],
)
def test_a_watch_can_refuse_what_takes_long_before_it_begins(call: Callable[[], object]) -> None:
    with recording(watch=Idler()), pytest.raises(Refused):
        call()


class Steward(Miser):
    """Lets no operation make anything large, either."""

    def before(
        self, operation: type[Node], arrays: tuple[np.ndarray, ...], params: dict[str, object]
    ) -> None:
        self.allocate((operation.cost([array.shape for array in arrays], params)[0],), None)


def test_singular_values_alone_take_no_room_for_vectors() -> None:
    with recording(watch=Steward()):
        values = numpy_products.svd(ones(2000, 1), compute_uv=False)
        _, reduced, _ = decompositions.svd(ones(2000, 1), full_matrices=False)
    assert values.tolist() == pytest.approx([2000**0.5])
    assert reduced.tolist() == pytest.approx([2000**0.5])


@pytest.mark.parametrize("again", [False, True])
@pytest.mark.parametrize(("n", "r"), [(0, 0), (0, 1), (1, 3), (3, 0), (5, 2), (4, 4)])
def test_combinations_are_counted_before_they_are_made(n: int, r: int, again: bool) -> None:
    told = []
    watch = Miser()
    watch.allocate = lambda shape, dtype: told.append(shape)  # type: ignore[method-assign]
    with recording(watch=watch):
        found = F.combinations(ones(n), r, with_replacement=again)
    assert told[-1] == found.shape
