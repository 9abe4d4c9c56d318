"""Every parameter of every operation takes odd values with a result or an error, backward too."""

import numpy as np
import pytest
from chainrule.engine import OPERATIONS
from chainrule.program import ProgramError, run
from chainrule.program.library.functions import HIDDEN

ODD = [
    "None", "()", "(0,)", "[0]", "(0, 1)", "(1, 0)", "(-1,)", "-1", "0", "1", "2", "0.5", "nan",
    "inf", "-inf", "True", "1e300", "2 ** 40", "'none'", "'sum'", "'inf'", "x",
]  # fmt: skip
PARAMETERS = [
    (operation, parameter)
    for operation in OPERATIONS.values()
    if operation.name not in HIDDEN
    for parameter in operation.defaults
]


@pytest.mark.parametrize(("operation", "parameter"), PARAMETERS, ids=str)
def test_odd_values_end_in_a_result_or_an_error(operation, parameter):
    inputs = "[x, x * 2]" if operation.variadic else ", ".join(["x"] * len(operation.input_names))
    for value in ODD:
        name = operation.input_names[0] + "=" if operation.variadic else ""
        call = f"{operation.name}({name}{inputs}, {parameter}={value})"
        source = f"x = [[0.5, 2.0], [1.0, 3.0]]\ny = {call}"
        try:
            execution = run(source)
        except ProgramError:
            continue
        if execution.output.requires_grad:
            execution.output.backward(np.ones(execution.output.shape))
            assert execution.names["x"].grad.shape == (2, 2)
