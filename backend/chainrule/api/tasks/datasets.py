"""Data sets: their declarations, their rows, and new ones."""

from __future__ import annotations

from chainrule.api.answers import Rows
from chainrule.api.desk import Desk
from chainrule.api.rendering import plain_json
from chainrule.api.task import Told
from chainrule.api.training_schemas import Page, UploadQuery
from chainrule.training import Share


def upload(desk: Desk, body: bytes, query: UploadQuery, share: Share) -> Told:
    """A CSV file, kept as a data set."""
    dataset = desk.sessions.upload(
        body,
        title=query.title,
        target=query.target,
        task=query.task,
        header=query.header,
        share=share,
    )
    return Told(plain_json(dataset.declaration), {"name": dataset.name})


def declaration(desk: Desk, name: str) -> bytes:
    """What a data set is."""
    return plain_json(desk.sessions.dataset(name).declaration)


def forget(desk: Desk, name: str) -> bytes:
    """Nothing, once the upload is gone."""
    desk.sessions.forget_dataset(name)
    return b""


def rows(desk: Desk, name: str, page: Page) -> bytes:
    """Rows of a data set: the features, then the target."""
    dataset = desk.sessions.dataset(name)
    columns = [*dataset.declaration.features, dataset.declaration.target]
    return plain_json(
        Rows(columns, page.after, dataset.rows(page.after, page.limit), len(dataset.y))
    )
