"""Library: the data sets that come with Chainrule, and the uploaded ones in a store.

An upload is kept as a record of its own, and again in the document of every session that uses it,
so that a session does not depend on it.
"""

from __future__ import annotations

import secrets
from dataclasses import replace
from functools import lru_cache
from typing import Any

from chainrule.training import datasets
from chainrule.training.datasets import Dataset, Task
from chainrule.training.decoding import decoded
from chainrule.training.errors import NotFoundError
from chainrule.training.limits import TrainingLimits
from chainrule.training.store import Share, Store
from chainrule.training.uploads import parse_csv

PREFIX = "upload-"

Upload = dict[str, Any]
"""An uploaded table as plain data: its text, and how it was read."""


class Library:
    """Finds data sets by name."""

    def __init__(self, store: Store, limits: TrainingLimits) -> None:
        self.store = store
        self.limits = limits

    def add(
        self,
        data: bytes | str,
        title: str | None,
        target: str | None,
        task: Task | None,
        header: bool | None,
        share: Share | None = None,
    ) -> Dataset:
        """Reads a CSV file and keeps it under a new name.

        Raises:
            DatasetError: with line and column of the first mistake.
        """
        name = PREFIX + secrets.token_hex(16)
        text, notes = decoded(data) if isinstance(data, bytes) else (data, [])
        dataset = parse_csv(
            *(name, text), title=title, target=target, task=task, header=header, limits=self.limits
        )
        declaration = replace(dataset.declaration, notes=(*notes, *dataset.declaration.notes))
        dataset = replace(dataset, declaration=declaration)
        upload = {
            "name": name,
            "csv": text,
            "header": header,
            "notes": "\n".join(declaration.notes),
            "title": declaration.title,
            "target": declaration.target,
            "task": declaration.task,
        }
        self.store.create(name, {"upload": upload}, 0, b"", share)
        return dataset

    def upload(self, name: str, known: Upload | None = None) -> Upload | None:
        """The upload of that name, ``None`` if it is no upload's; ``known`` may be it.

        Raises:
            NotFoundError: it has expired.
        """
        if known is not None and known["name"] == name:
            return known
        if not name.startswith(PREFIX):
            return None
        found: Upload | None = self.store.load(name).document.get("upload")
        if found is None:
            raise NotFoundError(f"there is no data set {name!r}", "dataset")
        return found

    def open(self, name: str, upload: Upload | None) -> Dataset:
        """The table of that name, from its upload if it is one."""
        if upload is None:
            return datasets.load(name)
        return _parsed(tuple(upload.items()), self.limits)


@lru_cache(maxsize=16)
def _parsed(upload: tuple[tuple[str, Any], ...], limits: TrainingLimits) -> Dataset:
    values = dict(upload)
    dataset = parse_csv(
        values["name"],
        values["csv"],
        title=values["title"],
        target=values["target"],
        task=values["task"],
        header=values.get("header", True),  # older uploads had to have one
        limits=limits,
    )
    notes = tuple(values.get("notes", "").split("\n")) if values.get("notes") else ()
    return replace(dataset, declaration=replace(dataset.declaration, notes=notes))
