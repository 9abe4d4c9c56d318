"""A client for scripts: everything that the REST interface offers, as Python calls.

    from chainrule.client import Client

    with Client("http://127.0.0.1:8000") as client:
        graph = client.graph("w = 3.0\\nloss = w ** 2")
        session = client.create_session("raisins-mlp")
        for step, loss in client.events(session["id"], to=500):
            ...

It needs the extra ``client`` (``pip install 'chainrule[client]'``) and nothing else of Chainrule's.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping, Sequence
from types import TracebackType
from typing import Any, Literal, Unpack

import numpy as np
from numpy.typing import NDArray

from chainrule.client.bodies import Numbers, Picture, Question, body_of
from chainrule.client.connection import ApiError, Connection, Transport

__all__ = ["ApiError", "Client"]

Format = Literal["dot", "svg", "png", "python", "pytorch", "latex"]


class Client:
    """Talks to one server; safe for use by several threads.

    Args:
        url: where the server is, without ``/api/v1``.
        timeout: seconds that an answer may take.
        patience: seconds to go on trying while the server says that it is busy.
        transport: for tests: how to reach the server.
    """

    def __init__(
        self,
        url: str = "http://127.0.0.1:8000",
        *,
        timeout: float = 30.0,
        patience: float = 30.0,
        transport: Transport | None = None,
    ) -> None:
        self._connection = Connection(url, timeout, patience, transport)
        self._request = self._connection.request

    def __enter__(self) -> Client:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Closes the connections."""
        self._connection.close()

    def graph(self, source: str, **given: Unpack[Question]) -> Any:
        """The graph of a program as plain data.

        Raises:
            ApiError: the program has an error, or asks for too much.
        """
        return self._request("POST", "/graphs", json=body_of(source, Question, given)).json()

    def numbers(self, source: str, structure: str, **given: Unpack[Question]) -> Any:
        """The values, grads and contributions of a graph that is known, on other leaves.

        Where more than these may have changed, the answer is the whole graph, as of ``graph()``.

        Args:
            source: the program.
            structure: the ``structure`` of its graph.
            **given: as for ``graph()``; ``leaves`` are the values that have changed.

        Raises:
            ApiError: the program has an error, or asks for too much.
        """
        body = body_of(source, Question, given) | {"structure": structure, "numbers": True}
        return self._request("POST", "/graphs", json=body).json()

    def drawing(self, source: str, format: Format = "svg", **given: Unpack[Picture]) -> bytes:
        """The graph of a program as a picture or as text."""
        body = body_of(source, Picture, given)
        return self._request("POST", "/graphs", params={"format": format}, json=body).content

    def array(
        self,
        source: str,
        node: str,
        which: Literal["value", "grad"] = "value",
        **given: Unpack[Numbers],
    ) -> NDArray[Any]:
        """One whole array of a program's graph, by a node's name or identifier."""
        body = body_of(source, Numbers, given) | {"node": node, "which": which}
        answer = self._request("POST", "/graphs/arrays", params={"format": "npy"}, json=body)
        array: NDArray[Any] = np.load(io.BytesIO(answer.content), allow_pickle=False)
        return array

    def check(self, source: str, *, h: float | None = None, **given: Unpack[Numbers]) -> Any:
        """A program's gradients compared with finite differences."""
        body = body_of(source, Numbers, given)
        if h is not None:
            body["h"] = h
        return self._request("POST", "/checks", json=body).json()

    def sweep(
        self, source: str, places: Mapping[str, Sequence[float]], **given: Unpack[Numbers]
    ) -> Any:
        """A program's output, and its slopes, over many values of one leaf or two."""
        listed = {name: [float(value) for value in values] for name, values in places.items()}
        body = body_of(source, Numbers, given) | {"places": listed}
        return self._request("POST", "/graphs/sweeps", json=body).json()

    def functions(self) -> Any:
        """Every function of the language."""
        return self._request("GET", "/functions").json()["functions"]

    def examples(self) -> Any:
        """The gallery."""
        return self._request("GET", "/examples").json()["examples"]

    def limits(self) -> Any:
        """How large things may become."""
        return self._request("GET", "/limits").json()["limits"]

    def presets(self) -> Any:
        """Training set-ups worth starting from."""
        return self._request("GET", "/presets").json()["presets"]

    def datasets(self) -> Any:
        """The data sets that come with Chainrule."""
        return self._request("GET", "/datasets").json()["datasets"]

    def dataset(self, name: str) -> Any:
        """What a data set is."""
        return self._request("GET", f"/datasets/{name}").json()

    def rows(self, name: str, *, after: int = 0, limit: int = 1000) -> Any:
        """Rows of a data set: the features, then the target."""
        params = {"after": after, "limit": limit}
        return self._request("GET", f"/datasets/{name}/rows", params=params).json()["rows"]

    def upload(
        self,
        csv: str | bytes,
        *,
        title: str | None = None,
        target: str | None = None,
        task: str | None = None,
        header: bool | None = None,
    ) -> Any:
        """Keeps a CSV file as a data set; its ``name`` goes into a session's settings.

        The answer's ``notes`` say what was guessed; the arguments decide for it.
        """
        given = (("title", title), ("target", target), ("task", task), ("header", header))
        params = {name: value for name, value in given if value is not None}
        content = csv.encode() if isinstance(csv, str) else csv
        headers = {"content-type": "text/csv"}
        return self._request(
            "POST", "/datasets", params=params, content=content, headers=headers
        ).json()

    def create_session(self, preset: str | None = None, **settings: Any) -> Any:
        """Begins a training session from a preset, from settings, or from a preset with changes."""
        body = {**({"preset": preset} if preset else {}), **settings}
        return self._request("POST", "/sessions", json=body).json()

    def fork(self, session: str, step: int, **changes: Any) -> Any:
        """Begins a session where another stood after ``step`` steps."""
        body = {"fork": {"session": session, "step": step}, **changes}
        return self._request("POST", "/sessions", json=body).json()

    def session(self, id: str) -> Any:
        """Where a session stands."""
        return self._request("GET", f"/sessions/{id}").json()

    def delete_session(self, id: str) -> None:
        """Forgets a session."""
        self._request("DELETE", f"/sessions/{id}")

    def delete_dataset(self, name: str) -> None:
        """Forgets an uploaded data set; sessions that use it keep its rows."""
        self._request("DELETE", f"/datasets/{name}")

    def advance(self, id: str, *, to: int | None = None, to_epoch: int | None = None) -> Any:
        """Trains to an absolute step or epoch, however long it takes, unless the loss diverges."""
        body = {"to": to} if to is not None else {"to_epoch": to_epoch}
        while True:
            session = self._request("POST", f"/sessions/{id}/advance", json=body).json()
            done = session["head"] >= to if to is not None else session["epoch"] >= to_epoch
            if done or session["halted"]:
                return session

    def step(self, id: str, step: int) -> Any:
        """The graph of one training step, and the update of every parameter."""
        return self._request("GET", f"/sessions/{id}/steps/{step}").json()

    def losses(self, id: str, *, after: int = 0, limit: int = 1000) -> Any:
        """The losses of the steps behind ``after``."""
        params = {"after": after, "limit": limit}
        return self._request("GET", f"/sessions/{id}/losses", params=params).json()["values"]

    def measures(self, id: str, *, after: int = 0, limit: int = 1000, stride: int = 1) -> Any:
        """How the layers went in the steps behind ``after``, so many of them in a point."""
        params = {"after": after, "limit": limit, "stride": stride}
        return self._request("GET", f"/sessions/{id}/measures", params=params).json()

    def diagnosis(self, id: str) -> Any:
        """What went wrong in the run, why, and what helped when it was tried."""
        return self._request("GET", f"/sessions/{id}/diagnosis").json()

    def epochs(self, id: str, *, after: int = 0, limit: int = 50) -> Any:
        """Mean loss and accuracy of every epoch behind ``after``."""
        params = {"after": after, "limit": limit}
        return self._request("GET", f"/sessions/{id}/epochs", params=params).json()["epochs"]

    def evaluation(self, id: str, step: int | None = None) -> Any:
        """Losses, accuracy and predictions after a step."""
        params = {} if step is None else {"step": step}
        return self._request("GET", f"/sessions/{id}/evaluation", params=params).json()

    def surface(self, id: str, **params: Any) -> Any:
        """The model's output over two features; see the REST interface for the parameters."""
        return self._request("GET", f"/sessions/{id}/surface", params=params).json()

    def landscape(self, id: str, **params: Any) -> Any:
        """The training loss over two numbers of the model, and the way that training took."""
        return self._request("GET", f"/sessions/{id}/landscape", params=params).json()

    def events(self, id: str, *, to: int, after: int | None = None) -> Iterator[tuple[int, float]]:
        """Trains to step ``to`` and gives every step's loss as it arrives.

        A lost connection is taken up again behind the last step that arrived.
        """
        yield from self._connection.follow(f"/sessions/{id}/events", to, after)
