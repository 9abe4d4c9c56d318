"""Who may use how much: the budget of work units, streams, body sizes."""

import re

import pytest
from chainrule.api import Settings, SettingsError
from chainrule.api.budget import WorkBudget, client_of, shortened
from chainrule.api.cache import Answer, AnswerCache, key_of
from chainrule.api.clients import Tenants
from chainrule.api.problems import Problem
from starlette.requests import HTTPConnection


@pytest.fixture
def clock(monkeypatch):
    """A clock that stands still until it is moved."""
    now = [1000.0]
    monkeypatch.setattr("chainrule.api.budget.time.monotonic", lambda: now[0])

    def move(seconds: float) -> None:
        now[0] += seconds

    return move


def test_a_client_may_use_its_burst_then_its_rate(clock):
    budget = WorkBudget(rate=10, burst=100)
    budget.admit("a")
    budget.charge("a", 119)

    with pytest.raises(Problem) as refused:
        budget.admit("a")
    clock(float(refused.value.headers["retry-after"]))

    budget.admit("a")
    assert refused.value.status == 429
    assert refused.value.headers["retry-after"] == "2"


def test_clients_do_not_share_a_budget(clock):
    budget = WorkBudget(rate=10, burst=100)
    budget.charge("a", 500)

    budget.admit("b")
    with pytest.raises(Problem):
        budget.admit("a")


def test_the_cheapest_request_costs_a_unit(clock):
    budget = WorkBudget(rate=1, burst=3)
    for _ in range(3):
        budget.admit("a")
        budget.charge("a", 0.0)

    with pytest.raises(Problem):
        budget.admit("a")


def test_no_rate_means_no_limit(clock):
    budget = WorkBudget(rate=0, burst=0)
    budget.charge("a", 1e9)
    budget.admit("a")


@pytest.mark.parametrize(
    ("host", "client"),
    [
        ("192.0.2.1", "192.0.2.1"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("2001:db8:1:2::", "2001:db8:1:2::/64"),
        ("fe80::1%eth0", "fe80::/64"),
        ("not:an:address", "not:an:address"),
    ],
)
def test_a_client_is_an_address_or_a_network(host, client):
    assert client_of(HTTPConnection({"type": "http", "client": (host, 1)})) == client


@pytest.mark.parametrize(
    ("host", "network"),
    [
        ("192.0.2.77", "192.0.2.0/24"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1::/48"),
        ("fe80::1%eth0", "fe80::/48"),
        ("testclient", "unknown"),
    ],
)
def test_a_log_knows_the_network_of_a_client_and_no_more(host, network):
    assert shortened(host) == network


def test_over_rest_a_used_up_budget_is_429(make_client):
    client = make_client(work_rate=1, work_burst=1)
    source = {"source": "x = zeros(300, 300)\ny = sum(x @ x)"}
    client.post("/api/v1/graphs", json=source)

    answer = client.post("/api/v1/graphs", json={"source": "1 + 1"})

    assert answer.status_code == 429
    assert answer.json()["code"] == "rate_limited"
    assert int(answer.headers["retry-after"]) >= 1
    assert client.post("/api/v1/graphs", json=source).status_code == 200, "it was in the cache"
    assert client.get("/healthz").status_code == 200


@pytest.mark.parametrize(
    ("host", "rate", "effective"),
    [
        ("127.0.0.1", -1, 0),
        ("::1", -1, 0),
        ("::", -1, 1000),
        ("127.0.0.1", 7, 7),
        ("::", 0, 0),
    ],
)
def test_the_budget_is_off_on_loopback_only(host, rate, effective):
    assert Settings(host=host, work_rate=rate).effective_work_rate == effective


def test_a_client_has_a_number_of_streams():
    tenants = Tenants(streams=1)

    with tenants.stream("a"):
        with pytest.raises(Problem) as refused, tenants.stream("a"):
            pass
        with tenants.stream("b"):
            pass
    with tenants.stream("a"):
        assert refused.value.status == 429


def test_the_cache_keeps_what_was_used_last_within_its_size():
    cache = AnswerCache(4_000)
    for name in "abc":
        cache.put(name, Answer(b"x" * 800, "text/plain"))
    cache.get("a")

    cache.put("d", Answer(b"x" * 800, "text/plain"))
    cache.put("e", Answer(b"x" * 800, "text/plain"))

    assert [name for name in "abcde" if cache.get(name)] == ["a", "c", "d", "e"]
    assert cache.bytes == 4_000


def test_the_cache_does_not_give_itself_up_for_one_answer():
    cache = AnswerCache(4_000)
    cache.put("a", Answer(b"x" * 100, "text/plain"))
    cache.put("huge", Answer(b"x" * 3_000, "text/plain"))

    assert cache.get("huge") is None
    assert cache.get("a")


def test_an_answer_put_twice_counts_once():
    cache = AnswerCache(4_000)
    for _ in range(10):
        cache.put("a", Answer(b"x" * 500, "text/plain"))
    assert cache.bytes == 700


def test_the_parts_of_a_key_do_not_run_together():
    assert key_of("ab", "c") != key_of("a", "bc")
    assert key_of("a") == key_of(b"a")
    key_of("\ud800")


def test_settings_come_from_the_environment():
    settings = Settings.from_environment(
        {"CHAINRULE_PORT": "9000", "CHAINRULE_LOG": "no", "CHAINRULE_BODY_SECONDS": "1.5", "X": "1"}
    )

    assert (settings.port, settings.log, settings.body_seconds) == (9000, "error", 1.5)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        *[("PORT", "many"), ("PORT", "0"), ("PORT", "65536"), ("LOG", "perhaps")],
        *[("BODY_SECONDS", "soon"), ("BODY_SECONDS", "nan"), ("WORK_SECONDS", "0")],
        *[("QUEUE", "1.5"), ("QUEUE", "-1"), ("WORKERS", "-2"), ("WAIT_SECONDS", "inf")],
    ],
)
def test_a_setting_that_makes_no_sense_is_named(name, value):
    with pytest.raises(SettingsError, match=f"CHAINRULE_{name}"):
        Settings.from_environment({f"CHAINRULE_{name}": value})


@pytest.mark.parametrize(
    ("name", "hint"),
    [
        ("CHAINRULE_WORKER", "did you mean CHAINRULE_WORKERS?"),
        ("CHAINRULE_TRAINING_ROW", "did you mean CHAINRULE_TRAINING_ROWS?"),
        ("CHAINRULE_SECOND", "did you mean CHAINRULE_SECONDS?"),
        ("CHAINRULE_ÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄ", "lists all"),
    ],
)
def test_a_setting_that_does_not_exist_is_named(name, hint):
    with pytest.raises(SettingsError, match=f"{name}.*{re.escape(hint)}"):
        Settings.from_environment({name: "1"})


def test_other_names_are_others_business():
    names = ("CHAINRULE_NODES", "CHAINRULE_TRAINING_ROWS", "CHAINRULE_SERVER", "PATH", "CHAIN")
    assert Settings.from_environment(dict.fromkeys(names, "1")) == Settings()


def test_an_impossible_limit_is_named(make_client, monkeypatch):
    monkeypatch.setenv("CHAINRULE_NODES", "-5")

    with pytest.raises(SettingsError, match="CHAINRULE_NODES"):
        make_client()


@pytest.mark.parametrize(("size", "status"), [(1999, 200), (2000, 200), (2001, 413)])
def test_a_body_may_have_exactly_its_size(make_client, size, status):
    client = make_client(body_bytes=2000)
    body = b'{"source": "1"' + b" " * (size - 15) + b"}"

    headers = {"content-type": "application/json"}
    assert len(body) == size
    assert client.post("/api/v1/graphs", content=body, headers=headers).status_code == status


def test_a_body_without_a_length_is_bounded_as_well(make_client):
    client = make_client(body_bytes=2000)
    headers = {"content-type": "application/json"}

    answer = client.post("/api/v1/graphs", content=(b" " * 100 for _ in range(50)), headers=headers)

    assert answer.status_code == 413
