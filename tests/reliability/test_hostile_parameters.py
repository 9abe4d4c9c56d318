"""Every parameter of every operation takes odd values with a result or an error, backward too."""

import numpy as np
import pytest
from chainrule.engine import OPERATIONS
from chainrule.functions.table import METHODS, TABLE
from chainrule.program import ProgramError, run
from program_fuzzer import check_error

ODD = [
    "None", "()", "(0,)", "[0]", "(0, 1)", "(1, 0)", "(-1,)", "-1", "0", "1", "2", "0.5", "nan",
    "inf", "-inf", "True", "1e300", "2 ** 40", "'none'", "'sum'", "'inf'", "x", "{}", "print",
    "lambda a: a", "range(2)", "torch.float32",
]  # fmt: skip
PARAMETERS = [
    (operation, parameter)
    for operation in OPERATIONS.values()
    if operation.name in TABLE or operation.name in METHODS
    for parameter in operation.defaults
]


@pytest.mark.parametrize(("operation", "parameter"), PARAMETERS, ids=str)
def test_odd_values_end_in_a_result_or_an_error(operation, parameter):
    inputs = "[x, x * 2]" if operation.variadic else ", ".join(["x"] * len(operation.input_names))
    refused = 0
    for value in ODD:
        call = f"torch.{operation.name}({inputs}, {parameter}={value})"
        source = f"import torch\nx = param([[0.5, 2.0], [1.0, 3.0]])\ny = {call}"
        try:
            execution = run(source)
        except ProgramError as error:
            check_error(source, error)
            refused += 1
            continue
        if execution.output.requires_grad:
            execution.output.backward(np.ones(execution.output.shape))
            assert execution.names["x"].grad.shape == (2, 2)
    assert refused > 0
