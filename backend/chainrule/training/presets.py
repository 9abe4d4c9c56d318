"""Configurations worth starting from; the first two are the runs of the course notebook."""

from __future__ import annotations

from dataclasses import dataclass

from chainrule.training.config import Config


@dataclass(frozen=True)
class Preset:
    """A training set-up worth starting from."""

    name: str
    title: str
    config: Config


PRESETS: dict[str, Preset] = {
    preset.name: preset
    for preset in (
        Preset(
            "synthetic-linear",
            "A plane through noisy points, one row at a time",
            Config(dataset="synthetic", standardise=False, test_share=0.0),
        ),
        Preset(
            "raisins-mlp",
            "100 hidden units tell two kinds of raisins apart",
            Config(dataset="raisins", rearrange_seed=0, hidden=(100,), loss="bce"),
        ),
        Preset(
            "moons-mlp",
            "A curved boundary between two moons",
            Config(
                dataset="moons",
                hidden=(8,),
                initialisation="xavier",
                loss="bce",
                lr=0.5,
                batch_size=8,
                shuffle=True,
                epochs=50,
            ),
        ),
        Preset(
            "blobs-softmax",
            "Three classes: softmax and cross-entropy",
            Config(dataset="blobs", loss="cross_entropy", lr=0.1, batch_size=16, shuffle=True),
        ),
        Preset(
            "xor-mlp",
            "Four hidden units do what no straight line can",
            Config(
                dataset="xor",
                hidden=(4,),
                initialisation="xavier",
                loss="bce",
                lr=0.5,
                batch_size=8,
                shuffle=True,
                epochs=50,
            ),
        ),
        Preset(
            "circles-mlp",
            "A closed boundary around a disc",
            Config(
                dataset="circles",
                hidden=(8,),
                initialisation="xavier",
                loss="bce",
                lr=0.5,
                batch_size=8,
                shuffle=True,
                epochs=50,
            ),
        ),
        Preset(
            "spiral-adam",
            "Two hidden layers and Adam unroll a spiral",
            Config(
                dataset="spiral",
                hidden=(24, 24),
                initialisation="xavier",
                loss="bce",
                optimiser="adam",
                batch_size=16,
                shuffle=True,
                epochs=100,
            ),
        ),
        Preset(
            "sine-mlp",
            "A curve through a noisy sine",
            Config(
                dataset="sine",
                hidden=(16,),
                initialisation="xavier",
                lr=0.05,
                batch_size=8,
                shuffle=True,
                epochs=200,
            ),
        ),
    )
}
"""Every preset by its name."""

USUAL: dict[str, str] = {
    preset.config.dataset: preset.name for preset in reversed(PRESETS.values())
}
"""The preset that a data set's name stands for: its first one."""
