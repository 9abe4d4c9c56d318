"""Requests that nobody sends by mistake: each is refused, or answered, but never a 5xx.

Every case names its expected status; every refusal has the one shape of problems, is small, and
does not repeat what was sent.
"""

import gzip
import json
from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest
from app_client import TestClient
from chainrule.api import Settings, create_app

JSON = {"content-type": "application/json"}
MARK = "SENTINEL" * 20
"""Stands in many hostile bodies; no answer may repeat anything so long."""
SWEEPS = "/api/v1/graphs/sweeps"


@dataclass
class Case:
    """One request and what it is answered."""

    name: str
    status: int
    body: bytes = b""
    path: str = "/api/v1/graphs"
    method: str = "POST"
    headers: dict = field(default_factory=lambda: JSON)


def graph(**members) -> bytes:
    return json.dumps({"source": "w = 2.0\nloss = w * w", **members}).encode()


def raw(members: str) -> bytes:
    return b'{"source": "w = 2.0\\nloss = w * w", ' + members.encode() + b"}"


MALFORMED = [
    Case("nothing", 400),
    Case("spaces", 400, b"   "),
    Case("half an object", 400, b'{"source": "1'),
    Case("two values", 400, b'{"source": "1"} {}'),
    Case("trailing comma", 400, b'{"source": "1",}'),
    Case("single quotes", 400, b"{'source': '1'}"),
    Case("comment", 400, b'{"source": "1"} // no'),
    Case("not UTF-8", 400, b'{"source": "\xff\xfe"}'),
    Case("overlong UTF-8", 400, b'{"source": "\xc0\xaf"}'),
    Case("UTF-16", 400, '{"source": "1"}'.encode("utf-16")),
    Case("UTF-8 surrogate", 400, b'{"source": "\xed\xa0\x80"}'),
    Case("byte order mark", 400, b'\xef\xbb\xbf{"source": "1"}'),
    Case("lone surrogate", 400, rb'{"source": "\ud800"}'),
    Case("lone low surrogate", 400, rb'{"source": "\udc00"}'),
    Case("bad escape", 400, rb'{"source": "\x41"}'),
    Case("raw control character", 400, b'{"source": "a\x01b"}'),
    Case("raw newline", 400, b'{"source": "a\nb"}'),
    Case("NaN", 422, raw('"leaves": {"w": NaN}')),
    Case("Infinity", 422, raw('"leaves": {"w": Infinity}')),
    Case("minus Infinity", 422, raw('"leaves": {"w": -Infinity}')),
    Case("1e999", 422, raw('"leaves": {"w": 1e999}')),
    Case("NaN in a list", 422, raw('"inputs": {"x": [1, NaN]}')),
    Case("1e999 in a list", 422, raw('"inputs": {"x": [[1, 1e999]]}')),
    Case("NaN as h", 422, raw('"h": NaN'), "/api/v1/checks"),
    Case("deep list", 400, raw('"inputs": {"x": ' + "[" * 5_000 + "]" * 5_000 + "}")),
    Case("very deep list", 400, b"[" * 400_000),
    Case("very deep object", 400, b'{"a":' * 150_000),
    Case("numpy's depth", 422, raw('"inputs": {"x": ' + "[" * 100 + "1" + "]" * 100 + "}")),
    Case("leading zeros", 400, raw('"leaves": {"w": 007}')),
    Case("hexadecimal", 400, raw('"leaves": {"w": 0x10}')),
    Case("plus sign", 400, raw('"leaves": {"w": +1}')),
]
WRONG = [
    Case("a list", 422, b"[]"),
    Case("null", 422, b"null"),
    Case("a number", 422, b"1"),
    Case("a string", 422, b'"1 + 2"'),
    Case("no source", 422, b"{}"),
    Case("source a number", 422, b'{"source": 1}'),
    Case("source null", 422, b'{"source": null}'),
    Case("source a list", 422, b'{"source": ["1"]}'),
    Case("unknown member", 422, graph(**{MARK: 1})),
    Case("many unknown members", 422, graph(**{f"{MARK}{k}": 1 for k in range(5_000)})),
    Case("prototype", 422, graph(__proto__={"a": 1})),
    Case("backward a string", 422, graph(backward="yes")),
    Case("backward a number", 422, graph(backward=1)),
    Case("leaf a string", 422, graph(leaves={"w": MARK})),
    Case("leaf a number in a string", 422, graph(leaves={"w": "2"})),
    Case("leaf a truth value", 422, graph(leaves={"w": True})),
    Case("leaf null", 422, graph(leaves={"w": None})),
    Case("leaf an object", 422, graph(leaves={"w": {"a": 1}})),
    Case("leaf ragged", 422, graph(leaves={"w": [[1, 2], [3]]})),
    Case("leaf mixed depth", 422, graph(leaves={"w": [1, [2]]})),
    Case("leaf with a string", 422, graph(leaves={"w": [1, "2"]})),
    Case("leaf with a truth value", 422, graph(leaves={"w": [1.5, True]})),
    Case("leaf a huge integer", 422, raw('"leaves": {"w": 1' + "0" * 400 + "}")),
    Case("leaf a bomb of digits", 400, raw('"leaves": {"w": ' + "9" * 100_000 + "}")),
    Case("leaf of another shape", 422, graph(leaves={"w": [1, 2, 3]})),
    Case("leaf that does not exist", 422, graph(leaves={"nothere": 1})),
    Case("leaves a list", 422, graph(leaves=[1])),
    Case("input's name an attribute", 422, graph(inputs={"__class__": 1})),
    Case("input's name with a space", 422, graph(inputs={"a b": 1})),
    Case("input's name empty", 422, graph(inputs={"": 1})),
    Case("input's name long", 422, graph(inputs={"a" * 10_000: 1})),
    Case("input's name markup", 422, graph(inputs={"<script>": 1})),
    Case("collapsed a string", 422, graph(collapsed="a")),
    Case("collapsed many", 422, graph(collapsed=["a"] * 100_000)),
    Case("collapsed long", 422, graph(collapsed=["a" * 100_000])),
    Case("data set unknown", 404, graph(dataset={"name": "nothere"})),
    Case("data set's name long", 422, graph(dataset={"name": MARK})),
    Case("data set a path", 404, graph(dataset={"name": "../../etc/passwd"})),
    Case("data set without a name", 422, graph(dataset={})),
    Case("rows backwards", 422, graph(dataset={"name": "synthetic", "rows": [5, 2]})),
    Case("rows negative", 422, graph(dataset={"name": "synthetic", "rows": [-5, 2]})),
    Case("rows beyond the end", 422, graph(dataset={"name": "synthetic", "rows": [0, 10**12]})),
    Case("rows fractional", 422, graph(dataset={"name": "synthetic", "rows": [0.5, 2]})),
    Case("rows too many", 422, graph(dataset={"name": "synthetic", "rows": [0, 1, 2]})),
    Case("h zero", 422, graph(h=0), "/api/v1/checks"),
    Case("h negative", 422, graph(h=-1), "/api/v1/checks"),
    Case("no places", 422, graph(), SWEEPS),
    Case("places empty", 422, graph(places={}), SWEEPS),
    Case("places without values", 422, graph(places={"w": []}), SWEEPS),
    Case("places for many leaves", 422, graph(places={"a": [1], "b": [1], "c": [1]}), SWEEPS),
    Case("places differ in number", 422, graph(places={"w": [1], "x": [1, 2]}), SWEEPS),
    Case("too many places", 422, graph(places={"w": [1] * 1000}), SWEEPS),
    Case("places of no leaf", 422, graph(places={"nothere": [1]}), SWEEPS),
    Case("places are text", 422, graph(places={"w": ["1"]}), SWEEPS),
    Case("place beyond numbers", 422, raw('"places": {"w": [1e999]}'), SWEEPS),
    Case("no node", 422, graph(), "/api/v1/graphs/arrays"),
    Case("node unknown", 404, graph(node=MARK[:100]), "/api/v1/graphs/arrays"),
    Case("which unknown", 422, graph(node="n0", which="__dict__"), "/api/v1/graphs/arrays"),
    Case("duplicate members", 200, b'{"source": "1+1", "source": "1+2"}'),
    Case("null character", 422, rb'{"source": "1 + 2\u0000"}'),
    Case("bidirectional override", 422, graph(source="w = 1.0 # \u202e")),
    Case("too long a source", 422, graph(source="1" + "+1" * 20_000)),
]
TRANSPORT = [
    Case("no type", 415, graph(), headers={}),
    Case("a form", 415, graph(), headers={"content-type": "application/x-www-form-urlencoded"}),
    Case("text", 415, graph(), headers={"content-type": "text/plain"}),
    Case("nonsense type", 415, graph(), headers={"content-type": ";;;=\x7f"}),
    Case("type with parameters", 200, graph(),
         headers={"content-type": "Application/JSON; charset=utf-8"}),
    Case("compressed", 415, gzip.compress(graph()), headers={**JSON, "content-encoding": "gzip"}),
    Case("too large", 413, b"[" + b" " * 1_000_001 + b"]"),
    Case("length not a number", 400, graph(), headers={**JSON, "content-length": "1e9"}),
    Case("length negative", 400, graph(), headers={**JSON, "content-length": "-1"}),
    Case("length enormous", 413, graph(), headers={**JSON, "content-length": "9" * 30}),
    Case("format unknown", 406, graph(), "/api/v1/graphs?format=exe"),
    Case("unknown query", 422, graph(), f"/api/v1/graphs?{MARK}=1"),
    Case("format twice", 200, graph(), "/api/v1/graphs?format=dot&format=json"),
    Case("accept nonsense", 406, graph(), headers={**JSON, "accept": ";;,,q=;=="}),
    Case("accept long", 406, graph(), headers={**JSON, "accept": "a/b," * 5_000}),
    Case("tag nonsense", 200, graph(), headers={**JSON, "if-none-match": '"' * 1_000}),
    Case("request id with a line break", 200, graph(),
         headers={**JSON, "x-request-id": "a\r\nset-cookie: a=b"}),
    Case("unknown method", 405, graph(), method="PATCH"),
    Case("made-up method", 405, graph(), method="BREW"),
    Case("unknown address", 404, b"", "/api/v1/nothing"),
    Case("climbing out", 404, b"", "/assets/../../../../etc/passwd", "GET"),
    Case("climbing out, encoded", 404, b"", "/assets/%2e%2e/%2e%2e/settings.py", "GET"),
    Case("climbing out, backslash", 404, b"", "/assets/..%5c..%5csettings.py", "GET"),
    Case("null in a name", 404, b"", "/assets/a%00b", "GET"),
    Case("long name", 404, b"", "/assets/" + "a" * 5_000, "GET"),
    Case("name not UTF-8", 404, b"", "/assets/%ff%fe", "GET"),
    Case("query without a source", 422, b"", "/api/v1/graphs", "GET"),
    Case("query not UTF-8", 422, b"", "/api/v1/graphs?source=%ff%fe", "GET"),
    Case("query's leaves broken", 422, b"", "/api/v1/graphs?source=1&leaves={", "GET"),
    Case("query's leaves deep", 422, b"", "/api/v1/graphs?source=1&leaves=" + "[" * 3_000, "GET"),
    Case("query's leaves a list", 422, b"", "/api/v1/graphs?source=1&leaves=[]", "GET"),
    Case("query's rows", 422, b"", "/api/v1/graphs?source=1&dataset=xor&rows=a:b", "GET"),
    Case("query's rows Arabic digits", 422, b"",
         "/api/v1/graphs?source=1&dataset=xor&rows=%D9%A1:%D9%A2", "GET"),
]  # fmt: skip
SESSIONS = [
    Case("session unknown", 404, b"", f"/api/v1/sessions/{MARK[:90]}", "GET"),
    Case("session a path", 404, b"", "/api/v1/sessions/..%2f..%2fetc", "GET"),
    Case("session an injection", 404, b"", "/api/v1/sessions/'%20OR%201=1--", "GET"),
    Case("session a null", 404, b"", "/api/v1/sessions/%00", "GET"),
    Case("session empty", 404, b"", "/api/v1/sessions/", "GET"),
    Case("preset unknown", 404, b'"nothere"', "/api/v1/sessions"),
    Case("preset long", 422, b'"' + b"a" * 10_000 + b'"', "/api/v1/sessions"),
    Case("set-up a number", 422, b"5", "/api/v1/sessions"),
    Case("set-up a list", 422, b"[]", "/api/v1/sessions"),
    Case("setting unknown", 422, b'{"nothere": 1}', "/api/v1/sessions"),
    Case("rate NaN", 422, b'{"lr": NaN}', "/api/v1/sessions"),
    Case("rate infinite", 422, b'{"lr": 1e999}', "/api/v1/sessions"),
    Case("rate a string", 422, b'{"lr": "' + MARK.encode() + b'"}', "/api/v1/sessions"),
    Case("momentum NaN", 422, b'{"numbers": {"momentum": NaN}}', "/api/v1/sessions"),
    Case("hidden enormous", 422, b'{"hidden": [1000000000]}', "/api/v1/sessions"),
    Case("hidden many", 422, b'{"hidden": [' + b"1," * 10_000 + b"1]}", "/api/v1/sessions"),
    Case("hidden bomb of digits", 400, b'{"hidden": [' + b"9" * 5_000 + b"]}", "/api/v1/sessions"),
    Case("seed enormous", 422, b'{"model_seed": 1' + b"0" * 100 + b"}", "/api/v1/sessions"),
    Case("deep setting", 400, b'{"features": ' + b"[" * 9_000 + b"]" * 9_000 + b"}",
         "/api/v1/sessions"),
    Case("fork of nothing", 404, b'{"fork": {"session": "none", "step": 1}}', "/api/v1/sessions"),
    Case("fork incomplete", 422, b'{"fork": {"session": "none"}}', "/api/v1/sessions"),
    Case("fork and preset", 422,
         b'{"preset": "raisins-mlp", "fork": {"session": "a", "step": 1}}', "/api/v1/sessions"),
    Case("advance nowhere", 422, b"{}", "/api/v1/sessions/a/advance"),
    Case("advance twice", 422, b'{"to": 1, "to_epoch": 1}', "/api/v1/sessions/a/advance"),
    Case("advance backwards", 422, b'{"to": -1}', "/api/v1/sessions/a/advance"),
    Case("advance an unknown one", 404, b'{"to": 1}', "/api/v1/sessions/a/advance"),
    Case("step negative", 422, b"", "/api/v1/sessions/a/steps/-1", "GET"),
    Case("step a word", 422, b"", f"/api/v1/sessions/a/steps/{MARK}", "GET"),
    Case("step of digits", 422, b"", "/api/v1/sessions/a/steps/" + "9" * 5_000, "GET"),
    Case("events without a goal", 422, b"", "/api/v1/sessions/a/events", "GET"),
    Case("events id nonsense", 422, b"", "/api/v1/sessions/a/events?to=5", "GET",
         {"last-event-id": MARK}),
    Case("limit zero", 422, b"", "/api/v1/sessions/a/losses?limit=0", "GET"),
    Case("limit enormous", 422, b"", "/api/v1/sessions/a/losses?limit=99999999999", "GET"),
    Case("after a float", 422, b"", "/api/v1/sessions/a/losses?after=1.5", "GET"),
    Case("surface fine", 422, b"", "/api/v1/sessions/a/surface?resolution=100000", "GET"),
]  # fmt: skip
CSV = {"content-type": "text/csv"}
UPLOADS = [
    Case(f"CSV: {name}", status, body, "/api/v1/datasets", headers=CSV)
    for name, status, body in [
        ("nothing", 422, b""),
        ("only a header", 422, b"x,y\n"),
        ("not UTF-8", 422, b"x,y\n\xff,1\n"),
        ("ragged", 422, b"x,y\n1\n2,3\n"),
        ("words", 422, b"x,y\n" + MARK.encode() + b",1\n1,2\n"),
        ("infinite", 422, b"x,y\n1e999,1\n1,2\n"),
        ("NaN", 422, b"x,y\nnan,1\n1,2\n"),
        ("one column", 422, b"x\n1\n2\n"),
        ("equal names", 201, b"x,x\n1,2\n3,4\n"),
        ("open quote", 422, b'x,y\n"1,2\n3,4\n'),
        ("null characters", 422, b"x,y\n1\x00,2\n3,4\n"),
        ("many columns", 422, b",".join(b"c%d" % k for k in range(5_000)) + b"\n"),
        ("one long cell", 422, b"x,y\n" + b"1" * 500_000 + b",2\n3,4\n"),
        ("many rows", 422, b"x,y\n" + b"1,2\n" * 200_000),
        ("too large", 413, b"x,y\n" + b"1,2\n" * 1_000_000),
        ("a formula", 422, b"x,y\n=cmd|' /C calc'!A0,1\n1,2\n"),
    ]
] + [
    Case("CSV as JSON", 415, b"x,y\n1,2\n", "/api/v1/datasets"),
    Case("CSV with a long title", 422, b"x,y\n1,2\n3,4\n",
         "/api/v1/datasets?title=" + "a" * 1_000, headers=CSV),
    Case("CSV of an unknown task", 422, b"x,y\n1,2\n3,4\n",
         "/api/v1/datasets?task=" + MARK, headers=CSV),
]  # fmt: skip
CASES = MALFORMED + WRONG + TRANSPORT + SESSIONS + UPLOADS


@pytest.fixture(scope="module")
def client() -> Iterator[TestClient]:
    app = create_app(Settings(database="memory:"))
    with TestClient(app, raise_server_exceptions=False) as client:
        yield client


def test_there_are_enough_cases():
    assert len(CASES) >= 150
    assert len({case.name for case in CASES}) == len(CASES)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_hostile_request_is_answered_as_expected(client, case):
    answer = client.request(case.method, case.path, content=case.body, headers=case.headers)

    assert answer.status_code == case.status, answer.text
    if case.status >= 400:
        problem = answer.json()
        assert answer.headers["content-type"] == "application/problem+json"
        assert {"type", "title", "status", "detail", "code"} <= problem.keys()
        assert problem["status"] == case.status
        assert len(problem.get("problems", ())) <= 10
        assert len(answer.content) < 10_000
        assert MARK[:64] not in answer.text
    assert "set-cookie" not in answer.headers
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["content-security-policy"]
