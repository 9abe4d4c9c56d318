"""Operation: the base of an operation of somebody's own, declared like those of the engine.

In comes a class with the fields of ``declaration.py``; what it lacks is refused when it is made. It
is then applied, differentiated to any order, checked and drawn like every other one. Nobody else
knows of it until it is registered.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from chainrule.engine.arguments import bind
from chainrule.engine.declaration import Gradient, verify
from chainrule.engine.errors import ArgumentError
from chainrule.engine.node import NUMPY_FUNCTIONS, OPERATIONS, UFUNCS, Node
from chainrule.engine.tensor import Tensor


class Operation(Node):
    """An operation of your own.

    A class below it has a ``name``, a ``formula``, a ``forward`` rule on arrays, and ``gradients``:
    for every input its formula and its rule ``(g, y, *inputs, **params)``, written with operators
    and NumPy functions, so that it can be differentiated again. ``Swish.apply(x, beta=2.0)`` then
    works as every operation does. All other fields of ``engine.declaration`` may be given, too;
    without ``torch`` there is no export to PyTorch.

    Raises:
        ArgumentError: a field is missing, or does not fit the others.
    """

    family = "own"

    def __init_subclass__(cls) -> None:
        gradients: Any = cls.__dict__.get("gradients")
        if isinstance(gradients, Iterable):
            cls.gradients = tuple(map(_as_gradient, gradients))
        cls.grad_fn_name = cls.__dict__.get("grad_fn_name") or f"{cls.__name__}Backward"
        cls.declare()
        verify(cls)

    @classmethod
    def apply(cls, *operands: Any, **params: Any) -> Tensor:
        """Computes the operation; its parameters come by name, or by position after the inputs.

        Raises:
            ShapeError: the shapes do not fit.
            ArgumentError: an input is missing, or a parameter is unknown or impossible.
        """
        if not cls.variadic and (len(operands) != len(cls.input_names) or not cls.knows(params)):
            operands = bind(cls, operands, params)
        return super().apply(*operands, **params)

    @classmethod
    def knows(cls, params: dict[str, Any]) -> bool:
        """Whether all of these are its parameters."""
        return params.keys() <= cls.defaults.keys()

    @classmethod
    def enter(cls) -> None:
        """Makes the operation known by its name, and to NumPy's functions that it stands for.

        Raises:
            ArgumentError: there is another one of that name.
        """
        namesake = OPERATIONS.get(cls.name)
        if namesake is not None and not cls.replaces(namesake):
            raise ArgumentError(f"there is an operation {cls.name!r} already: choose another name")
        for stands_for in cls.numpy:
            if (UFUNCS.get(stands_for) or NUMPY_FUNCTIONS.get(stands_for)) not in (None, namesake):
                raise ArgumentError(f"{cls.name}: {stands_for} has its operation already")
        OPERATIONS[cls.name] = cls
        NUMPY_FUNCTIONS.update(dict.fromkeys(cls.numpy, cls))

    @classmethod
    def replaces(cls, namesake: type[Node]) -> bool:
        """Whether it is the same class, defined again, as in a notebook."""
        return issubclass(namesake, Operation) and _place(namesake) == _place(cls)


def _place(kind: type[Any]) -> tuple[str, str]:
    return kind.__module__, kind.__qualname__


def _as_gradient(given: Any) -> Gradient:
    if isinstance(given, Gradient):
        return given
    if isinstance(given, tuple) and len(given) in (2, 3):
        return Gradient(*given)
    raise ArgumentError(
        f"gradients has a pair for each input, its formula and its rule, not {given!r:.60}"
    )
