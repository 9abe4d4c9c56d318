"""Patience: on a busy machine a browser's answer takes seconds, and that is no failure."""

import pytest
from explore_page import BEEN_HERE
from playwright.sync_api import BrowserContext, expect

expect.set_options(timeout=20_000)


@pytest.fixture
def context(context: BrowserContext) -> BrowserContext:
    """Somebody who has been here before: the first minute is over."""
    context.add_init_script(BEEN_HERE)
    return context
