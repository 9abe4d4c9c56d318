"""Classes that inherit from Python's own types; what they print is frozen in the corpus."""

import pytest
from chainrule.graph import graph_of
from chainrule.program import ProgramError, run


def test_tensors_in_such_objects_are_leaves_by_the_way_to_them():
    source = (
        "import torch\nfrom typing import NamedTuple\n"
        "class Layer(NamedTuple):\n    w: torch.Tensor\n    b: torch.Tensor\n"
        "class Weights(dict):\n    pass\n"
        "net = Layer(torch.ones(2, requires_grad=True), torch.zeros(2, requires_grad=True))\n"
        "more = Weights(u=torch.ones(2, requires_grad=True))\n"
        "loss = ((net.w + net.b) * more['u']).sum()\nloss.backward()"
    )

    names = {node.name for node in graph_of(run(source)).nodes}
    assert names >= {"net.w", "net.b", 'more["u"]'}


def test_functions_of_the_libraries_take_the_value_behind():
    execution = run(
        "import torch\nclass Row(list):\n    pass\n"
        "from collections import namedtuple\nShape = namedtuple('Shape', 'rows columns')\n"
        "print(torch.tensor(Row([1., 2.])).sum(), torch.zeros(Shape(2, 3)).shape)"
    )

    assert [line.text for line in execution.printed] == ["tensor(3.) torch.Size([2, 3])"]


@pytest.mark.parametrize(
    ("source", "message"),
    [
        ("import torch\nclass T(torch.Tensor):\n    pass", "a class cannot inherit from Tensor"),
        ("import torch\nclass P(torch.nn.Parameter):\n    pass", "inherit from Parameter"),
        ("class B(bool):\n    pass", "a class cannot inherit from bool"),
        ("class F(range):\n    pass", "a class cannot inherit from range"),
    ],
)
def test_other_types_are_refused_with_a_way_out(source, message):
    with pytest.raises(ProgramError) as refusal:
        run(source)

    problem = refusal.value.problems[0]
    assert message in problem.message
    assert problem.hint.startswith("keep a ")


@pytest.mark.parametrize(
    "body",
    [
        "s.append(s)\nprint(s)",
        "t = S([s])\ns.append(t)\nprint(s == t)",
        "while True:\n    s = S([s, s])\n    print(s == S([s[0], s[1]]))",
    ],
)
def test_objects_inside_themselves_end_by_a_limit(body):
    with pytest.raises(ProgramError) as refusal:
        run(f"class S(list):\n    pass\ns = S()\n{body}")

    assert refusal.value.problems[0].code.startswith("limit_")


def test_a_method_of_a_native_type_refuses_other_objects():
    with pytest.raises(ProgramError) as refusal:
        run("class A:\n    pass\nlist.append(A(), 1)")

    assert "does not apply to a 'A'" in refusal.value.problems[0].message


def test_a_named_number_has_the_methods_of_a_float():
    execution = run("x = 3.0\ny = x.__mul__(2)\nloss = y.__add__(x)\nprint(loss)")
    assert [line.text for line in execution.printed] == ["9.0"]
    assert execution.output.requires_grad


def test_a_method_of_floats_does_not_apply_to_texts():
    with pytest.raises(ProgramError, match="does not apply to a 'str'"):
        run("y = float.__add__('a', 2)")
