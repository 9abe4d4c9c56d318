"""Every function of the language is declared once, documented, and its example runs."""

import numpy as np
import pytest
from chainrule.engine import OPERATIONS
from chainrule.program import functions, run
from chainrule.program.instead import INSTEAD
from chainrule.program.library.functions import FUNCTIONS, HIDDEN, METHODS


@pytest.fixture(params=functions(), ids=lambda function: function.name)
def function(request):
    return request.param


def test_every_operation_of_the_engine_is_a_function():
    assert {name for name in OPERATIONS if name not in HIDDEN} <= set(FUNCTIONS)
    assert set(OPERATIONS) >= HIDDEN


def test_every_function_is_described(function):
    assert function.kind in ("operation", "maker", "statement")
    assert function.category
    assert function.signature
    assert function.summary.endswith(".")
    assert function.kind != "operation" or function.formula


def test_every_example_runs_and_uses_its_function(function):
    execution = run(function.example)

    assert function.name in function.example
    assert np.isfinite(execution.output.data).all()
    if execution.output.requires_grad:
        execution.output.backward(np.ones(execution.output.shape))


def test_names_are_unique():
    names = [name for f in functions() for name in (f.name, *f.aliases)]
    assert len(names) == len(set(names))


def test_methods_are_functions_too_but_for_those_whose_names_programs_use_themselves():
    alone = {name for name in METHODS if name not in FUNCTIONS}
    assert alone == {"t", "to", "astype", "type_as", "type", "dim"}
    assert all(FUNCTIONS[name] is METHODS[name] for name in METHODS if name not in alone)


def test_what_exists_needs_no_replacement():
    for name, hint in INSTEAD.items():
        assert hint
        assert name not in METHODS or name == "grad", name
