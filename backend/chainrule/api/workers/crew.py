"""The crew: who computes next, and where.

Every client has a line of its own, and the lines are served in turn, so that however much one
client asks for, the next task of another is not behind it. One client never has all seats. When too
many wait, the longest line loses its last place. A task that waited too long is given up.
"""

from __future__ import annotations

import asyncio
from collections import Counter, OrderedDict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from chainrule.api.problems import Problem
from chainrule.api.task import Reply, Task
from chainrule.api.workers.seat import Seat

MOST_KEYS = 10_000
"""Of which the crew remembers who computed them last."""


@dataclass(eq=False, slots=True)
class Place:
    """A task that waits for a seat."""

    client: str
    task: Task
    seat: asyncio.Future[Seat] = field(
        default_factory=lambda: asyncio.get_running_loop().create_future()
    )

    @property
    def granted(self) -> bool:
        """Whether it has got its seat."""
        seat = self.seat
        return seat.done() and not seat.cancelled() and seat.exception() is None


class Crew:
    """Runs tasks on seats, ``share`` of one client at a time, while ``queue`` others wait."""

    def __init__(self, seats: Sequence[Seat], *, share: int, queue: int, patience: float) -> None:
        """Takes the seats.

        Args:
            seats: where tasks are computed, one at a time each.
            share: how many of them one client may have.
            queue: how many tasks may wait.
            patience: seconds after which a task does not wait any more.
        """
        self.seats = seats
        self.share = share
        self.queue = queue
        self.patience = patience
        self._idle = list(seats)
        self._running: Counter[str] = Counter()
        self._alone: set[str] = set()
        self._lines: OrderedDict[str, list[Place]] = OrderedDict()
        self._seats_of_keys: OrderedDict[str, Seat] = OrderedDict()

    @property
    def running(self) -> int:
        """Tasks that are computed."""
        return len(self.seats) - len(self._idle)

    @property
    def waiting(self) -> int:
        """Tasks that wait for a seat."""
        return sum(map(len, self._pending()))

    @property
    def kills(self) -> int:
        """Workers that ended in the middle of a task."""
        return sum(seat.kills for seat in self.seats)

    async def run(self, task: Task, client: str) -> Reply:
        """What the task gave.

        Raises:
            Problem: too many are waiting, or this one has waited too long (503).
        """
        seat = await self._seat(task, client)
        try:
            return await seat.run(task)
        finally:
            self._leave(seat, task, client)

    def close(self) -> None:
        """Ends everything that is computed."""
        for seat in self.seats:
            seat.close()

    async def _seat(self, task: Task, client: str) -> Seat:
        if self._idle and self._may_begin(task, client):
            return self._take(task, client)
        place = Place(client, task)
        self._lines.setdefault(client, []).append(place)
        if self.waiting > self.queue:
            self._turn_away()
        try:
            async with asyncio.timeout(self.patience):
                return await place.seat
        except BaseException as error:
            if place.granted:  # at the same moment
                self._leave(place.seat.result(), task, client)
            if isinstance(error, TimeoutError):
                raise busy(f"this waited for {self.patience:g} s and no seat was free") from None
            raise
        finally:
            self._forget(place)

    def _may_begin(self, task: Task, client: str) -> bool:
        return self._running[client] < self.share and not (task.alone and task.key in self._alone)

    def _take(self, task: Task, client: str) -> Seat:
        """A seat for a task that may begin: that of its key, or else the one that was left last."""
        seat = self._idle[-1]
        if task.key is not None:
            known = self._seats_of_keys.pop(task.key, seat)
            seat = known if known in self._idle else seat
            self._seats_of_keys[task.key] = seat
            if len(self._seats_of_keys) > MOST_KEYS:
                self._seats_of_keys.popitem(last=False)
            if task.alone:
                self._alone.add(task.key)
        self._idle.remove(seat)
        self._running[client] += 1
        return seat

    def _leave(self, seat: Seat, task: Task, client: str) -> None:
        self._idle.append(seat)
        self._running[client] -= 1
        if not self._running[client]:
            del self._running[client]
        if task.alone and task.key is not None:
            self._alone.discard(task.key)
        if client in self._lines:
            self._lines.move_to_end(client)
        while self._idle and (place := self._next()):
            self._lines.move_to_end(place.client)
            place.seat.set_result(self._take(place.task, place.client))

    def _next(self) -> Place | None:
        """Whose turn it is: the first who may begin, of the client who was served longest ago."""
        for client, line in self._lines.items():
            for place in line:
                if not place.seat.done() and self._may_begin(place.task, client):
                    return place
        return None

    def _turn_away(self) -> None:
        """Takes the last place of the longest line."""
        last = max(self._pending(), key=len)[-1]
        last.seat.set_exception(busy(f"{self.queue} computations are waiting already"))

    def _pending(self) -> Iterator[list[Place]]:
        for line in self._lines.values():
            yield [place for place in line if not place.seat.done()]

    def _forget(self, place: Place) -> None:
        line = self._lines[place.client]
        line.remove(place)
        if not line:
            del self._lines[place.client]


def busy(detail: str) -> Problem:
    """The problem of a task that is not computed, but may come again."""
    return Problem("busy", detail, headers={"retry-after": "1"})
