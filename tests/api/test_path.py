"""A server that a proxy shows below a path: it answers with and without it, and says it."""

import json

import pytest
from chainrule.api import create_app
from chainrule.api.settings import Settings, SettingsError
from starlette.testclient import TestClient

ROOT = "/chainrule"


@pytest.fixture(scope="module")
def below():
    """Talks to a server below a path."""
    app = create_app(Settings(database="memory:", path=ROOT))
    with TestClient(app, base_url="http://127.0.0.1") as client:
        yield client


@pytest.mark.parametrize("root", [ROOT, ""], ids=["passed on", "cut off"])
def test_every_kind_of_address_is_answered(below, root):
    for path in ("/", "/train", "/docs", "/healthz", "/api/v1/functions", "/metrics"):
        assert below.get(root + path).status_code == 200, path
    answer = below.post(f"{root}/api/v1/graphs", json={"source": "w = 2.0\nw * w"})
    assert answer.json()["nodes"][-1]["value"]["data"] == 4.0


@pytest.mark.parametrize("root", [ROOT, ""], ids=["passed on", "cut off"])
def test_addresses_in_answers_are_those_of_the_proxy(below, root):
    made = below.post(f"{root}/api/v1/sessions", json="synthetic-linear")
    assert made.headers["location"] == f"{ROOT}/api/v1/sessions/{made.json()['id']}"
    problem = below.get(f"{root}/api/v1/sessions/{'0' * 32}").json()
    assert problem["type"] == f"{ROOT}/docs#problem-not_found"
    assert below.get(f"{root}/openapi.json").json()["servers"] == [{"url": ROOT}]


def test_a_neighbour_of_the_path_is_not_the_server(below):
    assert below.get("/chainrules/healthz").status_code == 404


def test_metrics_count_by_route_not_by_path(below):
    below.get(f"{ROOT}/api/v1/functions")
    assert 'route="/api/v1/functions"' in below.get("/metrics").text


def test_the_description_says_nothing_of_servers_where_there_is_no_path(client):
    assert "servers" not in json.loads(client.get("/openapi.json").content)


@pytest.mark.parametrize("path", ["chainrule", "/chainrule/", "/chainrule"])
def test_slashes_around_the_path_do_not_matter(path):
    assert Settings(path=path).root == "/chainrule"


@pytest.mark.parametrize("path", ["/a b", "/a?b", "/../a", "/./a", "//a//b", "/ä"])
def test_a_path_that_is_none_is_refused(path):
    with pytest.raises(SettingsError, match="CHAINRULE_PATH"):
        _ = Settings(path=path).root
