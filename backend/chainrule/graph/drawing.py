"""Drawing: which cards and lines show a graph.

In come the nodes and edges of the model and the groups that shall be collapsed; out come cards of
fixed size and the lines between them, still without positions. Usually a node is a card and an
edge a line, but three rules keep large drawings readable and their layout fast (100 samples that
share one weight take Graphviz over a minute as they are, a fraction of a second like this):

- A collapsed group is one card, and so is everything in it.
- A chain of additions is folded into one Σ card.
- A leaf that is used in many places, or far away, is drawn once; elsewhere stands a small stub
  that refers to it.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from math import prod
from typing import Annotated, Literal, NamedTuple

from chainrule.engine.annotation import HIDDEN, Doc
from chainrule.graph.model import GraphNode, Group, NodeKind

CardKind = NodeKind | Literal["group", "stub", "sum"]
LEAVES = ("data", "constant", "parameter")
MERGING = ("group", "sum")
"""Cards of these kinds stand for several nodes; parallel lines at them become one."""

SCALAR_SIZE = (176, 66)
TENSOR_SIZE = (176, 112)
GROUP_SIZE = (200, 72)
PILL_SIZE = (96, 28)
"""Of stubs and of constants that are one number."""

STUB_USES = 6
"""A leaf with more uses than this is drawn as stubs."""
STUB_RANKS = 12
"""So is one whose uses lie further apart than this many ranks."""
FOLD_ADDITIONS = 4
"""A chain of at least so many additions becomes one Σ card."""


@dataclass(slots=True)
class Card:
    """One box of the drawing."""

    id: Annotated[str, Doc("Of its element in the picture.")]
    kind: Annotated[CardKind, Doc("The node's kind, or what it stands for instead.")]
    node: Annotated[
        str | None,
        Doc("The node whose value it shows (for Σ the total's, for a stub the leaf's)."),
    ]
    group: Annotated[str | None, Doc("The path of a collapsed group.")]
    nodes: Annotated[
        list[str],
        Doc("The nodes inside; every node is inside exactly one card, and none in a stub."),
    ]
    width: Annotated[int, Doc("In CSS pixels.")]
    height: Annotated[int, Doc("In CSS pixels.")]
    cluster: str = field(metadata=HIDDEN)
    """Path of the innermost expanded group around it; ``""`` at the top."""


@dataclass(slots=True)
class Line:
    """One arrow of the drawing, for one edge or, at Σ and group cards, for several."""

    id: Annotated[str, Doc("Of its element in the picture; that of its first edge.")]
    source: Annotated[str, Doc("The card where it starts.")]
    target: Annotated[str, Doc("The card where it ends.")]
    edges: Annotated[list[str], Doc("The edges that it stands for.")]


class Frame(NamedTuple):
    """A group; while expanded it is drawn as a frame around its cards and inner frames."""

    id: str
    path: str
    label: str
    parent: str | None


@dataclass(slots=True)
class Drawing:
    """Cards, lines and frames, and the same in Graphviz's language."""

    structure: str = field(metadata=HIDDEN)
    """The hash of everything that the layout depends on: two drawings of the same structure have
    every card at the same place."""
    cards: Annotated[list[Card], Doc("The boxes.")]
    lines: Annotated[list[Line], Doc("The arrows between them.")]
    frames: list[Frame] = field(metadata=HIDDEN)
    """The groups that are expanded."""
    collapsed: Annotated[list[str], Doc("The paths of the groups that are not.")]
    dot: Annotated[
        str,
        Doc("The bare form for the page: empty boxes of the cards' sizes."),
    ] = field(default="", repr=False)


class Box(NamedTuple):
    """All that a layout needs to know of a node."""

    id: str
    kind: NodeKind
    scalar: bool
    """Whether the value is one number, of whatever rank."""
    group: str
    inputs: tuple[str, ...]
    total: str
    """The last addition of the chain that this node is folded into; itself for most."""


def draw(
    nodes: Sequence[GraphNode], groups: Sequence[Group], collapsed: Collection[str]
) -> Drawing:
    """The drawing of a graph with some groups collapsed; equal structures share one drawing.

    Args:
        nodes: in execution order.
        groups: all of them; a parent before its children.
        collapsed: paths of groups; unknown ones are left out.
    """
    totals = fold_additions(nodes)
    return _draw(
        tuple(
            Box(n.id, n.kind, prod(n.shape) == 1, n.group, tuple(n.inputs), totals.get(n.id, n.id))
            for n in nodes
        ),
        tuple(Frame(g.id, g.path, g.label, g.parent) for g in groups),
        tuple(g.path for g in groups if g.path in collapsed),
    )


def fold_additions(nodes: Sequence[GraphNode]) -> dict[str, str]:
    """For each addition in a chain of at least ``FOLD_ADDITIONS``: the chain's last addition.

    An addition is folded into the next when nobody else reads it, it is in the same group, and it
    has no name of its own (in a loop ``total = total + ...`` every one has the same name).
    """
    additions = {node.id: node for node in nodes if node.op == "add"}
    totals: dict[str, str] = {}
    for node in reversed(additions.values()):
        total = additions[totals.setdefault(node.id, node.id)]
        for id_ in node.inputs:
            part = additions.get(id_)
            if (
                part is not None
                and part.uses == 1
                and part.kind != "output"
                and part.group == total.group
                and part.name in (None, total.name)
            ):
                totals[id_] = total.id
    lengths = Counter(totals.values())
    return {id_: total for id_, total in totals.items() if lengths[total] >= FOLD_ADDITIONS}


@lru_cache(maxsize=16)
def _draw(boxes: tuple[Box, ...], frames: tuple[Frame, ...], collapsed: tuple[str, ...]) -> Drawing:
    """The drawing of these boxes; a pure function, so that moving a slider draws nothing again."""
    structure = hashlib.blake2b(repr((boxes, frames, collapsed)).encode(), digest_size=8)
    closed = _closed(frames, collapsed)
    home = {box.id: closed[box.group].id if box.group in closed else box.total for box in boxes}
    members: dict[str, list[Box]] = {}
    for box in boxes:
        members.setdefault(home[box.id], []).append(box)
    closed_by_id = {frame.id: frame for frame in closed.values()}
    cards = {
        id_: _group_card(closed_by_id[id_], inside)
        if id_ in closed_by_id
        else _node_card(id_, inside)
        for id_, inside in members.items()
    }
    lines = _lines(boxes, home, cards)
    stubs = _stubs(boxes, home, cards, lines)
    open_frames = [frame for frame in frames if frame.path not in closed]
    return Drawing(
        structure.hexdigest(), [*cards.values(), *stubs], lines, open_frames, list(collapsed)
    )


def _closed(frames: Iterable[Frame], collapsed: Collection[str]) -> dict[str, Frame]:
    """For each group that is collapsed or inside a collapsed one: the outermost such group."""
    closed: dict[str, Frame] = {}
    for frame in frames:  # parents come first
        if frame.parent in closed:
            closed[frame.path] = closed[frame.parent]
        elif frame.path in collapsed:
            closed[frame.path] = frame
    return closed


def _group_card(frame: Frame, inside: Sequence[Box]) -> Card:
    ids = [box.id for box in inside]
    return Card(frame.id, "group", None, frame.path, ids, *GROUP_SIZE, frame.parent or "")


def _node_card(id_: str, inside: Sequence[Box]) -> Card:
    box = inside[-1]
    kind: CardKind = "sum" if len(inside) > 1 else box.kind
    size = SCALAR_SIZE if box.scalar else TENSOR_SIZE
    if kind == "constant" and box.scalar:
        size = PILL_SIZE
    return Card(id_, kind, id_, None, [box.id for box in inside], *size, box.group)


def _lines(boxes: Sequence[Box], home: Mapping[str, str], cards: Mapping[str, Card]) -> list[Line]:
    """One line per edge between two nodes, one per pair of cards at Σ and group cards."""
    lines: dict[str | tuple[str, str], Line] = {}
    for box in boxes:
        target = home[box.id]
        for slot, node in enumerate(box.inputs):
            source, edge = home[node], f"{box.id}.{slot}"
            if source == target:
                continue
            plain = cards[source].kind not in MERGING and cards[target].kind not in MERGING
            line = lines.setdefault(
                edge if plain else (source, target), Line(edge, source, target, [])
            )
            line.edges.append(edge)
    return list(lines.values())


def _stubs(
    boxes: Sequence[Box],
    home: Mapping[str, str],
    cards: Mapping[str, Card],
    lines: Sequence[Line],
) -> list[Card]:
    """Stubs for leaves used often or far away; their lines now start at the stubs.

    The first line of a leaf always stays.
    """
    rank = dict.fromkeys(cards, 0)
    for box in boxes:
        for node in box.inputs:
            if home[node] != home[box.id]:
                rank[home[box.id]] = max(rank[home[box.id]], rank[home[node]] + 1)
    leaving: dict[str, list[Line]] = {}
    for line in lines:
        if cards[line.source].kind in LEAVES:
            leaving.setdefault(line.source, []).append(line)
    stubs: dict[str, Card] = {}
    for leaf, (first, *others) in leaving.items():
        for line in others:
            distance = rank[line.target] - rank[first.target]
            if line.target != first.target and (len(others) >= STUB_USES or distance > STUB_RANKS):
                line.source = f"{leaf}-{line.target}"
                stubs[line.source] = Card(
                    line.source, "stub", leaf, None, [], *PILL_SIZE, cards[line.target].cluster
                )
    return list(stubs.values())
