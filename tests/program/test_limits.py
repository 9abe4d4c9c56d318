"""Every limit is itself still allowed, and one more is not."""

from dataclasses import fields, replace

import pytest
from chainrule.engine import OPERATIONS
from chainrule.program import Limits, ProgramError, run
from chainrule.program.work import estimate

# For each limit on what is drawn: a program that uses exactly n of it, the limit it is tried with,
# the code. What bounds Python itself is tried beside this, in test_interpreter_limits.
USES = {
    "nodes": (lambda n: "x = 1.0" + "\nx = -x" * (n - 1), 9, "limit_nodes"),
    "edges": (lambda n: f"x = 1.0\ny = stack([{'x, ' * n}])", 9, "limit_edges"),
    "tensor_elements": (lambda n: f"x = zeros({n})", 100, "limit_tensor_elements"),
    "total_elements": (
        lambda n: f"x = ones({(n - 1) // 2})\ny = sum(-x)",
        101,
        "limit_total_elements",
    ),
    "rank": (lambda n: f"x = zeros({'1, ' * n})", 3, "limit_rank"),
}


@pytest.mark.parametrize("name", USES)
def test_a_limit_is_allowed_and_one_more_is_not(name):
    program, limit, code = USES[name]
    limits = replace(Limits(), **{name: limit})

    run(program(limit - 1), limits=limits)
    run(program(limit), limits=limits)
    with pytest.raises(ProgramError) as caught:
        run(program(limit + 2), limits=limits)
    assert caught.value.code == code


@pytest.mark.parametrize("name", ["nodes", "tensor_elements", "rank"])
def test_defaults_hold_as_well(name):
    program, _, code = USES[name]
    with pytest.raises(ProgramError) as caught:
        run(program(getattr(Limits(), name) + 1), limits=replace(Limits(), seconds=60.0))
    assert caught.value.code == code


def test_work_is_charged_before_an_operation_runs():
    cost = estimate(OPERATIONS["exp"], [(10_000,)], {}).work
    source = "x = zeros(10_000)\ny = exp(x)"

    run(source, limits=replace(Limits(), work=cost))
    with pytest.raises(ProgramError) as caught:
        run(source, limits=replace(Limits(), work=cost // 2))
    assert (caught.value.code, caught.value.span.line) == ("limit_work", 2)


def test_problems_are_reported_up_to_their_limit():
    source = "".join(f"async def f{i}():\n    pass\n" for i in range(30))
    for limits, expected in ((Limits(), 10), (replace(Limits(), problems=3), 3)):
        with pytest.raises(ProgramError) as caught:
            run(source, limits=limits)
        assert len(caught.value.problems) == expected


def test_every_limit_can_be_set_by_the_environment():
    for limit in fields(Limits):
        variable = f"CHAINRULE_{limit.name.upper()}"
        assert getattr(Limits.from_environment({variable: "7"}), limit.name) == 7
    assert Limits.from_environment({"OTHER": "x"}) == Limits()
    assert Limits.from_environment({"CHAINRULE_SECONDS": "0.5"}).seconds == 0.5


@pytest.mark.parametrize("text", ["", "many", "-1", "0", "1.5", "nan", "inf"])
def test_settings_that_are_no_limits_are_refused_by_name(text):
    with pytest.raises(ValueError, match="CHAINRULE_NODES must be a positive number"):
        Limits.from_environment({"CHAINRULE_NODES": text})


def test_limits_describe_themselves():
    for limit in Limits.describe():
        assert limit["default"] == getattr(Limits(), limit["name"])
        assert limit["variable"] == f"CHAINRULE_{limit['name'].upper()}"
        assert limit["unit"]
        assert limit["reason"]
