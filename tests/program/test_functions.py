"""Every function that programs have without an import is described, and its example runs."""

import numpy as np
import pytest
from chainrule.engine import OPERATIONS, Tensor
from chainrule.functions.table import TABLE
from chainrule.program import ProgramError, functions, run

WRITTEN = {"unfold_along": "x.unfold", "linalg_vecdot": "linalg.vecdot"}
"""What is called by another name than it is listed by."""


@pytest.fixture(params=functions(), ids=lambda function: function.name)
def function(request):
    return request.param


def parameters(execution):
    return {
        name: value
        for name, value in execution.names.items()
        if isinstance(value, Tensor) and value.is_leaf and value.requires_grad
    }


def test_every_operation_and_every_function_is_listed():
    names = {name for f in functions() for name in (f.name, *f.aliases)}

    assert {name for name, operation in OPERATIONS.items() if operation.listed} <= names
    assert set(TABLE) <= names


def test_every_function_is_described(function):
    assert function.kind in ("operation", "maker", "statement")
    assert function.category
    assert function.signature.startswith(function.name)
    assert function.summary.endswith(".")


def test_every_example_runs_and_uses_its_function(function):
    execution = run(function.example)

    assert WRITTEN.get(function.name, function.name) in function.example
    assert np.isfinite(execution.output.detach().numpy()).all()


def test_the_gradient_of_every_example_can_be_asked_for_in_the_program(function):
    execution = run(function.example)
    output, leaves = execution.output, parameters(execution)
    named = [name for name, value in execution.names.items() if value is output]
    if not (leaves and named and output.requires_grad):
        return
    total = f"{function.example}\ntotal = {named[-1]}.sum()\n"
    output.backward(np.ones(output.shape))
    for name, leaf in leaves.items():
        if leaf.grad is None:
            with pytest.raises(ProgramError, match="does not depend"):
                run(f"{total}grad(total, {name})")
            continue
        found = run(f"{total}result = grad(total, {name})").names["result"]
        np.testing.assert_allclose(
            found.detach().numpy(), leaf.grad.detach().numpy(), rtol=1e-12, atol=1e-14, err_msg=name
        )


def test_names_are_unique():
    names = [name for f in functions() for name in (f.name, *f.aliases)]

    assert sorted(names) == sorted(set(names))


def test_a_name_of_the_program_s_own_goes_before_a_function():
    assert run("def relu(x):\n    return x * 10\ny = relu(-1.0)").output.item() == -10
    assert run("F = 2.0\ny = F * F").output.item() == 4
