"""The reference page has everything that is declared, and the committed one is up to date."""

from pathlib import Path

import pytest
from chainrule.program import Limits, functions, run
from chainrule.program.catalogue import CATALOGUE
from chainrule.program.libraries import LIBRARIES
from chainrule.program.reference import GUIDE, PAGES
from chainrule.program.values import Missing

DOCS = Path(__file__).parents[2] / "backend" / "docs"


@pytest.fixture(scope="module")
def page():
    return "\n".join(write() for write in PAGES.values())


@pytest.mark.parametrize("name", PAGES)
def test_the_committed_page_is_the_generated_one(name):
    assert (DOCS / name).read_text(encoding="utf-8") == PAGES[name]().rstrip() + "\n", (
        "write it again: python -m chainrule.program.reference backend/docs"
    )


def test_the_language_s_own_page_is_short():
    assert len(PAGES["language.md"]().splitlines()) < 120


@pytest.mark.parametrize("function", functions(), ids=lambda function: function.name)
def test_every_function_is_documented(function, page):
    assert f"| `{function.signature}` |" in page
    assert all(f"`{alias}`" in page for alias in function.aliases)


@pytest.mark.parametrize("name", sorted(n for n, m in LIBRARIES.items() if type(m) is not Missing))
def test_every_module_is_listed(name, page):
    assert f"`{name}`" in page


def test_every_limit_and_every_error_is_documented(page):
    for limit in Limits.describe():
        assert f"`{limit['variable']}`" in page
    for entry in CATALOGUE:
        assert f"### `{entry.code}`" in page


def test_the_guide_s_program_runs():
    source = GUIDE.split("```python\n")[1].split("```")[0]
    assert run(source).output.shape == (1, 1)
