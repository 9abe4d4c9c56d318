"""A training loop answered by hand: the server computes one turn, the rest is added."""

import json
from contextlib import suppress
from itertools import pairwise
from typing import Any

from playwright.sync_api import Error, Page, Route

TURNS = 100
LOOP = """\
w = 0.5
x = data(2.0)
for step in range(100):
    loss = (w * x - 5.0) ** 2
    loss.backward()
    print(step, loss)
    w -= 0.01 * w.grad
"""
BACKWARD, PRINTING, UPDATING = 5, 6, 7
ONE_TURN = "w = 0.5\nx = data(2.0)\nfor step in range(1):\n    loss = (w * x - 5.0) ** 2\n"
RATE = 0.01


def _weights() -> list[float]:
    weights = [0.5]
    for _ in range(TURNS):
        weights.append(weights[-1] - RATE * 4 * (2 * weights[-1] - 5))
    return weights


WEIGHTS = _weights()
LOSSES = [(2 * weight - 5) ** 2 for weight in WEIGHTS[:-1]]


def summary(value: float) -> dict[str, Any]:
    """What the server says of a single number."""
    numbers = dict.fromkeys(("min", "max", "mean"), value)
    return {**numbers, "shape": [], "rms": abs(value), "zeros": 0, "nonfinite": 0, "data": value}


def with_moments(graph: dict[str, Any], moment: int, losses: list[Any]) -> dict[str, Any]:
    """The answer about one turn as that about a moment of the loop."""
    w = next(node for node in graph["nodes"] if node["name"] == "w")
    before, after = list(pairwise(WEIGHTS))[moment - 1]
    numbers = {"before": summary(before), "after": summary(after)}
    update = {"phase": "update", "node": w["id"], "line": UPDATING, **numbers}
    return {
        **graph,
        "events": [
            *graph["events"],
            {**update, "before": summary(before), "after": summary(after)},
        ],
        "moment": moment,
        "moments": {
            "count": TURNS,
            "of": "backward",
            "lines": [BACKWARD] * TURNS,
            "losses": losses,
            "stopped": None,
        },
        "printed": [
            {"moment": turn + 1, "line": PRINTING, "text": f"{turn} {LOSSES[turn]:.4g}"}
            for turn in range(TURNS)
        ],
    }


def answer_with_moments(page: Page, losses: list[Any] | None = None) -> list[int | None]:
    """Answers every request for the loop by hand; returns the moments that are asked for."""
    asked: list[int | None] = []

    def answer(route: Route) -> None:
        body = json.loads(route.request.post_data or "{}")
        if body["source"] != LOOP:
            route.continue_()
            return
        asked.append(body.get("moment"))
        moment = body.get("moment") or TURNS
        turn = {"source": ONE_TURN, "leaves": {"w": WEIGHTS[moment - 1]}}
        with suppress(Error):  # the page may be closed by now
            graph = route.fetch(post_data=json.dumps(turn)).json()
            route.fulfill(json=with_moments(graph, moment, losses or LOSSES))

    page.route("**/api/v1/graphs", answer)
    return asked
