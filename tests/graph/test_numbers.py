"""Numbers are written by one rule, here and on the page: one table of cases tests both."""

import json
import math
from pathlib import Path

import pytest
from chainrule.graph.numbers import number, plain

CASES = Path(__file__).parents[2] / "frontend" / "tests" / "numbers.json"


@pytest.mark.parametrize(("value", "digits", "text"), json.loads(CASES.read_text("utf-8")))
def test_a_number_is_written_as_the_page_writes_it(value: float, digits: int, text: str) -> None:
    assert plain(value, digits) == text


@pytest.mark.parametrize(
    ("value", "text"),
    [(0.5, "+0.5"), (-0.5, "−0.5"), (0.0, "0"), (math.inf, "+∞"), (-math.inf, "−∞")],
)
def test_a_number_alone_has_its_sign(value: float, text: str) -> None:
    assert number(value) == text
    assert number(math.nan) == "NaN"
