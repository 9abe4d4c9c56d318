"""Training sessions over REST: the two runs of the notebook, looked into at every step."""

import io
import json
from types import SimpleNamespace

import numpy as np
import pytest
from chainrule import tensor
from chainrule.api.problems import Problem
from chainrule.api.tasks.steps import update_ratios
from chainrule.engine import Annotation
from chainrule.training import Change

FIRST_EPOCHS = [0.7999661130823178, 0.017392390107906875, 0.009377418010839892]


def create(client, **body):
    answer = client.post("/api/v1/sessions", json=body)
    assert answer.status_code == 201, answer.text
    return answer.json()


def advance(client, session, **goal):
    return client.post(f"/api/v1/sessions/{session['id']}/advance", json=goal)


@pytest.fixture
def session(client):
    return create(client, preset="synthetic-linear")


@pytest.fixture
def network(client):
    return create(client, preset="raisins-mlp")


def test_a_new_session_has_an_address(client):
    answer = client.post("/api/v1/sessions", json="synthetic-linear")

    found = client.get(answer.headers["location"])
    assert found.json() == answer.json()
    assert found.json()["head"] == 0


def test_the_notebooks_losses_come_out(client, session):
    advance(client, session, to_epoch=3)

    epochs = client.get(f"/api/v1/sessions/{session['id']}/epochs").json()["epochs"]

    np.testing.assert_allclose([epoch["loss"] for epoch in epochs], FIRST_EPOCHS, rtol=1e-12)


def test_advancing_is_to_an_absolute_step(client, session):
    assert advance(client, session, to=7).json()["head"] == 7
    assert advance(client, session, to=7).json()["head"] == 7
    assert advance(client, session, to=3).json()["head"] == 7


def test_advancing_stops_early_at_its_time_limit(make_client):
    client = make_client(advance_seconds=0.0)
    session = create(client, preset="raisins-mlp")

    found = advance(client, session, to=7_000).json()

    assert found["head"] < 7_000


def test_beyond_the_last_step_there_is_none(client, session):
    answer = advance(client, session, to=10**8)

    assert answer.status_code == 404
    assert answer.json()["field"] == "to"


def test_losses_come_in_pages(client, session):
    advance(client, session, to=10)
    address = f"/api/v1/sessions/{session['id']}/losses"

    whole = client.get(address).json()
    part = client.get(address, params={"after": 4, "limit": 3}).json()

    assert len(whole["values"]) == 10
    assert part == {**part, "after": 4, "values": whole["values"][4:7], "head": 10}


def test_a_step_is_a_graph_with_its_update(client, session):
    advance(client, session, to=5)

    step = client.get(f"/api/v1/sessions/{session['id']}/steps/5").json()

    losses = client.get(f"/api/v1/sessions/{session['id']}/losses").json()["values"]
    output = next(node for node in step["nodes"] if node["id"] == step["output"])
    assert output["value"]["mean"] == losses[4]
    assert step["step"] == 5
    for change in step["update"]:
        before, gradient, after = (
            np.array(change[key]["data"]) for key in ("before", "gradient", "after")
        )
        np.testing.assert_allclose(after, before - 0.01 * gradient, rtol=1e-12)
        np.testing.assert_array_equal(change["change"]["data"], after - before)


def test_steps_of_any_size_are_told_in_numbers(client):
    session = create(client, preset="synthetic-linear", lr=1e6, epochs=1)
    head = advance(client, session, to=99).json()["halted"]["step"]

    last = client.get(f"/api/v1/sessions/{session['id']}/steps/{head}").json()

    assert all(change["before"]["rms"] > 1e150 for change in last["update"])  # squares overflow
    sizes = [f["observed"] for f in last["findings"] if f["code"] == "update_ratio"]
    assert len(sizes) == len(last["update"])
    assert np.isfinite(np.array(sizes, dtype=float)).all()


@pytest.mark.parametrize(
    ("before", "after", "ratio"),
    [
        ([3.0, 4.0], [3.0, 5.0], 0.2),
        ([1.0, 1.0], [1.0, np.inf], np.inf),
        ([1.0, 1.0], [np.nan, 1.0], np.nan),
        ([1.0, np.inf], [1.0, np.nan], None),
        ([0.0, 0.0], [1.0, 1.0], None),
    ],
)
def test_a_step_is_compared_with_a_parameter_that_has_a_size(before, after, ratio):
    w = tensor(before, requires_grad=True)
    change = Change("w", np.array(before), np.ones(2), np.array(after))
    step = SimpleNamespace(values={w: Annotation("parameter", "w")}, update=[change])

    found = update_ratios(step)

    np.testing.assert_allclose(list(found.values()), [] if ratio is None else [ratio])


def test_a_step_that_is_done_never_changes(client, session):
    advance(client, session, to=5)
    address = f"/api/v1/sessions/{session['id']}/steps/5"
    first = client.get(address)

    again = client.get(address, headers={"if-none-match": first.headers["etag"]})

    assert "immutable" in first.headers["cache-control"]
    assert again.status_code == 304


def test_the_next_step_can_be_seen_but_not_kept(client, session):
    answer = client.get(f"/api/v1/sessions/{session['id']}/steps/1")

    assert answer.json()["done"] is False
    assert answer.headers["cache-control"] == "no-store"
    assert client.get(f"/api/v1/sessions/{session['id']}/steps/2").status_code == 404


def test_a_step_as_dot(client, session):
    answer = client.get(f"/api/v1/sessions/{session['id']}/steps/1?format=dot")

    assert answer.text.startswith("digraph")


def test_a_whole_array_of_a_step(client, network):
    advance(client, network, to=3)
    address = f"/api/v1/sessions/{network['id']}/steps/3"
    step = client.get(address).json()
    summary = next(node for node in step["nodes"] if node["name"] == "W1")["grad"]
    assert summary["data"] is None

    whole = client.get(f"{address}/arrays", params={"node": "W1", "which": "grad"})
    file = client.get(f"{address}/arrays?node=W1&which=grad&format=npy")

    data = np.array(whole.json()["data"])
    assert list(data.shape) == whole.json()["shape"] == summary["shape"]
    assert data.max() == summary["max"]
    np.testing.assert_array_equal(np.load(io.BytesIO(file.content)), data)
    assert "immutable" in whole.headers["cache-control"]


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("node=nothing", 404),
        ("node=X&which=grad", 404),
        ("node=W1&which=both", 422),
        ("", 422),
        ("node=W1&format=dot", 406),
    ],
)
def test_an_array_that_a_step_does_not_have(client, network, query, status):
    answer = client.get(f"/api/v1/sessions/{network['id']}/steps/1/arrays?{query}")

    assert answer.status_code == status
    assert answer.json()["detail"]


def test_the_steps_of_a_deleted_session_are_gone(client, session):
    advance(client, session, to=1)
    address = f"/api/v1/sessions/{session['id']}"
    assert client.get(f"{address}/steps/1").status_code == 200

    assert client.delete(address).status_code == 204

    assert client.get(f"{address}/steps/1").status_code == 404
    assert client.get(address).json()["code"] == "not_found"
    assert client.delete(address).status_code == 204


def test_who_deletes_what_was_not_trained_does_not_delete_what_was(client, session):
    address = f"/api/v1/sessions/{session['id']}"
    advance(client, session, to=1)

    refused = client.delete(address, params={"head": 0})
    assert (refused.status_code, refused.json()["code"]) == (409, "moved_on")
    assert client.get(address).json()["head"] == 1

    assert client.delete(address, params={"head": 1}).status_code == 204
    assert client.get(address).status_code == 404


def test_a_fork_goes_on_with_other_settings(client, session):
    advance(client, session, to=10)

    fork = create(client, fork={"session": session["id"], "step": 4}, lr=0.5)

    assert fork["parent"] == {"session": session["id"], "step": 4}
    assert fork["head"] == 4
    assert fork["config"]["lr"] == 0.5


def test_a_presets_settings_can_be_changed(client):
    assert create(client, preset="raisins-mlp", hidden=[5], lr=0.1)["config"]["hidden"] == [5]


def test_a_wrong_setting_is_named(client):
    problem = client.post("/api/v1/sessions", json={"lr": -1}).json()

    assert problem["code"] == "invalid_configuration"
    assert problem["field"] == "lr"


def test_a_loss_that_is_not_finite_halts_the_session(client):
    session = create(client, preset="synthetic-linear", lr=1e6)

    found = advance(client, session, to=1_000).json()

    assert found["halted"]["step"] == found["head"] < 1_000
    assert found["loss"] in ("NaN", "Infinity")


def test_evaluation_and_surface(client):
    session = create(client, preset="moons-mlp")
    advance(client, session, to=20)
    address = f"/api/v1/sessions/{session['id']}"

    evaluation = client.get(f"{address}/evaluation", params={"step": 10}).json()
    surface = client.get(f"{address}/surface", params={"resolution": 7}).json()

    assert evaluation["step"] == 10
    assert sum(map(sum, evaluation["test"]["confusion"])) == evaluation["test"]["rows"]
    assert np.shape(surface["values"]) == (7, 7)
    assert surface["step"] == 20


def test_a_feature_that_does_not_exist(client):
    session = create(client, preset="moons-mlp")

    answer = client.get(f"/api/v1/sessions/{session['id']}/surface", params={"x": "nothere"})

    assert answer.status_code == 422
    assert answer.json()["field"] == "x"


def events(answer):
    found = []
    for block in answer.text.split("\n\n"):
        lines = dict(line.split(": ", 1) for line in block.splitlines() if not line.startswith(":"))
        if lines:
            found.append((lines["event"], lines.get("id"), json.loads(lines["data"])))
    return found


def test_events_train_and_tell_every_loss(client, session):
    answer = client.get(f"/api/v1/sessions/{session['id']}/events", params={"to": 25})

    found = events(answer)
    losses = client.get(f"/api/v1/sessions/{session['id']}/losses").json()["values"]
    assert answer.headers["content-type"].startswith("text/event-stream")
    assert [(id, data["loss"]) for name, id, data in found if name == "step"] == [
        (str(step), loss) for step, loss in enumerate(losses, start=1)
    ]
    assert found[-1][0] == "done"
    assert found[-1][2]["head"] == 25


def test_events_go_on_behind_the_last_one_seen(client, session):
    advance(client, session, to=10)

    answer = client.get(
        f"/api/v1/sessions/{session['id']}/events",
        params={"to": 12},
        headers={"last-event-id": "7"},
    )

    assert [id for name, id, _ in events(answer) if name == "step"] == ["8", "9", "10", "11", "12"]


def test_events_of_a_halted_session_end(client):
    session = create(client, preset="synthetic-linear", lr=1e6)

    found = events(client.get(f"/api/v1/sessions/{session['id']}/events", params={"to": 1_000}))

    assert found[-1][0] == "done"
    assert found[-1][2]["halted"]["step"] == len(found) - 1


def test_events_wait_while_the_server_is_busy(client, session, monkeypatch):
    service = client.app.state.service
    real, calls = service.crew.run, []

    async def run(*asked):
        calls.append(asked)
        if len(calls) == 1:
            raise Problem("busy", "Later.", headers={"retry-after": "0"})
        return await real(*asked)

    monkeypatch.setattr(service.crew, "run", run)
    answer = client.get(f"/api/v1/sessions/{session['id']}/events", params={"to": 3})

    assert answer.text.startswith(": waiting\n\n")
    assert events(answer)[-1][2]["head"] == 3


def test_events_of_a_session_that_goes_away_end_with_the_problem(client, session, monkeypatch):
    sessions = client.app.state.service.desk.sessions
    real = sessions.losses
    told = []

    def losses(id, after, limit):
        found = real(id, after, limit)
        if told:
            sessions.delete(id)
        told.append(after)
        return found

    monkeypatch.setattr(sessions, "losses", losses)
    answer = client.get(f"/api/v1/sessions/{session['id']}/events", params={"to": 900})

    name, _, data = events(answer)[-1]
    assert name == "problem"
    assert data["code"] == "not_found"


def test_one_client_cannot_keep_too_many_sessions(make_client):
    client = make_client(sessions_per_client=2)
    first = create(client, preset="synthetic-linear")
    create(client, preset="synthetic-linear")

    refused = client.post("/api/v1/sessions", json="synthetic-linear")
    client.delete(f"/api/v1/sessions/{first['id']}")

    assert refused.status_code == 429
    assert refused.json()["code"] == "too_many_sessions"
    assert "retry-after" in refused.headers
    create(client, preset="synthetic-linear")


def test_sessions_survive_the_server(make_client, tmp_path):
    database = str(tmp_path / "sessions.sqlite3")
    before = make_client(database=database)
    session = create(before, preset="synthetic-linear")
    head = advance(before, session, to=30).json()

    after = make_client(database=database)

    assert after.get(f"/api/v1/sessions/{session['id']}").json() == head


def test_an_expired_session_is_gone(client, session):
    client.app.state.service.desk.sessions.store.lifetime_seconds = -1

    assert client.get(f"/api/v1/sessions/{session['id']}").status_code == 404
