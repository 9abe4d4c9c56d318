"""Things of the libraries that are neither numbers nor tensors: dtypes, devices, sizes, nodes.

All are immutable. What can be asked of one stands in a table here, as for every other value.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

import numpy as np

from chainrule.engine import Node, Tensor
from chainrule.engine.hooks import Handle
from chainrule.program import operators, subscripts
from chainrule.program.classes import CLASSES, OBJECT, TUPLE, type_name
from chainrule.program.numbers import Array, Number
from chainrule.program.tables import ATTRIBUTES, Attribute, Method
from chainrule.program.text import SHOWN
from chainrule.program.values import CONTAINERS, OWN, Class, Value


class Double(Tensor):
    """A tensor whose program asked for float64.

    PyTorch's float32 is computed in float64 here as well; what differs is what it says of itself.
    """

    precedence = 3
    yields = True


class DataType:
    """A kind of numbers: ``torch.float32``, or what ``a.dtype`` answers for NumPy's arrays.

    Attributes:
        name: ``float32``.
        library: whose it is; ``numpy`` or ``torch``.
        computed: the engine's dtype for it.
        kind: the class of its tensors.
    """

    __slots__ = ("computed", "kind", "library", "name")

    def __init__(self, library: str, name: str, computed: str, kind: type[Tensor]) -> None:
        self.library = library
        self.name = name
        self.computed = np.dtype(computed)
        self.kind = kind

    def __eq__(self, other: object) -> bool:
        if isinstance(other, Class):
            other = CLASS_TYPES.get(other)
        if isinstance(other, str):
            return self.library == "numpy" and other == self.name
        return isinstance(other, DataType) and (self.library, self.name) == (
            other.library, other.name,
        )  # fmt: skip

    def __hash__(self) -> int:
        return hash((self.library, self.name))


def _torch(name: str, computed: str, kind: type[Tensor] = Tensor) -> DataType:
    return DataType("torch", name, computed, kind)


TORCH_TYPES: dict[str, DataType] = {
    "float32": _torch("float32", "float64"),
    "float64": _torch("float64", "float64", Double),
    "float16": _torch("float16", "float64"),
    "bfloat16": _torch("bfloat16", "float64"),
    "int64": _torch("int64", "int64"),
    "int32": _torch("int32", "int32"),
    "int16": _torch("int16", "int16"),
    "int8": _torch("int8", "int8"),
    "uint8": _torch("uint8", "uint8"),
    "bool": _torch("bool", "bool"),
}
"""PyTorch's kinds of numbers: fractions of less than 64 bits are computed with 64."""
TORCH_TYPES |= {
    "float": TORCH_TYPES["float32"], "double": TORCH_TYPES["float64"],
    "half": TORCH_TYPES["float16"], "long": TORCH_TYPES["int64"], "int": TORCH_TYPES["int32"],
    "short": TORCH_TYPES["int16"],
}  # fmt: skip
NUMPY_TYPES: dict[str, DataType] = {
    name: DataType("numpy", name, computed, Array)
    for name, computed in (
        ("float64", "float64"), ("float32", "float32"), ("float16", "float32"), ("int64", "int64"),
        ("int32", "int32"), ("int16", "int16"), ("int8", "int8"), ("uint8", "uint8"),
        ("uint16", "uint16"), ("uint32", "uint32"),
        ("uint64", "uint64"), ("bool", "bool"),
    )
}  # fmt: skip
"""NumPy's kinds of numbers, as far as arrays here can be of them."""
CLASS_TYPES: dict[Class, DataType] = {}
"""The kind of numbers that a class stands for: ``np.float32``, ``float``."""


def data_type(value: Tensor) -> DataType:
    """What a tensor's ``dtype`` answers."""
    name = value.dtype.name
    if isinstance(value, Array | Number):
        return NUMPY_TYPES[name]
    if name == "float64" and not isinstance(value, Double):
        return settings.default
    return TORCH_TYPES[name]


class Settings(threading.local):
    """What a run has set for PyTorch as a whole; each thread runs one program at a time.

    Attributes:
        default: the kind of numbers of new tensors.
        precision, threshold, edgeitems, linewidth, sci_mode: how tensors are printed.
        numpy: how arrays are.
        bare: whether the program uses no library, so that lists are printed as Python does.
        narrow: the kinds of fractions of 16 bits that were asked for.
    """

    def __init__(self) -> None:
        self.reset()

    def reset(self) -> None:
        """What every run starts with."""
        self.default = TORCH_TYPES["float32"]
        self.precision = 4
        self.threshold = 1000
        self.edgeitems = 3
        self.linewidth = 80
        self.sci_mode: bool | None = None
        self.numpy: dict[str, Any] = {}
        self.bare = False
        self.narrow: set[str] = set()

    def asked(self, kind: DataType) -> DataType:
        """Notes that a kind of numbers was asked for by its name."""
        if "float16" in kind.name:
            self.narrow.add(kind.name)
        return kind


settings = Settings()


class Size(tuple[int, ...]):
    """A tensor's shape, as PyTorch has it."""

    __slots__ = ()


class Fields(tuple[Any, ...]):
    """Several answers with names: ``torch.max(x, 0).values``."""

    called: str = ""
    names: tuple[str, ...] = ()


class Origin:
    """A tensor's ``grad_fn``: the operation that made it."""

    __slots__ = ("node",)

    def __init__(self, node: Node) -> None:
        self.node = node

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Origin) and other.node is self.node

    def __hash__(self) -> int:
        return hash(self.node)


class LeafOrigin:
    """Where the gradients of a leaf end up: PyTorch's ``AccumulateGrad``."""

    __slots__ = ("variable",)

    def __init__(self, variable: Tensor) -> None:
        self.variable = variable


def thing(name: str, *kinds: type, base: Class = OBJECT) -> Class:
    """A class for values of native types, which are then values of the program."""
    made = Class(name, (base,), native=kinds)
    for kind in kinds:
        CLASSES[kind] = made
        if base is TUPLE:
            for known in (CONTAINERS, subscripts.SEQUENCES, operators.SEQUENCES):
                known.add(kind)
        else:
            OWN.add(kind)
    return made


def shown(kind: type, text: Callable[[Any], str], representation: Any = None) -> None:
    """Enters how values of a type are printed."""
    SHOWN[kind] = lambda value: (text(value), (representation or text)(value))


DATA_TYPE = thing("torch.dtype", DataType)
SIZE = thing("torch.Size", Size, base=TUPLE)
ORIGIN = thing("Node", Origin)
thing("AccumulateGrad", LeafOrigin)
thing("torch.return_types", Fields, base=TUPLE)
thing("torch.utils.hooks.RemovableHandle", Handle)

shown(
    DataType,
    lambda value: f"torch.{value.name}" if value.library == "torch" else value.name,
    lambda value: f"torch.{value.name}" if value.library == "torch" else f"dtype('{value.name}')",
)
shown(Size, lambda value: f"torch.Size([{', '.join(map(str, value))}])")

ATTRIBUTES[DataType] = {
    "name": Attribute(lambda value: value.name),
    "kind": Attribute(lambda value: value.computed.kind),
    "itemsize": Attribute(lambda value: np.dtype(_stored(value.name)).itemsize),
    "is_floating_point": Attribute(lambda value: value.computed.kind == "f"),
}
ATTRIBUTES[Handle] = {"remove": Method("remove", Handle.remove)}


def _stored(name: str) -> str:
    return "float16" if name == "bfloat16" else name


def _elements(size: Size) -> int:
    count = 1
    for length in size:
        count *= length
    return count


def _field(name: str) -> Attribute:
    def get(value: Fields) -> Value:
        if name not in value.names:
            raise AttributeError(f"'torch.return_types.{value.called}' has no '{name}'")
        return value[value.names.index(name)]

    return Attribute(get)


FIELDS = ("values", "indices", "sign", "logabsdet", "U", "S", "Vh", "Q", "R", "eigenvalues",
          "eigenvectors", "solution", "min", "max")  # fmt: skip
ATTRIBUTES[Fields] = {name: _field(name) for name in FIELDS}


def fields_text(value: Fields) -> str:
    """Several answers as PyTorch prints them."""
    parts = [f"{name}={SHOWN[Tensor](item)[1]}"
             for name, item in zip(value.names, value, strict=True)]  # fmt: skip
    return f"torch.return_types.{value.called}(\n" + ",\n".join(parts) + ")"


shown(Fields, fields_text)
ATTRIBUTES[Size] = {"numel": Method("numel", _elements)}


def computed_dtype(value: Value) -> DataType | None:
    """The kind of numbers that an argument ``dtype`` asks for; ``None`` for none.

    Raises:
        TypeError: it is no kind of numbers.
    """
    if isinstance(value, Class) and value in CLASS_TYPES:
        value = CLASS_TYPES[value]
    elif isinstance(value, str) and value in NUMPY_TYPES:
        value = NUMPY_TYPES[value]
    if value is None or isinstance(value, DataType):
        return None if value is None else settings.asked(value)
    what = repr(value[:40]) if isinstance(value, str) else f"a '{type_name(value)}'"
    raise TypeError(f"{what} is no data type here; write torch.float32 or np.float64")
