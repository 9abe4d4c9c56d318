"""Errors: one shape for all of them, and no surprises in it."""

import pytest
from chainrule.api import body
from chainrule.api.problems import PROBLEMS, Problem, pointer, shorten

EVERYWHERE = [
    ("GET", "/api/v1/nothing", 404, "not_found"),
    ("GET", "/nothing/at/all", 404, "not_found"),
    ("GET", "/nothing.txt", 404, "not_found"),
    ("GET", "/assets/nothing.js", 404, "not_found"),
    ("GET", "/index.html", 404, "not_found"),
    ("DELETE", "/api/v1/graphs", 405, "method_not_allowed"),
    ("POST", "/", 405, "method_not_allowed"),
    ("POST", "/api/v1/graphs", 415, "unsupported_media_type"),
    ("GET", "/api/v1/graphs", 422, "invalid_request"),
    ("GET", "/api/v1/sessions/none", 404, "not_found"),
    ("GET", "/api/v1/datasets/none", 404, "not_found"),
]


@pytest.mark.parametrize(("method", "path", "status", "code"), EVERYWHERE)
def test_every_error_has_the_same_shape(client, method, path, status, code):
    answer = client.request(method, path)

    problem = answer.json()
    assert answer.status_code == problem["status"] == status
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.headers["cache-control"] == "no-store"
    assert problem["type"] == f"/docs#problem-{code}"
    assert problem["code"] == code
    assert problem["title"] == PROBLEMS[code].title


def test_a_405_says_what_is_allowed(client):
    assert client.delete("/api/v1/graphs").headers["allow"] == "GET, POST"


def test_a_bug_is_answered_without_its_details(client, monkeypatch, caplog):
    def fail(*_: object) -> None:
        raise ZeroDivisionError("secret = 42")

    monkeypatch.setattr("chainrule.api.programs.build", fail)

    answer = client.post(
        "/api/v1/graphs", json={"source": "1"}, headers={"x-request-id": "abc-123"}
    )

    assert answer.status_code == 500
    assert answer.json()["code"] == "internal_error"
    assert "abc-123" in answer.json()["detail"]
    assert "secret" not in answer.text
    assert answer.headers["content-security-policy"]


def test_at_most_ten_errors_are_told(client):
    wrong = {f"member{k}": k for k in range(50)}

    problem = client.post("/api/v1/graphs", json={"source": "1", **wrong}).json()

    assert len(problem["problems"]) == 10
    assert "50 problems in all" in problem["detail"]


def test_several_problems_of_a_program_come_together(client):
    problem = client.post("/api/v1/graphs", json={"source": "a = 2 × 3\nb = 4 × 5"}).json()

    assert len(problem["problems"]) == 2
    assert problem["problems"][0]["span"] == problem["span"]


def test_the_last_lines_that_were_printed_come_with_the_error(client):
    source = "for i in range(30):\n    print(i)\ny = missing"
    printed = client.post("/api/v1/graphs", json={"source": source}).json()["printed"]

    assert [line["text"] for line in printed] == [str(i) for i in range(20, 30)]
    assert printed[0] == {"moment": 1, "line": 2, "text": "20"}


def test_odd_names_are_not_repeated():
    assert pointer(("inputs", "x", 3)) == "/inputs/x/3"
    assert pointer(("<script>", "a" * 41)) == "/…/…"


def test_texts_are_short_and_valid_unicode():
    assert shorten("a" * 1000) == "a" * 299 + "…"
    assert shorten("\ud800") == "?"


def test_a_problem_leaves_out_what_it_does_not_have():
    assert "hint" not in Problem("busy", "Later.", hint=None).content


def test_the_first_wrong_part_is_named(client):
    problem = client.post("/api/v1/graphs", json={"source": "1", "leaves": {"w": [1, "2"]}}).json()

    assert problem["problems"][0]["where"] == "/leaves/w"
    assert problem["detail"].startswith("/leaves/w: ")


def test_only_a_models_errors_are_translated():
    with pytest.raises(ZeroDivisionError):
        body.checked(lambda: 1 / 0)


def test_a_leaf_that_is_no_array_is_named_without_words_of_the_library(client):
    body = {"source": "b = 1.0", "leaves": {"b": [[1], 2]}}
    detail = client.post("/api/v1/graphs", json=body).json()["detail"]
    assert detail.startswith("/leaves/b: must be a number or nested lists of numbers")
