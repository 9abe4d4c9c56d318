"""States: where a session stood after any of its steps.

A stored checkpoint is the authority: every state is computed from the nearest one, and the states
that were used last are kept in memory. A run is a pure function: where a checkpoint is damaged, the
same state is computed from the one before, at last from how the run began.
"""

from __future__ import annotations

from collections.abc import Callable

from chainrule.engine.tensor import Array
from chainrule.training.errors import DamagedError
from chainrule.training.recent import Recent
from chainrule.training.state import State
from chainrule.training.store import Store
from chainrule.training.trainer import Run, Trainer

SESSIONS = 32
STATES = 4
"""Of each session: the head, and where somebody is looking."""


class States:
    """The states of all sessions in a store.

    Args:
        store: has the checkpoints.
        beginning: computes the state that a session began with, for when its checkpoint is damaged.
    """

    def __init__(self, store: Store, beginning: Callable[[str, Trainer], State]) -> None:
        self.store = store
        self.beginning = beginning
        self._recent: Recent[str, dict[int, State]] = Recent(SESSIONS)

    def at(self, id: str, trainer: Trainer, step: int) -> State:
        """The state after ``step`` steps."""
        known = self._recent.get(id) or {}
        state = known.get(step)
        if state is None:
            near = max((s for s in known if s <= step), default=-1)
            if near >= 0 and step - near < trainer.checkpoint_every:
                state = known[near]
            else:
                state = self._stored(id, trainer, step)
            if state.step < step:
                run = Run(trainer, state)
                while run.step < step:
                    run.advance()
                state = run.state()
            self.remember(id, state)
        return state

    def losses(self, id: str, trainer: Trainer, start: int, stop: int) -> tuple[float, ...]:
        """The losses of the steps after ``start`` up to ``stop``, computed anew."""
        if start >= stop:
            return ()
        run = Run(trainer, self.at(id, trainer, start))
        found = tuple(run.losses(stop))
        self.remember(id, run.state())
        return found

    def measures(self, id: str, trainer: Trainer, start: int, stop: int) -> Array:
        """The recording of the steps after ``start`` up to ``stop``, made anew."""
        run = Run(trainer, self.at(id, trainer, start), record=True)
        for _ in run.losses(stop):
            pass
        self.remember(id, run.state())
        return run.recorder.taken()

    def remember(self, id: str, state: State) -> None:
        """Keeps a state that follows from a stored checkpoint."""
        known = dict(self._recent.get(id) or {})
        known[state.step] = state
        while len(known) > STATES:
            del known[next(iter(known))]
        self._recent.put(id, known)

    def forget(self, id: str) -> None:
        """Drops a session's states."""
        self._recent.forget(id)

    def _stored(self, id: str, trainer: Trainer, step: int) -> State:
        """The newest state that is not after ``step`` and whose checkpoint is as it was written."""
        while True:
            found, data = self.store.nearest(id, step)
            try:
                state = State.from_bytes(data)
                if state.step == found:
                    return state
            except DamagedError:
                pass
            if found <= trainer.origin.step:
                return self.beginning(id, trainer)
            step = found - 1
