"""Optimisers: how parameters follow their gradients, as PyTorch computes it.

Each says in ``moved`` where one parameter goes, by operators and NumPy functions only: the same
lines move arrays, quickly, and tensors, so that an update can be drawn. What is remembered from
step to step is in a dictionary for each parameter.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from typing import Any

from chainrule.engine import ArgumentError, Tensor, enable_grad
from chainrule.nn.native import forget, move_all, parameters_in

Memory = dict[str, Any]
Options = dict[str, Any]

NOT_NEGATIVE = (
    *("lr", "weight_decay", "momentum", "eps", "alpha", "lr_decay"),
    *("momentum_decay", "rho", "initial_accumulator_value"),
)
"""Options of which PyTorch refuses negative values."""


class Optimizer:
    """The base: holds parameters in groups, forgets gradients, takes steps.

    ``state`` is for optimisers of one's own: a dictionary for each parameter.

    Args:
        params: the tensors to move, or groups: dictionaries with ``params`` and options.
        defaults: the options of groups that do not say otherwise.

    Raises:
        ArgumentError: there are no parameters, one is no leaf, one stands twice, or an option is
            impossible.
    """

    def __init__(self, params: Iterable[Any], defaults: Options | None = None) -> None:
        if isinstance(params, Tensor):
            raise ArgumentError(
                "params argument given to the optimizer should be an iterable of Tensors or "
                "dicts: write [w], not w"
            )
        if hasattr(params, "parameters"):
            raise ArgumentError("the optimiser takes parameters: write model.parameters()")
        self.defaults = dict(defaults or {})
        self.param_groups: list[Options] = []
        self.memories: list[Memory] = []
        self.state: dict[Any, Memory] = defaultdict(dict)
        given = list(params)
        if not given:
            raise ArgumentError("optimizer got an empty parameter list: give it what shall move")
        if not isinstance(given[0], dict):
            given = [{"params": given}]
        for group in given:
            self.add_param_group(group)

    def add_param_group(self, param_group: Options) -> None:
        """Adds parameters that have options of their own."""
        group = {**self.defaults, **param_group}
        params = group["params"]
        group["params"] = [params] if isinstance(params, Tensor) else list(params)
        members = {id(parameter) for parameter in self.params}
        for parameter in group["params"]:
            if isinstance(parameter, tuple):
                raise ArgumentError("named parameters have no place here: write parameters()")
            if not isinstance(parameter, Tensor):
                raise ArgumentError(
                    f"optimizer can only optimize Tensors, but one of the params is "
                    f"{type(parameter).__name__}"
                )
            if not parameter.is_leaf:
                raise ArgumentError(
                    "can't optimize a non-leaf Tensor: only leaves can be moved, and this one is "
                    "computed; use detach().requires_grad_()"
                )
            if id(parameter) in members:
                raise ArgumentError("some parameters appear in more than one parameter group")
            members.add(id(parameter))
        for name in NOT_NEGATIVE:
            if name in group and group[name] < 0:
                raise ArgumentError(f"Invalid {name} value: {group[name]}: it is not negative")
        for number, beta in enumerate(group.get("betas", ())):
            if not 0.0 <= beta < 1.0:
                raise ArgumentError(f"Invalid beta parameter at index {number}: {beta}")
        self.param_groups.append(group)
        self.memories = [*self.memories, *({} for _ in group["params"])]

    @property
    def params(self) -> list[Tensor]:
        """The parameters of all groups."""
        return parameters_in(self.param_groups)

    @property
    def lr(self) -> float:
        """The learning rate of the first group; setting it sets that of all."""
        rate: float = self.param_groups[0]["lr"]
        return rate

    @lr.setter
    def lr(self, value: float) -> None:
        for group in self.param_groups:
            group["lr"] = value

    def zero_grad(self, set_to_none: bool = True) -> None:
        """Forgets every gradient, or fills it with zeros."""
        forget(self.params, set_to_none)

    def step(self, closure: Callable[[], Any] | None = None) -> Any:
        """Moves every parameter that has a gradient; answers what the closure computes, if any."""
        loss = None
        if closure is not None:
            with enable_grad():
                loss = closure()
        move_all(self.param_groups, self.updated, self.memories)
        return loss

    def updated(self, values: Any, gradient: Any, memory: Memory, options: Options) -> Any:
        """The parameter's values after one step."""
        if options.get("maximize"):
            gradient = -gradient
        if decay := options.get("weight_decay"):
            if options.get("decoupled_weight_decay"):
                values = values * (1.0 - options["lr"] * decay)
            else:
                gradient = gradient + decay * values
        return self.moved(values, gradient, memory, options)

    def moved(self, values: Any, gradient: Any, memory: Memory, options: Options) -> Any:
        """Where a parameter goes; ``memory`` is empty at its first step."""
        raise NotImplementedError(f"{type(self).__name__} does not say how to move a parameter")

    def state_dict(self) -> dict[str, Any]:
        """The options of every group and what is remembered of every parameter."""
        groups = []
        count = 0
        for group in self.param_groups:
            options = {name: value for name, value in group.items() if name != "params"}
            options["params"] = list(range(count, count + len(group["params"])))
            count = count + len(group["params"])
            groups.append(options)
        state = {place: dict(memory) for place, memory in enumerate(self.memories) if memory}
        return {"state": state, "param_groups": groups}

    def load_state_dict(self, state_dict: dict[str, Any]) -> None:
        """Takes over ``state_dict()`` of an optimiser over like parameters.

        Raises:
            ArgumentError: the number of parameters differs.
        """
        groups = state_dict["param_groups"]
        count = sum(len(options["params"]) for options in groups)
        if count != len(self.memories) or len(groups) != len(self.param_groups):
            raise ArgumentError(f"the state is of {count} parameters, not {len(self.memories)}")
        for group, options in zip(self.param_groups, groups, strict=True):
            group.update({name: value for name, value in options.items() if name != "params"})
        state = state_dict["state"]
        self.memories = [dict(state.get(place, {})) for place in range(count)]

    def __repr__(self) -> str:
        """As PyTorch prints it: every group with its options."""
        text = type(self).__name__ + " ("
        for number, group in enumerate(self.param_groups):
            text = text + f"\nParameter Group {number}\n"
            for name in sorted(group):
                if name != "params":
                    text = text + f"    {name}: {group[name]}\n"
        return text + ")"


EACH = {"foreach": None, "capturable": False, "differentiable": False}
"""What most optimisers of PyTorch take beside what changes numbers."""


def ways_of(given: Options, members: Options = EACH) -> Options:
    """The options that only say how PyTorch computes: they change no number here.

    Raises:
        ArgumentError: one of them is not known.
    """
    for name in given:
        if name not in members:
            raise ArgumentError(f"an optimiser has no option {name!r}")
    return {**members, **given}


class SGD(Optimizer):
    """Gradient descent: ``w ← w − lr · grad``, with momentum if wanted."""

    def __init__(
        self,
        params: Iterable[Any],
        lr: float = 0.001,
        momentum: float = 0,
        dampening: float = 0,
        weight_decay: float = 0,
        nesterov: bool = False,
        *,
        maximize: bool = False,
        **ways: Any,
    ) -> None:
        if nesterov and (momentum <= 0 or dampening != 0):
            raise ArgumentError("Nesterov momentum requires a momentum and zero dampening")
        super().__init__(
            params,
            {
                "lr": lr,
                "momentum": momentum,
                "dampening": dampening,
                "weight_decay": weight_decay,
                "nesterov": nesterov,
                "maximize": maximize,
                **ways_of(ways, {"foreach": None, "differentiable": False, "fused": None}),
            },
        )

    def moved(self, values: Any, gradient: Any, memory: Memory, options: Options) -> Any:
        """Straight down, or where the momentum carries."""
        momentum = options["momentum"]
        if momentum:
            velocity = memory.get("velocity")
            if velocity is None:
                velocity = gradient
            else:
                velocity = momentum * velocity + (1.0 - options["dampening"]) * gradient
            memory["velocity"] = velocity
            gradient = gradient + momentum * velocity if options["nesterov"] else velocity
        return values - options["lr"] * gradient
