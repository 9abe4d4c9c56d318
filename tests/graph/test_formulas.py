"""Formulas: declared Python texts as LaTeX and as plain text, with names and with numbers."""

import re

import chainrule
import numpy as np
import pytest
from chainrule import Tape, Tensor, program, tensor
from chainrule.graph import Graph, build
from chainrule.graph.export_latex import WIDTH, lone, width
from chainrule.graph.latex import Latex
from chainrule.graph.naming import gradient_name, named, numbered
from chainrule.graph.text import Text
from engine_samples import SAMPLES, Sample


def leaf(name: str | None, data: object = 1.0) -> Tensor:
    result = tensor(data, requires_grad=True)
    result.name = name
    return result


TRANSLATED = [
    ("a + b", "a + b", "a + b"),
    ("a - (b - a)", r"a - \left(b - a\right)", "a − (b − a)"),
    ("a - b - a", "a - b - a", "a − b − a"),
    ("-(a + b)", r"-\left(a + b\right)", "−(a + b)"),
    ("a * (b + 1)", r"a \odot \left(b + 1\right)", "a · (b + 1)"),
    ("2 * a", r"2 \cdot a", "2 · a"),
    ("-a / b**2", r"-\frac{a}{b^{2}}", "−a / b²"),
    ("a / (b * a)", r"\frac{a}{b \odot a}", "a / (b · a)"),
    ("(a + b) ** 2", r"\left(a + b\right)^{2}", "(a + b)²"),
    ("a ** (b - 1)", "a^{b - 1}", "a^(b − 1)"),
    ("a ** 0.5", r"\sqrt{a}", "a^0.5"),
    ("a ** -2", "a^{-2}", "a⁻²"),
    ("1 - y**2", "1 - y^{2}", "1 − y²"),
    ("exp(-a)", "e^{-a}", "exp(−a)"),
    ("exp(a) ** 2", r"\left(e^{a}\right)^{2}", "exp(a)²"),
    ("abs(a)", r"\left|a\right|", "|a|"),
    ("sqrt(1 - a)", r"\sqrt{1 - a}", "sqrt(1 − a)"),
    ("log(a)", r"\ln\left(a\right)", "ln(a)"),
    ("sum(a) / n", r"\frac{\sum a}{n}", "Σ(a) / n"),
    ("g @ b.T", r"g\,b^{\top}", "g @ bᵀ"),
    ("transpose(a + b)", r"\left(a + b\right)^{\top}", "(a + b)ᵀ"),
    ("a[index]", r"a\left[index\right]", "a[index]"),
    ("a > b", r"\left[a > b\right]", "[a > b]"),
    ("(a > b) * g", r"\left[a > b\right] \odot g", "[a > b] · g"),
    (
        "where(a > 0, 1, 0)",
        r"\begin{cases}1 & a > 0 \\ 0 & \text{otherwise}\end{cases}",
        "1 if a > 0 else 0",
    ),
    ("1.5e-07 * a", r"1.5 \cdot 10^{-7} \cdot a", "1.5e-07 · a"),
]


@pytest.mark.parametrize(("formula", "latex", "text"), TRANSLATED)
def test_a_formula_in_both_notations(formula: str, latex: str, text: str) -> None:
    assert Latex.template(formula).fill({}) == latex
    assert Text.template(formula).fill({}) == text.replace("e-", "e−")


@pytest.mark.parametrize(
    ("exponent", "text"), [(2.0, "2 · a"), (3.0, "3 · a²"), (1.0, "1"), (0.0, "0"), (-1.0, "−a⁻²")]
)
def test_parameters_are_calculated_with_as_people_would(exponent: float, text: str) -> None:
    numbers = (("exponent", exponent),)
    assert Text.template("exponent * a ** (exponent - 1)", numbers).fill({}) == text


def test_single_numbers_are_multiplied_with_a_dot() -> None:
    assert Latex.template("a * b", scalar=True).fill({}) == r"a \cdot b"


NAMES = [
    ("x", "x"),
    ("w1", "w_{1}"),
    ("w_1", "w_{1}"),
    ("h_prev", r"h_{\mathrm{prev}}"),
    ("w1_grad", r"w_{1,\mathrm{grad}}"),
    ("A_0_1", "A_{0,1}"),
    ("A_0_12_3", "A_{0,12,3}"),
    ("loss", r"\mathrm{loss}"),
    ("alpha", r"\alpha"),
    ("lambda", r"\lambda"),
    ("α", r"\alpha"),
    ("λ2", r"\lambda_{2}"),
    ("Γ", r"\Gamma"),
    ("Α", "Α"),
    ("x y", r"\mathrm{x y}"),
    ("100%", r"\mathrm{100\%}"),
    ("_x", r"\mathrm{\_x}"),
]


@pytest.mark.parametrize(("name", "latex"), NAMES)
def test_names_in_notation(name: str, latex: str) -> None:
    assert named(name).latex == latex


def test_a_later_value_of_the_same_name_says_which_it_is() -> None:
    assert named("w1", 2) == ("w1₂", "w_{1,(2)}")
    x = leaf("x")
    for _ in range(2):
        x = x * 2.0
        x.name = "x"
    assert [node.label for node in build(x).nodes] == ["x", "2", "x₂", "2", "x₃"]


def test_the_output_is_called_what_the_program_calls_it() -> None:
    loss = leaf("x") * 2.0
    for _ in range(2):
        loss.name = "loss"
        loss = loss + 1.0
    loss.name = "loss"
    labels = [node.label for node in build(loss).nodes]
    assert labels == ["x", "2", "loss₁", "1", "loss₂", "1", "loss"]


@pytest.mark.parametrize(
    ("name", "gradient"),
    [("x", r"\partial x"), ("w1", r"\partial w_{1}"), ("_x", r"\partial \mathrm{\_x}")],
)
def test_the_gradient_of_a_name_is_written_as_on_the_cards(name: str, gradient: str) -> None:
    assert gradient_name(named(name).latex) == gradient


def test_numbers_are_ready_for_any_place() -> None:
    assert numbered(2.0) == ("2", "2")
    assert numbered(-0.5) == ("(−0.5)", r"\left(-0.5\right)")
    assert numbered(1e-9) == ("1e−9", r"\left(1 \cdot 10^{-9}\right)")
    assert numbered(float("-inf")).latex == r"\left(-\infty\right)"


def neuron() -> Graph:
    x, w = leaf("x", 2.0), leaf("w1", 1.5)
    h = (w * x - 3.0).tanh()
    h.name = "h"
    return build(h * -0.5)


def test_values_are_called_by_name_by_number_or_by_their_node() -> None:
    labels = [(node.label, node.expression) for node in neuron().nodes]
    assert labels == [
        ("w1", ""),
        ("x", ""),
        ("v2", "w1 × x"),
        ("3", ""),
        ("v4", "v2 − 3"),
        ("h", "tanh(v4)"),
        ("−0.5", ""),
        ("v7", "h × (−0.5)"),
    ]


def test_rules_are_written_with_the_names_of_their_values() -> None:
    h = neuron().node("h").formula
    assert h.forward == r"h = \tanh\left(v_{4}\right)"
    assert h.local == [r"\frac{\partial h}{\partial v_{4}} = 1 - h^{2}"]


def test_rules_of_single_numbers_are_written_with_the_numbers_too() -> None:
    graph = neuron()
    assert graph.node("n2").formula.numbers.forward == r"1.5 \cdot 2 = 3"
    assert graph.node("n7").formula.numbers.forward == r"0 \cdot \left(-0.5\right) = 0"
    assert graph.node("n2").formula.numbers.local == ["2", "1.5"]
    assert graph.node("h").formula.numbers.local == ["1 - 0^{2} = 1"]


def test_matrices_of_one_number_are_multiplied_as_numbers() -> None:
    graph = build(leaf("x", [[3.0]]) @ leaf("w", [[2.0]]))
    assert graph.nodes[2].formula.numbers.forward == r"3 \cdot 2 = 6"
    assert graph.nodes[2].formula.numbers.local == ["", ""]  # they would need the gradient, too
    assert build(leaf("x", [[3.0]]).T).nodes[1].formula.numbers.forward == "3"


def test_a_negative_result_has_no_brackets_and_nothing_is_said_twice() -> None:
    negated = build(-leaf("a", 6.0)).nodes[1].formula.numbers
    assert negated.forward == "-6"
    assert negated.local == ["-1"]
    assert build(-leaf("a", -6.0)).nodes[1].formula.numbers.forward == (r"-\left(-6\right) = 6")


def test_a_product_of_matrices_sends_along_matrices() -> None:
    x, w = leaf("x", [[2.0, 3.0]]), leaf("w", [[-1.0], [1.2]])
    graph = build(x @ w)
    assert graph.nodes[2].formula.forward == r"v_{2} = x\,w"
    assert graph.nodes[2].formula.local == [
        r"\partial x \mathrel{+}= \partial v_{2}\,w^{\top}",
        r"\partial w \mathrel{+}= x^{\top}\,\partial v_{2}",
    ]
    assert [edge.local.text for edge in graph.edges] == ["∂v2 @ wᵀ", "xᵀ @ ∂v2"]
    assert all(edge.local.rule for edge in graph.edges)


def test_an_edge_shows_its_factor_and_between_numbers_its_value() -> None:
    graph = neuron()
    factors = {edge.id: (edge.local.text, edge.local.value) for edge in graph.edges}
    assert factors["n2.0"] == ("x", 2.0)
    assert factors["n4.1"] == ("−1", None)
    assert factors["n5.0"] == ("1 − h²", 1.0)


def test_parameters_that_no_formula_shows_stand_behind_it() -> None:
    node = build(leaf("x", [[1.0, 2.0]]).unsqueeze(1)).nodes[-1]
    assert node.expression == "unsqueeze(x, axis=1)"
    assert node.formula.forward.endswith(r"\left(\text{axis } 1\right)")
    assert build(leaf("x", [[1.0, 2.0]]).sum(axis=1)).nodes[-1].expression == "Σ(x, axis=1)"
    assert build(leaf("x", [[1.0, 2.0]]).sum()).nodes[-1].expression == "Σ(x)"
    assert (
        build(leaf("x", [[1.0, 2.0]]).mean(axis=(-1,))).nodes[-1].expression == "mean(x, axis=−1)"
    )


def test_rules_say_along_which_axis_they_go_unless_it_is_all() -> None:
    x, axis = leaf("x", [[1.0, 2.0], [3.0, 0.5]]), r"_{\text{axis }0}"
    graph = build(chainrule.softmax(x, axis=0))
    assert graph.edges[0].local.text == "v1 · (∂v1 − Σ(∂v1 · v1, axis=0))"
    assert rf"\sum{axis} \partial v_{{1}}" in graph.edges[0].local.latex
    assert graph.nodes[-1].formula.forward == rf"v_{{1}} = \frac{{e^{{x}}}}{{\sum{axis} e^{{x}}}}"
    assert "mean(x, axis=1)" in build(x.var(axis=-1)).edges[0].local.text
    assert (
        build(x.mean(axis=0))
        .nodes[-1]
        .formula.forward.endswith(rf"\operatorname{{mean}}{axis}\left(x\right)")
    )
    assert "axis" not in build(x.var()).edges[0].local.text
    cube = leaf("x", [[[1.0, 2.0]]]).var(axis=(0, -1))
    assert "mean(x, axis=(0, 2))" in build(cube).edges[0].local.text
    assert r"\sum_{\text{axes }0, 2}" in build(cube).nodes[-1].formula.forward
    assert "axis" not in build(chainrule.softmax(leaf("x", [1.0, 2.0]), axis=0)).edges[0].local.text


def test_the_number_of_averaged_elements_is_put_in() -> None:
    graph = build(leaf("x", [[1.0, 2.0, 3.0]]).mean())
    assert graph.edges[0].local.text == "1 / 3"
    loss = chainrule.mse_loss(leaf("p", [1.0, 2.0]), tensor([0.0, 0.0]))
    assert build(loss).edges[0].local.text == "2 · (p − v1) / 2"


def test_the_cross_entropy_of_class_numbers_subtracts_their_one_hot_rows() -> None:
    logits = leaf("z", [[1.0, 2.0], [0.5, -1.0]])
    classes, shares = tensor([1.0, 0.0]), tensor([[0.2, 0.8], [1.0, 0.0]])
    classes.name = shares.name = "t"
    for target, expected in ((classes, "one_hot(t)"), (shares, "t")):
        graph = build(chainrule.cross_entropy(logits, target))
        assert graph.edges[0].local.text == f"(softmax(z) − {expected}) / 2"


def test_indices_are_written_as_in_python() -> None:
    x = leaf("x", [[1.0, 2.0], [3.0, 4.0]])
    assert build(x[:, 0]).nodes[-1].expression == "x[:, 0]"
    assert build(x[0, 1]).nodes[-1].formula.forward == r"v_{1} = x\left[0, 1\right]"
    assert build(x[0]).nodes[-1].params == {"index": 0}
    assert build(x[..., 1:]).nodes[-1].params == {"index": "..., 1:"}
    assert build(x[np.array([1, 0])]).nodes[-1].expression == "x[[1, 0]]"
    assert len(build(x[np.zeros(1000, dtype=int)]).nodes[-1].expression) < 70


def test_parameters_given_as_numpy_scalars_are_numbers_like_any_other() -> None:
    graph = build(leaf("x", 2.0) ** np.float64(3.0))
    assert graph.nodes[-1].expression == "x³"
    assert graph.nodes[-1].params == {"exponent": 3.0}
    assert "x ** 3.0" in graph.to_python()


def test_python_without_notation_is_shown_as_it_is() -> None:
    assert Latex.template("a if b else c").fill({}) == r"\mathtt{a if b else c}"
    assert Text.template("a if b else c").fill({}) == "a if b else c"


def assert_well_formed(latex: str) -> None:
    """Brackets, delimiters and environments are closed, and nothing is left of a template."""
    assert "\x01" not in latex
    bare = re.sub(r"\\[{}\\]", "", latex)
    depth = 0
    for character in bare:
        depth += {"{": 1, "}": -1}.get(character, 0)
        assert depth >= 0, latex
    assert depth == 0, latex
    assert latex.count(r"\left") == latex.count(r"\right"), latex
    assert latex.count(r"\begin{") == latex.count(r"\end{"), latex


@pytest.mark.parametrize("sample", SAMPLES, ids=str)
def test_every_operation_has_well_formed_notation(sample: Sample) -> None:
    leaves = [tensor(x, requires_grad=slot in sample.slots) for slot, x in enumerate(sample.inputs)]
    with Tape():
        graph = build(sample.apply(*leaves))
    assert_well_formed(graph.to_latex())
    for node in graph.nodes:
        if node.formula:
            for latex in (node.formula.forward, *node.formula.local):
                assert_well_formed(latex)
    for edge in graph.edges:
        assert_well_formed(edge.local.latex)
        assert bool(edge.local.text) == bool(edge.local.latex)
        if edge.grad is not None:
            assert edge.local.text


def test_the_derivation_has_every_value_and_every_gradient() -> None:
    w, x, b = leaf("w", 1.5), leaf("x", 2.0), leaf("b", [[1.0, 2.0], [3.0, 4.0]])
    latex = build(((w * x + w) * b).sum()).to_latex()
    assert r"v_{2} &= w \cdot x = 1.5 \cdot 2 = 3" in latex
    assert r"b &= \begin{bmatrix} 1 & 2 \\ 3 & 4 \end{bmatrix}" in latex
    assert r"\partial w &" in latex
    assert r"20 + 10 = 30" in latex or r"10 + 20 = 30" in latex
    assert r"\operatorname{sum}_{\to 1}" in latex


def test_large_arrays_are_given_by_their_shape() -> None:
    latex = build(leaf("x", [[1.0] * 20] * 3).sum()).to_latex()
    assert r"x &\in \mathbb{R}^{3 \times 20}" in latex
    assert r"x &\in \mathbb{R}^{16}" in build(leaf("x", [-1 / 3] * 16).sum()).to_latex()


@pytest.mark.parametrize("example", program.examples(), ids=lambda example: example.name)
def test_the_derivation_fits_the_page(example: program.Example) -> None:
    execution = program.run(example.source)
    latex = build(execution.output, values=execution.values).to_latex()
    lines = re.findall(r"^  (.*?)(?: \\\\)?$", latex, flags=re.MULTILINE)
    assert lines
    assert max(map(width, lines)) <= WIDTH + 1
    assert_well_formed(latex)


def test_long_sums_go_on_in_the_next_line() -> None:
    x = leaf("x", -0.25)
    total = x * 1.1
    for factor in range(2, 12):
        total = total + x * (factor / 7)
    latex = build(total).to_latex()
    gradient = latex[latex.index(r"\partial x &=") :]
    assert gradient.count(r"  &\quad + ") >= 2
    assert gradient.count("\n  &= ") >= 2
    assert_well_formed(latex)


def test_negative_numbers_have_brackets_only_behind_a_sign() -> None:
    a, b = leaf("a", -2.0), leaf("b", [[-1.0, 2.0]])
    latex = build(((a * a) * 3.0 / b - a).sum()).to_latex()
    assert r"a &= -2 \\" in latex
    assert r"b &= \begin{bmatrix} -1 & 2 \end{bmatrix}" in latex
    assert r"a \cdot a = \left(-2\right) \cdot \left(-2\right) = 4" in latex
    assert r"\odot \left(-\frac{" in latex
    assert r"\odot -" not in latex


@pytest.mark.parametrize(
    ("latex", "expected"),
    [
        (r"\left(-2\right)", "-2"),
        (r"\left(-2\right) + \left(-3\right)", r"-2 + \left(-3\right)"),
        (r"\left(-2\right)^{2}", r"\left(-2\right)^{2}"),
        (r"\left(-2\right) \cdot 3", r"\left(-2\right) \cdot 3"),
        (r"\tanh\left(\left(-2 \cdot 10^{-5}\right)\right)", r"\tanh\left(-2 \cdot 10^{-5}\right)"),
        (r"-\left(-2\right)", r"-\left(-2\right)"),
    ],
)
def test_brackets_of_lone_numbers(latex: str, expected: str) -> None:
    assert lone(latex) == expected


def test_a_rule_that_is_no_factor_says_where_the_gradient_stands() -> None:
    x = leaf("x", [[1.0, 2.0], [3.0, 4.0]])
    rows = x.T
    rows.name = "rows"
    graph = build(chainrule.cat([rows, rows * 3.0]))
    texts = [(edge.local.text, edge.local.rule) for edge in graph.edges]
    assert texts == [
        ("∂rowsᵀ", True),
        ("3", False),
        ("rows", False),
        ("part 1 of ∂v4", True),
        ("part 2 of ∂v4", True),
    ]
