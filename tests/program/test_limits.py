"""Every limit is itself still allowed, and one more is not."""

from dataclasses import fields, replace

import pytest
from chainrule.program import Limits, ProgramError, budget, run
from chainrule.program.work import estimate


def nested_calls(n: int) -> str:
    functions = ["def f1(x):\n    return x * 1"]
    functions += [f"def f{i}(x):\n    return f{i - 1}(x)" for i in range(2, n + 1)]
    return "\n".join([*functions, f"y = f{n}(1.0)"])


# For each limit: a program that uses exactly n of it, the limit it is tried with, the code.
USES = {
    "source_characters": (lambda n: "1.0 #".ljust(n, "-"), 20, "source_too_long"),
    "bracket_depth": (lambda n: "(" * n + "1.0" + ")" * n, 5, "brackets_too_deep"),
    "syntax_depth": (lambda n: "~" * (n - 2) + "1", 6, "too_deep"),
    "call_depth": (nested_calls, 4, "limit_call_depth"),
    "name_characters": (lambda n: "x" * n + " = 1.0", 7, "name_too_long"),
    "nodes": (lambda n: "x = 1.0" + "\nx = -x" * (n - 1), 9, "limit_nodes"),
    "edges": (lambda n: f"x = 1.0\ny = stack([{'x, ' * n}])", 9, "limit_edges"),
    "tensor_elements": (lambda n: f"x = zeros({n})", 100, "limit_tensor_elements"),
    "total_elements": (
        lambda n: f"x = zeros({n // 2})\ny = zeros({n - n // 2})",
        100,
        "limit_total_elements",
    ),
    "list_items": (lambda n: f"x = ({'1, ' * n})[0] * 1.0", 5, "limit_list_items"),
    "rank": (lambda n: f"x = zeros({'1, ' * n})", 3, "limit_rank"),
    "loop_iterations": (
        lambda n: (
            f"x = 0.0\nfor i in range(2):\n    for j in range({n // 2 - 1}):\n        i"
            + "\ndef f(a):\n    return a\nf(1)" * (n % 2)
        ),
        20,
        "limit_iterations",
    ),
}


@pytest.mark.parametrize("name", USES)
def test_a_limit_is_allowed_and_one_more_is_not(name):
    program, limit, code = USES[name]
    limits = replace(Limits(), **{name: limit})

    run(program(limit - 1), limits=limits)
    run(program(limit), limits=limits)
    with pytest.raises(ProgramError) as caught:
        run(program(limit + 1), limits=limits)
    assert caught.value.code == code


@pytest.mark.parametrize("name", USES)
def test_defaults_hold_as_well(name):
    program, _, code = USES[name]
    limit = getattr(Limits(), name)
    if name == "list_items":  # more than can be written
        program = lambda n: "a = (1, 2)\nfor i in range(13):\n    a = (a, a)"  # noqa: E731
    if name == "total_elements":  # in several tensors
        program = lambda n: "\n".join(f"x{i} = zeros({n // 6 + 1})" for i in range(6))  # noqa: E731
    with pytest.raises(ProgramError) as caught:
        run(program(limit + 1), limits=replace(Limits(), seconds=60.0))
    assert caught.value.code == code


def test_work_is_charged_before_an_operation_runs():
    cost = estimate("exp", [(10,)], {}).work
    source = "x = zeros(10)\ny = exp(x)"

    run(source, limits=replace(Limits(), work=cost))
    with pytest.raises(ProgramError) as caught:
        run(source, limits=replace(Limits(), work=cost - 1))
    assert (caught.value.code, caught.value.span.line) == ("limit_work", 2)


def test_the_clock_is_looked_at_between_operations(monkeypatch):
    now = [0.0]
    monkeypatch.setattr(budget, "monotonic", lambda: now.__setitem__(0, now[0] + 1) or now[0])
    limits = replace(Limits(), seconds=10.0)

    run("x = 1.0", limits=limits)
    with pytest.raises(ProgramError) as caught:
        run("x = 1.0\n" + "x = -x\n" * 20, limits=limits)
    assert caught.value.code == "limit_time"


def test_problems_are_reported_up_to_their_limit():
    source = "\n".join(f"y{i} = x{i}" for i in range(30))
    for limits, expected in ((Limits(), 10), (replace(Limits(), problems=3), 3)):
        with pytest.raises(ProgramError) as caught:
            run(source, limits=limits)
        assert len(caught.value.problems) == expected


def test_every_limit_is_tried_here():
    elsewhere = {"work", "seconds", "problems"}
    assert {limit.name for limit in fields(Limits)} == {*USES, *elsewhere}


def test_the_defaults_are_the_design_s():
    limits = Limits()
    assert limits.source_characters == 20_000
    assert (limits.bracket_depth, limits.syntax_depth) == (40, 60)
    assert (limits.nodes, limits.rank, limits.loop_iterations) == (2_000, 6, 10_000)
    assert (limits.tensor_elements, limits.total_elements) == (1_000_000, 5_000_000)
    assert limits.seconds == 2


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
