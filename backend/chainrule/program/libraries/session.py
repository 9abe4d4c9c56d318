"""Session: what a run of a program has of the libraries for itself.

Its random generators start anew (from 0 where the program sets no seed, which a note says), and
what is set for printing or for all new tensors is forgotten again.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import numpy as np

from chainrule.engine import GradientError, Tensor
from chainrule.functions.generator import Generator
from chainrule.functions.numpy_random import RandomState
from chainrule.functions.randomness import drawing_from
from chainrule.program.libraries.random import UNSEEDED
from chainrule.program.libraries.things import settings
from chainrule.program.runtime import Runtime
from chainrule.program.values import Builtin


class RunGenerator(Generator):
    """The generator behind ``torch.rand``: says once that nobody has seeded it."""

    def __init__(self, runtime: Runtime) -> None:
        super().__init__(0)
        self._runtime: Runtime | None = runtime

    def manual_seed(self, seed: int) -> Any:
        """Starts anew from a seed."""
        self._runtime = None
        return super().manual_seed(seed)

    def words(self, count: int) -> Any:
        """The next random words."""
        runtime = getattr(self, "_runtime", None)
        if runtime is not None:
            runtime.note(UNSEEDED)
            self._runtime = None
        return super().words(count)


def numpy_generator(runtime: Runtime, seeds: bool = False) -> RandomState:
    """What ``np.random.rand`` draws from in this run; asked for to set its seed, or to draw."""
    source = runtime.state.get("numpy.random")
    if source is None:
        source = runtime.state["numpy.random"] = RandomState(0)
        if not seeds:
            runtime.note(UNSEEDED)
    return source


def copied(tensor: Tensor) -> Tensor:
    """``copy.deepcopy`` of a tensor: a leaf with the same values, and the same mark."""
    if not tensor.is_leaf:
        raise GradientError(
            "only leaves can be copied so: write x.detach().clone(); PyTorch: Only Tensors created "
            "explicitly by the user (graph leaves) support the deepcopy protocol at the moment."
        )
    found: Any = Tensor(tensor.detach())
    found.__class__ = type(tensor)
    found.requires_grad = tensor.requires_grad
    found.is_parameter = tensor.is_parameter
    return found  # type: ignore[no-any-return]


@contextmanager
def session(runtime: Runtime) -> Iterator[None]:
    """Inside the ``with`` block, a program of this runtime runs."""
    settings.reset()
    dialect = runtime.dialect
    settings.bare = dialect is not None and dialect.kind == "bare"
    runtime.state["copy tensor"] = Builtin("deepcopy", copied)
    try:
        with drawing_from(RunGenerator(runtime)), np.errstate(all="ignore"):
            yield
    finally:
        for name in sorted(settings.narrow):
            runtime.note(
                f"{name} is computed with more bits here: what it would round away stays, "
                "and its dtype is said to be float32"
            )
        settings.reset()
