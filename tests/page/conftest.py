"""Patience: on a busy machine a browser's answer takes seconds, and that is no failure."""

from playwright.sync_api import expect

expect.set_options(timeout=20_000)
