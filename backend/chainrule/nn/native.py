"""What modules need of the engine itself.

The interpreter reads the other files of this folder as text and has its own for what stands here.
"""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from chainrule.engine import Tensor, no_grad
from chainrule.engine.changes import fill, overwrite
from chainrule.engine.state import Recording, state
from chainrule.engine.tensor import Array
from chainrule.functions.generator import Generator, initialisation, loading
from chainrule.functions.generator.initialisation import calculate_gain, fans
from chainrule.functions.randomness import default_generator

__all__ = [
    "Parameter",
    "affine",
    "become",
    "calculate_gain",
    "call_module",
    "declare",
    "deep_copy",
    "descend",
    "draw",
]
__all__ += ["epoch_order", "fans", "forget", "move_all", "parameters_in", "parameters_of"]
__all__ += ["split_order", "without_names"]


class _Marked(type):
    """Makes ``isinstance(t, Parameter)`` ask for the mark."""

    def __instancecheck__(cls, value: object) -> bool:
        return isinstance(value, Tensor) and value.is_parameter


class Parameter(metaclass=_Marked):
    """``Parameter(data)`` is a leaf with the values of ``data`` that modules list as their own.

    It is an ordinary tensor with a mark, so that computing with it costs nothing extra.

    Args:
        data: a tensor, or anything that ``Tensor`` takes.
        requires_grad: whether ``backward()`` computes a gradient for it.
    """

    def __new__(cls, data: Any = (), requires_grad: bool = True) -> Tensor:  # type: ignore[misc]
        """The tensor, marked."""
        parameter = Tensor(data.detach() if isinstance(data, Tensor) else data)
        parameter.is_parameter = True
        parameter.requires_grad = requires_grad
        return parameter


def call_module(module: Any, *args: Any, **kwargs: Any) -> Any:
    """Calls a module's ``forward``; what an inner module computes is drawn as one group.

    Modules inside learn their names when one was added. The group is what ``with group(name):``
    makes, at a third of its price.
    """
    if module._parts != len(vars(module)):
        module._name_parts("")
        module._parts = 0
        module._parts = len(vars(module))
    if module._hooks:
        args = module._before(args)
    name = module._group
    if not name:
        result = module.forward(*args, **kwargs)
    else:
        outer: Recording = state.recording
        group = f"{outer.group}/{name}" if outer.group else name
        state.recording = Recording(outer.grad_enabled, outer.watch, group)
        try:
            result = module.forward(*args, **kwargs)
        finally:
            state.recording = outer
    return module._after(args, result) if module._hooks else result


def become(module: Any, cls: type, *args: Any, **options: Any) -> None:
    """Makes a module, as it is asked to compute for the first time, one of another class."""
    training, group = module.training, module._group
    module.__class__ = cls
    module.__init__(*args, **options)
    module.training, module._group = training, group


def deep_copy(module: Any) -> Any:
    """A module with parameters of its own that are equal."""
    return copy.deepcopy(module)


def declare(tensor: Tensor, *args: Any, **kwargs: Any) -> None:
    """Says of what kind a tensor's numbers are: nothing here, where they are what they are."""


def affine(x: Any, weight: Tensor, bias: Tensor | None) -> Any:
    """``x @ weight.T + bias``, drawn as the operations that it is."""
    product = x @ weight.T
    return product if bias is None else product + bias


def descend(module: Any, prefix: str, kind: type) -> Iterator[tuple[str, Any]]:
    """A module and every one inside, with dotted paths; each is listed once.

    A module of a class that lists those inside itself is asked for them.
    """
    waiting, seen = [(prefix, module)], set()
    while waiting:
        path, found = waiting.pop()
        if id(found) in seen:
            continue
        seen.add(id(found))
        if found is not module and type(found).named_modules is not kind.named_modules:  # type: ignore[attr-defined]
            yield from found.named_modules(prefix=path)
            continue
        yield path, found
        start = path + "." if path else ""
        inside = [(start + k, v) for k, v in vars(found).items() if isinstance(v, kind)]
        waiting += reversed(inside)


def parameters_of(modules: Iterable[tuple[str, Any]]) -> Iterator[tuple[str, Tensor]]:
    """The parameters of modules with their dotted paths; one in several places is listed once."""
    seen = set()
    for path, module in modules:
        start = path + "." if path else ""
        for name, value in list(vars(module).items()):
            if isinstance(value, Tensor) and value.is_parameter and id(value) not in seen:
                seen.add(id(value))
                yield start + name, value


def without_names(named: Iterable[tuple[str, Any]]) -> Iterator[Any]:
    """The second of each pair."""
    return (value for _, value in named)


def parameters_in(groups: Iterable[dict[str, Any]]) -> list[Tensor]:
    """The parameters of all groups of an optimiser."""
    return [parameter for group in groups for parameter in group["params"]]


def forget(parameters: Iterable[Tensor], set_to_none: bool) -> None:
    """Forgets the gradients of parameters, or fills them with zeros."""
    for parameter in parameters:
        if set_to_none:
            parameter.grad = None
        elif parameter.grad is not None:
            fill(parameter.grad, 0.0)


Move = Callable[[Array, Array, dict[str, Any], dict[str, Any]], Array]
"""From a parameter's values, its gradient, its memory and its group to its new values."""


def move_all(
    groups: Iterable[dict[str, Any]], function: Move, memories: list[dict[str, Any]]
) -> None:
    """Gives every parameter with a gradient the values that a function makes of both."""
    place = 0
    for group in groups:
        for parameter in group["params"]:
            gradient = parameter.grad
            if gradient is not None:
                moved = function(parameter._array, gradient._array, memories[place], group)
                if parameter._base is not None:  # what it shows moves with it
                    with no_grad():
                        fill(parameter, Tensor.wrap(moved, False, None))
                elif not (parameter._views or parameter._loose):
                    parameter._array = moved  # a graph of before keeps the array that it read
                else:
                    overwrite(parameter, moved)
            place += 1


def epoch_order(count: int, shuffle: bool, generator: Generator | None = None) -> list[int]:
    """The order in which a loader goes through so many samples."""
    source = default_generator() if generator is None else generator
    loading.base_seed(source)
    if not shuffle:
        return list(range(count))
    if generator is not None:
        return [int(place) for place in generator.randperm(count)]
    return [int(place) for place in loading.shuffled(source, count)]


def split_order(count: int, generator: Generator | None = None) -> list[int]:
    """The order from which a set is split."""
    source = default_generator() if generator is None else generator
    return [int(place) for place in source.randperm(count)]


def draw(tensor: Tensor, distribution: str, *options: Any) -> Tensor:
    """Fills a tensor with numbers of ``functions.generator.initialisation``, and returns it.

    Args:
        tensor: what is filled, in place.
        distribution: the name of the function there: ``"kaiming_uniform"``.
        options: what the function takes beside the generator and the shape.
    """
    numbers = getattr(initialisation, distribution)(default_generator(), tensor.shape, *options)
    with no_grad():
        return tensor.copy_(numbers)
