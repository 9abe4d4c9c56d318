"""Around every answer: security headers, request identity, the log line, counts."""

import json
import logging
from unittest.mock import Mock

import chainrule
import pytest
from chainrule.api.gateway import configure_log
from chainrule.api.problems import Problem

PATHS = ["/", "/embed", "/docs", "/openapi.json", "/healthz", "/metrics", "/api/v1/functions",
         "/api/v1/nothing", "/api/v1/graphs?source=1&format=svg"]  # fmt: skip


@pytest.fixture
def log_lines(caplog):
    """The log as parsed lines."""
    caplog.set_level(logging.INFO, "chainrule.requests")
    return lambda: [json.loads(record.getMessage()) for record in caplog.records]


@pytest.mark.parametrize("path", PATHS)
def test_every_answer_has_the_security_headers(client, path):
    headers = client.get(path).headers

    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"
    assert headers["content-security-policy"].startswith("default-src 'none'")
    assert headers["x-request-id"]
    assert "server" not in headers


def test_no_policy_lets_anything_from_elsewhere_in(client):
    for path in PATHS:
        policy = client.get(path).headers["content-security-policy"]
        for directive in policy.split("; "):
            if directive.startswith("frame-ancestors") or directive == "sandbox":
                continue
            name, *sources = directive.split()
            assert set(sources) <= {"'none'", "'self'", "'wasm-unsafe-eval'", "'unsafe-inline'",
                                    "blob:"}  # fmt: skip
            assert "'unsafe-inline'" not in sources or name == "style-src"


def test_scripts_may_only_come_from_the_server(client):
    policy = client.get("/").headers["content-security-policy"]

    assert "script-src 'self' 'wasm-unsafe-eval';" in policy
    assert "style-src 'self' 'unsafe-inline';" in policy


def test_only_the_embedded_page_and_pictures_may_be_used_by_other_sites(client):
    embedded = client.get("/embed").headers
    picture = client.get("/api/v1/graphs?source=1&format=svg").headers

    assert "frame-ancestors *" in embedded["content-security-policy"]
    assert "x-frame-options" not in embedded
    assert picture["cross-origin-resource-policy"] == "cross-origin"
    assert picture["content-security-policy"].endswith("sandbox")
    for path in ("/", "/docs", "/api/v1/functions"):
        headers = client.get(path).headers
        assert headers["x-frame-options"] == "DENY"
        assert headers["cross-origin-resource-policy"] == "same-origin"


def test_a_sensible_request_id_is_kept_and_another_replaced(client):
    assert (
        client.get("/healthz", headers={"x-request-id": "a.b-1"}).headers["x-request-id"] == "a.b-1"
    )
    for odd in ("", "a b", "<script>", "a" * 65):
        answer = client.get("/healthz", headers={"x-request-id": odd})
        assert answer.headers["x-request-id"] != odd


def test_one_line_a_request_and_never_the_program(client, log_lines):
    client.post("/api/v1/graphs", json={"source": "hidden = 1.5"})
    client.get("/api/v1/graphs", params={"source": "hidden = 1.5"})
    session = client.post("/api/v1/sessions", json="synthetic-linear").json()["id"]
    client.get(f"/api/v1/sessions/{session}/losses")

    lines = log_lines()
    assert [line["route"] for line in lines] == [
        "/api/v1/graphs",
        "/api/v1/graphs",
        "/api/v1/sessions",
        "/api/v1/sessions/{id}/losses",
    ]
    assert list(lines[0]) == [
        "time", "level", "id", "client", "method", "route", "status", "ms", "bytes"
    ]  # fmt: skip
    assert {line["level"] for line in lines} == {"info"}
    assert "hidden" not in json.dumps(lines)
    assert session not in json.dumps(lines)


def test_the_line_of_a_bug_has_the_place_and_not_the_message(client, log_lines, monkeypatch):
    def fail(*_: object) -> None:
        raise ZeroDivisionError("hidden")

    monkeypatch.setattr("chainrule.api.programs.build", fail)
    client.post("/api/v1/graphs", json={"source": "hidden = 1.5"})

    (line,) = log_lines()
    assert line["error"] == "ZeroDivisionError"
    assert any("test_gateway.py" in place for place in line["at"])
    assert "hidden" not in json.dumps(line)


@pytest.mark.parametrize(
    ("chosen", "levels"),
    [
        ("info", ["info", "warning", "error"]),
        ("warning", ["warning", "error"]),
        ("error", ["error"]),
        ("off", []),
    ],
)
def test_the_log_begins_at_the_level_that_is_set(client, log_lines, monkeypatch, chosen, levels):
    log = logging.getLogger("chainrule.requests")
    monkeypatch.setattr(log, "handlers", [logging.NullHandler()])
    before = log.level
    configure_log(chosen)
    client.get("/healthz")
    for name in ("busy", "internal_error"):
        problem = Problem(name, "as if")
        monkeypatch.setattr("chainrule.api.programs.build", Mock(side_effect=problem))
        client.post("/api/v1/graphs", json={"source": name})
    log.setLevel(before)

    assert [line["level"] for line in log_lines()] == levels


def test_metrics_count_requests_by_route(client):
    for _ in range(3):
        client.get("/api/v1/functions")
    client.get("/api/v1/sessions/abc")

    text = client.get("/metrics").text

    assert 'chainrule_requests_total{method="GET",route="/api/v1/functions",status="200"} 3' in text
    assert 'route="/api/v1/sessions/{id}",status="404"} 1' in text
    assert 'chainrule_request_seconds_count{route="/api/v1/functions"} 3' in text
    told = {}
    for line in text.splitlines():
        if line.startswith("# "):
            _, kind, name, about = line.split(maxsplit=3)
            told.setdefault(name, {})[kind] = about
        else:
            assert float(line.rpartition(" ")[2]) >= 0
    for name, about in told.items():
        assert about["HELP"].endswith(".")
        assert (about["TYPE"] == "counter") == name.endswith("_total")
    assert f'chainrule_build_info{{version="{chainrule.__version__}"}} 1' in text


def test_made_up_methods_and_addresses_do_not_fill_the_metrics(client):
    for k in range(20):
        client.request(f"M{k}", f"/nothing{k}/at/all")

    text = client.get("/metrics").text

    assert text.count("chainrule_requests_total{") == 1
    assert 'method="other",route="unknown"' in text


def test_health(client):
    assert client.get("/healthz").json() == {"status": "ok", "version": chainrule.__version__}
    assert client.get("/readyz").json() == {"status": "ready"}


def test_not_ready_without_the_store(client, monkeypatch):
    from chainrule.training import StoreError

    def fail(*_: object) -> None:
        raise StoreError("the store does not answer")

    monkeypatch.setattr(client.app.state.service.desk.sessions.store, "check", fail)

    answer = client.get("/readyz")

    assert answer.status_code == 503
    assert answer.json()["code"] == "store_unavailable"
    assert client.get("/healthz").status_code == 200


def test_other_origins_are_off_by_default_and_can_be_let_in(client, make_client):
    origin = {"origin": "https://course.example"}
    open_client = make_client(cors_origins="https://course.example")

    assert "access-control-allow-origin" not in client.get("/healthz", headers=origin).headers
    answer = open_client.get("/healthz", headers=origin)
    assert answer.headers["access-control-allow-origin"] == "https://course.example"


GETS = ["/api/v1/functions", "/api/v1/graphs?source=1", "/healthz", "/metrics", "/api/v1/nothing"]


@pytest.mark.parametrize("path", GETS)
def test_head_is_a_get_without_its_body(client, path):
    answer, head = client.get(path), client.head(path)

    changing = {"x-request-id", *(["content-length"] if path == "/metrics" else [])}
    assert head.status_code == answer.status_code
    assert head.content == b""
    assert {n: v for n, v in head.headers.items() if n not in changing} == {
        n: v for n, v in answer.headers.items() if n not in changing
    }


def test_head_changes_nothing(client):
    session = client.post("/api/v1/sessions", json="raisins-mlp").json()["id"]
    path = f"/api/v1/sessions/{session}"

    assert client.head(f"{path}/events?to=5").status_code == 405
    assert client.get(path).json()["head"] == 0
