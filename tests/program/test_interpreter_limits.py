"""Every limit on plain Python is itself still allowed, and one more is not."""

import pytest
from endless_programs import ENDLESS, GROWING
from interpreted import attempt

# For each limit: a program that uses exactly n of it, the limit it is tried with, the code.
USES = {
    "source_characters": (lambda n: "1.0 #".ljust(n, "-"), 20, "source_too_long"),
    "bracket_depth": (lambda n: "(" * n + "1.0" + ")" * n, 5, "brackets_too_deep"),
    "syntax_depth": (lambda n: "~" * (n - 2) + "1", 6, "too_deep"),
    "name_characters": (lambda n: "x" * n + " = 1.0", 7, "name_too_long"),
    "recursion": (
        lambda n: f"def f(n):\n    if n > 1:\n        f(n - 1)\nf({n})",
        50,
        "limit_recursion",
    ),
    "list_items": (lambda n: f"x = [0] * {n}", 100, "limit_list_items"),
    "nesting": (
        lambda n: f"x = []\nfor i in range({n - 1}):\n    x = [x]\nprint(x)",
        10,
        "limit_nesting",
    ),
    "iterator_depth": (
        lambda n: f"x = []\nfor i in range({n}):\n    x = zip(x)",
        10,
        "limit_iterator_depth",
    ),
    "text_characters": (lambda n: f"x = 'a' * {n}", 100, "limit_text_characters"),
    "printed_characters": (
        lambda n: f"print('a' * {n // 2})\nprint('a' * {n - n // 2 - 1})",
        100,
        "limit_printed_characters",
    ),
    "integer_bits": (lambda n: f"x = 1 << {n - 1}", 100, "limit_integer_bits"),
    "attributes": (
        lambda n: f"class A: pass\na = A()\nfor i in range({n}):\n    setattr(a, 'x' + str(i), i)",
        30,
        "limit_attributes",
    ),
    "classes": (lambda n: f"for i in range({n}):\n    class A: pass", 10, "limit_classes"),
    "class_order": (
        lambda n: "class A: pass\n" + f"for i in range({n} - 2):\n    class A(A): pass",
        10,
        "limit_class_order",
    ),
    "loop_iterations": (
        lambda n: (
            f"for i in range(2):\n    for j in range({(n - 2 - n % 2) // 2}):\n        i"
            + "\ndef f(a):\n    return a\nf(1)" * (n % 2)
        ),
        21,
        "limit_iterations",
    ),
}


@pytest.mark.parametrize("name", USES)
def test_a_limit_is_allowed_and_one_more_is_not(name, refused):
    program, limit, code = USES[name]
    for allowed in (limit - 1, limit):
        assert attempt(program(allowed), **{name: limit}).error is None
    assert refused(program(limit + 1), **{name: limit}).code == code


@pytest.mark.parametrize("name", GROWING)
def test_what_grows_is_bounded_before_it_is_made(name, refused):
    code, program = GROWING[name]
    assert refused(program, seconds=20.0).code == code


@pytest.mark.parametrize("name", ENDLESS)
def test_what_never_ends_is_ended(name, refused):
    assert refused(ENDLESS[name], loop_iterations=5_000).code in (
        "limit_iterations",
        "limit_list_items",
    )


@pytest.mark.parametrize("name", ENDLESS)
def test_the_clock_ends_what_never_ends(name, refused):
    assert refused(ENDLESS[name], seconds=0.05).code in (
        "limit_time",
        "limit_list_items",
        "limit_text_characters",
    )


def test_the_clock_is_looked_at_in_every_loop(refused):
    error = refused("x = 1\nwhile True:\n    x = -x", seconds=0.02)
    assert error.code == "limit_time"
    assert error.span.line in (2, 3)


def test_what_is_held_is_bounded(refused):
    program = "x = []\nwhile True:\n    x.append('a' * 900_000 + str(len(x)))"
    assert refused(program, memory=50, seconds=20.0).code == "limit_memory"


def test_a_limit_is_no_exception_of_the_program():
    ran = attempt(
        "try:\n    x = [0] * 10 ** 9\nexcept BaseException:\n    print('caught')\n"
        "finally:\n    print('finally')\n"
    )
    assert (ran.text, ran.error.code) == ("", "limit_list_items")


def test_what_was_printed_before_an_error_is_kept():
    ran = attempt("print('before')\nx = 1 / 0\nprint('after')")
    assert (ran.text, ran.error.code, ran.error.span.line) == ("before\n", "division_by_zero", 2)
