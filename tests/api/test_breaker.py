"""While the store does not answer, what needs it is told so at once; the rest goes on."""

import pytest
from chainrule.api import breaker as module
from chainrule.api.breaker import UNREACHABLE, Breaker
from chainrule.api.problems import Problem
from chainrule.api.task import Reply
from chainrule.training import UnreachableError

SILENT = Reply(1.0, failure=Problem("store_unavailable", "silence", code=UNREACHABLE))
WELL = Reply(1.0)


@pytest.fixture
def clock(monkeypatch):
    """A clock that stands still until it is moved."""
    now = [1000.0]
    monkeypatch.setattr(module.time, "monotonic", lambda: now[0])

    def move(seconds: float) -> None:
        now[0] += seconds

    return move


def refused(breaker: Breaker) -> bool:
    try:
        breaker.admit()
    except Problem as problem:
        return problem.code == UNREACHABLE and int(problem.headers["retry-after"]) >= 1
    return False


def test_nobody_asks_for_a_while_after_silence_then_one_tries(clock):
    breaker = Breaker(5)
    assert not refused(breaker)

    breaker.note(SILENT)
    assert refused(breaker)
    clock(5)
    assert [refused(breaker) for _ in range(3)] == [False, True, True]
    breaker.note(SILENT)
    clock(4)
    assert refused(breaker)
    clock(1)
    assert not refused(breaker)
    breaker.note(WELL)
    assert [refused(breaker) for _ in range(3)] == [False] * 3


def test_one_who_tries_and_never_comes_back_does_not_close_it_for_good(clock):
    breaker = Breaker(5)
    breaker.note(SILENT)
    clock(5)
    assert not refused(breaker)
    clock(5)
    assert not refused(breaker)


def test_other_failures_are_no_silence():
    breaker = Breaker(5)
    for kind in ("store_unavailable", "store_full", "not_found", "damaged_session"):
        breaker.note(Reply(1.0, failure=Problem(kind, "a failure")))
        assert not refused(breaker)


def test_a_silent_store_is_asked_once_and_programs_go_on(client, monkeypatch):
    session = client.post("/api/v1/sessions", json="synthetic-linear").json()["id"]
    store = client.app.state.service.desk.sessions.store
    asked = []

    def fail(*_: object) -> None:
        asked.append(1)
        raise UnreachableError("the store of training sessions does not answer: TimeoutError")

    for name in ("load", "check", "create"):
        monkeypatch.setattr(store, name, fail)
    path = f"/api/v1/sessions/{session}"
    answers = [client.get(path) for _ in range(5)]
    answers += [client.post(f"{path}/advance", json={"to": 1}), client.get("/readyz")]

    assert len(asked) == 1
    for answer in answers:
        assert (answer.status_code, answer.json()["code"]) == (503, UNREACHABLE)
        assert int(answer.headers["retry-after"]) >= 1
    assert client.post("/api/v1/graphs", json={"source": "w = 1.0"}).status_code == 200
    assert client.get("/api/v1/datasets/synthetic/rows").status_code == 200
