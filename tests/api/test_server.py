"""The server around the app."""

import asyncio
import gc

import pytest
import uvicorn
from chainrule.api.server import Server
from starlette.applications import Starlette


async def started_and_stopped() -> None:
    config = uvicorn.Config(Starlette(), port=0, log_level="warning")
    config.load()
    server = Server(config)
    server.lifespan = config.lifespan_class(config)
    await server.startup()
    server.should_exit = True
    await server.main_loop()
    await server.shutdown()


def test_says_where_it_is(capsys: pytest.CaptureFixture[str]) -> None:
    asyncio.run(started_and_stopped())
    assert capsys.readouterr().out.startswith("Chainrule runs at http://127.0.0.1:")


def test_does_not_look_for_garbage_in_what_it_is_made_of() -> None:
    made_of, frozen = [[] for _ in range(10_000)], gc.get_freeze_count()
    asyncio.run(started_and_stopped())
    assert gc.get_freeze_count() - frozen > len(made_of)
