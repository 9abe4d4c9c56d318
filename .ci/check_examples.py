"""Checks the types of every Python example of the README and the documents with pyright.

Examples are what people copy into their editors: what an editor marks there would be our fault.
"""

import re
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).parents[1]
PYRIGHT = ROOT / "frontend" / "node_modules" / ".bin" / "pyright"
DOCUMENTS = [ROOT / "README.md", *sorted((ROOT / "backend" / "docs").glob("*.md"))]
BLOCK = re.compile(r"^```python\n(.*?)^```\n", re.MULTILINE | re.DOTALL)


def main() -> int:
    """Writes the examples to a folder and has them checked; the exit code is pyright's."""
    with tempfile.TemporaryDirectory() as folder:
        for document in DOCUMENTS:
            for k, code in enumerate(BLOCK.findall(document.read_text(encoding="utf-8"))):
                if re.search(r"^(from|import) chainrule", code, re.MULTILINE):
                    (Path(folder) / f"{document.stem}_{k}.py").write_text(code, encoding="utf-8")
        if not any(Path(folder).iterdir()):
            sys.exit("no example was found")
        command = [PYRIGHT, "--pythonpath", sys.executable, folder]
        return subprocess.run(command, check=False).returncode  # noqa: S603 our own command


if __name__ == "__main__":
    sys.exit(main())
