"""einsum: sums of products over named axes, and their gradients, which are einsums, too."""

from __future__ import annotations

from string import ascii_letters
from typing import Any

import numpy as np

from chainrule.engine.declaration import Gradient
from chainrule.engine.effort import einsum_cost
from chainrule.engine.errors import ArgumentError, ChainruleError, ShapeError
from chainrule.engine.node import VariadicNode, run
from chainrule.engine.operations.torch_calls import torch_einsum
from chainrule.engine.tensor import Array

MOST_TENSORS = 32
"""In one equation: NumPy multiplies at most 63 arrays, and looks long for a good order of many."""


def explicit(equation: str, ranks: list[int]) -> tuple[list[str], str]:
    """The axes' letters of every input and of the output; ``...`` becomes letters of its own.

    Raises:
        ArgumentError: the equation does not describe so many inputs of these ranks.
    """
    left, arrow, right = equation.replace(" ", "").partition("->")
    terms = left.split(",")
    if len(terms) != len(ranks):
        raise ArgumentError(
            f"einsum(): {equation!r} names {len(terms)} tensors, but there are {len(ranks)}"
        )
    spare = [letter for letter in ascii_letters if letter not in equation]
    hidden = [rank - len(t.replace("...", "")) for t, rank in zip(terms, ranks, strict=True)]
    dots = "".join(spare[: max(0, *hidden)])
    inputs = []
    for term, rank, extra in zip(terms, ranks, hidden, strict=True):
        if extra < 0 or (extra and "..." not in term):
            raise ArgumentError(f"einsum(): {term!r} does not name the {rank} axes of its tensor")
        inputs.append(term.replace("...", dots[len(dots) - extra :]))
    if not arrow:
        letters = "".join(inputs)
        right = dots + "".join(sorted(c for c in set(letters) - set(dots) if letters.count(c) == 1))
    return inputs, right.replace("...", dots)


def _rule(slot: int, g: Any, y: Any, *tensors: Any, equation: str) -> Any:
    inputs, output = explicit(equation, [t.ndim for t in tensors])
    target, a = inputs[slot], tensors[slot]
    spare = iter(c for c in ascii_letters if c not in "".join(inputs) + output)
    operands = [g, *(t for k, t in enumerate(tensors) if k != slot)]
    terms = [output, *(term for k, term in enumerate(inputs) if k != slot)]
    letters = set("".join(terms))
    names: list[str] = []
    for letter, size in zip(target, a.shape, strict=True):
        if letter in names:  # a diagonal was read: only it receives a gradient
            twin = next(spare)
            terms.append(letter + twin)
            operands.append(np.eye(size, dtype=a.dtype))
            letter = twin
        elif letter not in letters:  # the axis was summed over: every element receives the same
            terms.append(letter)
            operands.append(np.ones(size, dtype=a.dtype))
        names.append(letter)
    return run(EinsumNode, *operands, equation=f"{','.join(terms)}->{''.join(names)}")


class EinsumNode(VariadicNode):
    """Einstein's summation: ``einsum("ij,jk->ik", a, b)`` is a matrix product."""

    name = "einsum"
    integers = "kept"
    symbol = "einsum"
    method = False
    order = ("equation", "tensors")
    formula = "einsum(equation, tensors)"
    torch = torch_einsum
    cost = staticmethod(einsum_cost)
    grad_fn_name = "BmmBackward0"
    example = "torch.einsum('ij,kj->ik', x, y)"
    reads_others = True
    gradients = (Gradient("einsum(rest, g)", _rule),)

    @staticmethod
    def forward(*tensors: Array, equation: str = "") -> Array:
        """Multiplies and sums as the equation says."""
        if not isinstance(equation, str):
            raise ArgumentError("einsum() needs its equation, such as 'ij,jk->ik'")
        if len(tensors) > MOST_TENSORS:
            raise ArgumentError(f"einsum() multiplies at most {MOST_TENSORS} tensors")
        inputs, output = explicit(equation, [t.ndim for t in tensors])
        full = f"{','.join(inputs)}->{output}"
        return np.asarray(np.einsum(full, *tensors, optimize=len(tensors) > 1))

    @classmethod
    def explain(
        cls, error: Exception, arrays: tuple[Array, ...], params: dict[str, Any]
    ) -> ChainruleError:
        """The equation beside the shapes."""
        shapes = ", ".join(str(array.shape) for array in arrays)
        return ShapeError(f"einsum {params['equation']!r} does not fit {shapes}: {error}")
