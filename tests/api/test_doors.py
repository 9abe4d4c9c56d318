"""Whose requests are let in: names of the server, pages of other sites, proxies."""

import pytest

PROGRAM = {"source": "w = 2.0\nloss = w * w"}
PICTURE = "/api/v1/graphs?format=svg&source=w%3D"
HERE = {"host": "localhost:8000"}
CROSS_SITE = {"sec-fetch-site": "cross-site", "sec-fetch-mode": "no-cors"}
COMPUTING = [
    ("POST", "/api/v1/graphs", PROGRAM),
    ("POST", "/api/v1/graphs/arrays", {**PROGRAM, "node": "w"}),
    ("POST", "/api/v1/graphs/sweeps", {**PROGRAM, "places": {"w": [1.0]}}),
    ("POST", "/api/v1/checks", PROGRAM),
    ("POST", "/api/v1/sessions", {"preset": "synthetic-linear"}),
    ("POST", "/api/v1/sessions/abc/advance", {"to": 1}),
    ("DELETE", "/api/v1/sessions/abc", None),
    ("GET", "/api/v1/sessions/abc/events?to=1", None),
    ("GET", "/api/v1/sessions/abc/steps/1", None),
    ("GET", "/api/v1/graphs?source=w%3D1", None),
    ("GET", PICTURE + "7", None),
]


@pytest.mark.parametrize(
    "host",
    ["localhost", "LOCALHOST:8000", "localhost.", "127.0.0.1", "127.8.0.1:80", "[::1]:8000",
     "testserver"],
)  # fmt: skip
def test_the_names_of_this_machine_are_known(client, host):
    assert client.get("/healthz", headers={"host": host}).status_code == 200


@pytest.mark.parametrize(
    "host",
    ["evil.example", "localhost.evil.example", "evil.example:8000", "192.0.2.1",
     "127.0.0.1.evil.example", "[2001:db8::1]", "", "localhost@evil.example", "0x7f000001"],
)  # fmt: skip
@pytest.mark.parametrize("path", ["/", "/healthz", "/api/v1/functions", "/assets/x.js"])
def test_other_names_are_refused_everywhere(client, host, path):
    answer = client.get(path, headers={"host": host})

    assert answer.status_code == 421
    assert answer.json()["code"] == "unknown_host"


@pytest.mark.parametrize(
    ("settings", "host", "status"),
    [
        ({"hosts": "graphs.example.org, other.example"}, "graphs.example.org:443", 200),
        ({"hosts": "graphs.example.org, other.example"}, "other.example", 200),
        ({"hosts": "graphs.example.org"}, "more.graphs.example.org", 421),
        ({"hosts": "*"}, "any.example", 200),
        ({"host": "192.0.2.1"}, "192.0.2.1:8000", 200),
        ({"host": "192.0.2.1"}, "192.0.2.2:8000", 421),
        ({"host": "0.0.0.0"}, "192.0.2.2:8000", 200),  # noqa: S104
        ({"host": "0.0.0.0"}, "evil.example", 421),  # noqa: S104
        ({"host": "::"}, "[2001:db8::1]:8000", 200),
    ],
)
def test_a_setting_names_more(make_client, settings, host, status):
    assert make_client(**settings).get("/healthz", headers={"host": host}).status_code == status


@pytest.mark.parametrize(("method", "path", "body"), COMPUTING)
@pytest.mark.parametrize(
    "headers",
    [
        {"origin": "http://evil.example"},
        {"origin": "null"},
        {"origin": "http://localhost:9999"},
        {"origin": "http://localhost:8000.evil.example"},
        CROSS_SITE,
    ],
)
def test_pages_of_other_sites_make_nothing_computed_or_changed(client, headers, method, path, body):
    answer = client.request(method, path, json=body, headers={**HERE, **headers})

    assert answer.status_code == 403
    assert answer.json()["code"] == "foreign_origin"
    assert client.app.state.service.cache.bytes == 0


def test_a_rebound_name_is_no_origin_either(client):
    headers = {"host": "evil.example", "origin": "http://evil.example"}

    assert client.post("/api/v1/sessions", json="raisins-mlp", headers=headers).status_code == 421


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"origin": "http://localhost:8000", "sec-fetch-site": "same-origin"},
        {"origin": "https://LOCALHOST:8000"},
        {"sec-fetch-site": "same-origin"},
        {"sec-fetch-site": "none"},
    ],
)
def test_the_servers_own_page_and_scripts_are_let_in(client, headers):
    assert client.post("/api/v1/graphs", json=PROGRAM, headers={**HERE, **headers}).is_success
    assert client.get(PICTURE + "1", headers={**HERE, **headers}).is_success


def test_origins_that_are_let_in_may_compute(make_client):
    client = make_client(cors_origins="https://course.example")
    headers = {**HERE, "sec-fetch-site": "cross-site"}

    known = {**headers, "origin": "https://course.example"}
    assert client.post("/api/v1/graphs", json=PROGRAM, headers=known).is_success
    other = {**headers, "origin": "https://other.example"}
    assert client.post("/api/v1/checks", json=PROGRAM, headers=other).status_code == 403


def test_another_sites_picture_is_answered_where_it_is_known_or_the_server_is_public(make_client):
    client = make_client(hosts="graphs.example.org")
    public = {"host": "graphs.example.org", **CROSS_SITE}
    private = {**HERE, **CROSS_SITE}

    assert client.get(PICTURE + "2", headers=private).status_code == 403
    assert client.get(PICTURE + "2", headers=HERE).is_success
    assert client.get(PICTURE + "2", headers=private).is_success, "nothing is computed for it"
    assert client.get(PICTURE + "3", headers=public).is_success
    text = "/api/v1/graphs?source=w%3D4"
    assert client.get(text, headers=public).status_code == 403


@pytest.mark.parametrize(
    ("accepted", "compressed"),
    [("gzip", True), ("gzip;q=0", False), ("gzip; q=0.0, *", False), ("br, *;q=0.1", True),
     ("br", False), ("gzip;q=0.001", True), ("identity", False), ("x-gzip", False)],
)  # fmt: skip
def test_compression_is_only_for_those_who_want_it(client, accepted, compressed):
    for path in ("/api/v1/functions", "/"):
        answer = client.get(path, headers={"accept-encoding": accepted})
        if path == "/" and len(answer.content) < 2000:
            continue  # the page is not built
        assert (answer.headers.get("content-encoding") == "gzip") == compressed
