"""What is declared: the language, the limits, the presets."""

from __future__ import annotations

from dataclasses import asdict, fields
from typing import Any

from chainrule import program
from chainrule.api import answers
from chainrule.api.desk import Desk
from chainrule.api.limits import listing
from chainrule.api.rendering import plain_json
from chainrule.training import PRESETS, SETTINGS
from chainrule.training.choices import LOSSES, OPTIMISERS


def functions(_: Desk) -> bytes:
    """Every function of the language."""
    told = tuple(answers.Function.model_fields)
    return plain_json(
        {"functions": [{k: getattr(f, k) for k in told} for f in program.functions()]}
    )


def examples(_: Desk) -> bytes:
    """The gallery."""
    return plain_json({"examples": [plain(e, "gradients") for e in program.examples()]})


def limits(desk: Desk) -> bytes:
    """Every limit there is."""
    return plain_json({"limits": listing(desk.limits, desk.settings, desk.training)})


def presets(_: Desk) -> bytes:
    """What the form for a training set-up is made of."""
    return plain_json(
        {
            "presets": [preset.to_dict() for preset in PRESETS.values()],
            "settings": [{"name": name, **asdict(s)} for name, s in SETTINGS.items()],
            "optimisers": [
                {
                    "name": optimiser.name,
                    "numbers": [
                        {"name": name, "default": default, "low": low, "high": high}
                        for name, (default, low, high) in optimiser.numbers.items()
                    ],
                }
                for optimiser in OPTIMISERS.values()
            ],
            "losses": [plain(loss, "label", "output", "link") for loss in LOSSES.values()],
        }
    )


def plain(declared: Any, *without: str) -> dict[str, Any]:
    """The fields of something declared, but for those that are not for clients."""
    return {f.name: getattr(declared, f.name) for f in fields(declared) if f.name not in without}
