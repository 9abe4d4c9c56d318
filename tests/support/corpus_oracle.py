"""What CPython and the real libraries make of one program of the corpus, as JSON.

Is run in a process of its own: ``corpus_oracle.py PROGRAM {single,double}``. ``single`` is the
program as a learner runs it, in PyTorch's float32. ``double`` is the same program computed in
float64: PyTorch's random numbers are still drawn in float32, and so are the same numbers, and what
asks for float32 by name gets float64.
"""

import contextlib
import io
import json
import linecache
import re
import sys
import traceback
import types
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from corpus_snapshot import snapshot

NOISE = ("matplotlib", "matplotlib.pyplot", "tqdm", "tqdm.auto", "IPython", "IPython.display")
"""Libraries that draw and tell the time: never those that are installed."""
IN_DOUBLE = {
    r"\btorch\.float(32)?\b": "torch.float64",
    r"\btorch\.FloatTensor\b": "torch.DoubleTensor",
    r"\.float\(\)": ".double()",
    r"\b(np|jnp|tf)\.float32\b": r"\1.float64",
}
WHERE = "<program>"


class Quiet(types.ModuleType):
    """Stands for a library of noise: every call does nothing and answers its first argument."""

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return Quiet(name)

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        return args[0] if args and hasattr(args[0], "__iter__") else self

    def __iter__(self) -> Iterator[Any]:
        return iter((self, self))


def as_python(text: str) -> str:
    """The program without a notebook's magics and a console's prompts, line by line."""
    lines = text.split("\n")
    console = any(line.startswith(">>> ") for line in lines)
    kept = []
    for line in lines:
        if console:
            kept.append(line[4:] if line.startswith((">>>", "...")) else "")
        elif line.lstrip().startswith(("%", "!")):
            kept.append("")
        else:
            kept.append(line)
    return "\n".join(kept)


def line_of_program() -> int | None:
    """The line of the program that is being computed."""
    frame = sys._getframe()
    while frame is not None and frame.f_code.co_filename != WHERE:
        frame = frame.f_back
    return None if frame is None else frame.f_lineno


def draw_in_single(torch: Any) -> None:
    """Has PyTorch draw its random numbers in float32 although it computes in float64."""

    def maker(draw: Any) -> Any:
        def drawn(*args: Any, requires_grad: bool = False, **given: Any) -> Any:
            given["dtype"] = torch.float32
            return draw(*args, **given).double().requires_grad_(requires_grad)

        return drawn

    def filler(fill: Any) -> Any:
        def filled(self: Any, *args: Any, **given: Any) -> Any:
            values = torch.empty(self.shape, dtype=torch.float32)
            fill(values, *args, **given)
            with torch.no_grad():
                self.copy_(values)
            return self

        return filled

    for name in ("rand", "randn", "rand_like", "randn_like"):
        setattr(torch, name, maker(getattr(torch, name)))
    for name in ("uniform_", "normal_", "exponential_"):
        setattr(torch.Tensor, name, filler(getattr(torch.Tensor, name)))
    normal = torch.normal

    def drawn_normal(*args: Any, requires_grad: bool = False, **given: Any) -> Any:
        args = tuple(a.float() if isinstance(a, torch.Tensor) else a for a in args)
        given = {k: v.float() if isinstance(v, torch.Tensor) else v for k, v in given.items()}
        if not any(isinstance(a, torch.Tensor) for a in (*args, *given.values())):
            given["dtype"] = torch.float32
        return normal(*args, **given).double().requires_grad_(requires_grad)

    torch.normal = drawn_normal
    bernoulli = torch.bernoulli
    torch.bernoulli = lambda p, **given: bernoulli(p.float(), **given).double()


def listen_to_backward(torch: Any, backwards: list[Any]) -> None:
    """Notes the line and the loss of every backward pass; ``None`` for those of another kind."""
    backward, grad = torch.Tensor.backward, torch.autograd.grad

    def noted(self: Any, *args: Any, **given: Any) -> None:
        backward(self, *args, **given)
        loss = float(self.detach()) if self.numel() == 1 else None
        backwards.append({"line": line_of_program(), "loss": loss})

    def other(*args: Any, **given: Any) -> Any:
        backwards.append(None)
        return grad(*args, **given)

    torch.Tensor.backward, torch.autograd.grad = noted, other


def outcome(text: str, precision: str) -> dict[str, Any]:
    """Names, printed lines, backward passes and the error of a program."""
    source = as_python(text)
    sys.modules.update({name: Quiet(name) for name in NOISE if name in source})
    backwards: list[Any] = []
    if re.search(r"\btorch\b", source):
        import torch

        torch.set_num_threads(1)
        listen_to_backward(torch, backwards)
        if precision == "double":
            torch.set_default_dtype(torch.float64)
            draw_in_single(torch)
    if precision == "double":
        for single, double in IN_DOUBLE.items():
            source = re.sub(single, double, source)
    linecache.cache[WHERE] = (len(source), None, source.splitlines(True), WHERE)
    names: dict[str, Any] = {"__name__": "__main__"}
    main = types.ModuleType("__main__")  # dataclasses look for the module of a class
    main.__dict__.update(names)
    sys.modules["__main__"] = main
    names = main.__dict__
    printed = io.StringIO()
    error = None
    with contextlib.redirect_stdout(printed):
        try:
            exec(compile(source, WHERE, "exec", dont_inherit=True), names)  # noqa: S102
        except Exception as raised:
            frames = traceback.extract_tb(raised.__traceback__)
            line = [f.lineno for f in frames if f.filename == WHERE][-1]
            error = {"type": type(raised).__name__, "message": str(raised), "line": line}
    return {
        "names": snapshot(names, precision),
        "printed": printed.getvalue().split("\n")[:-1],
        "backward": None if None in backwards else backwards,
        "error": error,
    }


if __name__ == "__main__":
    program, precision = sys.argv[1:]
    result = outcome(Path(program).read_text(encoding="utf-8"), precision)
    sys.stderr.flush()
    sys.stdout.write(json.dumps(result))
