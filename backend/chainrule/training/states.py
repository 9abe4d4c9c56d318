"""States: where a session stood after any of its steps.

A stored checkpoint is the authority: every state is computed from the nearest one, and the states
that were used last are kept in memory.
"""

from __future__ import annotations

from chainrule.training.recent import Recent
from chainrule.training.state import State
from chainrule.training.store import Store
from chainrule.training.trainer import Run, Trainer

SESSIONS = 32
STATES = 4
"""Of each session: the head, and where somebody is looking."""


class States:
    """The states of all sessions in a store."""

    def __init__(self, store: Store) -> None:
        self.store = store
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
                state = State.from_bytes(self.store.nearest(id, step)[1])
            if state.step < step:
                run = Run(trainer, state)
                while run.step < step:
                    run.advance()
                state = run.state()
            self.remember(id, state)
        return state

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
