"""What is declared: the language, the limits, the presets."""

from __future__ import annotations

from chainrule import program
from chainrule.api import answers
from chainrule.api.desk import Desk
from chainrule.api.limits import listing
from chainrule.api.rendering import plain_json
from chainrule.training import PRESETS, SETTINGS
from chainrule.training.choices import LOSSES, OPTIMISERS


def functions(_: Desk) -> bytes:
    """Every function of the language."""
    return plain_json(answers.Functions(list(program.functions())))


def examples(_: Desk) -> bytes:
    """The gallery."""
    return plain_json(answers.Examples(list(program.examples())))


def limits(desk: Desk) -> bytes:
    """Every limit there is."""
    return plain_json(answers.Limits(listing(desk.limits, desk.settings, desk.training)))


def presets(_: Desk) -> bytes:
    """What the form for a training set-up is made of."""
    optimisers = []
    for optimiser in OPTIMISERS.values():
        numbers = [answers.OptimiserNumber(name, *told) for name, told in optimiser.numbers.items()]
        optimisers.append(answers.Optimiser(optimiser.name, numbers))
    presets, settings, losses = [*PRESETS.values()], [*SETTINGS.values()], [*LOSSES.values()]
    return plain_json(answers.Presets(presets, settings, optimisers, losses))
