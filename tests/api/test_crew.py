"""Who computes next: every client in turn, within bounds, and nobody who has left."""

import asyncio
import threading
from collections.abc import Coroutine

import pytest
from chainrule.api.desk import Desk
from chainrule.api.problems import Problem
from chainrule.api.settings import Settings
from chainrule.api.task import Reply, Task
from chainrule.api.workers import Crew, ThreadSeat
from chainrule.api.workers.seat import STACK_BYTES


class FakeSeat:
    """A seat whose tasks end when they are told to; it notes which ones it was given."""

    def __init__(self) -> None:
        self.kills = 0
        self.given: list[str] = []
        self.under_way: asyncio.Future[None] | None = None

    async def run(self, task: Task) -> Reply:
        self.given.append(task.arguments[0])
        self.under_way = asyncio.get_running_loop().create_future()
        try:
            await self.under_way
        finally:
            self.under_way = None
        return Reply(0.0)

    def close(self) -> None: ...


def task(name: str, key: str | None = None, alone: bool = False) -> Task:
    return Task(bytes, (name,), key=key, alone=alone)


async def settle() -> None:
    for _ in range(10):
        await asyncio.sleep(0)


class Scene:
    """A crew of fake seats, and the tasks that clients gave to it."""

    def __init__(self, seats: int, **bounds: float) -> None:
        self.seats = [FakeSeat() for _ in range(seats)]
        self.crew = Crew(self.seats, **{"share": seats, "queue": 64, "patience": 60.0, **bounds})
        self.asked: dict[str, asyncio.Task[Reply]] = {}
        self.begun: list[str] = []

    def ask(self, client: str, *names: str, **about: object) -> None:
        for name in names:
            job = self.crew.run(task(name, **about), client)
            self.asked[name] = asyncio.ensure_future(job)

    async def finish(self, name: str) -> None:
        """Ends a task that is computed; the others move up."""
        await settle()
        (seat,) = (s for s in self.seats if s.under_way and s.given[-1] == name)
        seat.under_way.set_result(None)
        await settle()

    @property
    def computing(self) -> set[str]:
        return {seat.given[-1] for seat in self.seats if seat.under_way}

    def problem(self, name: str) -> Problem | None:
        job = self.asked[name]
        return job.exception() if job.done() else None


def play(scenario: Coroutine[None, None, None]) -> None:
    asyncio.run(asyncio.wait_for(scenario, 30))


def test_clients_take_turns_however_much_one_of_them_asks_for():
    async def scenario():
        scene = Scene(1)
        scene.ask("a", *(f"a{k}" for k in range(20)))
        scene.ask("b", "b0", "b1")
        await scene.finish("a0")
        order = []
        for _ in range(5):
            (now,) = scene.computing
            order.append(now)
            await scene.finish(now)
        assert order == ["b0", "a1", "b1", "a2", "a3"]

    play(scenario())


def test_one_client_never_has_every_seat():
    async def scenario():
        scene = Scene(3, share=2)
        scene.ask("a", "a0", "a1", "a2", "a3")
        await settle()
        assert scene.computing == {"a0", "a1"}
        scene.ask("b", "b0")
        await settle()
        assert scene.computing == {"a0", "a1", "b0"}
        await scene.finish("a0")
        assert scene.computing == {"a1", "a2", "b0"}

    play(scenario())


def test_when_too_many_wait_the_longest_line_loses_its_last_place():
    async def scenario():
        scene = Scene(1, queue=3)
        scene.ask("a", "a0", "a1", "a2", "a3")
        await settle()
        scene.ask("b", "b0")
        await settle()
        assert scene.crew.waiting == 3
        assert scene.problem("a3").kind.code == "busy"
        assert scene.problem("a3").headers["retry-after"] == "1"
        scene.ask("a", "a4")
        await settle()
        assert scene.problem("a4").status == 503
        for name in ("a0", "b0"):
            await scene.finish(name)
        assert scene.asked["b0"].done()

    play(scenario())


def test_a_burst_does_not_slip_past_the_queue():
    async def scenario():
        scene = Scene(1, queue=2)
        scene.ask("a", *(f"a{k}" for k in range(10)))
        await settle()
        assert sum(scene.problem(name) is not None for name in scene.asked) == 7

    play(scenario())


def test_what_waited_too_long_is_given_up():
    async def scenario():
        scene = Scene(1, patience=0.05)
        scene.ask("a", "a0", "a1")
        await asyncio.sleep(0.2)
        assert scene.problem("a1").kind.code == "busy"
        assert scene.crew.waiting == 0
        assert scene.computing == {"a0"}
        await scene.finish("a0")
        scene.ask("a", "a2")
        await settle()
        assert scene.computing == {"a2"}

    play(scenario())


@pytest.mark.parametrize("granted", [False, True])
def test_what_nobody_waits_for_any_more_leaves_its_place(granted):
    async def scenario():
        scene = Scene(1)
        scene.ask("a", "a0", "a1", "a2")
        await settle()
        if granted:  # its seat is free in the very moment in which it is left
            scene.seats[0].under_way.set_result(None)
            while not scene.asked["a0"].done():
                await asyncio.sleep(0)
        scene.asked["a1"].cancel()
        if not granted:
            await scene.finish("a0")
        await settle()
        assert scene.computing == {"a2"}
        await scene.finish("a2")
        assert (scene.crew.running, scene.crew.waiting) == (0, 0)

    play(scenario())


def test_tasks_of_one_key_keep_their_seat():
    async def scenario():
        scene = Scene(2)
        scene.ask("a", "a0", key="k")
        scene.ask("b", "b0")
        await scene.finish("a0")
        await scene.finish("b0")
        scene.ask("b", "b1", key="k")
        await settle()
        (first,) = (seat for seat in scene.seats if "a0" in seat.given)
        assert first.given == ["a0", "b1"]
        scene.ask("b", "b2", key="k")
        await settle()
        assert scene.computing == {"b1", "b2"}, "another seat is better than none"

    play(scenario())


def test_tasks_that_must_be_alone_wait_for_each_other_and_for_nobody_else():
    async def scenario():
        scene = Scene(3)
        scene.ask("a", "a0", "a1", key="k", alone=True)
        scene.ask("b", "b0", key="other", alone=True)
        await settle()
        assert scene.computing == {"a0", "b0"}
        await scene.finish("a0")
        assert scene.computing == {"a1", "b0"}

    play(scenario())


def here(_: Desk) -> bytes:
    return str(threading.stack_size()).encode()


def fail(_: Desk) -> bytes:
    sum(range(300_000))
    raise ZeroDivisionError("hidden")


def test_threads_have_a_large_stack_and_tell_a_bugs_place_but_not_its_message():
    desk = Desk.of(Settings(database="memory:"))

    async def scenario():
        seat = ThreadSeat(desk)
        answer, _ = (await seat.run(Task(here))).outcome()
        assert int(answer.content) == STACK_BYTES
        reply = await seat.run(Task(fail))
        assert reply.milliseconds > 0
        assert reply.failure.name == "ZeroDivisionError"
        assert "test_crew.py" in reply.failure.places[-1]
        assert "hidden" not in str(reply.failure)

    play(scenario())
