"""Failures: the call in which a program ended, said on the values that it was given."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from chainrule.engine import Source
from chainrule.graph.observations import Failure, Finding


def failed_call(failure: Failure | None, ids: Mapping[Source, str]) -> Iterator[Finding]:
    """The end of a program that failed; nothing where it read none of the values.

    Args:
        failure: what failed; ``None`` of a program that ran to its end.
        ids: the identifiers of the values that are drawn.
    """
    read = [ids[source] for source in failure.read if source in ids] if failure else []
    if failure and read:
        where = f" in line {failure.line}" if failure.line else ""
        yield Finding(
            "failed_call",
            read[0],
            None,
            None,
            f"the program ends here: {failure.written}{where} fails: {failure.message}",
            failure.advice or "",
            read,
        )
