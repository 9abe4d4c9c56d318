"""The formulas that people see say what the operations compute."""

import ast

import numpy as np
import pytest
from chainrule.engine import OPERATIONS, Tape, tensor
from chainrule.engine.formulas import FUNCTIONS, NAMES
from chainrule.engine.reverse import unbroadcast
from engine_formulas import evaluate, stretched
from engine_samples import SAMPLES
from engine_torch import weights

# The shown formula of these speaks of one matrix or of vectors in columns, of a whole call, or of
# a limit: it is read by people, and evaluated here for the other samples of the same operation.
ILLUSTRATIVE = {
    *("matmul-vectors", "matmul-matrix-vector", "matmul-batch", "matmul-batch-vector"),
    *("matmul-vector-matrix", "matmul-vector-batch", "inv", "det", "solve-vector", "cholesky"),
    *("solve-vectors", "cumsum-flattened", "norm-p=inf", "norm-p=-inf", "norm-p=0", "norm-p=fro"),
}
SHOWN = [s for s in SAMPLES if s.name != "einsum" and str(s) not in ILLUSTRATIVE]


def recorded(sample):
    leaves = [tensor(v, requires_grad=s in sample.slots) for s, v in enumerate(sample.inputs)]
    with Tape() as tape:
        sample.apply(*leaves)
    return tape.nodes[-1]


@pytest.mark.parametrize("operation", OPERATIONS.values(), ids=lambda operation: operation.name)
def test_formulas_are_python_with_known_words(operation):
    known = {*FUNCTIONS, *NAMES, *operation.input_names, *operation.defaults}
    for text in (operation.formula, *(gradient.formula for gradient in operation.gradients)):
        tree = ast.parse(text, mode="eval")
        names = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}
        assert names <= known, text


@pytest.mark.parametrize("sample", SHOWN, ids=str)
def test_the_shown_formula_computes_the_value(sample):
    node = recorded(sample)
    forward, _ = node.formulas(node.params)
    expected = stretched(node.output, node)
    shown = evaluate(forward, node)
    np.testing.assert_allclose(
        shown, np.broadcast_to(expected, np.shape(shown)), rtol=1e-9, atol=1e-12
    )


@pytest.mark.parametrize("sample", [s for s in SHOWN if s.slots], ids=str)
def test_the_shown_derivative_computes_the_contribution(sample):
    node = recorded(sample)
    g = weights(node.output.shape)
    _, derivatives = node.formulas(node.params)
    for slot in sample.slots:
        text = derivatives[0] if node.variadic else derivatives[slot]
        names = {n.id for n in ast.walk(ast.parse(text)) if isinstance(n, ast.Name)}
        shown = evaluate(text, node, slot, g)
        if "g" not in names:  # a factor of the upstream gradient
            upstream = stretched(g, node)
            if node.name == "cross_entropy" and node.params["reduction"] == "none":
                upstream = upstream[:, None]
            shown = shown * upstream
        array = node.arrays[slot]
        shown = np.broadcast_to(shown, np.broadcast_shapes(np.shape(shown), array.shape))
        expected = node.vjp(slot, g, node.output, node.arrays)
        np.testing.assert_allclose(
            unbroadcast(shown, array.shape),
            unbroadcast(expected, array.shape),
            rtol=1e-9,
            atol=1e-12,
        )
