"""Small programs with PyTorch's and NumPy's answers: the graph shows those numbers.

``cases/pasted.json`` has programs as people paste them, ``cases/in_place.json`` programs that
change tensors in place; the answers beside them were computed by the libraries themselves.
"""

import json
from pathlib import Path

import numpy as np
import pytest
from chainrule.engine import Tensor
from chainrule.graph import graph_of
from chainrule.program import ProgramError, run

CASES = Path(__file__).with_name("cases")
PASTED = json.loads((CASES / "pasted.json").read_text(encoding="utf-8"))
IN_PLACE = json.loads((CASES / "in_place.json").read_text(encoding="utf-8"))
INF_AND_NAN = {"Infinity": np.inf, "-Infinity": -np.inf, "NaN": np.nan}


def by(key):
    return lambda case: case[key].replace(" ", "-")


def assert_close(found, wanted, name, tolerance=1e-9):
    wanted = np.asarray(INF_AND_NAN.get(wanted, wanted) if isinstance(wanted, str) else wanted)
    np.testing.assert_allclose(
        found, wanted, rtol=tolerance, atol=tolerance, strict=True, err_msg=name
    )


def shown(case):
    """The graph of the moment that a case asks for."""
    return graph_of(run(case["src"], moment=case.get("moment")))


def last(graph, name):
    """The value that was given a name last."""
    found = [node for node in graph.nodes if node.name == name]
    assert found, f"no value is called {name}"
    return found[-1]


def gradient(node):
    """What stands in a leaf's ``.grad`` after the backward pass."""
    summary = node.accumulated_grad or node.grad
    return summary and summary.data


def of_kind(test):
    """The pasted cases for which a test of the kind is the one to make."""
    chosen = [case for case in PASTED if test(case)]
    return pytest.mark.parametrize("case", chosen, ids=by("id"))


def raises(case):
    return "pytorch_error" in case


def overflows(case):
    return case["kind"].startswith("K13")


@of_kind(lambda case: not raises(case) and not overflows(case))
def test_output_and_gradients_are_those_of_the_library(case):
    graph = shown(case)
    structural = case.get("structural", {})
    tolerance = 2e-6 if case.get("f32") else 1e-9
    outputs = case.get("expected_output") or {}
    if "output" in structural:
        outputs = {None: structural["output"]}
    gradients = {**case.get("expected_grads", {}), **structural.get("grads", {})}
    compared = len(outputs) + len(gradients) + len(case.get("values", {}))
    assert compared + len(structural.get("leaves", {}))

    for name, value in outputs.items():
        output = next(node for node in graph.nodes if node.id == graph.output)
        assert name in (None, output.name)
        assert_close(output.value.data, value, "output", tolerance)
    for name, value in gradients.items():
        if value is None:
            assert gradient(last(graph, name)) is None
        else:
            assert_close(gradient(last(graph, name)), value, name, tolerance)
    for name, value in case.get("values", {}).items():
        assert_close(last(graph, name).value.data, value, name, tolerance)
    for name, shape in structural.get("leaves", {}).items():
        assert last(graph, name).shape == shape


@of_kind(raises)
def test_where_pytorch_raises_the_program_is_refused_or_a_finding_says_so(case):
    said = case["pytorch_error"].removeprefix("RuntimeError: ")[:40]
    with pytest.raises(ProgramError) as caught:
        run(case["src"])

    assert said in caught.value.message
    assert caught.value.span is not None


@of_kind(overflows)
def test_where_float32_overflows_a_finding_says_so(case):
    assert any("float32" in finding.code for finding in shown(case).findings)


@pytest.mark.parametrize("case", [c for c in IN_PLACE if "out" in c], ids=by("name"))
def test_a_change_in_place_is_pytorch_s(case):
    names = run(case["source"]).names

    found = [item.detach().numpy().ravel() for item in names["out"] if isinstance(item, Tensor)]
    for position, (array, wanted) in enumerate(zip(found, case["out"], strict=True)):
        assert_close(array, wanted, f"out[{position}]")


@pytest.mark.parametrize("case", [c for c in IN_PLACE if "raises" in c], ids=by("name"))
def test_a_change_in_place_that_pytorch_refuses_is_refused_with_its_sentence(case):
    said = case["raises"].removeprefix("RuntimeError: ").split(":")[0]
    with pytest.raises(ProgramError) as caught:
        run(case["source"])

    assert said in caught.value.message
    assert caught.value.span is not None
