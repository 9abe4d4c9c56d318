"""An app without a network, for tests of the REST interface."""

from collections.abc import Callable, Iterator

import pytest
from app_client import TestClient
from chainrule.api import Settings, create_app


@pytest.fixture
def make_client() -> Iterator[Callable[..., TestClient]]:
    """Makes clients of apps with the given settings; sessions are kept in memory."""
    clients: list[TestClient] = []

    def make(**settings: object) -> TestClient:
        app = create_app(Settings(**{"database": "memory:", **settings}))
        client = TestClient(app, raise_server_exceptions=False)
        client.__enter__()
        clients.append(client)
        return client

    yield make
    for client in clients:
        client.__exit__(None, None, None)


@pytest.fixture
def client(make_client: Callable[..., TestClient]) -> TestClient:
    """A client of an app with the settings that people get by default."""
    return make_client()
