"""The Python scripts of a graph: run, they print its numbers again, with either library."""

import ast
import contextlib
import io
import math
import subprocess
import sys

import chainrule
import numpy as np
import pytest
from chainrule import Tape, Tensor, group, program, tensor
from chainrule.engine.node import OPERATIONS
from chainrule.graph import Graph, build
from engine_samples import SAMPLES, Sample


def leaf(name: str, data: object) -> Tensor:
    result = tensor(data, requires_grad=True)
    result.name = name
    return result


@pytest.fixture(params=["chainrule", "torch"])
def target(request: pytest.FixtureRequest) -> str:
    pytest.importorskip(request.param, reason="PyTorch is not installed")
    return str(request.param)


def printed(script: str) -> dict[str, object]:
    """What a script prints, line by line."""
    output = io.StringIO()
    with contextlib.redirect_stdout(output):
        exec(compile(script, "export", "exec"), {})  # noqa: S102 - the point of the test
    lines = (line.split(" = ", 1) for line in output.getvalue().splitlines())
    return {name: numbers(text) for name, text in lines}


def numbers(text: str) -> object:
    return eval(text, {"inf": math.inf, "nan": math.nan})  # noqa: S307 - our own lists


PYTORCHS_DIGITS = {"digamma": 1e-8}
"""How exact PyTorch's gradient is, where it has no more than ten digits."""


def assert_prints_the_graph(graph: Graph, script: str, rtol: float = 1e-12) -> None:
    lines = list(printed(script).values())
    expected = [graph.array(graph.output)]
    expected += [graph.grads[n.id] for n in graph.nodes if n.op is None and n.grad is not None]
    assert len(lines) == len(expected)
    for line, array in zip(lines, expected, strict=True):
        np.testing.assert_allclose(np.array(line), array, rtol=rtol, atol=1e-14)


@pytest.mark.parametrize("sample", SAMPLES, ids=str)
def test_every_operation_is_written_as_the_library_has_it(sample: Sample, target: str) -> None:
    leaves = [tensor(x, requires_grad=slot in sample.slots) for slot, x in enumerate(sample.inputs)]
    with Tape():  # also what needs no gradient, such as a comparison, is then part of the graph
        graph = build(sample.apply(*leaves))
    assert sample.name in {node.op for node in graph.nodes}
    assert_prints_the_graph(graph, graph.to_python(target))


@pytest.mark.parametrize("example", program.examples(), ids=lambda example: example.name)
def test_every_example_of_the_gallery_comes_out_again(
    example: program.Example, target: str
) -> None:
    execution = program.run(example.source)
    graph = build(execution.output, values=execution.values)
    assert_prints_the_graph(graph, graph.to_python(target))


@pytest.mark.parametrize("function", program.functions(), ids=lambda function: function.name)
def test_every_function_s_example_comes_out_again(function: program.Function, target: str) -> None:
    execution = program.run(function.example)
    backward = execution.output.requires_grad
    graph = build(execution.output, values=execution.values, backward=backward)
    digits = PYTORCHS_DIGITS.get(function.name, 1e-12)
    assert_prints_the_graph(graph, graph.to_python(target), digits)


@pytest.mark.parametrize("part", ["x[x > 1]", "x[[0, 0]]", "x[1:]", "x[0] ** 2"])
def test_gradients_within_a_program_come_out_again(part: str, target: str) -> None:
    execution = program.run(f"x = [1.0, 2.0, 3.0]\ny = sum({part} ** 3)\nz = sum(grad(y, x) ** 2)")
    graph = build(execution.output, values=execution.values)
    assert_prints_the_graph(graph, graph.to_python(target))


@pytest.mark.parametrize("index", [slice(None, None, -1), (slice(None), slice(2, 0, -2))], ids=str)
def test_pytorch_too_steps_backwards(index: object, target: str) -> None:
    graph = build(leaf("a", [[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]])[index] * 2.0)
    assert_prints_the_graph(graph, graph.to_python(target))


ROWS = np.arange(12.0).reshape(3, 4)
SIGNAL = np.sin(np.arange(14.0)).reshape(1, 2, 7)

BEYOND_PYTORCH = {
    "positions from the end": ("index_select", (ROWS, np.array([-1, 0])), {"axis": -1}),
    "a table of positions": ("index_select", (ROWS, np.array([[0, 2], [1, 1]])), {"axis": 1}),
    "one position": ("index_select", (ROWS, np.array(1)), {"axis": 0}),
    "positions kept as floats": ("index_select", (ROWS, np.array([2.0, 0.0])), {"axis": 0}),
    "adding from the end": ("index_add", (ROWS, np.array([-1, 0]), ROWS[:2]), {"axis": 0}),
    "adding at a table": (
        "index_add",
        (ROWS, np.array([[0, 1], [1, 1]]), np.ones((3, 2, 2))),
        {"axis": -1},
    ),
    "adding at one position": ("index_add", (ROWS, np.array(2), ROWS[0]), {"axis": 0}),
    "adding at floats": ("scatter_add", (ROWS, np.array([[0.0, 2.0]]), ROWS[:1, :2]), {"axis": 0}),
    "replacing at floats": ("put_along_dim", (ROWS, np.array([[3.0]]), ROWS[:1, :1]), {"axis": 1}),
    "a vector reflected": ("pad", (ROWS[0],), {"padding": (2, 1), "mode": "reflect"}),
    "a margin cut off and repeated": ("pad", (ROWS,), {"padding": (-1, 2), "mode": "replicate"}),
    "every axis around": ("pad", (ROWS,), {"padding": (1, 2, 2, 0), "mode": "circular"}),
    "no margin": ("pad", (ROWS,), {"padding": ()}),
    "another constant": ("pad", (ROWS,), {"padding": (1, -1), "value": 2.5}),
    "dilated windows": ("windows", (ROWS,), {"size": (2,), "stride": (1,), "dilation": (2,)}),
    "windows that leave a rest": (
        "fold",
        (SIGNAL[:, :, :6].reshape(2, 3, 2),),
        {"shape": (12,), "stride": (2,), "dilation": (3,)},
    ),
    "a divisor of one's own": (
        "avg_pool1d",
        (SIGNAL,),
        {"kernel_size": 2, "padding": 1, "ceil_mode": True, "divisor_override": 3},
    ),
    "a pool that steps": ("avg_pool1d", (SIGNAL,), {"kernel_size": 3, "stride": [2]}),
    "a running product of one": ("cumprod", (np.array(2.0),), {}),
    "a running product along the first axis": ("cumprod", (ROWS + 1.0,), {}),
    "the order of equals": ("argsort", (np.tile([1.0, 0.0], 20),), {"descending": True}),
    "the smallest": ("argtopk", (ROWS,), {"k": 2, "axis": 0, "largest_first": False}),
}


@pytest.mark.parametrize("call", BEYOND_PYTORCH.values(), ids=BEYOND_PYTORCH)
def test_what_pytorch_s_function_refuses_or_assumes_comes_out_too(
    call: tuple[str, tuple[np.ndarray, ...], dict[str, object]], target: str
) -> None:
    name, inputs, params = call
    operation = OPERATIONS[name]
    named = zip(operation.input_names, inputs, strict=True)
    leaves = [tensor(x, requires_grad=slot != "index") for slot, x in named]
    with Tape():
        graph = build(operation.apply(*leaves, **params))
    assert_prints_the_graph(graph, graph.to_python(target))


@pytest.mark.parametrize("index", [np.array([0, 0, 1]), slice(1, None)], ids=str)
def test_single_precision_stays_single_on_the_way_back(index: object, target: str) -> None:
    x = tensor([0.1, 0.2], dtype="float32", requires_grad=True)
    y = OPERATIONS["scatter"].apply(x[index], index=index, shape=(2,))
    graph = build(y * 3.0)
    assert_prints_the_graph(graph, graph.to_python(target))


def test_a_result_that_is_a_number_has_a_name(target: str) -> None:
    assert list(printed(build(tensor(6.0)).to_python(target)).values()) == [6.0]


def test_what_only_decides_is_not_gone_back_to(target: str) -> None:
    x = leaf("x", [0.0, 2.0])
    graph = build(OPERATIONS["where"].apply(x, [1.0, 1.0], [3.0, 3.0]))
    assert_prints_the_graph(graph, graph.to_python(target))


def test_a_script_runs_on_its_own(target: str) -> None:
    w = leaf("w", [[-1.0], [1.2]])
    loss = (tensor([[2.0, 3.0]]) @ w - 0.2) ** 2
    loss.name = "loss"
    done = subprocess.run(
        [sys.executable, "-c", build(loss).to_python(target)],
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    lines = dict(line.split(" = ") for line in done.stdout.splitlines())
    np.testing.assert_allclose(numbers(lines["w.grad"]), [[5.6], [8.4]], rtol=1e-12)


def test_a_model_with_many_numbers_is_written_exactly(target: str) -> None:
    random = np.random.default_rng(0)
    with group("layer"):
        w = leaf("w", random.standard_normal((30, 50)))
        h = (tensor(random.standard_normal((4, 30))) @ w).tanh()
    graph = build(h, seed=random.standard_normal((4, 50)))
    script = graph.to_python(target)
    assert len(script) < 25_000
    assert_prints_the_graph(graph, script)


HOSTILE = ["x\nimport os", "x = 1 #", "class", "print", "chainrule", "np", "inf", "", "1x", "ﬁ"]


@pytest.mark.parametrize("name", HOSTILE)
def test_a_name_never_becomes_anything_but_a_variable(name: str) -> None:
    with group(f"{name or 'g'}\nimport os"):
        y = leaf(name, 2.0) * leaf(name, 3.0)
    y.name = name
    script = build(y).to_python()
    assert_prints_the_graph(build(y), script)
    imports = [n for n in ast.walk(ast.parse(script)) if isinstance(n, ast.Import | ast.ImportFrom)]
    assert {alias.name for n in imports for alias in n.names} <= {"chainrule", "inf", "nan"}


def test_numbers_that_are_not_finite_are_written_too(target: str) -> None:
    graph = build(leaf("x", [math.inf, -math.inf, math.nan]) * leaf("y", [1.0, 2.0, 3.0]))
    assert_prints_the_graph(graph, graph.to_python(target))


def test_single_precision_stays_single(target: str) -> None:
    x = chainrule.tensor([0.1, 0.2], dtype="float32", requires_grad=True)
    graph = build((x * 3.0).sum())
    assert "float32" in graph.to_python(target)
    assert_prints_the_graph(graph, graph.to_python(target))
