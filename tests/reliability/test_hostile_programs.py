"""Whatever text is sent, the answer is a result or an error of the catalogue, in bounded time."""

import os
import threading
import time
import tracemalloc
from collections import Counter
from dataclasses import replace

import pytest
from chainrule.program import Limits
from hostile_programs import PROGRAMS, X
from program_fuzzer import GRACE, fuzz, outcome

LIMITS = replace(Limits(), seconds=60.0, loop_iterations=20_000)
"""So that the outcome is the same on a slow machine; processor time is looked at apart."""


@pytest.mark.parametrize("program", PROGRAMS, ids=lambda program: repr(program.source[:40]))
def test_every_hostile_program_has_its_outcome(program):
    started = time.process_time()

    assert outcome(program.source, LIMITS) == program.outcome
    assert time.process_time() - started < Limits().seconds + GRACE


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
        for program in PROGRAMS:
            tracemalloc.reset_peak()
            before = tracemalloc.get_traced_memory()[0]
            outcome(program.source, LIMITS)
            assert tracemalloc.get_traced_memory()[1] - before < allowed, program.source[:80]
        assert tracemalloc.get_traced_memory()[0] - first < 4 * 2**20
    finally:
        tracemalloc.stop()


def test_deep_programs_fit_into_the_stack_of_a_worker_thread():
    """Worker threads have 8 MiB; half of it must do."""
    outcomes: list[str] = []

    def work() -> None:
        outcomes.extend(outcome(program.source, LIMITS) for program in PROGRAMS)

    before = threading.stack_size(4 * 2**20)
    try:
        thread = threading.Thread(target=work)
        thread.start()
        thread.join()
    finally:
        threading.stack_size(before)

    assert outcomes == [program.outcome for program in PROGRAMS]


def test_fuzzing_finds_nothing_but_results_and_known_errors():
    """6,000 programs; ``FUZZ_PROGRAMS=1000000 FUZZ_SEED=7`` tries more, and others."""
    count = int(os.environ.get("FUZZ_PROGRAMS", "6000"))
    outcomes: Counter[str] = fuzz(int(os.environ.get("FUZZ_SEED", "0")), count)

    assert outcomes["slow"] == 0
    assert outcomes.total() == count
    assert outcomes["runs"] > count / 20
    assert len(outcomes) > 20
