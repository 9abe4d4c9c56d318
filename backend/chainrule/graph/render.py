"""Render: DOT into SVG, PNG or PDF with the program ``dot``, within a time limit.

The text comes in on standard input, nothing is read from files, and anything that Graphviz prints
to standard error counts as a failure: a picture with a warning is a wrong picture. Graphviz's
router of curves gives up on a few drawings with frames and labels ("something is probably
seriously wrong"), but straight lines it can always draw: so it is asked a second time.
"""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from time import monotonic
from typing import Literal

from chainrule.engine import ChainruleError

TIMEOUT_SECONDS = 20.0
INSTALL_HINT = (
    "install Graphviz, for example with 'apt-get install graphviz' or 'brew install graphviz'; "
    "JSON and DOT need no program"
)


class DotMissing(ChainruleError):
    """The program ``dot`` is not installed."""


class DotFailed(ChainruleError):
    """The program ``dot`` took too long or complained."""


def render(dot: str, form: Literal["svg", "png", "pdf"], timeout: float = TIMEOUT_SECONDS) -> bytes:
    """Draws DOT text.

    Raises:
        DotMissing: there is no program ``dot`` on the path.
        DotFailed: it took longer than ``timeout`` seconds, or printed an error or a warning.
    """
    program = shutil.which("dot")
    if program is None:
        raise DotMissing(f"the program 'dot' was not found: {INSTALL_HINT}")
    # An empty working directory and SERVER_NAME keep Graphviz from opening any file.
    end = monotonic() + timeout
    complaint = b""
    with tempfile.TemporaryDirectory() as empty:
        for options in ((), ("-Gsplines=line",)):
            try:
                done = subprocess.run(  # noqa: S603 - a fixed program, no shell, text on stdin
                    [program, f"-T{form}", *options],
                    input=dot.encode(),
                    capture_output=True,
                    cwd=empty,
                    env={"SERVER_NAME": "chainrule", "LC_ALL": "C.UTF-8", "HOME": empty},
                    timeout=end - monotonic(),
                    check=False,
                )
            except subprocess.TimeoutExpired:
                raise DotFailed(f"Graphviz needed longer than {timeout:g} s") from None
            if not done.returncode and not done.stderr:
                return done.stdout
            complaint = done.stderr
    raise DotFailed(f"Graphviz says: {complaint.decode(errors='replace').strip()[:500]}")
