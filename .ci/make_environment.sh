#!/bin/sh
# Makes the virtual environment $1 with the first Python that is new enough, or says what is missing.
# PYTHON=/path/to/python picks another one.
set -eu

without_venv=
for python in ${PYTHON:-python3 python3.14 python3.13 python3.12 python3.11 python}; do
    "$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || continue
    if "$python" -c 'import ensurepip, venv' 2>/dev/null; then
        echo "Making $1 with $("$python" --version)"
        exec "$python" -m venv --clear "$1"
    fi
    without_venv=${without_venv:-$python}
done

if [ -n "$without_venv" ]; then
    echo "$without_venv cannot make a virtual environment: its module venv is missing." >&2
    echo "On Debian and Ubuntu, 'apt install python3-venv' adds it." >&2
else
    echo "Chainrule needs Python 3.11 or newer; found: $("${PYTHON:-python3}" --version 2>&1 || true)." >&2
    echo "Install one, or name it: make PYTHON=/path/to/python3.12" >&2
fi
exit 1
