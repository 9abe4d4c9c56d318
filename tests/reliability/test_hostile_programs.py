"""Whatever text is sent, the answer is a result or an error of the catalogue, in bounded time."""

import gc
import os
import threading
import time
import tracemalloc
from collections import Counter
from dataclasses import replace
from typing import NamedTuple

import pytest
from chainrule.program import Limits
from hostile_programs import PROGRAMS, X
from program_fuzzer import fuzz, outcome

LIMITS = replace(Limits(), seconds=60.0, loop_iterations=20_000)
"""So that the outcome is the same on a slow machine; processor time is looked at apart."""
MOST_DRAWING = 15.0
"""Seconds beyond a program's limit that its graph and the texts about it may take."""


class Tried(NamedTuple):
    """What became of a program, and how many seconds of processor time that took."""

    outcome: str
    seconds: float


def tried(source: str) -> Tried:
    started = time.process_time()
    try:
        found = outcome(source, LIMITS)
    except Exception as error:
        found = f"{type(error).__name__}: {error}"
    return Tried(found, time.process_time() - started)


@pytest.fixture(scope="module")
def outcomes() -> dict[str, Tried]:
    """Of every program, in a worker's thread: those have 8 MiB of stack; half of it must do."""
    found: dict[str, Tried] = {}

    def work() -> None:
        found.update((program.source, tried(program.source)) for program in PROGRAMS)

    before = threading.stack_size(4 * 2**20)
    try:
        thread = threading.Thread(target=work)
        thread.start()
        thread.join()
    finally:
        threading.stack_size(before)
    return found


@pytest.mark.parametrize("program", PROGRAMS, ids=lambda program: repr(program.source[:40]))
def test_every_hostile_program_has_its_outcome(program, outcomes):
    found = outcomes[program.source]

    assert found.outcome == program.outcome
    assert found.seconds < Limits().seconds + MOST_DRAWING


def test_the_corpus_is_large_and_varied():
    sources = {program.source for program in PROGRAMS}
    assert len(sources) == len(PROGRAMS) >= 600
    assert len({program.outcome for program in PROGRAMS}) >= 35


def test_hostile_programs_take_what_the_limits_allow_and_leave_nothing_behind():
    # All values together, and as much again for what is made on the way.
    allowed = 2 * 8 * LIMITS.total_elements
    tracemalloc.start()
    try:
        outcome(X, LIMITS)
        first = tracemalloc.get_traced_memory()[0]
        for program in PROGRAMS[::6]:
            tracemalloc.reset_peak()
            before = tracemalloc.get_traced_memory()[0]
            outcome(program.source, LIMITS)
            assert tracemalloc.get_traced_memory()[1] - before < allowed, program.source[:80]
        gc.collect()  # what refers to itself waits for that
        assert tracemalloc.get_traced_memory()[0] - first < 4 * 2**20
    finally:
        tracemalloc.stop()


def test_fuzzing_finds_nothing_but_results_and_known_errors():
    """4,000 programs; ``FUZZ_PROGRAMS=1000000 FUZZ_SEED=7`` tries more, and others."""
    count = int(os.environ.get("FUZZ_PROGRAMS", "4000"))
    outcomes: Counter[str] = fuzz(int(os.environ.get("FUZZ_SEED", "0")), count)

    assert outcomes["slow"] == 0
    assert outcomes.total() == count
    assert outcomes["runs"] > count / 20
    assert len(outcomes) > 20
