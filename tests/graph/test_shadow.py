"""The float32 shadow: values and gradients once more, as PyTorch's default numbers give them."""

import chainrule
import numpy as np
import pytest
from chainrule import Tensor, tensor
from chainrule.graph import build
from chainrule.graph import shadow as room
from chainrule.graph.shadow import Shadow, overflown, shadow
from engine_samples import SAMPLES, Sample
from graph_programs import programs
from hypothesis import given


def leaf(name: str, data: object, requires_grad: bool = True) -> Tensor:
    result = tensor(data, requires_grad=requires_grad)
    result.name = name
    return result


def of(output: Tensor) -> Shadow:
    found = shadow(build(output))
    assert found is not None
    return found


def test_values_and_gradients_are_those_of_float32() -> None:
    x, w = leaf("x", [[0.1, -0.7], [1.3, 2.1]]), leaf("w", [[0.3], [1.1]])
    found = of(((x @ w).tanh() * 0.1 + 1.0).log().mean())
    with_float32 = build(((x.to("float32") @ w.to("float32")).tanh() * 0.1 + 1.0).log().mean())
    assert {value.dtype for value in found.values.values()} == {np.dtype(np.float32)}
    assert {gradient.dtype for gradient in found.grads.values()} == {np.dtype(np.float32)}
    grads = [with_float32.array(with_float32.node(name).id, "grad") for name in "xw"]
    for mine, theirs in zip((found.grads["n0"], found.grads["n1"]), grads, strict=True):
        np.testing.assert_allclose(mine, theirs, rtol=1e-6)
    assert found.causes == []


def test_an_overflow_goes_on_as_infinity_and_nan() -> None:
    found = of((leaf("z", 95.0).exp() + 1.0).log())
    assert [str(value) for value in found.values.values()] == ["95.0", "inf", "1.0", "inf", "inf"]
    assert np.isnan(found.grads["n0"])


def test_of_a_chain_only_the_first_place_is_a_cause() -> None:
    p = leaf("z", 20.0).sigmoid()
    found = of(-(1.0 - p).log())
    assert [(cause.node.id, cause.overflow, cause.told) for cause in found.causes] == [
        ("n1", False, True)
    ]


def test_two_places_that_do_not_depend_on_each_other_are_two_causes() -> None:
    found = of(leaf("a", 95.0).exp() + leaf("b", 99.0).exp())
    assert [cause.node.op for cause in found.causes] == ["exp", "exp"]


def test_what_would_overflow_without_an_earlier_rounding_has_its_own_cause() -> None:
    found = of((leaf("z", 20.0).sigmoid() * 95.0).exp())
    assert [(cause.node.op, cause.overflow) for cause in found.causes] == [
        ("sigmoid", False),
        ("exp", True),
    ]


def test_a_rounding_from_which_nothing_follows_is_not_told() -> None:
    s = leaf("s", 1.0)
    found = of(s * 3.0 / (s + 1e-8))  # the usual guard against 0
    assert [cause.told for cause in found.causes] == [False]


def test_what_float64_loses_as_well_is_no_cause() -> None:
    assert of(leaf("z", 800.0).exp()).causes == []
    assert of(leaf("z", 50.0).tanh()).causes == []
    x = leaf("x", 0.1)
    noise = (x * 3.0 - 0.3) * 1.0  # 5.6e-17, or 0
    assert [cause for cause in of(noise).causes if cause.told] == []


def test_a_gradient_that_overflows_by_itself_is_a_cause() -> None:
    (cause,) = of(1.0 / leaf("x", 1e-25)).causes
    assert (cause.node.op, cause.sent_to and cause.sent_to.name) == ("div", "x")


def test_what_is_decided_stays_decided() -> None:
    x = leaf("x", [1.0 + 1e-9, 1.0])
    chosen = chainrule.where(x > 1.0, x, 5.0)
    graph = build(chosen.sum())
    values = Shadow(graph)
    values.run()
    where = next(node.id for node in graph.nodes if node.op == "where")
    np.testing.assert_array_equal(values.values[where], [1.0, 5.0])


def test_a_leaf_is_read_as_it_was() -> None:
    x = leaf("x", 2.0)
    y = x * x
    x.data = np.array(1e40)
    assert of(y).causes == []


def test_where_an_operation_cannot_go_on_the_shadow_ends() -> None:
    nearly = leaf("a", [[1.0, 1.0], [1.0, 1.0 + 1e-9]])
    found = of(chainrule.inv(nearly).sum())
    assert "n1" not in found.values
    assert found.grads == {}


def test_a_large_graph_is_not_computed_twice(monkeypatch: pytest.MonkeyPatch) -> None:
    graph = build(leaf("x", np.ones(10)).sum())
    monkeypatch.setattr(room, "MOST_ELEMENTS", 11)
    assert shadow(graph) is not None
    monkeypatch.setattr(room, "MOST_ELEMENTS", 10)
    assert shadow(graph) is None


@given(programs())
def test_ordinary_numbers_are_much_the_same(output: Tensor) -> None:
    graph = build(output)
    found = shadow(graph)
    assert found is not None
    for id_, value in found.values.items():
        scale = max(float(np.abs(array).max(initial=1.0)) for array in graph.values.values())
        np.testing.assert_allclose(value, graph.values[id_], rtol=1e-4, atol=1e-4 * scale)


@given(programs())
def test_what_overflows_has_a_cause_that_is_told(output: Tensor) -> None:
    graph = build(((output * 30.0).exp() + 1.0).log())
    found = shadow(graph)
    assert found is not None
    lost = [n for n in graph.nodes if overflown(found.values[n.id], graph.values[n.id]).any()]
    causes = [cause.node.id for cause in found.causes if cause.told]
    if lost:
        assert lost[0].id in causes


@pytest.mark.parametrize("sample", SAMPLES, ids=str)
def test_every_operation_has_a_shadow(sample: Sample) -> None:
    tensors = [tensor(array, requires_grad=array.dtype.kind == "f") for array in sample.inputs]
    result = sample.apply(*tensors)
    if not result.requires_grad or not result.size:
        return
    graph = build(result)
    found = shadow(graph)
    assert found is not None
    assert found.causes == []
    for mine, exact in ((found.values, graph.values), (found.grads, graph.grads)):
        assert mine.keys() == exact.keys()
        for id_, array in mine.items():
            np.testing.assert_allclose(array, exact[id_], rtol=2e-3, atol=2e-4)
