"""What all tests share: Hypothesis profiles, a running server, a browser, no skipping in CI."""

import gc
import importlib.util
import os
import shutil
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from chainrule.engine.state import Recording, state
from find_browser import BROWSER_ARGUMENTS, find_browser
from hypothesis import settings
from running_server import Server

IN_CI = bool(os.environ.get("CI"))
NOTHING_SKIPPED = IN_CI and bool(os.environ.get("WITH_TORCH"))  # as .ci/run does
ARTEFACTS = Path(__file__).parents[1] / "test-artefacts"

settings.register_profile("dev", deadline=None)
settings.register_profile("ci", deadline=None, derandomize=True, print_blob=True)
settings.register_profile("nightly", deadline=None, max_examples=5_000, print_blob=True)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "ci" if IN_CI else "dev"))


def pytest_report_header() -> list[str]:
    torch = importlib.util.find_spec("torch")
    return [
        "PyTorch: compared with"
        if torch
        else "PyTorch: not installed, comparisons are skipped (make test WITH_TORCH=1)",
        f"dot: {shutil.which('dot') or 'not installed, tests of SVG answers are skipped'}",
        f"browser: {find_browser() or 'none found'}",
    ]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Browser tests last, since Playwright's event loop stays in the thread; long files first.

    So no worker is left alone with a long file at the end.
    """
    tests = Counter(item.path for item in items)

    def turn(item: pytest.Item) -> tuple[bool, int]:
        return "playwright" in getattr(item, "fixturenames", ()), -tests[item.path]

    items.sort(key=turn)


def _leave_out_of_garbage() -> None:
    """No look for garbage passes again through what is there: 20,000 tests and their imports."""
    gc.collect()
    gc.freeze()


def pytest_collection_finish() -> None:
    _leave_out_of_garbage()


@pytest.hookimpl(trylast=True)
def pytest_runtest_teardown(item: pytest.Item, nextitem: pytest.Item | None) -> None:
    if nextitem is not None and nextitem.path != item.path:
        _leave_out_of_garbage()


def pytest_runtest_setup() -> None:
    """No test begins with what another one has set, here or in PyTorch, for its whole process."""
    state.recording = Recording()
    if (torch := sys.modules.get("torch")) is not None and hasattr(torch, "set_default_dtype"):
        torch.set_default_dtype(torch.float32)
        torch.set_grad_enabled(True)
        # A seed goes to devices that are not there, too, with a trace of the stack for each.
        for device in (torch.cuda, torch.xpu, torch.mtia):
            device.manual_seed_all = device.manual_seed = lambda seed: None


def _fail_if_skipped(report: pytest.TestReport | pytest.CollectReport) -> None:
    if NOTHING_SKIPPED and report.skipped and not hasattr(report, "wasxfail"):
        report.outcome = "failed"
        report.longrepr = f"CI skips nothing, but this was skipped: {report.longrepr}"


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Iterator[None]:
    report = yield
    _fail_if_skipped(report)
    return report


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report() -> Iterator[None]:
    report = yield
    _fail_if_skipped(report)
    return report


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The server that tests share; a test that stops or kills one uses `own_server`."""
    shared = Server(tmp_path_factory.mktemp("server"))
    shared.start()
    yield shared
    shared.stop()


@pytest.fixture
def own_server(tmp_path: Path) -> Iterator[Server]:
    """A server for one test alone."""
    own = Server(tmp_path)
    own.start()
    yield own
    own.stop()


@pytest.fixture(scope="session")
def artefacts() -> Path:
    """Where screenshots go, to be looked at; the folder is never committed."""
    ARTEFACTS.mkdir(exist_ok=True)
    return ARTEFACTS


@pytest.fixture(scope="session")
def base_url(server: Server) -> str:
    return server.url


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict) -> dict:
    browser = find_browser()
    if browser is None:
        pytest.skip("no browser was found: .ci/install_test_tools.sh installs one")
    return {**browser_type_launch_args, "executable_path": browser, "args": BROWSER_ARGUMENTS}


@pytest.fixture
def expected_console_errors() -> list[str]:
    """Parts of console errors that a test provokes on purpose: it appends them here."""
    return []


@pytest.fixture
def context(context, expected_console_errors: list[str]):
    """A browser context in which any console error fails the test."""
    problems: list[str] = []
    context.on("console", lambda m: problems.append(m.text) if m.type == "error" else None)
    context.on("weberror", lambda e: problems.append(str(e.error)))
    yield context
    # A program with a mistake is answered with 422, which the browser reports by itself.
    expected = [*expected_console_errors, "status of 422"]
    unexpected = [text for text in problems if not any(part in text for part in expected)]
    assert not unexpected, f"errors in the browser's console: {unexpected}"
