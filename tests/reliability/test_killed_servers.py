"""Two servers share one database, four clients train, and servers are killed in between."""

import http.client
import json
import os
import threading
import time
import urllib.error
import urllib.request

import numpy as np
import pytest
from chainrule.training import Sessions, open_store

from tests.support.running_server import Server

KILLS = int(os.environ.get("CHAINRULE_TEST_KILLS", "4"))
CLIENTS = 4
PRESET = "raisins-mlp"


def ask(server, path, body=None):
    request = urllib.request.Request(  # noqa: S310 - the server of this test
        f"{server.url}/api/v1{path}",
        None if body is None else json.dumps(body).encode(),
        {"content-type": "application/json"},
    )
    with urllib.request.urlopen(request, timeout=30) as answer:  # noqa: S310
        return json.load(answer)


class Client(threading.Thread):
    """Advances the session by some steps, now here, now there, and keeps what it was promised."""

    def __init__(self, servers, id, seed):
        super().__init__()
        self.servers, self.id = servers, id
        self.chance = np.random.default_rng(seed)
        self.promised = []
        self.stop = threading.Event()

    def run(self):
        head = 0
        while not self.stop.is_set():
            server = self.servers[self.chance.integers(len(self.servers))]
            goal = head + int(self.chance.integers(1, 8))
            try:
                answer = ask(server, f"/sessions/{self.id}/advance", {"to": goal})
            except (urllib.error.URLError, http.client.HTTPException, OSError):
                time.sleep(0.02)  # the server is down just now
                continue
            head = answer["head"]
            self.promised.append((head, answer["loss"]))


@pytest.fixture
def servers(tmp_path):
    pair = [Server(tmp_path), Server(tmp_path)]
    for server in pair:
        server.start()
    yield pair
    for server in pair:
        server.stop()


def test_nothing_acknowledged_is_lost_or_wrong(servers):
    id = ask(servers[0], "/sessions", {"preset": PRESET})["id"]
    clients = [Client(servers, id, seed) for seed in range(CLIENTS)]
    for client in clients:
        client.start()
    chance = np.random.default_rng(0)
    try:
        for _ in range(KILLS):
            time.sleep(chance.uniform(0.1, 0.6))
            victim = servers[chance.integers(len(servers))]
            victim.kill()
            victim.start()
        time.sleep(0.2)
    finally:
        for client in clients:
            client.stop.set()
        for client in clients:
            client.join()

    head = ask(servers[0], f"/sessions/{id}")["head"]
    promised = [promise for client in clients for promise in client.promised]
    assert len(promised) > KILLS
    assert head >= max(step for step, _ in promised)
    undisturbed = Sessions(open_store("memory:"))
    reference = undisturbed.create(PRESET).id
    undisturbed.advance(reference, to=head, time_limit=300)
    expected = undisturbed.losses(reference, 0, head).values
    stored = []
    while len(stored) < head:
        page = ask(servers[1], f"/sessions/{id}/losses?after={len(stored)}&limit=1000")
        stored.extend(page["values"])
    np.testing.assert_array_equal(stored, expected)
    assert all(expected[step - 1] == loss for step, loss in promised)
