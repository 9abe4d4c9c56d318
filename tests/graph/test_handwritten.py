"""Gradients written by hand are compared with the engine's, by their names."""

import numpy as np
import pytest
from chainrule import Tape, Tensor, tensor
from chainrule.engine import Annotation, Node
from chainrule.graph import build
from chainrule.graph.observations import Finding


def leaf(name: str, data: object, requires_grad: bool = True) -> Tensor:
    result = tensor(data, requires_grad=requires_grad)
    result.name = name
    return result


def checked(values: dict[str, Tensor], output: Tensor, tape: Tape) -> list[Finding]:
    """The findings about hand-written gradients, with every value called by its name."""
    names: dict[Tensor | Node, str] = {t.source: name for name, t in values.items()}
    known: dict[Tensor | Node, Annotation] = {}
    for source in (t.source for t in values.values()):
        if isinstance(source, Tensor):
            kind = "parameter" if source.requires_grad else "data"
            known[source] = Annotation(kind, names[source])
    for node in tape.nodes:
        known[node] = Annotation("operation", names.get(node))
    graph = build(output, values=known)
    return [f for f in graph.findings if f.code.startswith("handwritten")]


X = [[1.0, -2.0], [0.5, 3.0], [2.0, 1.0]]


def linear(name: str, gradient: object, parameter: str = "W1") -> list[Finding]:
    """The mean of x @ W, and its gradient as ``gradient`` makes it of (x, 1/n)."""
    with Tape() as tape:
        x, w = leaf("x", X, requires_grad=False), leaf(parameter, [[0.5, 1.0], [2.0, -1.0]])
        loss = (x @ w).mean()
        upstream = tensor(np.full((3, 2), 1 / 6))
        own = gradient(x, upstream)  # type: ignore[operator]
    return checked({"x": x, parameter: w, "loss": loss, name: own}, loss, tape)


def right(x: Tensor, upstream: Tensor) -> Tensor:
    return x.T @ upstream


@pytest.mark.parametrize(
    ("name", "parameter"),
    [
        ("dw", "w"),
        ("dW1", "W1"),
        ("dlogits", "logits"),
        ("grad_w1", "w1"),
        ("w_grad", "w"),
        ("g_b", "b"),
        ("d_hidden", "hidden"),
        ("nabla_w", "w"),
        ("dL_dw", "w"),
        ("dloss_dW1", "W1"),
        ("gradW", "W"),
        ("W_gradient", "W"),
        ("W1_g", "W1"),
        ("gb", "b"),
        ("grad", "w"),
        ("g", "theta"),
        ("delta2", "z2"),
        ("partial_w", "w"),
        ("del_w", "w"),
        ('grads["W1"]', 'params["W1"]'),
    ],
)
def test_a_name_says_of_what_it_is_the_gradient(name: str, parameter: str) -> None:
    (finding,) = linear(name, right, parameter)
    assert finding.code == "handwritten_agrees"
    assert finding.message == f"your {name} agrees with the gradient of {parameter}"


@pytest.mark.parametrize(("name", "parameter"), [("grad", "w"), ("gb", "b"), ("delta2", "z2")])
def test_a_name_that_does_not_quite_say_it_is_nothing_to_be_wrong_about(
    name: str, parameter: str
) -> None:
    assert linear(name, lambda x, upstream: right(x, upstream) * 3, parameter) == []


@pytest.mark.parametrize(
    ("name", "parameter"),
    [("delta2", "W2"), ("w2", "w"), ("dz_dw", "w"), ("dw", "v"), ('params["w"]', "w")],
)
def test_other_names_are_left_alone(name: str, parameter: str) -> None:
    assert linear(name, right, parameter) == []


def test_the_largest_difference_is_told_with_its_place() -> None:
    wrong = tensor([[0.0, 0.0], [-0.31, 0.0]])
    (finding,) = linear("dW1", lambda x, u: x.T @ u + wrong)
    assert finding.code == "handwritten_differs"
    assert finding.message == (
        "your dW1 differs from the gradient of W1 at [1, 0]: 0.02333 against 0.3333"
    )
    assert finding.advice == "Compare it edge by edge with what the reverse pass sends back to W1."
    assert finding.observed == pytest.approx(0.31)


@pytest.mark.parametrize(
    ("factor", "said", "advice"),
    [
        (6.0, "is 6 times the gradient of W1", "1/n"),
        (1 / 3, "is 1/3 times the gradient of W1", "1/n"),
        (-1.0, "is the negative of the gradient of W1", "minus"),
        (-2.0, "is −2 times the gradient of W1", "1/n"),
        (0.7, "is 0.7 times the gradient of W1", "constant factor"),
    ],
)
def test_one_factor_everywhere_is_said(factor: float, said: str, advice: str) -> None:
    (finding,) = linear("dW1", lambda x, u: (x.T @ u) * factor)
    assert finding.code == "handwritten_differs"
    assert f"your dW1 {said} at [0, 0]: " in finding.message
    assert advice in finding.advice


def test_a_transposed_gradient_is_said_to_be_one() -> None:
    upstream = tensor([[1.0, 2.0], [3.0, 4.0], [0.0, 1.0]])
    for shape in (2, 1):
        with Tape() as tape:
            x, w = leaf("x", X, requires_grad=False), leaf("W", np.ones((2, 2))[:, :shape])
            loss = (x @ w * upstream[:, :shape]).sum()
            dw = upstream[:, :shape].T @ x
        found = checked({"x": x, "W": w, "loss": loss, "dW": dw}, loss, tape)
        if shape == 2:
            assert "your dW is the transpose of the gradient of W" in found[0].message
        else:  # (1, 2) beside (2, 1) has the same elements in the same order
            assert found[0].code == "handwritten_agrees"


def test_so_is_one_of_another_shape() -> None:
    with Tape() as tape:
        x, w = leaf("x", X, requires_grad=False), leaf("W", np.ones((2, 3)))
        loss = (x @ w * tensor(np.arange(9.0).reshape(3, 3))).sum()
        right = x.T @ tensor(np.arange(9.0).reshape(3, 3))
        transposed, other = right.T * 1.0, right.T * 3.0
    values = {"x": x, "W": w, "loss": loss, "dW": transposed, "gradW": other}
    first, second = checked(values, loss, tape)
    assert first.message == "your dW is the transpose of the gradient of W"
    assert second.message == "your gradW differs from the gradient of W"


def test_single_numbers_are_compared_without_a_place() -> None:
    def of(own: float) -> Finding:
        with Tape() as tape:
            w = leaf("w", 3.0)
            cost = w**2
            dw = w.detach() * own
        (finding,) = checked({"w": w, "cost": cost, "dw": dw}, cost, tape)
        return finding

    assert of(2.0).message == "your dw agrees with the gradient of w"
    assert of(1.0).message == "your dw is 1/2 times the gradient of w: 3 against 6"
    assert of(0.7).message == "your dw differs from the gradient of w: 2.1 against 6"
    assert of(np.nan).message == "your dw differs from the gradient of w: NaN against 6"
    assert of(2.0 + 1e-7).code == "handwritten_agrees"
    assert of(2.0 + 1e-5).code == "handwritten_differs"


def test_nan_agrees_with_nothing_but_nan() -> None:
    (finding,) = linear("dW1", lambda x, u: x.T @ u * tensor([[1.0, np.nan], [1.0, 1.0]]))
    assert "differs from the gradient of W1 at [0, 1]: NaN against 0.5833" in finding.message
    with Tape() as tape:
        w = leaf("w", [-1.0, 4.0])
        loss = w.log().sqrt().sum()
        dw = 0.5 / w.detach() / w.detach().log().sqrt()
    (finding,) = checked({"w": w, "loss": loss, "dw": dw}, loss, tape)
    assert finding.code == "handwritten_agrees"


def test_the_slope_of_the_output_is_not_taken_for_its_gradient() -> None:
    def of(own: float) -> list[Finding]:
        with Tape() as tape:
            x = leaf("x", 3.0)
            y = x**2
            dy = x.detach() * own
        return checked({"x": x, "y": y, "dy": dy}, y, tape)

    assert of(2.0) == []
    assert [f.code for f in of(1 / 3)] == ["handwritten_agrees"]


def test_a_loop_in_numpy_is_checked_turn_by_turn() -> None:
    with Tape() as tape:
        xs, ys = tensor([1.0, 2.0]), tensor([3.0, 5.0])
        w = leaf("w", 0.5)
        guess = w * xs
        cost = ((guess - ys) ** 2).mean()
        dw = (2.0 * xs * (guess - ys)).mean()
        after = w - 0.01 * dw
    values = {"xs": xs, "ys": ys, "w": w, "guess": guess, "cost": cost, "dw": dw, "new": after}
    (finding,) = checked(values, cost, tape)
    assert finding.message == "your dw agrees with the gradient of w"


def test_axes_of_length_1_do_not_matter() -> None:
    with Tape() as tape:
        b = leaf("b", [1.0, 2.0])
        loss = (b * b).sum()
        db = (b.detach() * 2.0).reshape(1, 2)
        dc = (b.detach() * 2.0)[:1]
    values = {"b": b, "loss": loss, "db": db, "dc": dc}
    assert [f.code for f in checked(values, loss, tape)] == ["handwritten_agrees"]


def test_what_the_output_is_computed_from_is_a_step_and_no_gradient() -> None:
    with Tape() as tape:
        x, dx = leaf("x", 2.0), leaf("dx", 1e-5, requires_grad=False)
        slope = ((x + dx) ** 2 - x**2) / dx
    assert checked({"x": x, "dx": dx, "slope": slope}, slope, tape) == []


def test_a_value_without_gradient_is_not_compared() -> None:
    with Tape() as tape:
        x, w = leaf("x", 2.0, requires_grad=False), leaf("w", 3.0)
        y = w * x
        dx = w.detach() * 1.0
    assert checked({"x": x, "w": w, "y": y, "dx": dx}, y, tape) == []


def test_numbers_worked_out_on_paper_count_too() -> None:
    with Tape() as tape:
        w = leaf("w", 3.0)
        y = w**2
    dw = leaf("dw", 6.0, requires_grad=False)
    assert checked({"w": w, "y": y, "dw": dw}, y, tape)[0].code == "handwritten_agrees"


def test_a_gradient_that_is_made_in_several_steps_is_judged_by_its_best() -> None:
    with Tape() as tape:
        w = leaf("W", [1.0, 2.0])
        loss = (w * w).mean()
        first = w.detach() * 2.0
        second = first * 0.5
        clipped = second.clamp(-1.0, 1.0)
    known = {w: Annotation("parameter", "W")} | {n: Annotation("operation") for n in tape.nodes}
    for t, name in ((loss, "loss"), (first, "dW"), (second, "dW"), (clipped, "dW")):
        known[t.source] = Annotation("operation", name)
    for t in tape.nodes[2].inputs[1:] + tape.nodes[3].inputs[1:]:
        known.setdefault(t, Annotation("constant"))
    (finding,) = [f for f in build(loss, values=known).findings if "handwritten" in f.code]
    assert finding.code == "handwritten_agrees"
    assert finding.message == "your dW agrees with the gradient of W"


def test_of_a_value_that_was_given_anew_the_one_with_a_gradient_is_meant() -> None:
    with Tape() as tape:
        w = leaf("W", [1.0, 2.0])
        loss = (w * w).sum()
        dw = w.detach() * 2.0
        after = w.detach() - dw * 0.1
    known = {w: Annotation("parameter", "W")} | {n: Annotation("operation") for n in tape.nodes}
    for t, name in ((loss, "loss"), (dw, "dW"), (after, "W")):
        known[t.source] = Annotation("operation", name)
    (finding,) = [f for f in build(loss, values=known).findings if "handwritten" in f.code]
    assert finding.code == "handwritten_agrees"


def test_what_was_not_summed_over_the_rows_is_told_by_its_shape() -> None:
    with Tape() as tape:
        x, b = leaf("x", X, requires_grad=False), leaf("b", [[0.5, -0.5]])
        error = x + b
        loss = (error**2).sum()
        own = error * 2.0
        right = own.sum(axis=0, keepdims=True)
    values = {"x": x, "b": b, "loss": loss}
    (finding,) = checked({**values, "db": own}, loss, tape)
    assert finding.code == "handwritten_differs"
    assert finding.message == (
        "your db has the shape (3, 2), and was not summed to that of the gradient of b"
    )
    assert finding.advice.endswith("use sum().")
    assert [f.code for f in checked({**values, "db": right}, loss, tape)] == ["handwritten_agrees"]


def test_the_contribution_of_one_use_alone_is_told_from_a_wrong_factor() -> None:
    with Tape() as tape:
        x = leaf("x", 3.0)
        y = x * x
        own = x * 1.0
    (finding,) = checked({"x": x, "y": y, "dx": own}, y, tape)
    assert finding.message == (
        "your dx is what one use alone sends back, and differs from the gradient of x: 3 against 6"
    )
    assert "+= instead of =" in finding.advice


def test_what_is_right_shares_one_finding() -> None:
    with Tape() as tape:
        a, b = leaf("a", 3.0), leaf("b", 4.0)
        y = a * b
        da, db = b * 1.0, a * 1.0
    (finding,) = checked({"a": a, "b": b, "y": y, "da": da, "db": db}, y, tape)
    assert finding.message == "your da and your db agree with the gradients of a and b"
    assert len(finding.nodes) == 2


def test_gradients_of_a_loss_that_is_written_nowhere_are_not_said_to_be_wrong() -> None:
    with Tape() as tape:
        x, w = leaf("x", X, requires_grad=False), leaf("w", [[0.5], [2.0]])
        prediction = x @ w
        own = x.T @ (prediction - 1.0)
    assert checked({"x": x, "w": w, "prediction": prediction, "dw": own}, prediction, tape) == []


@pytest.mark.parametrize("make", [lambda x, g: x.T > 0, lambda x, g: tensor([[1, 2, 3]] * 2)])
def test_truth_values_and_whole_numbers_are_compared_as_numbers(make: object) -> None:
    def own(x: Tensor, upstream: Tensor) -> Tensor:
        return make(x, upstream)[:, :2]  # type: ignore[operator]

    (finding,) = linear("dW1", own)
    assert finding.code == "handwritten_differs"
    assert "against" in finding.message
