"""Answers kept as bytes: a request that was answered before costs one look-up.

The key is a hash of everything that the answer depends on: the request and the build of Chainrule.
The same hash is the answer's ``ETag``. It is a weak one, because two computations of the same
request differ in the time they took.
"""

from __future__ import annotations

import hashlib
from collections import OrderedDict
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Answer:
    """The body of a successful answer."""

    content: bytes
    media_type: str
    compressed: bytes | None = None
    """The content as gzip, if that is worth it."""

    @property
    def size(self) -> int:
        """Bytes of memory."""
        return len(self.content) + len(self.compressed or b"") + 200


class AnswerCache:
    """The answers used last, up to a number of bytes."""

    def __init__(self, most_bytes: int) -> None:
        self.most_bytes = most_bytes
        self.bytes = 0
        self.hits = 0
        self.misses = 0
        self._answers: OrderedDict[str, Answer] = OrderedDict()

    def get(self, key: str) -> Answer | None:
        """The answer kept under ``key``, if there still is one."""
        answer = self._answers.get(key)
        if answer is None:
            self.misses += 1
        else:
            self.hits += 1
            self._answers.move_to_end(key)
        return answer

    def put(self, key: str, answer: Answer) -> None:
        """Keeps an answer, dropping those that have not been used for longest."""
        if answer.size > self.most_bytes // 4:
            return
        known = self._answers.pop(key, None)
        self.bytes += answer.size - (known.size if known else 0)
        self._answers[key] = answer
        while self.bytes > self.most_bytes:
            self.bytes -= self._answers.popitem(last=False)[1].size


def build_identity() -> bytes:
    """A hash of the installed package: a new version must not be answered from old caches."""
    root = Path(__file__).parent.parent
    state = hashlib.blake2b(digest_size=8)
    for path in sorted(root.rglob("*.py")):
        status = path.stat()
        state.update(f"{path.relative_to(root)} {status.st_size} {status.st_mtime_ns}\n".encode())
    return state.digest()


BUILD = build_identity()


def key_of(*parts: bytes | str) -> str:
    """The hash of a request's parts."""
    state = hashlib.blake2b(BUILD, digest_size=16)
    for part in parts:
        data = part.encode("utf-8", "surrogatepass") if isinstance(part, str) else part
        state.update(len(data).to_bytes(8, "big"))
        state.update(data)
    return state.hexdigest()
