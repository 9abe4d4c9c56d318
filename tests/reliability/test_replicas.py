"""Servers behind nginx that share a Redis, as in docker-compose.yml; nobody notices restarts."""

import contextlib
import http.client
import json
import os
import re
import threading
import urllib.parse
from collections.abc import Callable, Iterator
from types import SimpleNamespace

import numpy as np
import pytest
from chainrule.client import Client
from chainrule.training import Sessions, open_store
from running_nginx import running_nginx
from running_redis import running_redis
from running_server import Server, until

KILLS = int(os.environ.get("CHAINRULE_TEST_KILLS", "1"))
PRESET = "moons-mlp"


@pytest.fixture(scope="module")
def replicas(tmp_path_factory) -> Iterator[SimpleNamespace]:
    """Two servers, the address of the nginx before them, and a client that talks to it."""
    folder = tmp_path_factory.mktemp("replicas")
    with running_redis(folder) as (_, database):
        settings = {"database": database, "workers": 1, "trusted_proxies": "*"}
        servers = [Server(tmp_path_factory.mktemp("replica"), **settings) for _ in range(2)]
        ports = [server.port for server in servers]
        with running_nginx(folder, ports) as url, Client(url) as client:
            for server in servers:
                server.start()
            yield SimpleNamespace(servers=servers, url=url, client=client)
            for server in servers:
                server.stop()


def asked(url: str, method: str, path: str, body: object = None) -> tuple[int, bytes]:
    """The status and the content of an answer, over a connection of its own."""
    connection = http.client.HTTPConnection(urllib.parse.urlsplit(url).netloc, timeout=120)
    headers = {} if body is None else {"content-type": "application/json"}
    with contextlib.closing(connection):
        connection.request(method, path, None if body is None else json.dumps(body), headers)
        answer = connection.getresponse()
        return answer.status, answer.read()


def test_whatever_a_single_server_does_goes_through_nginx(replicas):
    status, page = asked(replicas.url, "GET", "/")
    assert status == 200
    script = re.search(rb'src="\./?([^"]+\.js)"', page)
    assert script
    assert asked(replicas.url, "GET", "/" + script[1].decode())[0] == 200

    client = replicas.client
    rows = "".join(f"{k},{2 * k}\n" for k in range(2000))
    name = client.upload("x,y\n" + rows, title="Large enough for a file")["name"]
    id = client.create_session(dataset=name, loss="mse", lr=1e-8)["id"]
    assert [step for step, _ in client.events(id, to=20)] == list(range(1, 21))
    # Whatever one of them has done, the other one knows.
    for server in replicas.servers:
        _, told = server.ask("GET", f"/api/v1/sessions/{id}")
        assert json.loads(told)["head"] == 20
    client.delete_session(id)


class Everybody:
    """People who explore and train all the time; whatever they see goes wrong is noted."""

    def __init__(self, replicas: SimpleNamespace) -> None:
        self.url = replicas.url
        self.id = replicas.client.create_session(PRESET)["id"]
        self.stop = threading.Event()
        self.wrong: list[str] = []
        self.promised: list[tuple[int, float]] = []
        self.answers = 0
        self.threads = [
            threading.Thread(target=self.go_on, args=(act, seed))
            for seed, act in enumerate((self.explore, self.explore, self.train, self.train))
        ]
        for thread in self.threads:
            thread.start()

    def go_on(self, act: Callable[[np.random.Generator], None], seed: int) -> None:
        chance = np.random.default_rng(seed)
        while not self.stop.is_set():
            try:
                act(chance)
                self.answers += 1
            except Exception as error:
                self.wrong.append(repr(error))

    def explore(self, chance: np.random.Generator) -> None:
        body = {"source": f"w = {chance.random()}\nloss = (2 * w - 1) ** 2"}
        status, content = asked(self.url, "POST", "/api/v1/graphs", body)
        assert status == 200, content[:300]

    def train(self, chance: np.random.Generator) -> None:
        goal = max([0, *(step for step, _ in self.promised)]) + int(chance.integers(1, 5))
        path = f"/api/v1/sessions/{self.id}/advance"
        status, content = asked(self.url, "POST", path, {"to": goal})
        assert status == 200, content[:300]
        answer = json.loads(content)
        self.promised.append((answer["head"], answer["loss"]))

    def end(self) -> None:
        self.stop.set()
        for thread in self.threads:
            thread.join()


def goes_on(everybody: Everybody) -> None:
    """Waits until some more answers have come."""
    enough = everybody.answers + 20
    until(lambda: everybody.answers >= enough)


def test_restarts_one_after_the_other_are_noticed_by_nobody(replicas):
    everybody = Everybody(replicas)
    try:
        for server in replicas.servers:
            goes_on(everybody)
            server.process.terminate()
            server.process.wait(timeout=60)
            goes_on(everybody)  # the other one does all of the work
            server.start()
        goes_on(everybody)
    finally:
        everybody.end()
    assert everybody.wrong == []


def test_killed_replicas_lose_nothing_that_they_acknowledged(replicas):
    everybody = Everybody(replicas)
    try:
        for k in range(KILLS):
            goes_on(everybody)
            victim = replicas.servers[k % 2]
            victim.kill()
            goes_on(everybody)
            victim.start()
        goes_on(everybody)
    finally:
        everybody.end()
    head = replicas.client.session(everybody.id)["head"]
    assert head >= max(step for step, _ in everybody.promised)
    undisturbed = Sessions(open_store("memory:"))
    reference = undisturbed.create(PRESET).id
    undisturbed.advance(reference, to=head, time_limit=300)
    expected = undisturbed.losses(reference, 0, head).values
    assert all(expected[step - 1] == loss for step, loss in everybody.promised)
