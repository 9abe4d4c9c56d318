"""Diagnosis: what went wrong in a run, from what was recorded of it.

Every finding has the steps at which it holds, the numbers it was seen by, and a cure if one that
was tried helps. The recording says where to look; what is said of all rows is computed on all rows.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator

import numpy as np
from numpy.typing import NDArray

from chainrule.engine.tensor import Array
from chainrule.training.answers import Diagnosis, RunFinding, TriedCure
from chainrule.training.cures import Changes, Trials
from chainrule.training.evaluation import evaluate_split, hidden_outputs
from chainrule.training.recording import MEASURES
from chainrule.training.state import State
from chainrule.training.trainer import Trainer

LARGE_RATIO = 0.1
SMALL_RATIO = 1e-5
"""Of an update to its weights: beyond, a run jumps about, or hardly moves."""
VANISHED = 1e-3
"""Of the last layer's gradient, what arrives at the first."""
SATURATED = 0.5
STRETCHES = 50
"""Into so many stretches a run is cut; each is judged by its median."""
LASTING = 0.1
"""Of a run, what holds on for less is passed over."""
STILL_STEPS = 20
EPOCHS = 16
"""At most so many ends of epochs are evaluated."""
OVERFITTED = 1.25
"""Of its smallest value, the loss on the test rows."""
SMALLER: tuple[float, ...] = (2, 4, 10, 30, 100, 1e3, 1e4, 1e5, 1e6)
LARGER: tuple[float, ...] = (10, 100, 1000, 1e4, 1e5)


class Doctor:
    """Looks at one run.

    Args:
        trainer: of the run.
        at: its state after a step that is done.
        head: the last step that is done.
        recorded: the measures of the last steps (steps, width).
        losses: of the same steps.
    """

    def __init__(
        self,
        trainer: Trainer,
        at: Callable[[int], State],
        head: int,
        recorded: Array,
        losses: Array,
    ) -> None:
        self.trainer, self.at, self.losses = trainer, at, losses
        self.head = head
        self.origin = head - len(losses)
        self.trials = Trials(trainer, at, self.head)
        self.names = [layer.group or "model" for layer in trainer.network.layers]
        every = recorded.astype(np.float64).reshape(len(losses), len(self.names), len(MEASURES))
        self.gradient, self.update, self.weight, self.saturated, self.dead = np.moveaxis(
            every, 2, 0
        )
        with np.errstate(all="ignore"):
            self.ratio = self.update / self.weight
        self.stretch = max(1, min(trainer.batches.per_epoch, len(losses) // STRETCHES))

    def diagnosis(self) -> Diagnosis:
        """All findings."""
        found: list[RunFinding] = []
        if len(self.losses):
            looks = (self._exploded, self._still, self._vanishing, self._dead, self._saturated)
            for look in looks:
                found.extend(look())
            if not any(one.code in ("exploded", "standstill", "schedule_ended") for one in found):
                found.extend(self._rate())
            found.extend(self._overfitting())
        return Diagnosis(self.head, sorted(found, key=lambda one: one.first))

    def _exploded(self) -> Iterator[RunFinding]:
        if math.isfinite(self.losses[-1]):
            return
        ordinary = float(np.max(self.losses[:10][np.isfinite(self.losses[:10])], initial=0.0))
        well = np.flatnonzero(self.losses <= ordinary)
        sane = self.origin + (int(well[-1]) if len(well) else 0)
        place = min(sane - self.origin, len(self.losses) - 1)
        layer = int(np.argmax(np.nan_to_num(self.ratio[place], nan=np.inf)))
        ratio, name = float(self.ratio[place, layer]), self.names[layer]
        moves = f"changes {name} by {ratio:.2g} of its size"
        if not math.isfinite(ratio):
            moves = f"makes {name} infinite or NaN"
        yield RunFinding(
            "exploded",
            sane + 1,
            self.head,
            name,
            f"from step {sane + 1:,} the loss grows, and at step {self.head:,} it is no number",
            f"at step {sane + 1:,} the update {moves}: the rate is too large for this loss",
            self._slower(sane),
        )

    def _still(self) -> Iterator[RunFinding]:
        """No layer moves any more: nothing comes back, or the rate is 0."""
        moving = np.flatnonzero((self.update != 0).any(axis=1))
        first = int(moving[-1]) + 1 if len(moving) else 0
        steps = len(self.losses) - first
        if not steps or not self.losses[-1] > 0:
            return
        step = self.origin + first + 1
        loss = f"the loss stays at {self.losses[-1]:.4g}"
        if self.gradient[first:].any():
            config = self.trainer.config
            if config.lr > 0 and config.schedule != "constant":
                yield RunFinding(
                    "schedule_ended",
                    step,
                    self.head,
                    None,
                    f"from step {step:,} nothing moves any more: the schedule has ended",
                    f"the {config.schedule} schedule is at rate 0 after its planned epochs, "
                    f"{config.epochs} of them",
                    self.trials.first_that_helps(
                        step - 1, [{"epochs": 2 * config.epochs}, {"schedule": "constant"}]
                    ),
                )
        elif steps >= max(STILL_STEPS, self.trainer.batches.per_epoch):
            yield RunFinding(
                "standstill",
                step,
                self.head,
                None,
                f"from step {step:,} every gradient is exactly 0, and {loss}",
                "their slope rounds to 0 on every row, that of units or that of outputs",
                self._slower(self.origin),
            )

    def _vanishing(self) -> Iterator[RunFinding]:
        if len(self.names) < 3:
            return
        with np.errstate(all="ignore"):
            share = self.gradient[:, 0] / self.gradient[:, -1]
        for first, last in self._spans(self._medians(share) < VANISHED):
            norms = np.median(self.gradient[first:last], axis=0)
            chain = ", ".join(
                f"{name} {norm:.2g}"
                for name, norm in zip(reversed(self.names), reversed(norms.tolist()), strict=True)
            )
            cures = ({"activation": "relu", "initialisation": "he"}, {"initialisation": "xavier"})
            yield self._finding(
                ("vanishing", 0, first, last),
                f"hardly any gradient reaches {self.names[0]}",
                f"the lengths of the gradients on the way back: {chain}",
                self.trials.first_that_helps(0, cures) if not self.origin else None,
            )

    def _dead(self) -> Iterator[RunFinding]:
        """Units that are 0 on all training rows, of layers in which the recording saw some."""
        for index in np.flatnonzero((self.dead[-1:] > 0).any(axis=0)):
            dead = self._dead_units(int(index), self.head)
            if not dead.any():
                continue
            low, high = self.origin - 1, self.head  # by halves: units that are dead stay so
            while high - low > 1:
                middle = (low + high) // 2
                if self._dead_units(int(index), middle)[dead].all():
                    high = middle
                else:
                    low = middle
            many = f"{dead.sum()} of {len(dead)} units of {self.names[index]}"
            changes: list[Changes] = [{"activation": "leaky_relu"}]
            yield self._finding(
                ("dead", int(index), max(high - 1 - self.origin, 0), len(self.losses)),
                f"{many} {'is' if dead.sum() == 1 else 'are'} 0 on every training row",
                "their sums are negative everywhere, where a relu has slope 0: no row moves them",
                self._slower(max(high - 1, self.origin))
                or (self.trials.first_that_helps(0, changes) if not self.origin else None),
            )

    def _saturated(self) -> Iterator[RunFinding]:
        for index, name in enumerate(self.names):
            if np.isnan(self.saturated[:, index]).all():
                continue
            medians = self._medians(self.saturated[:, index])
            for first, last in self._spans(medians >= SATURATED):
                share = float(np.median(self.saturated[first:last, index]))
                yield self._finding(
                    ("saturated", index, first, last),
                    f"{share:.0%} of the outputs of {name} are at a limit",
                    "there the slope is below 0.02, and that factor is in every gradient before it",
                    self._slower(self.origin + max(first - 1, 0)),
                )

    def _rate(self) -> Iterator[RunFinding]:
        with np.errstate(all="ignore"):
            largest = self._medians(self.ratio.max(axis=1))
        lr = self.trainer.config.lr
        for first, last in self._spans(largest > LARGE_RATIO):
            index = int(np.argmax(np.median(self.ratio[first:last], axis=0)))
            cure = self._slower(self.origin + first)
            if cure is not None:
                ratio = float(np.median(self.ratio[first:last, index]))
                yield self._finding(
                    ("rate_too_large", index, first, last),
                    f"a step changes {self.names[index]} by {ratio:.2g} of its size",
                    f"at the rate {lr:g} it jumps over what it looks for",
                    cure,
                )
        for first, last in self._spans((largest < SMALL_RATIO) & (largest > 0)):
            cure = self.trials.first_that_helps(
                self.origin + first, [{"lr": min(_rounded(lr * factor), 1e6)} for factor in LARGER]
            )
            if cure is not None:
                ratio = float(np.median(self.ratio[first:last].max(axis=1)))
                yield self._finding(
                    ("rate_too_small", None, first, last),
                    f"a step changes no layer by more than {ratio:.2g} of its size",
                    f"the rate {lr:g} is small for gradients of this length",
                    cure,
                )

    def _overfitting(self) -> Iterator[RunFinding]:
        data, batches = self.trainer.data, self.trainer.batches
        begun, done = (batches.position(step)[0] for step in (self.origin, self.head))
        if not len(data.test) or done - begun < 5 or not math.isfinite(self.losses[-1]):
            return
        epochs = np.unique(np.linspace(begun + 1, done, min(done - begun, EPOCHS)).astype(int))
        steps = [batches.end_of(int(epoch)) for epoch in epochs]
        train, test = (
            [evaluate_split(self.trainer, self.at(step), split).loss for step in steps]
            for split in (data.train, data.test)
        )
        best = int(np.argmin(test))
        if best + 2 < len(steps) and test[-1] > OVERFITTED * test[best] and train[-1] < train[best]:
            yield self._finding(
                ("overfitting", None, steps[best] - self.origin, len(self.losses)),
                f"since epoch {epochs[best]} the loss on the test rows grows, from "
                f"{test[best]:.4g} to {test[-1]:.4g}",
                f"that on the training rows still falls, from {train[best]:.4g} to "
                f"{train[-1]:.4g}: the model learns these rows by heart; it was best at step "
                f"{steps[best]:,}",
                None,
            )

    def _finding(
        self,
        where: tuple[str, int | None, int, int],
        message: str,
        cause: str,
        cure: TriedCure | None,
    ) -> RunFinding:
        """One whose steps are counted from the origin: behind the first, up to the last."""
        code, layer, first, last = where
        name = None if layer is None else self.names[layer]
        span = (self.origin + min(first + 1, last), self.origin + last)
        return RunFinding(code, *span, name, message, cause, cure)

    def _slower(self, step: int) -> TriedCure | None:
        lr = self.trainer.config.lr
        return self.trials.first_that_helps(
            step, [{"lr": _rounded(lr / factor)} for factor in SMALLER]
        )

    def _medians(self, column: Array) -> Array:
        """The median of every stretch."""
        starts = range(0, len(column), self.stretch)
        with np.errstate(all="ignore"):
            return np.array([np.median(column[at : at + self.stretch]) for at in starts])

    def _spans(self, holds: NDArray[np.bool_]) -> Iterable[tuple[int, int]]:
        """From the first stretch at which it holds to the last, in steps, if that lasts."""
        places = np.flatnonzero(holds)
        if len(places) < max(1, math.ceil(LASTING * len(holds))) or len(self.losses) < STILL_STEPS:
            return []
        last = min((int(places[-1]) + 1) * self.stretch, len(self.losses))
        return [(int(places[0]) * self.stretch, last)]

    def _dead_units(self, index: int, step: int) -> NDArray[np.bool_]:
        """Which units of a layer are 0 on every training row, after a step."""
        outputs = hidden_outputs(self.trainer, self.at(step))[index]
        return np.asarray((outputs == 0).all(axis=0))


def _rounded(rate: float) -> float:
    """A rate as people write it."""
    return float(f"{rate:.3g}")
