"""Every limit there is, of programs, requests and training, from where each is declared."""

from __future__ import annotations

import ast
import inspect
from dataclasses import fields
from functools import cache
from textwrap import dedent
from typing import cast

from chainrule.api.answers import Limit
from chainrule.api.settings import PREFIX, Settings
from chainrule.program import Limits
from chainrule.training import TrainingLimits
from chainrule.training.limits import PREFIX as TRAINING_PREFIX

REQUEST_LIMITS = (
    "body_bytes",
    "body_seconds",
    "head_seconds",
    "connections",
    "connections_per_client",
    "answer_bytes",
    "worker_mebibytes",
    "work_seconds",
    "queue",
    "wait_seconds",
    "work_burst",
    "sessions_per_client",
    "streams_per_client",
    "advance_seconds",
    "render_seconds",
)
"""The settings that bound what a request may ask for."""


def listing(limits: Limits, settings: Settings, training: TrainingLimits) -> list[Limit]:
    """Every limit, with its value and why there is one."""
    return [
        *(
            Limit(area="program", value=getattr(limits, told["name"]), **told)
            for told in Limits.describe()
        ),
        *(
            Limit(
                area="request",
                name=f.name,
                value=getattr(settings, f.name),
                default=cast("float", f.default),
                unit=None,
                reason=f.metadata["doc"],
                variable=PREFIX + f.name.upper(),
            )
            for f in fields(Settings)
            if f.name in REQUEST_LIMITS
        ),
        *(
            Limit(
                area="training",
                name=f.name,
                value=getattr(training, f.name),
                default=cast("float", f.default),
                unit=None,
                reason=attribute_docs(TrainingLimits)[f.name],
                variable=TRAINING_PREFIX + f.name.upper(),
            )
            for f in fields(TrainingLimits)
        ),
    ]


@cache
def attribute_docs(cls: type) -> dict[str, str]:
    """The strings that stand below the attributes of a class, by attribute."""
    (definition,) = ast.parse(dedent(inspect.getsource(cls))).body
    assert isinstance(definition, ast.ClassDef)  # noqa: S101 - what getsource of a class is
    docs: dict[str, str] = {}
    for statement, following in zip(definition.body, definition.body[1:], strict=False):
        if isinstance(statement, ast.AnnAssign) and isinstance(statement.target, ast.Name):
            match following:
                case ast.Expr(value=ast.Constant(value=str(text))):
                    docs[statement.target.id] = inspect.cleandoc(text)
    return docs
