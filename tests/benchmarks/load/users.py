"""Who uses a server during a lesson, as Locust plays them: many addresses, each with its pace.

Weights and pauses are those of a class: most people move sliders or step, some paste, a few train.
"""

import json
import os
import random
import re
from itertools import count

from locust import HttpUser, between, constant_pacing, events, task

FINE = {200, 201, 204, 304, 429, 503}
"""Answers that a busy server may give; 429 and 503 say when to come again."""
BOMBS = [
    "x = 1\nwhile True:\n    x = x + 1",
    "x = [1]\nwhile True:\n    x = x + x",
    "x = eye(10**9, 0)",
    "x = 10**10**9",
    "def f(n):\n    return f(n + 1)\nx = f(0)",
    "x = ones(1000, 1000)\nwhile True:\n    x = x @ x",
]
"""Programs that mean harm: each is answered 422, or 503 while its like are being dealt with."""
PASTED = """\
import torch
torch.manual_seed({seed})
x = torch.linspace(-1, 1, 20).reshape(-1, 1)
y = 2 * x + 1
w = torch.zeros(1, 1, requires_grad=True)
b = torch.zeros(1, requires_grad=True)
for step in range(30):
    loss = ((x @ w + b - y) ** 2).mean()
    loss.backward()
    with torch.no_grad():
        w -= {rate} * w.grad
        b -= {rate} * b.grad
        w.grad.zero_()
        b.grad.zero_()
print(loss.item())
"""
_addresses = count(1)
answers: dict[str, int] = {}
"""How many answers there were of each status; "none" where there was none, or it made no sense."""


def _count(what):
    answers[what] = answers.get(what, 0) + 1


@events.request.add_listener
def note(name, response=None, **_):
    status = getattr(response, "status_code", 0)
    _count(
        "none"
        if not status
        else "refused bombs"
        if name == "a bomb" and status == 422
        else str(status)
    )


@events.user_error.add_listener
def note_mistake(exception, **_):
    _count(f"none: {type(exception).__name__}: {exception}")


@events.quit.add_listener
def tell(**_):
    print("ANSWERS " + json.dumps(answers))


class Person(HttpUser):
    """Somebody with an address of their own, as a trusted proxy reports it."""

    abstract = True
    wait_time = between(0.2, 1.0)

    def on_start(self):
        number = next(_addresses)
        self.client.headers["X-Forwarded-For"] = (
            f"10.{number >> 16}.{number >> 8 & 255}.{number & 255}"
        )

    def ask(self, method, path, name, fine=FINE, **options):
        with self.client.request(
            method, path, name=name, catch_response=True, timeout=60, **options
        ) as answer:
            if answer.status_code in fine:
                answer.success()
            else:
                answer.failure(f"{answer.status_code}: {answer.text[:200]}")
            return answer


class Explorer(Person):
    """Opens programs of the gallery and moves their leaves."""

    weight = 6

    def on_start(self):
        super().on_start()
        self.examples = self.ask("GET", "/api/v1/examples", "the gallery").json()["examples"]
        self.open()

    @task(1)
    def open(self):
        self.source = random.choice(self.examples)["source"]
        answer = self.ask("POST", "/api/v1/graphs", "a program", json={"source": self.source})
        self.graph = answer.json() if answer.status_code == 200 else {"nodes": []}
        self.leaves = [
            node["name"]
            for node in self.graph["nodes"]
            if node["name"] and node["kind"] == "parameter" and node["shape"] == []
        ]

    @task(12)
    def move(self):
        if not self.leaves:
            self.open()
            return
        moved = {random.choice(self.leaves): round(random.uniform(-2, 2), 3)}
        body = {"source": self.source, "leaves": moved, "numbers": True}
        body["structure"] = self.graph["structure"]
        self.ask("POST", "/api/v1/graphs", "a slider", json=body)


class Paster(Person):
    """Pastes a loop, each time another one, and looks at its picture."""

    weight = 2
    wait_time = between(1.0, 4.0)

    @task
    def paste(self):
        source = PASTED.format(seed=random.randrange(10**6), rate=random.choice([0.1, 0.2, 0.3]))
        self.ask("POST", "/api/v1/graphs", "a pasted loop", json={"source": source})


class Trainer(Person):
    """Trains a preset, step by step, and looks at steps again."""

    weight = 2

    def on_start(self):
        super().on_start()
        self.session = None

    @task
    def train(self):
        if self.session is None:
            answer = self.ask(
                "POST", "/api/v1/sessions", "a new session", json={"preset": "moons-mlp"}
            )
            self.session, self.head = answer.headers.get("location"), 0
            return
        answer = self.ask(
            "POST", f"{self.session}/advance", "ten steps", json={"to": self.head + 10}
        )
        if answer.status_code == 200:
            self.head = answer.json()["head"]
            step = random.randint(0, self.head)
            self.ask("GET", f"{self.session}/steps/{step}", "a step")
        if self.head >= 300:
            self.ask("DELETE", self.session, "the end of a session")
            self.session = None

    def on_stop(self):
        if self.session:
            self.ask("DELETE", self.session, "the end of a session")


class Visitor(Person):
    """Opens the page, with its files in the browser's cache or not, and a shared picture."""

    weight = 2
    wait_time = between(1.0, 3.0)

    def on_start(self):
        super().on_start()
        self.known = {}

    @task(3)
    def page(self):
        answer = self.ask("GET", "/", "the page")
        for path in re.findall(r'(?:src|href)="([^"]+\.(?:js|css))"', answer.text)[:3]:
            tag = self.known.get(path)
            headers = {"If-None-Match": tag} if tag else {}
            found = self.ask("GET", "/" + path.lstrip("./"), "a file of the page", headers=headers)
            self.known[path] = found.headers.get("etag", "")

    @task(1)
    def picture(self):
        query = {"source": "w = 1.5\nloss = (2 * w - 1) ** 2", "format": "svg"}
        self.ask("GET", "/api/v1/graphs", "a shared picture", params=query)


class Operator(Person):
    """Asks whether the server is well, as probes do."""

    fixed_count = 1
    wait_time = constant_pacing(0.25)

    @task
    def probe(self):
        self.ask("GET", "/healthz", "healthz")


class Attacker(Person):
    """Sends a bomb every second."""

    fixed_count = int(os.environ["LOAD_BOMBS"])
    abstract = fixed_count == 0
    wait_time = constant_pacing(1.0)

    @task
    def attack(self):
        body = {"source": random.choice(BOMBS)}
        self.ask("POST", "/api/v1/graphs", "a bomb", FINE | {422}, json=body)
