"""The files of the built page, read when they are first asked for and again when they change.

A file has one name: its path as the directories list it. Other spellings that a file system would
take (``./x``, ``a//x``, another case) lead nowhere, so that each file is kept in memory once.
"""

from __future__ import annotations

import hashlib
import mimetypes
import os
import threading
import zlib
from dataclasses import dataclass
from pathlib import Path

WORTH_COMPRESSING = frozenset(
    {".css", ".html", ".js", ".json", ".mjs", ".svg", ".txt", ".wasm", ".webmanifest"}
)
TYPES = {
    ".js": "text/javascript; charset=utf-8",
    ".mjs": "text/javascript; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".html": "text/html; charset=utf-8",
    ".wasm": "application/wasm",
    ".woff2": "font/woff2",
    ".webmanifest": "application/manifest+json",
}
"""Not left to the machine's own table, which differs between systems."""


@dataclass(frozen=True, slots=True)
class PageFile:
    """A file in memory."""

    content: bytes
    compressed: bytes | None
    media_type: str
    tag: str
    modified: int


class PageFiles:
    """The files below one directory."""

    def __init__(self, directory: Path) -> None:
        self.directory = directory
        self._files: dict[str, PageFile] = {}
        self._reading = threading.Lock()

    def get(self, name: str) -> PageFile | None:
        """The file of this name (``assets/index-4f2a.js``), or ``None``.

        Only names of files that exist below the directory lead anywhere.
        """
        path = self.directory
        try:
            for part in name.split("/"):
                if part not in os.listdir(path):
                    return None
                path = path / part
            path = path.resolve()
            if not path.is_relative_to(self.directory.resolve()) or not path.is_file():
                return None
            modified = path.stat().st_mtime_ns
        except OSError:  # no directory, or gone meanwhile
            return None
        with self._reading:  # many who ask at once wait for one who reads
            known = self._files.get(name)
            if known is None or known.modified != modified:
                known = self._files[name] = load(path, modified)
        return known


def load(path: Path, modified: int) -> PageFile:
    """Reads and compresses a file."""
    content = path.read_bytes()
    compressed = None
    if path.suffix in WORTH_COMPRESSING:
        smaller = zlib.compress(content, 6, wbits=31)
        compressed = smaller if len(smaller) < len(content) else None
    kind = TYPES.get(path.suffix) or mimetypes.guess_type(path.name)[0]
    tag = hashlib.blake2b(content, digest_size=12).hexdigest()
    return PageFile(content, compressed, kind or "application/octet-stream", f'"{tag}"', modified)
