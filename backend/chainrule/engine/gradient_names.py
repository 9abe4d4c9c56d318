"""Gradient names: what the name of a value says of which other one's gradient it is."""

from __future__ import annotations

import re
from collections.abc import Iterator

BEFORE = ("d", "grad", "grads", "gradient", "gradof", "gradientof", "nabla", "partial", "del")
BEHIND = ("grad", "grads", "gradient", "gradients")
HELD = ("data", "value", "values")
"""What people call the numbers that an object of their own holds."""
LOSSES = ("l", "loss", "cost", "e", "err", "error", "j", "c")
"""What people call the output in ``dL_dw``."""


def targets(name: str, output: str) -> Iterator[str]:
    """What a name is the gradient of, folded, in all readings of it."""
    folded = fold(name)
    words = name.lower().strip("_").split("_")
    if "[" in name:  # grads["W1"]
        before = fold(name.partition("[")[0])
        if before.endswith(BEHIND):
            yield fold(key(name))
        return
    for loss in dict.fromkeys((output, *LOSSES)):
        if loss and folded.startswith(f"d{loss}d"):
            yield folded.removeprefix(f"d{loss}d")
    for prefix in BEFORE:
        if folded.startswith(prefix) and len(folded) > len(prefix):
            yield folded.removeprefix(prefix)
    for suffix in BEHIND:
        if folded.endswith(suffix) and len(folded) > len(suffix):
            yield folded.removesuffix(suffix)
    if len(words) > 1 and words[0] == "g":
        yield "".join(words[1:])
    if len(words) > 1 and words[-1] == "g":
        yield "".join(words[:-1])


def guesses(name: str) -> Iterator[str]:
    """What a name may be the gradient of, folded; an empty text stands for any parameter."""
    folded = fold(name)
    if folded in (*BEHIND, "g"):
        yield ""
    if folded.startswith("delta"):
        yield "z" + folded.removeprefix("delta")
    if folded.startswith("g") and folded != "g":
        yield folded.removeprefix("g")


def key(name: str) -> str:
    """What a name ends with: ``W1`` of ``params["W1"]``, ``net.W1``, and ``net.W1.data``."""
    match = re.search(r"""\[["']([^"']+)["']\]$""", name)
    if match:
        return match[1]
    parts = name.split(".")
    last = len(parts) - (len(parts) > 1 and parts[-1] in HELD)
    return ".".join(parts[:1] if last == 1 else parts[last - 1 : last])


def fold(name: str) -> str:
    """A name without capitals and signs, so that all spellings of it are one."""
    return "".join(letter for letter in name.lower() if letter.isalnum())
