"""What is set for PyTorch as a whole: kinds of numbers, devices, printing, random numbers."""

from __future__ import annotations

import math

import numpy as np

from chainrule.functions.generator import Generator
from chainrule.functions.randomness import default_generator
from chainrule.program.libraries.devices import DEVICE, Device
from chainrule.program.libraries.session import RunGenerator
from chainrule.program.libraries.things import (
    SIZE,
    TORCH_TYPES,
    Size,
    computed_dtype,
    settings,
    shown,
    thing,
)
from chainrule.program.libraries.wrapping import given
from chainrule.program.operators import as_index
from chainrule.program.runtime import Runtime
from chainrule.program.tables import ATTRIBUTES, Method
from chainrule.program.values import Class, Library, Value

FLOATS = ("float32", "float64", "float16", "bfloat16")


def device(runtime: Runtime, type: Value = "cpu", index: Value = None) -> Device:
    """``torch.device("cpu")``; whatever it is called, everything is computed on the processor."""
    if isinstance(type, Device):
        return type
    if isinstance(type, int):
        type = f"cuda:{int(type)}"
    if not isinstance(type, str):
        raise TypeError(f"device() takes a name, not a '{runtime.type_name(type)}'")
    name, _, number = type[:40].partition(":")
    if name != "cpu":
        runtime.note(f"everything is computed on the processor, also what is sent to {name!r}")
    return Device(name, int(number) if number else index)


DEVICE.make = device


def size(runtime: Runtime, sizes: Value = ()) -> Size:
    """``torch.Size([2, 3])``."""
    return Size(as_index(runtime, part) for part in given(runtime, "torch.Size", sizes))


SIZE.make = size


def finfo(runtime: Runtime, type: Value = None) -> Library:
    """``torch.finfo(torch.float32)``: the bounds of a kind of numbers."""
    wanted = computed_dtype(type) or settings.default
    known = np.finfo("float16" if wanted.name == "bfloat16" else wanted.name)
    return Library("finfo", {
        "eps": float(known.eps), "max": float(known.max), "min": float(known.min),
        "tiny": float(known.tiny), "smallest_normal": float(known.tiny), "bits": known.bits,
    })  # fmt: skip


def iinfo(runtime: Runtime, type: Value) -> Library:
    """``torch.iinfo(torch.int64)``: the bounds of a kind of integers."""
    wanted = computed_dtype(type)
    known = np.iinfo(wanted.name if wanted is not None else "int64")
    return Library("iinfo", {"max": int(known.max), "min": int(known.min), "bits": known.bits})


def set_default_dtype(runtime: Runtime, d: Value) -> None:
    """What new tensors say of themselves; they are computed in float64 in any case."""
    wanted = computed_dtype(d)
    if wanted is None or wanted.name not in FLOATS:
        raise TypeError("only floating-point types are supported as the default type")
    settings.default = wanted


def set_default_tensor_type(runtime: Runtime, t: Value) -> None:
    """The same by the class of the tensors."""
    name = t.name if isinstance(t, Class) else t if isinstance(t, str) else ""
    settings.default = TORCH_TYPES["float64" if "Double" in name else "float32"]


def set_printoptions(
    runtime: Runtime, precision: Value = None, threshold: Value = None, edgeitems: Value = None,
    linewidth: Value = None, profile: Value = None, sci_mode: Value = None,
) -> None:  # fmt: skip
    """How tensors are printed from now on."""
    if profile is not None:
        settings.precision, settings.edgeitems, settings.linewidth = 4, 3, 80
        settings.threshold = 10_000 if profile == "full" else 1000
        if profile == "short":
            settings.precision, settings.edgeitems = 2, 2
    for name, value in (
        ("precision", precision), ("threshold", threshold), ("edgeitems", edgeitems),
        ("linewidth", linewidth),
    ):  # fmt: skip
        if value is not None:
            number = as_index(runtime, value) if value != math.inf else 10**6
            setattr(settings, name, max(0, min(number, 10**6)))
    settings.precision = min(settings.precision, 30)
    settings.sci_mode = sci_mode


# Random numbers

GENERATOR = thing("torch.Generator", RunGenerator, Generator)
for _kind in (Generator, RunGenerator):
    shown(_kind, lambda value: "<torch._C.Generator object>")


def generator(runtime: Runtime, device: Value = None) -> Generator:
    """``torch.Generator()``."""
    return Generator()


GENERATOR.make = generator


def _seeded(source: Generator, seed: Value) -> Generator:
    if type(seed) is not int:
        raise TypeError("manual_seed expected a long, but got something else")
    source.manual_seed(seed)
    return source


ATTRIBUTES[Generator] = {
    "manual_seed": Method("manual_seed", _seeded),
    "initial_seed": Method("initial_seed", lambda source: source.initial_seed()),
    "seed": Method("seed", lambda source: source.initial_seed()),
}


def manual_seed(runtime: Runtime, seed: Value) -> Generator:
    """``torch.manual_seed(0)``: PyTorch's own numbers follow."""
    return _seeded(default_generator(), as_index(runtime, seed))
