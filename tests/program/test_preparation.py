"""Programs are read once and run often: no run may change what the next one sees."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from chainrule.program import Limits, ProgramError, run
from chainrule.program.preparation import MOST_CHARACTERS, MOST_KEPT, prepare

LIMITS = Limits()
SOURCE = """\
import numpy as np
def layer(x, w, power=2):
    z = x * w
    z += 1
    return z ** power
w = 0.5
total = 0.0
for i in range(3):
    total += layer(w, i + 1)
with group("end"):
    a, b = total, np.tanh(total)
    b *= 2
b
"""


def test_a_source_that_is_run_again_is_not_read_again():
    assert prepare(SOURCE, LIMITS, ()) is prepare(SOURCE, LIMITS, ())


def test_long_sources_are_kept_while_there_is_room():
    whole = Limits(source_characters=2 * MOST_CHARACTERS)
    long, longer = ("# " + "w" * (size - 2) for size in (MOST_CHARACTERS, MOST_CHARACTERS + 1))
    first = prepare(long, whole, ())

    assert prepare(long, whole, ()) is first
    assert prepare(longer, whole, ()) is not prepare(longer, whole, ())
    assert prepare(long, whole, ()) is not first


def test_running_again_gives_the_same():
    first, again = (run(SOURCE, leaves={"w": 1.5}) for _ in range(2))

    assert again.output.item() == first.output.item()
    assert list(again.values.values()) == list(first.values.values())
    assert again.notes == first.notes


def test_leaves_of_one_run_do_not_reach_the_next():
    assert run("w = 2.0\nw * w", leaves={"w": 3.0}).output.item() == 9.0
    assert run("w = 2.0\nw * w").output.item() == 4.0


def test_another_set_of_inputs_is_reviewed_for_itself():
    assert run("x * 2", inputs={"x": 2.0}).output.item() == 4.0
    with pytest.raises(ProgramError, match="name 'x' is not defined"):
        run("x * 2")


def test_other_limits_are_checked_for_themselves():
    source = "w = 1.0\nw + w"
    run(source)
    with pytest.raises(ProgramError, match="at most 5"):
        run(source, limits=Limits(source_characters=5))


def test_refused_programs_are_refused_again():
    for _ in range(2):
        with pytest.raises(ProgramError, match="not part of the language"):
            run("async def f(): pass")


def test_threads_can_share_one_program():
    with ThreadPoolExecutor(8) as pool:
        runs = pool.map(lambda w: run(SOURCE, leaves={"w": w}).output.item(), [0.1, 0.2] * 40)
    assert set(runs) == {run(SOURCE, leaves={"w": w}).output.item() for w in (0.1, 0.2)}


def test_only_the_programs_used_last_are_kept():
    first = prepare("w = 0.5", LIMITS, ())
    for k in range(MOST_KEPT):
        prepare(f"w = {k}", LIMITS, ())
    assert prepare("w = 0.5", LIMITS, ()) is not first
