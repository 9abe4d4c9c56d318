"""Natives: what the interpreted modules need of the engine (``nn/native.py`` for CPython).

Parameters are marked tensors; a call of a module is a group; optimisers move parameters in place;
loaders draw from the run's generator.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from chainrule.engine import Tensor
from chainrule.engine.state import Recording, state
from chainrule.functions.generator import Generator, loading
from chainrule.functions.randomness import default_generator
from chainrule.nn import native
from chainrule.program.attributes import get_attribute
from chainrule.program.classes import BY_VALUE, HOMES, TENSOR
from chainrule.program.libraries.copying import deepcopy
from chainrule.program.libraries.gradient_names import call_by
from chainrule.program.libraries.moves import forget, move_all, parameters_in
from chainrule.program.libraries.things import TORCH_TYPES, DataType, Double
from chainrule.program.libraries.walks import descend, parameters_of, without_names
from chainrule.program.libraries.wrapping import given
from chainrule.program.operators import BINARY, binary
from chainrule.program.runtime import Runtime
from chainrule.program.values import Builtin, Class, Record, Value


def make_parameter(runtime: Runtime, data: Value = (), requires_grad: bool = True) -> Tensor:
    """``Parameter(data)``: a leaf that modules list as their own."""
    data = given(runtime, "Parameter", data)
    if type(data) is Double:
        parameter = data.detach()
    else:
        parameter = Tensor(data.detach() if isinstance(data, Tensor) else data)
    if parameter.dtype == np.float32:
        parameter = parameter.to("float64")
    parameter.is_parameter = True
    parameter.requires_grad = requires_grad
    return parameter


PARAMETER = Class("Parameter", (TENSOR,), make=make_parameter)
HOMES |= {TENSOR: "torch", PARAMETER: "torch.nn.parameter"}


def _class_of_tensor(value: Any) -> Class:
    return PARAMETER if value.is_parameter else TENSOR


BY_VALUE[Tensor] = BY_VALUE[Double] = _class_of_tensor


def call_module(runtime: Runtime, module: Value, *args: Value, **kwargs: Value) -> Value:
    """Calls a module's ``forward``; what an inner module computes is drawn as one group."""
    if type(module) is not Record:
        raise TypeError("only modules are called so")
    attributes, cls = module.attributes, module.cls
    if attributes.get("_parts") != len(attributes):
        runtime.call(cls.find("_name_parts"), (module, ""))
        attributes["_parts"] = 0
        attributes["_parts"] = len(attributes)
    hooks = attributes.get("_hooks")
    if hooks:
        args = runtime.call(cls.find("_before"), (module, args))
    forward = attributes.get("forward") or cls.find("forward")
    given = args if "forward" in attributes else (module, *args)
    name = attributes.get("_group")
    if not name:
        place = runtime.place
        runtime.place = (place, module, None)
        try:
            result = runtime.call(forward, given, kwargs)
        finally:
            runtime.place = place
    else:
        outer = state.recording
        group = f"{outer.group}/{name}" if outer.group else name
        state.recording = Recording(outer.grad_enabled, outer.watch, group)
        try:
            result = runtime.call(forward, given, kwargs)
        finally:
            state.recording = outer
    if hooks:
        return runtime.call(cls.find("_after"), (module, args, result))
    return result


def become(runtime: Runtime, module: Value, cls: Class, *args: Value, **options: Value) -> None:
    """Makes a module, as it is asked to compute for the first time, one of another class."""
    kept = {name: module.attributes[name] for name in ("training", "_group", "_hooks")
            if name in module.attributes}  # fmt: skip
    module.cls = cls
    module.attributes.pop("_given", None)
    runtime.call(cls.find("__init__"), (module, *args), options)
    module.attributes.update(kept)


def declare(runtime: Runtime, tensor: Any, *args: Value, **kwargs: Value) -> None:
    """Says of what kind a tensor's numbers are, as ``tensor.to(...)`` understands it."""
    for arg in (*args, kwargs.get("dtype")):
        wanted = TORCH_TYPES.get(arg) if type(arg) is str else arg
        if type(wanted) is DataType and tensor.dtype.kind == "f":
            for part in (tensor, tensor.grad):
                if isinstance(part, Tensor):
                    part.__class__ = wanted.kind


def affine(runtime: Runtime, x: Value, weight: Value, bias: Value) -> Value:
    """``x @ weight.T + bias``, drawn as the operations that it is."""
    turned = get_attribute(runtime, weight, "T")
    if turned._grad_fn is not None:
        turned._grad_fn.torch_function = "t"
    answer = binary(runtime, BINARY["@"], x, turned)
    if bias is not None:
        answer = binary(runtime, BINARY["+"], answer, bias)
    call_by(answer, "linear")
    return answer


def _positions(found: Any) -> list[int]:
    return [int(place) for place in found]


def epoch_order(runtime: Runtime, count: int, shuffle: bool, generator: Value = None) -> list[int]:
    """The order in which a loader goes through so many samples."""
    runtime.budget.items(count)
    source: Generator = default_generator() if generator is None else generator
    loading.base_seed(source)
    if not shuffle:
        return list(range(count))
    if generator is not None:
        return _positions(source.randperm(count))
    return _positions(loading.shuffled(source, count))


def split_order(runtime: Runtime, count: int, generator: Value = None) -> list[int]:
    """The order from which a set is split."""
    runtime.budget.items(count)
    source: Generator = default_generator() if generator is None else generator
    return _positions(source.randperm(count))


NATIVES: dict[str, Value] = {
    "Parameter": PARAMETER,
    **{
        function.__name__: Builtin(function.__name__, function, runtime=True)
        for function in (
            *(call_module, become, declare, affine, descend, parameters_of, without_names),
            *(parameters_in, forget, move_all),
            *(epoch_order, split_order),
        )
    },
    "deep_copy": Builtin("deep_copy", deepcopy, runtime=True),
    **{
        function.__name__: Builtin(function.__name__, function)
        for function in (native.calculate_gain, native.draw, native.fans)
    },
}
