"""The published description: up to date, complete, and true of real answers."""

import copy
import json

import jsonschema
import pytest
from chainrule.api import publish
from chainrule.api.openapi import PUBLISHED, published
from chainrule.api.problems import PROBLEMS

DESCRIPTION = json.loads(published())
PREFIX = "/api/v1"
SOURCE = """\
def layer(x, w):
    return tanh(x @ w)
x = tensor([[2.0, 3.0]])
w = [[-1.0], [1.2]]
loss = mean(layer(x, w) ** 2) + log(0.0)
"""


def strict(schemas: dict) -> dict:
    """The same schemas without room for members that nobody has documented."""
    closed = copy.deepcopy(schemas)
    for name, schema in closed.items():
        if "properties" in schema and name not in {"Graph", "ProgramNotes", "TrainingStep"}:
            schema.setdefault("additionalProperties", False)
    return closed


def validate(instance, schema: dict) -> None:
    """Checks an answer against a schema of the description, and that it has nothing else."""
    document = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "allOf": [schema],
        "unevaluatedProperties": False,
        "components": {"schemas": strict(DESCRIPTION["components"]["schemas"])},
    }
    jsonschema.Draft202012Validator(document).validate(instance)


@pytest.fixture(scope="module")
def operations() -> set:
    return {
        (method.upper(), path)
        for path, methods in DESCRIPTION["paths"].items()
        for method in methods
    }


def test_the_published_description_is_up_to_date():
    assert PUBLISHED.read_text(encoding="utf-8") == publish.document(), (
        "run python -m chainrule.api.publish"
    )


def test_the_server_answers_with_it(client):
    answer = client.get("/openapi.json")

    assert answer.headers["content-type"] == "application/json"
    assert answer.json() == DESCRIPTION
    assert DESCRIPTION["openapi"].startswith("3.1")


def test_every_endpoint_is_described(client, operations):
    routes = {
        (method, route.path)
        for router in client.app.state.routers
        for route in router.routes
        if route.include_in_schema
        for method in route.methods
    }

    assert routes == operations


@pytest.mark.parametrize("path", DESCRIPTION["paths"])
def test_every_operation_says_what_it_does_and_how_it_fails(path):
    for operation in DESCRIPTION["paths"][path].values():
        assert operation["description"].endswith(".")
        for parameter in operation.get("parameters", ()):
            assert parameter["description"], parameter["name"]
        for status, answer in operation["responses"].items():
            assert answer["description"]
            if int(status) >= 400:
                assert list(answer["content"]) == ["application/problem+json"]


def test_every_member_of_a_request_is_explained():
    for name in ("GraphRequest", "ArrayRequest", "SweepRequest", "CheckRequest", "AdvanceRequest"):
        for member, schema in DESCRIPTION["components"]["schemas"][name]["properties"].items():
            assert schema.get("description"), f"{name}.{member}"


def test_every_reference_leads_somewhere():
    text = json.dumps(DESCRIPTION)
    named = {part.split('"')[0] for part in text.split('"#/components/schemas/')[1:]}

    assert named <= DESCRIPTION["components"]["schemas"].keys()


def test_every_problem_that_is_listed_exists():
    listed = {
        code.strip("`").split("`")[0]
        for methods in DESCRIPTION["paths"].values()
        for operation in methods.values()
        for status, answer in operation["responses"].items()
        if int(status) >= 400
        for code in answer["description"].split("; ")
    }

    assert listed <= PROBLEMS.keys()


def requests(client):
    """One good request for every operation, in an order in which they can be made."""
    program = {"source": SOURCE}
    yield "POST", "/graphs", {}, {"json": program}
    yield "GET", "/graphs", {}, {"params": program}
    yield "POST", "/graphs/arrays", {}, {"json": {**program, "node": "w", "which": "grad"}}
    yield (
        "POST",
        "/graphs/sweeps",
        {},
        {"json": {"source": "s = 1.0\nloss = log(s)", "places": {"s": [0.0, 1.0]}}},
    )
    yield "POST", "/checks", {}, {"json": program}
    for path in ("/functions", "/examples", "/limits", "/presets", "/datasets"):
        yield "GET", path, {}, {}
    csv = {"content": b"a,b,kind\n1,2,x\n3,4,y\n", "headers": {"content-type": "text/csv"}}
    yield "POST", "/datasets", {}, csv
    yield "GET", "/datasets/{name}", {"name": "raisins"}, {}
    yield "GET", "/datasets/{name}/rows", {"name": "raisins"}, {"params": {"limit": 3}}
    yield "DELETE", "/datasets/{name}", {"name": f"upload-{'0' * 32}"}, {}
    yield "POST", "/sessions", {}, {"json": {"preset": "raisins-mlp"}}
    id = {"id": client.post("/api/v1/sessions", json="moons-mlp").json()["id"]}
    yield "POST", "/sessions/{id}/advance", id, {"json": {"to": 50}}
    yield "GET", "/sessions/{id}", id, {}
    yield "GET", "/sessions/{id}/steps/{step}", {**id, "step": 7}, {}
    array = {"params": {"node": "W1", "which": "grad"}}
    yield "GET", "/sessions/{id}/steps/{step}/arrays", {**id, "step": 7}, array
    yield "GET", "/sessions/{id}/losses", id, {}
    yield "GET", "/sessions/{id}/measures", id, {"params": {"stride": 7}}
    yield "GET", "/sessions/{id}/diagnosis", id, {}
    yield "GET", "/sessions/{id}/epochs", id, {}
    yield "GET", "/sessions/{id}/evaluation", id, {}
    yield "GET", "/sessions/{id}/surface", id, {"params": {"resolution": 5}}
    yield "GET", "/sessions/{id}/landscape", id, {"params": {"resolution": 5}}
    yield "GET", "/sessions/{id}/events", id, {"params": {"to": 52}}
    yield "DELETE", "/sessions/{id}", id, {}


def test_real_answers_are_as_described(client, operations):
    seen = {("GET", path) for path in ("/healthz", "/readyz", "/metrics")}
    for path in ("/healthz", "/readyz", "/metrics"):
        assert client.get(path).status_code == 200
    for method, path, values, arguments in requests(client):
        answer = client.request(method, PREFIX + path.format(**values), **arguments)

        described = DESCRIPTION["paths"][PREFIX + path][method.lower()]["responses"]
        assert str(answer.status_code) in described, answer.text
        assert answer.is_success, answer.text
        content = described[str(answer.status_code)].get("content", {})
        media_type = answer.headers.get("content-type", "").partition(";")[0]
        assert media_type in content or not content
        if media_type == "application/json":
            validate(answer.json(), content[media_type]["schema"])
        seen.add((method, PREFIX + path))
    assert seen == operations


@pytest.mark.parametrize(
    ("path", "body", "status"),
    [
        ("/graphs", {"source": "w = wrong + 1\nv = 3 *"}, 422),
        ("/graphs", {"source": "w = wrong + 1"}, 422),
        ("/graphs", {"sauce": "1"}, 422),
        ("/sessions", {"lr": -1}, 422),
        ("/sessions", {"preset": "nothere"}, 404),
    ],
)
def test_problems_are_as_described(client, path, body, status):
    answer = client.post(PREFIX + path, json=body)

    assert answer.status_code == status
    validate(answer.json(), {"$ref": "#/components/schemas/Problem"})
