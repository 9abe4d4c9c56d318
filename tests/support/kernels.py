"""Other processors' arithmetic: what makes NumPy and OpenBLAS compute as they do there.

The last bits of a product, an exponential or a sum are those of the instructions that a processor
has. ``python tests/support/kernels.py ARGUMENTS`` runs pytest with these arguments under each
kernel: ``make test-kernels``.
"""

import os
import subprocess
import sys

import numpy as np

OLDEST = {"x86_64": "Prescott", "aarch64": "ARMV8"}
"""The OpenBLAS kernel that every processor of a kind has."""
NEWEST = {"X86_V4": "SkylakeX", "AVX512_SKX": "SkylakeX", "X86_V3": "Haswell", "AVX2": "Haswell"}
"""The OpenBLAS kernel for what NumPy finds in a processor, newest first."""


def kernels() -> dict[str, dict[str, str]]:
    """By name the environment that chooses it: the oldest there is, and the newest that runs."""
    built = np.show_config(mode="dicts")
    found = built["SIMD Extensions"].get("found", [])
    machine = built["Machine Information"]["host"]["cpu"]
    newest = next((core for feature, core in NEWEST.items() if feature in found), None)
    oldest = {"NPY_DISABLE_CPU_FEATURES": " ".join(found)} if found else {}
    if machine in OLDEST:
        oldest["OPENBLAS_CORETYPE"] = OLDEST[machine]
    return {"oldest": oldest} | ({"newest": {"OPENBLAS_CORETYPE": newest}} if newest else {})


def main() -> int:
    failed = False
    for name, environment in kernels().items():
        chosen = " ".join(f"{variable}={value!r}" for variable, value in environment.items())
        sys.stdout.write(f"\n{name} kernel: {chosen}\n")
        sys.stdout.flush()
        command = [sys.executable, "-m", "pytest", *sys.argv[1:]]
        failed |= subprocess.run(command, env=os.environ | environment).returncode != 0
    return int(failed)


if __name__ == "__main__":
    sys.exit(main())
