"""The Python client against a running server."""

import threading

import httpx
import numpy as np
import pytest
from chainrule.client import ApiError, Client

SOURCE = "x = data([[2.0, 3.0]])\nw = [[-1.0], [1.2]]\ny = data([[0.2]])\nloss = (x @ w - y) ** 2"


@pytest.fixture(scope="module")
def client(server):
    with Client(server.url) as client:
        yield client


def test_graphs(client):
    graph = client.graph(SOURCE)

    assert graph["version"] == 1
    assert client.drawing(SOURCE, "dot").startswith(b"digraph")


def test_numbers_of_a_graph_that_is_known(client):
    structure = client.graph("w = 3.0\nloss = w * w")["structure"]

    for w in (2.0, 4.0, 5.0):
        numbers = client.numbers("w = 3.0\nloss = w * w", structure, leaves={"w": w})
        assert numbers == {
            "structure": structure,
            "values": [w, w * w],
            "grads": [2 * w, 1.0],
            "contributions": [w, w],
        }


def test_arrays_take_and_give_numpy(client):
    gradient = client.array(SOURCE, "w", "grad", leaves={"w": np.array([[0.0], [0.0]])})

    np.testing.assert_allclose(gradient, [[-0.8], [-1.2]], rtol=1e-12)


def test_inputs_and_data_sets(client):
    source = "w = [[1.0], [2.0]]\nloss = mean((X @ w * s - y) ** 2)"
    rows = {"name": "synthetic", "rows": [0, 4]}

    whole = client.array(source, "X", inputs={"s": 1.0}, dataset=rows)

    expected = np.array(client.rows("synthetic", limit=4))[:, :2].astype(float)
    np.testing.assert_array_equal(whole, expected)


def test_an_array_without_elements_is_sent_unless_its_rows_alone_are_too_many(client):
    sent = client.graph("y = x * 2", inputs={"x": np.zeros((2, 0))})
    assert sent["nodes"][0]["value"]["shape"] == [2, 0]

    with pytest.raises(ValueError, match="too many to send"):
        client.graph("y = x * 2", inputs={"x": np.zeros((10**12, 0))})


def test_checks(client):
    assert client.check(SOURCE)["verdict"] == "agrees"
    assert client.check(SOURCE, h=1e-3)["h"] == 1e-3


def test_sweeps(client):
    swept = client.sweep("w = 0.5\nloss = w ** 2", {"w": np.linspace(0, 1, 3)})

    assert swept == {"values": [0.0, 0.25, 1.0], "gradients": {"w": [0.0, 1.0, 2.0]}}


def test_reference(client):
    assert {"matmul", "tanh"} <= {function["name"] for function in client.functions()}
    assert len(client.examples()) >= 20
    assert {limit["name"] for limit in client.limits()} >= {"nodes", "body_bytes"}
    assert {preset["name"] for preset in client.presets()} >= {"raisins-mlp"}
    assert {dataset["name"] for dataset in client.datasets()} >= {"raisins"}


def test_an_own_data_set(client):
    csv = "a,b,kind\n" + "".join(f"{k},{-k},{'odd' if k % 2 else 'even'}\n" for k in range(20))

    dataset = client.upload(csv, title="Numbers", target="kind")

    assert client.dataset(dataset["name"]) == dataset
    assert client.rows(dataset["name"], after=1, limit=1) == [[1.0, -1.0, "odd"]]
    assert dataset["notes"] == []
    session = client.create_session(dataset=dataset["name"], hidden=[3], loss="bce")
    assert client.advance(session["id"], to=5)["head"] == 5


def test_an_own_data_set_is_deleted_and_its_session_goes_on(client):
    name = client.upload("a,b\n1,2\n2,4\n3,6\n", title="Doubles")["name"]
    id = client.create_session(dataset=name, loss="mse")["id"]

    client.delete_dataset(name)
    client.delete_dataset(name)

    with pytest.raises(ApiError, match="has expired"):
        client.dataset(name)
    assert client.advance(id, to=2)["head"] == 2
    with pytest.raises(ApiError, match="comes with Chainrule"):
        client.delete_dataset("raisins")
    with pytest.raises(ApiError, match="nothing"):
        client.delete_dataset("nothing")


def test_what_was_guessed_of_an_own_data_set_is_said_as_long_as_it_is_there(client):
    dataset = client.upload("a;b\n1,5;2\n2,5;7\n", title="Kommas", header=True)

    assert "decimal sign" in " ".join(dataset["notes"])
    assert client.dataset(dataset["name"]) == dataset
    assert client.rows(dataset["name"]) == [[1.5, 2.0], [2.5, 7.0]]


def test_a_whole_training_run(client):
    session = client.create_session("synthetic-linear")

    head = client.advance(session["id"], to_epoch=2)["head"]
    epochs = client.epochs(session["id"])

    assert head == 2 * session["steps_per_epoch"]
    assert epochs[0]["loss"] == pytest.approx(0.7999661130823178, rel=1e-12)
    assert len(client.losses(session["id"], after=head - 3)) == 3
    assert client.step(session["id"], head)["step"] == head
    assert client.evaluation(session["id"], head)["step"] == head
    assert np.shape(client.surface(session["id"], resolution=4)["values"]) == (4, 4)
    assert np.shape(client.landscape(session["id"], resolution=3)["values"]) == (3, 3)
    fork = client.fork(session["id"], 5, lr=0.001)
    assert client.session(fork["id"])["parent"]["step"] == 5
    client.delete_session(fork["id"])
    with pytest.raises(ApiError):
        client.session(fork["id"])


def test_events_are_the_losses(client):
    session = client.create_session("raisins-mlp")

    told = list(client.events(session["id"], to=300))

    assert [step for step, _ in told] == list(range(1, 301))
    assert [loss for _, loss in told] == client.losses(session["id"])


def test_events_from_a_step_on(client):
    session = client.create_session("synthetic-linear")
    client.advance(session["id"], to=10)

    assert [step for step, _ in client.events(session["id"], to=12, after=8)] == [9, 10, 11, 12]


def test_two_clients_train_one_session_together(client, server):
    session = client.create_session("raisins-mlp")

    def advance() -> None:
        with Client(server.url) as other:
            other.advance(session["id"], to=400)

    threads = [threading.Thread(target=advance) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    alone = client.create_session("raisins-mlp")
    client.advance(alone["id"], to=400)
    assert client.losses(session["id"]) == client.losses(alone["id"])


def test_a_programs_error_has_place_and_hint(client):
    with pytest.raises(ApiError, match="line 1, column 5") as error:
        client.graph("y = sqroot(2.0)")

    assert error.value.code == "unknown_name"
    assert error.value.status == 422
    assert error.value.problem["span"]["line"] == 1


def test_a_busy_server_is_asked_again():
    asked = []

    def answer(request: httpx.Request) -> httpx.Response:
        asked.append(request.url.path)
        if len(asked) < 3:
            return httpx.Response(503, headers={"retry-after": "0"}, json={"detail": "Later."})
        return httpx.Response(200, json={"functions": []})

    with Client(transport=httpx.MockTransport(answer)) as client:
        assert client.functions() == []
    assert asked == ["/api/v1/functions"] * 3


def test_patience_ends():
    def answer(_: httpx.Request) -> httpx.Response:
        return httpx.Response(429, headers={"retry-after": "100"}, json={"detail": "Later."})

    with (
        Client(patience=1.0, transport=httpx.MockTransport(answer)) as client,
        pytest.raises(ApiError, match="Later"),
    ):
        client.functions()


def test_a_lost_stream_is_taken_up_again():
    asked = []

    def answer(request: httpx.Request) -> httpx.Response:
        asked.append(dict(request.url.params))
        if len(asked) == 1:

            def broken():
                yield b'id: 1\nevent: step\ndata: {"step": 1, "loss": 0.5}\n\n'
                raise httpx.ReadError("gone")

            return httpx.Response(200, content=broken())
        rest = b'id: 2\nevent: step\ndata: {"step": 2, "loss": "NaN"}\n\nevent: done\ndata: {}\n\n'
        return httpx.Response(200, content=rest)

    with Client(transport=httpx.MockTransport(answer)) as client:
        told = list(client.events("id", to=2))

    assert told[0] == (1, 0.5)
    assert told[1][0] == 2
    assert np.isnan(told[1][1])
    assert asked == [{"to": "2"}, {"to": "2", "after": "1"}]


def test_an_answer_that_is_no_problem_document():
    transport = httpx.MockTransport(lambda _: httpx.Response(502, text="Bad gateway"))

    with Client(transport=transport) as client, pytest.raises(ApiError, match="Bad gateway"):
        client.functions()


def test_a_server_that_is_not_there_is_named():
    with Client("http://127.0.0.1:9") as nobody, pytest.raises(ConnectionError, match="serve"):
        nobody.graph("x = 1.0")
