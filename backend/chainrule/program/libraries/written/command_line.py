"""``argparse``: what a program's options are where no command line was given."""

from __future__ import annotations

from typing import Any


class Namespace:
    """The options by their names."""

    def __init__(self, **options: Any) -> None:
        for name, value in options.items():
            setattr(self, name, value)

    def __repr__(self) -> str:
        inside = ", ".join([f"{name}={value!r}" for name, value in vars(self).items()])
        return f"Namespace({inside})"


class ArgumentParser:
    """Knows the options that a program asks for; all have their defaults."""

    def __init__(self, *args: Any, **options: Any) -> None:
        self.defaults: dict[str, Any] = {}

    def add_argument(self, *names: str, **options: Any) -> None:
        """Adds an option: ``parser.add_argument("--lr", type=float, default=0.1)``."""
        long = [name for name in names if name.startswith("--")]
        name = options.get("dest") or (long or list(names))[0].lstrip("-").replace("-", "_")
        switch = {"store_true": False, "store_false": True}.get(options.get("action", ""))
        self.defaults[name] = options.get("default", switch)

    def add_argument_group(self, *args: Any, **options: Any) -> ArgumentParser:
        """A heading over some options."""
        return self

    def set_defaults(self, **options: Any) -> None:
        """Sets defaults by name."""
        self.defaults.update(options)

    def parse_args(self, *args: Any, **options: Any) -> Namespace:
        """The options, all at their defaults."""
        return Namespace(**self.defaults)

    def parse_known_args(self, *args: Any, **options: Any) -> tuple[Namespace, list[str]]:
        """The options, and the rest of the command line."""
        return Namespace(**self.defaults), []
