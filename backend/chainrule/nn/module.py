"""Module: something with parameters, as PyTorch has it.

Parameters, buffers and inner modules are the attributes of a module, in the order in which they
were set. A call of an inner module is drawn as a group with the attribute's name.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Iterator
from typing import Any

from chainrule.engine import ArgumentError, ShapeError, Tensor
from chainrule.nn import hooks
from chainrule.nn.hooks import Hook
from chainrule.nn.members import Children, Mismatch
from chainrule.nn.native import (
    call_module,
    declare,
    descend,
    parameters_of,
    without_names,
)


class Module:
    """The base of layers and models: finds the parameters in its attributes, in their order.

    Attributes:
        training: whether dropout drops and batch normalisation looks at the batch.
    """

    training: bool = True
    is_called: bool = True
    """Whether it is called itself, and not only what it holds, as of a list of modules."""
    _group: str = ""
    _parts: int = 0
    _hooks: Any = ()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        self.training = True

    # What it is made of

    def named_children(self) -> Iterator[tuple[str, Module]]:
        """The modules directly inside, with their names."""
        for name, value in list(vars(self).items()):
            if isinstance(value, Module):
                yield name, value

    def children(self) -> Iterator[Module]:
        """The modules directly inside."""
        for _, module in self.named_children():
            yield module

    def named_modules(self, prefix: str = "") -> Iterator[tuple[str, Module]]:
        """This module and every one inside, with dotted paths; each is listed once."""
        return descend(self, prefix, Module)

    def modules(self) -> Iterator[Module]:
        """This module and every one inside."""
        return without_names(self.named_modules())

    def named_parameters(
        self, prefix: str = "", recurse: bool = True
    ) -> Iterator[tuple[str, Tensor]]:
        """Every parameter with its dotted path: a module's own, then those of the ones inside.

        One that stands in several places is listed once.
        """
        return parameters_of(self.named_modules(prefix) if recurse else [(prefix, self)])

    def parameters(self, recurse: bool = True) -> Iterator[Tensor]:
        """Every parameter, in the order of ``named_parameters``."""
        return without_names(self.named_parameters("", recurse))

    def named_buffers(self, prefix: str = "") -> Iterator[tuple[str, Tensor]]:
        """Every tensor that belongs to the state but is not learned, with its dotted path."""
        for path, module in self.named_modules(prefix):
            for name in vars(module).get("_buffers", ()):
                value = vars(module)[name]
                if value is not None:
                    yield (path + "." + name if path else name), value

    def buffers(self) -> Iterator[Tensor]:
        """Every buffer."""
        for _, buffer in self.named_buffers():
            yield buffer

    def register_parameter(self, name: str, param: Tensor | None) -> None:
        """Sets a parameter as an attribute."""
        setattr(self, name, param)

    def register_buffer(self, name: str, tensor: Tensor | None, persistent: bool = True) -> None:
        """Sets a tensor as an attribute that belongs to the state and is not learned."""
        self._buffers = (*vars(self).get("_buffers", ()), name)
        if not persistent:
            self._passing = (*vars(self).get("_passing", ()), name)
        setattr(self, name, tensor)

    def add_module(self, name: str, module: Module | None) -> None:
        """Sets a module as an attribute, whose name may be a number."""
        setattr(self, name, module)

    @property
    def _modules(self) -> Children:
        """The modules directly inside, as a dictionary."""
        return Children(self)

    # Modes

    def train(self, mode: bool = True) -> Module:
        """Puts this module and those inside into training mode, or out of it."""
        for module in self.modules():
            module.training = mode
        return self

    def eval(self) -> Module:
        """Ends training mode: nothing is dropped, and running statistics are used."""
        return self.train(False)

    def requires_grad_(self, requires_grad: bool = True) -> Module:
        """Makes all parameters learn, or none."""
        for parameter in self.parameters():
            parameter.requires_grad = requires_grad
        return self

    def enable_grad(self) -> None:
        """Undoes ``disable_grad``."""
        self.requires_grad_(True)

    def disable_grad(self) -> None:
        """Makes the parameters constants: no gradient is computed for them any more."""
        self.requires_grad_(False)

    def zero_grad(self, set_to_none: bool = True) -> None:
        """Forgets every gradient, or fills it with zeros."""
        for parameter in self.parameters():
            if parameter.grad is not None:
                if set_to_none:
                    parameter.grad = None
                else:
                    parameter.grad.zero_()

    def apply(self, fn: Callable[[Module], Any]) -> Module:
        """Calls a function on every module inside, and then on this one."""
        for module in self.children():
            module.apply(fn)
        fn(self)
        return self

    def to(self, *args: Any, **kwargs: Any) -> Module:
        """The same module: everything is on the processor, and computed in float64."""
        for tensor in [*self.parameters(), *self.buffers()]:
            declare(tensor, *args, **kwargs)
        return self

    def cpu(self) -> Module:
        """The same module."""
        return self

    def cuda(self, device: Any = None) -> Module:
        """The same module: everything is on the processor."""
        return self

    def float(self) -> Module:
        """The same module."""
        return self.to("float32")

    def double(self) -> Module:
        """The same module."""
        return self.to("float64")

    # State

    def state_dict(self) -> OrderedDict[str, Tensor]:
        """Every parameter and buffer by its path; the tensors share the module's values."""
        return OrderedDict([(name, tensor.detach()) for name, tensor in self._state()])

    def _state(self) -> Iterator[tuple[str, Tensor]]:
        """Module by module, its parameters and what it keeps of its buffers, with their paths."""
        for path, module in self.named_modules():
            yield from parameters_of([(path, module)])
            passing = vars(module).get("_passing", ())
            for name in vars(module).get("_buffers", ()):
                if name not in passing and vars(module)[name] is not None:
                    yield (path + "." + name if path else name), vars(module)[name]

    def load_state_dict(self, state_dict: dict[str, Any], strict: bool = True) -> Mismatch:
        """Takes over the values of ``state_dict()``, of this or of a like module.

        Answers which names were not there; there are such only where ``strict`` is false.

        Raises:
            ArgumentError: a name is missing, or there is one too many.
            ShapeError: a tensor has another shape.
        """
        own = dict(self._state())
        missing = [name for name in own if name not in state_dict]
        unexpected = [name for name in state_dict if name not in own]
        if strict and (missing or unexpected):
            raise ArgumentError(
                f"the state does not fit {type(self).__name__}: "
                f"missing {missing}, unexpected {unexpected}"
            )
        given = {name: state_dict[name] for name in own if name in state_dict}
        values = {
            name: value if isinstance(value, Tensor) else Tensor(value)
            for name, value in given.items()
        }
        for name, value in values.items():
            if value.shape != own[name].shape:
                raise ShapeError(
                    f"{name} has shape {tuple(own[name].shape)}, the state's {tuple(value.shape)}"
                )
        for name, value in values.items():
            own[name].detach().copy_(value)
        return Mismatch(missing, unexpected)

    def _name_parts(self, prefix: str) -> None:
        """Tells the modules inside what they are called here."""
        for name, module in self.named_children():
            module._group = prefix + name
            if not module.is_called:
                module._name_parts(prefix + name + "/")

    # Calls

    def forward(self, *args: Any, **kwargs: Any) -> Any:
        """The module's result; every module says how to compute it."""
        raise NotImplementedError(
            f'Module [{type(self).__name__}] is missing the required "forward" function'
        )

    def register_forward_hook(self, hook: Callable[..., Any]) -> Hook:
        """Calls ``hook(module, args, result)`` after every call; what it returns is the result."""
        return Hook(self, "after", hook)

    def register_forward_pre_hook(self, hook: Callable[..., Any]) -> Hook:
        """Calls ``hook(module, args)`` before every call; what it returns are the arguments."""
        return Hook(self, "before", hook)

    def register_full_backward_hook(self, hook: Callable[..., Any]) -> Hook:
        """Calls ``hook(module, gradients of the arguments, of the result)`` on the way back.

        Where it returns something, that is the gradient of the one argument that has one.
        """
        return Hook(self, "backward", hook)

    __call__ = call_module
    """Runs the module; what an inner module computes is drawn as a group."""

    def _before(self, args: Any) -> Any:
        """What the hooks make of the arguments."""
        return hooks.before(self, args)

    def _after(self, args: Any, result: Any) -> Any:
        """What the hooks make of a result."""
        return hooks.after(self, args, result)

    # In words

    def extra_repr(self) -> str:
        """What stands between the brackets, beside the inner modules."""
        return ""

    def __repr__(self) -> str:
        """As PyTorch prints it: the modules inside, line by line."""
        lines = [
            "(" + name + "): " + repr(module).replace("\n", "\n  ")
            for name, module in self.named_children()
        ]
        extra = self.extra_repr()
        name = type(self).__name__
        if not lines:
            return name + "(" + extra + ")"
        return name + "(\n  " + "\n  ".join([extra, *lines] if extra else lines) + "\n)"
