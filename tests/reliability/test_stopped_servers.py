"""A server that is told to stop lets everybody know, and a client goes on with the next one."""

import json
import threading
import urllib.request
from collections.abc import Iterator

import pytest
from chainrule.client import Client
from running_server import Server, until

LONG = {"dataset": "raisins", "hidden": [100], "epochs": 50}
ENDLESS = "x = 1\nwhile True:\n    x = x + 1"
UNLIMITED = dict.fromkeys(("seconds", "work", "memory", "loop_iterations"), 10**12)


@pytest.fixture
def server(tmp_path) -> Iterator[Server]:
    """A server that lets one program compute for ten minutes."""
    server = Server(tmp_path, workers=1, work_seconds=600, **UNLIMITED)
    server.start()
    yield server
    server.stop()


def test_a_stream_ends_with_where_it_was_and_the_next_server_goes_on(server):
    _, made = server.ask("POST", "/api/v1/sessions", LONG)
    id = json.loads(made)["id"]
    answer = urllib.request.urlopen(  # noqa: S310 - the server of this test
        f"{server.url}/api/v1/sessions/{id}/events?to=36000", timeout=60
    )
    with answer:
        assert answer.readline().startswith(b"id: ")
        server.process.terminate()
        lines = answer.read().decode().splitlines()

    server.process.wait(timeout=60)
    assert lines[-3] == "event: pause"
    told = json.loads(lines[-2].removeprefix("data: "))
    seen = [int(line.removeprefix("id: ")) for line in lines if line.startswith("id: ")]
    assert told == {"after": seen[-1]}

    server.start()
    steps = Client(server.url).events(id, to=told["after"] + 2, after=told["after"])
    assert [step for step, _ in steps] == [told["after"] + 1, told["after"] + 2]


def test_the_python_client_does_not_notice_a_restart(server):
    client = Client(server.url)
    id = client.create_session(**LONG)["id"]
    steps = client.events(id, to=3000)
    seen = [next(steps)[0]]
    restarted = threading.Thread(target=lambda: (server.stop(), server.start()))
    restarted.start()
    seen += [step for step, _ in steps]
    restarted.join()

    assert seen == list(range(1, 3001))


def test_who_computes_is_told_to_come_again(server):
    answers = []
    asked = threading.Thread(target=lambda: answers.append(server.run(ENDLESS)))
    asked.start()
    until(lambda: server.measure("pool_running") == 1)
    server.process.terminate()
    asked.join()

    server.process.wait(timeout=60)
    ((status, problem),) = answers
    assert (status, problem["code"], problem["detail"]) == (503, "busy", "the server stops")
