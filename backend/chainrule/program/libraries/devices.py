"""Devices: where PyTorch would compute; here everything is on the processor."""

from __future__ import annotations

from chainrule.program.libraries.things import shown, thing
from chainrule.program.tables import ATTRIBUTES, Attribute


class Device:
    """``torch.device("cpu")``: where PyTorch would compute."""

    __slots__ = ("index", "kind")

    def __init__(self, kind: str, index: int | None = None) -> None:
        self.kind = kind
        self.index = index

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Device) and (self.kind, self.index) == (other.kind, other.index)

    def __hash__(self) -> int:
        return hash((self.kind, self.index))

    def __str__(self) -> str:
        return self.kind if self.index is None else f"{self.kind}:{self.index}"


CPU = Device("cpu")

DEVICE = thing("torch.device", Device)
shown(
    Device,
    str,
    lambda value: (
        f"device(type='{value.kind}'"
        + ("" if value.index is None else f", index={value.index}")
        + ")"
    ),
)
ATTRIBUTES[Device] = {
    "type": Attribute(lambda value: value.kind),
    "index": Attribute(lambda value: value.index),
}
