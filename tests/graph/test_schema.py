"""Real graphs against the published JSON Schema."""

import copy
import json
from typing import Any

import jsonschema
import numpy as np
import pytest
from chainrule import Tensor, group, tensor
from chainrule.graph import build
from chainrule.graph.graph import schema


def strictly(node: Any) -> Any:
    """The schema with every unlisted key forbidden: an answer has no key that is not described."""
    node = copy.deepcopy(node)
    stack = [node]
    while stack:
        item = stack.pop()
        if isinstance(item, dict):
            if "properties" in item:
                item["additionalProperties"] = False
            stack.extend(item.values())
        elif isinstance(item, list):
            stack.extend(item)
    return node


def scalar_program() -> Tensor:
    w = tensor(1.5, requires_grad=True)
    return (w * 2.0 + w) ** 2


def matrix_program() -> Tensor:
    x, w = tensor(np.ones((32, 7))), tensor(np.zeros((7, 40)), requires_grad=True)
    b = tensor(np.zeros((1, 40)), requires_grad=True)
    with group("layer1"), group("dense"):
        h = (x @ w + b).tanh()
    return h.mean()


def nonfinite_program() -> Tensor:
    return tensor([0.0, -1.0, 1e308], requires_grad=True).log().exp() * 1e308


def empty_program() -> Tensor:
    return tensor(np.zeros((0, 3)), requires_grad=True) * 2.0


PROGRAMS = [scalar_program, matrix_program, nonfinite_program, empty_program, lambda: tensor(1.0)]


@pytest.mark.parametrize("program", PROGRAMS)
@pytest.mark.parametrize("options", [{}, {"backward": False}, {"collapsed": ["layer1"]}])
def test_every_answer_satisfies_the_schema(program: Any, options: dict[str, Any]) -> None:
    answer = json.loads(build(program(), **options).to_json())
    jsonschema.Draft202012Validator(strictly(schema())).validate(answer)


def test_the_schema_is_itself_valid() -> None:
    jsonschema.Draft202012Validator.check_schema(schema())


def test_every_key_is_described() -> None:
    for name, part in {"Graph": schema(), **schema()["$defs"]}.items():
        assert part["description"].endswith("."), name
        for key, property_ in part.get("properties", {}).items():
            described = property_.get("description", "")
            assert key == "version" or described.endswith((".", "?")), f"{name}.{key}"
            assert "``" not in described


def test_json_is_strict_and_never_hides_a_number() -> None:
    text = build(nonfinite_program()).to_json()
    answer = json.loads(text, parse_constant=pytest.fail)
    log = next(node for node in answer["nodes"] if node["op"] == "log")
    assert log["value"]["data"][:2] == ["-Infinity", "NaN"]
    assert log["value"]["nonfinite"] == 2
