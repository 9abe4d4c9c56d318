"""What is printed and tested does not hang on the last bits of one processor's arithmetic."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from kernels import kernels

ROOT = Path(__file__).parents[1]
KERNELS = kernels()
PRINTING = [
    "tests/test_readme.py",
    "tests/test_cli.py",
    "tests/graph/test_export_python.py",
    "tests/graph/test_findings.py",
    "tests/api/test_graphs.py::test_scripts_print_the_same_numbers",
]
"""Tests of text with numbers in it; `make test-kernels` runs all that compute."""
WITHOUT_NUMBERS = "serve or ctrl_c or terminal or reader or usage or explains or version"
COMPARED = "every_operation or every_function"  # within a tolerance, so that no last bit counts
LAST_BITS = """\
import numpy as np
a = np.random.default_rng(0).normal(size=(9, 9))
print((a @ a).tobytes(), np.exp(a).tobytes())
"""


def run(name, *arguments):
    return subprocess.run(
        [sys.executable, *arguments],
        cwd=ROOT,
        env=os.environ | KERNELS[name],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=600,
    )


def test_the_kernels_are_others():
    assert len({run(name, "-c", LAST_BITS).stdout for name in KERNELS}) == len(KERNELS)


@pytest.mark.parametrize("name", KERNELS)
def test_what_is_printed_is_right_on_every_kernel(name):
    chosen = ["-k", f"not ({WITHOUT_NUMBERS} or {COMPARED})", *PRINTING]
    done = run(name, "-m", "pytest", "-q", "-p", "no:cacheprovider", *chosen)
    assert done.returncode == 0, done.stdout
