"""Measures: the recording of a run as it is kept in chunks, and as it is answered.

A chunk is a checksum, then float32 for each step, layer and measure. Like losses it belongs to one
commit; what was damaged, or is older than recordings, is measured again, since a run is a pure
function.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

import numpy as np

from chainrule.engine.annotation import NUMBER, Doc, Listed, lists
from chainrule.engine.tensor import Array
from chainrule.training.network import Network
from chainrule.training.recording import MEASURES, width
from chainrule.training.store.checks import CHECK_BYTES, chunk_check

NUMBERS = lists(NUMBER)
MOST_POINTS = 1000
"""In an answer: more than a picture has columns."""


@dataclass(frozen=True, eq=False)
class LayerMeasures:
    """How one layer went: a number for each point, the largest of its steps."""

    name: str
    parameters: tuple[str, ...]
    gradient: Annotated[Array, Listed("Length of its gradient, before any clipping.", NUMBERS)]
    update: Annotated[Array, Listed("Length of its update.", NUMBERS)]
    weight: Annotated[Array, Listed("Length of its parameters before the update.", NUMBERS)]
    ratio: Annotated[Array, Listed("Update divided by weight.", NUMBERS)]
    saturated: Annotated[
        Annotated[Array, Listed("", NUMBERS)] | None,
        Doc("Share of its outputs within 0.01 of a limit of its function; null if it has none."),
    ]
    dead: Annotated[
        Annotated[Array, Listed("", NUMBERS)] | None,
        Doc("Share of its units that are 0 on every row of the batch; null if it has no relu."),
    ]


@dataclass(frozen=True, eq=False)
class Measures:
    """How the layers of a run went, recorded with every step."""

    after: Annotated[int, Doc("The first point begins behind this step.")]
    stride: Annotated[int, Doc("Steps of a point; the last one may have fewer.")]
    steps: Annotated[list[int], Doc("The last step of each point.")]
    layers: list[LayerMeasures]
    head: Annotated[int, Doc("How many steps are done.")]


def pack(recorded: Array, head: int) -> bytes:
    """The chunk of the steps (steps, width) that end at ``head``."""
    data = recorded.astype("<f4").tobytes()
    return chunk_check(data, head - len(recorded) + 1) + data


def unpack(chunk: bytes, head: int, network: Network) -> Array | None:
    """The inverse of ``pack``; ``None`` if the chunk is not what was written."""
    check, data = chunk[:CHECK_BYTES], chunk[CHECK_BYTES:]
    steps, rest = divmod(len(data), 4 * width(network))
    if not steps or rest or check != chunk_check(data, head - steps + 1):
        return None
    return np.frombuffer(data, dtype="<f4").reshape(steps, -1)


def answer(network: Network, recorded: Array, after: int, stride: int, head: int) -> Measures:
    """The recording (steps, width) of the steps behind ``after``, so many of them in a point."""
    steps = len(recorded)
    starts = np.arange(0, steps, stride)
    every = recorded.astype(np.float64).reshape(steps, len(network.layers), len(MEASURES))
    with np.errstate(all="ignore"):
        ratios = every[:, :, 1] / every[:, :, 2]
    columns = np.concatenate([every, ratios[:, :, None]], axis=2)
    points = np.maximum.reduceat(columns, starts) if steps else columns
    return Measures(
        after,
        stride,
        [after + min(int(start) + stride, steps) for start in starts],
        [
            LayerMeasures(
                layer.group or "model",
                (layer.weight, layer.bias),
                *(points[:, place, measure] for measure in (0, 1, 2, 5)),
                *(_share(points[:, place, measure]) for measure in (3, 4)),
            )
            for place, layer in enumerate(network.layers)
        ],
        head,
    )


def _share(column: Array) -> Array | None:
    return None if np.isnan(column).all() else column
