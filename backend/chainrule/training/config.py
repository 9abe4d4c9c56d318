"""Config: everything that decides a training run, declared once and checked in one place.

Each setting is a field of ``Config`` whose metadata says what it is for and what it may be. The
validation here, the options of the command line and the form on the page read that declaration.
"""

from __future__ import annotations

import difflib
import math
from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from typing import Annotated, Any, Literal

from chainrule.engine.annotation import Doc
from chainrule.nn import INITIALISATIONS
from chainrule.training.choices import ACTIVATIONS, LOSSES, OPTIMISERS, SCHEDULES
from chainrule.training.errors import ConfigError

Kind = Literal["integer", "number", "switch", "choice", "name", "names", "integers", "numbers"]
SEED_LIMIT = 2**32 - 1


@dataclass(frozen=True)
class Setting:
    """What one field of ``Config`` is for, and what it may be."""

    name: str
    kind: Kind
    doc: str
    low: float = -math.inf
    high: float = math.inf
    choices: tuple[str, ...] = ()
    optional: Annotated[bool, Doc("Null is a value, too.")] = False
    structural: Annotated[bool, Doc("A fork in mid-training cannot change it.")] = False


def _setting(default: Any, kind: Kind, doc: str, **rest: Any) -> Any:
    return field(default=default, metadata={"setting": Setting("", kind, doc, **rest)})


@dataclass(frozen=True)
class Config:
    """The settings of a training run; immutable, equal to another with the same settings."""

    dataset: str = _setting("synthetic", "name", "the data set", structural=True)
    features: tuple[str, ...] = _setting(
        (), "names", "the input columns; none means all", structural=True
    )
    standardise: bool = _setting(
        True, "switch", "give every feature mean 0 and standard deviation 1", structural=True
    )
    rearrange_seed: int | None = _setting(
        None,
        "integer",
        "shuffle all rows once, before the split",
        low=0,
        high=SEED_LIMIT,
        optional=True,
        structural=True,
    )
    test_share: float = _setting(
        0.2, "number", "the share of the rows kept for the test", low=0, high=0.9, structural=True
    )
    split_seed: int = _setting(
        0, "integer", "decides which rows are for the test", low=0, high=SEED_LIMIT, structural=True
    )
    hidden: tuple[int, ...] = _setting(
        (), "integers", "units of each hidden layer; none makes a linear model", structural=True
    )
    activation: str = _setting(
        "tanh", "choice", "of the hidden layers", choices=tuple(ACTIVATIONS), structural=True
    )
    initialisation: str = _setting(
        "normal", "choice", "how weights begin", choices=tuple(INITIALISATIONS), structural=True
    )
    model_seed: int = _setting(
        1, "integer", "decides the first weights", low=0, high=SEED_LIMIT, structural=True
    )
    loss: str = _setting("mse", "choice", "what is minimised", choices=tuple(LOSSES))
    optimiser: str = _setting(
        "sgd", "choice", "how weights follow gradients", choices=tuple(OPTIMISERS)
    )
    lr: float = _setting(0.01, "number", "the learning rate", low=0, high=1e6)
    schedule: str = _setting(
        "constant",
        "choice",
        "how the learning rate changes over the planned epochs",
        choices=tuple(SCHEDULES),
    )
    clip: float = _setting(
        0.0, "number", "the longest gradient that is not shortened; 0 shortens none", low=0
    )
    numbers: tuple[tuple[str, float], ...] = _setting(
        (), "numbers", "the optimiser's other numbers, such as momentum"
    )
    batch_size: int = _setting(1, "integer", "rows of one step", low=1, high=10_000)
    shuffle: bool = _setting(False, "switch", "take the rows in another order in every epoch")
    shuffle_seed: int = _setting(
        0, "integer", "decides the order of the rows", low=0, high=SEED_LIMIT
    )
    epochs: int = _setting(10, "integer", "how far a run is meant to go", low=1, high=100_000)

    @classmethod
    def from_dict(cls, values: Mapping[str, Any], base: Config | None = None) -> Config:
        """A checked configuration from plain data; what is not given comes from ``base``.

        An optimiser's own number may stand beside the others (``{"momentum": 0.9}``).

        Raises:
            ConfigError: with the ``field``, for anything unknown or impossible.
        """
        base = base or cls()
        given = {ALIASES.get(name, name): value for name, value in values.items()}
        changes = {
            name: check(name, SETTINGS[name], value)
            for name, value in given.items()
            if name in SETTINGS and name != "numbers"
        }
        optimiser = OPTIMISERS[changes.get("optimiser", base.optimiser)]
        inherited = dict(base.numbers) if optimiser is OPTIMISERS[base.optimiser] else {}
        numbers = given.get("numbers", inherited)
        if not isinstance(numbers, Mapping):
            raise ConfigError('numbers must be an object such as {"momentum": 0.9}', "numbers")
        loose = {name: value for name, value in given.items() if name not in SETTINGS}
        for name in loose:
            if name not in optimiser.numbers:
                raise unknown(
                    name, [*SETTINGS, *optimiser.numbers], f"the optimiser {optimiser.name}"
                )
        changes["numbers"] = optimiser.checked({**numbers, **loose})
        return replace(base, **changes)

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: Any) -> dict[str, Any]:
        """For pydantic: it is written as ``to_dict`` has it."""
        return {"type": "any", "serialization": {"type": "function-plain", "function": cls.to_dict}}

    @classmethod
    def __get_pydantic_json_schema__(cls, core: Any, handler: Any) -> dict[str, Any]:
        """For pydantic: its schema follows from the settings."""
        return {"$dynamicRef": "Config"}

    def to_dict(self) -> dict[str, Any]:
        """Plain data that ``from_dict`` understands; every setting is there."""
        values: dict[str, Any] = {}
        for name in SETTINGS:
            value = getattr(self, name)
            values[name] = list(value) if isinstance(value, tuple) else value
        values["numbers"] = OPTIMISERS[self.optimiser].filled(self.numbers)
        return values


SETTINGS: dict[str, Setting] = {
    f.name: replace(f.metadata["setting"], name=f.name) for f in fields(Config)
}
"""Every setting by its name."""

ALIASES = {
    "learning_rate": "lr",
    "optimizer": "optimiser",
    "standardize": "standardise",
    "initialization": "initialisation",
    "layers": "hidden",
}
"""Other people's names for settings."""


def check(name: str, setting: Setting, value: Any) -> Any:
    """The value of a setting in the form that ``Config`` keeps.

    Raises:
        ConfigError: it is of another kind or out of range.
    """
    if value is None and setting.optional:
        return None
    return _CHECKS[setting.kind](name, setting, value)


def unknown(name: str, known: list[str], where: str = "") -> ConfigError:
    """The error for a name that does not exist, with the nearest that does."""
    near = difflib.get_close_matches(str(name), known, n=1)
    hint = f"; did you mean {near[0]!r}?" if near else f"; there are {', '.join(known)}"
    place = f" ({where} has none either)" if where else ""
    return ConfigError(f"there is no setting {str(name)[:40]!r}{place}{hint}", str(name)[:40])


def _integer(name: str, setting: Setting, value: Any) -> int:
    if isinstance(value, bool) or not isinstance(value, int):
        raise ConfigError(f"{name} must be a whole number", name)
    return int(_in_range(name, setting, value))


def _number(name: str, setting: Setting, value: Any) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        raise ConfigError(f"{name} must be a finite number", name)
    return float(_in_range(name, setting, value))


def _in_range(name: str, setting: Setting, value: float) -> float:
    if not setting.low <= value <= setting.high:
        raise ConfigError(f"{name} must be from {setting.low:g} to {setting.high:g}", name)
    return value


def _switch(name: str, _: Setting, value: Any) -> bool:
    if not isinstance(value, bool):
        raise ConfigError(f"{name} must be true or false", name)
    return value


def _choice(name: str, setting: Setting, value: Any) -> str:
    if not isinstance(value, str) or value not in setting.choices:
        raise ConfigError(f"{name} must be one of {', '.join(setting.choices)}", name)
    return value


def _name(name: str, _: Setting, value: Any) -> str:
    if not isinstance(value, str) or not 0 < len(value) <= 100:
        raise ConfigError(f"{name} must be a name", name)
    return value


def _names(name: str, _: Setting, value: Any) -> tuple[str, ...]:
    if value is None:
        return ()
    if not isinstance(value, list | tuple) or not all(isinstance(v, str) for v in value):
        raise ConfigError(f"{name} must be a list of names", name)
    if len(set(value)) != len(value):
        raise ConfigError(f"{name} names something twice", name)
    return tuple(value)


def _integers(name: str, _: Setting, value: Any) -> tuple[int, ...]:
    values = [value] if isinstance(value, int) else value
    if not isinstance(values, list | tuple) or not all(
        isinstance(v, int) and not isinstance(v, bool) and v > 0 for v in values
    ):
        raise ConfigError(f"{name} must be a list of whole numbers of at least 1", name)
    return tuple(values)


_CHECKS = {
    "integer": _integer,
    "number": _number,
    "switch": _switch,
    "choice": _choice,
    "name": _name,
    "names": _names,
    "integers": _integers,
}
