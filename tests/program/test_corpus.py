"""Programs as learners paste them: every name, gradient and printed line is as in CPython."""

import random

import pytest
from corpus_comparison import TOLERANCE, unlike_fresh
from freeze_corpus import CORPUS, can_run, frozen, outcome, programs, verdict


@pytest.mark.parametrize("program", programs(), ids=lambda program: program.stem)
def test_a_program_gives_what_its_libraries_give(program):
    assert verdict(program) == []


def test_every_program_was_run_by_cpython_and_there_are_enough():
    names = {program.stem for program in programs()}

    assert len(names) >= 80
    assert names == {path.stem for path in CORPUS.glob("*.json")}


def test_every_program_shows_something_to_compare():
    for program in programs():
        results = frozen(program)
        result = results.get("double", results["single"])
        assert result["names"] or result["printed"] or result["error"], program.name


def test_programs_are_short():
    for program in programs():
        assert 3 <= len(program.read_text(encoding="utf-8").splitlines()) <= 80, program.name


def test_what_was_frozen_is_still_what_cpython_gives():
    pytest.importorskip("torch")
    fresh = [p for p in programs() if can_run(p) and "double" in frozen(p)]

    for program in random.sample(fresh, 3):
        found = unlike_fresh(
            frozen(program)["double"], outcome(program, "double"), TOLERANCE["double"]
        )
        assert found == [], program.name
