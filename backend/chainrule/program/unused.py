"""The loss that a program computes and does not end with.

Where nobody asks for a backward pass, the output is the last value. In comes that output and what
was computed; out comes the value that people would have meant, if it is another one.
"""

from __future__ import annotations

from collections.abc import Mapping

from chainrule.engine import Annotation, Node, Source
from chainrule.program.words import LOSS


def unused_loss(output: Source, values: Mapping[Source, Annotation]) -> Source | None:
    """A loss that nothing is made of; ``None`` where the output may well be meant.

    It is the last number by the name of a loss. Of an output that no parameter leads to any other
    number will do that a parameter leads to and that has a name.
    """
    name = values[output].name if output in values else None
    if name and LOSS.search(name):
        return None
    behind = _ancestors(output)
    read = {source for node in values if isinstance(node, Node) for source in node.sources}
    loose = [
        source
        for source, annotation in values.items()
        if isinstance(source, Node)
        and annotation.name
        and source.requires_grad
        and source.output.size == 1
        and source not in behind
    ]
    losses = [source for source in loose if LOSS.search(values[source].name or "")]
    if losses:
        return losses[-1]
    if isinstance(output, Node) and output.requires_grad:
        return None
    return next((source for source in reversed(loose) if source not in read), None)


def _ancestors(output: Source) -> set[Source]:
    found: set[Source] = {output}
    waiting = [output]
    while waiting:
        here = waiting.pop()
        for source in here.sources if isinstance(here, Node) else ():
            if source not in found:
                found.add(source)
                waiting.append(source)
    return found
