"""Whatever is killed at whatever moment: what was acknowledged is there, and it is right."""

import os
import select
import subprocess
import sys
import time

import numpy as np
import pytest
from chainrule.training import Sessions, open_store

KILLS = int(os.environ.get("CHAINRULE_TEST_KILLS", "10"))
STEPS = 1_000_000
PRESET = "moons-mlp"

WORKER = """
import sys
from chainrule.training import Sessions, open_store

address, id, size = sys.argv[1:]
sessions = Sessions(open_store(address))
head = sessions.get(id).head
while True:
    session = sessions.advance(id, to=head + int(size), time_limit=5.0)
    head = session.head
    sys.stdout.write(f"{head} {session.loss!r}\\n")
    sys.stdout.flush()
"""


class Worker:
    """A process that advances a session for ever and says what it has been promised."""

    def __init__(self, address, id, size):
        self.process = subprocess.Popen(
            [sys.executable, "-c", WORKER, address, id, str(size)], stdout=subprocess.PIPE
        )
        self.pending = b""

    def kill(self):
        if self.process.stdout.closed:
            return
        self.process.kill()
        self.process.wait(timeout=30)
        self.pending += self.process.stdout.read()
        self.process.stdout.close()

    def read(self):
        """What was acknowledged since the last look; half a line is no acknowledgement."""
        if not self.process.stdout.closed:
            self.pending += self.process.stdout.read1()
        *lines, self.pending = self.pending.split(b"\n")
        return [(int(head), float(loss)) for head, loss in map(bytes.split, lines)]


@pytest.mark.parametrize("kind", ["sqlite", "redis"])
def test_killed_servers_lose_nothing_that_they_acknowledged(kind, tmp_path, request):
    address = (
        str(tmp_path / "sessions.sqlite3")
        if kind == "sqlite"
        else request.getfixturevalue("redis_address")
    )
    chance = np.random.default_rng(7)
    service = Sessions(open_store(address))
    id = service.create(PRESET).id
    acknowledged: dict[int, float] = {}

    def note(lines):
        for head, loss in lines:
            assert acknowledged.setdefault(head, loss) == loss

    workers = [Worker(address, id, size) for size in (1, 7)]
    try:
        for _ in range(KILLS):
            victim = chance.integers(len(workers))
            ready, _, _ = select.select([workers[victim].process.stdout], [], [], 60)
            assert ready
            time.sleep(chance.uniform(0.0, 0.2))
            workers[victim].kill()
            note(workers[victim].read())
            assert service.get(id).head >= max(acknowledged, default=0)
            workers[victim] = Worker(address, id, int(chance.choice([1, 7, 50])))
    finally:
        for worker in workers:
            worker.kill()
            note(worker.read())

    head = service.get(id).head
    assert len(acknowledged) > KILLS
    assert head >= max(acknowledged)
    undisturbed = Sessions(open_store("memory:"))
    reference = undisturbed.create(PRESET).id
    undisturbed.advance(reference, to=head, time_limit=120)
    expected = undisturbed.losses(reference, 0, STEPS).values
    assert service.losses(id, 0, STEPS).values == expected
    assert all(expected[step - 1] == loss for step, loss in acknowledged.items())
    for step in (1, head // 2, head):
        assert service.step(id, step).loss == expected[step - 1]
    service.store.close()
