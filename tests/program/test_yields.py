"""``yield`` stands wherever an expression may: generators do what CPython's do, step by step."""

import pytest
from chainrule.program import ProgramError, run

GENERATORS = {
    "call": "def g():\n    print(max((yield 1), (yield 2)), (yield 3))",
    "earlier operands first": (
        "def note(x):\n    print('note', x)\n    return x\n"
        "def g():\n    print(note(1) + (yield 'a') * note(2) - (yield 'b'))"
    ),
    "augmented": "def g():\n    x = 1\n    while x < 9:\n        x += (yield x) or 1\n    return x",
    "augmented item": (
        "def g():\n    a = [1, 2, 3]\n    a[(yield 'k') % 3] += (yield 'v')\n    print(a)\n"
        "    return a"
    ),
    "target": "def g():\n    a = {}\n    a[(yield 'key')] = (yield 'value')\n    print(a)",
    "if": (
        "def g():\n    if (yield 1) > 5:\n        print('a')\n    elif (yield 2) > 2:\n"
        "        print('b')\n    else:\n        print('c')"
    ),
    "while": (
        "def g():\n    n = 0\n    while (yield n) % 4:\n        n += 1\n        if n == 2:\n"
        "            continue\n    else:\n        print('ended')\n    return n"
    ),
    "while with break": (
        "def g():\n    n = 0\n    while (yield n):\n        n += 1\n        if n == 2:\n"
        "            break\n    else:\n        print('ended')\n    return n"
    ),
    "for": "def g():\n    for k in range((yield 'n')):\n        print(k, (yield k))",
    "short circuit": (
        "def g():\n    print((yield 0) > 99 and (yield 'no'), (yield 1) > 0 or (yield 'no'))\n"
        "    print((yield 2) > 0 and (yield 3) > 0 and (yield 4))"
    ),
    "condition": "def g():\n    print((yield 1) if (yield 0) > 9 else (yield 2))",
    "chain": "def g():\n    print(0 < (yield 'a') < (yield 'b') < 100, 9 < (yield 'c') < 2)",
    "displays": "def g():\n    print([1, *(yield 1, 2)], {(yield 'k'): (yield 'v')}, ((yield), 2))",
    "text": "def g():\n    print(f\"{(yield 'a')}-{(yield 'b'):>4}\")",
    "walrus": "def g():\n    while (x := (yield)) != 3:\n        print(x)\n    return x",
    "delegation": (
        "def inner():\n    a = yield 'i'\n    b = yield a\n    return (a, b)\n"
        "def g():\n    print(len((yield from inner())), (yield from [7, 8]))\n    return 'end'"
    ),
    "keyword and method": "def g():\n    print('{}{}'.format((yield), 2), sep=(yield 's') * '-')",
    "return and raise": (
        "def g():\n    try:\n        raise ValueError((yield 1))\n    except ValueError as e:\n"
        "        return [str(e), (yield 2)]"
    ),
    "slices": (
        "def g():\n    a = list(range(9))\n"
        "    print(a[(yield 1):(yield 2)], -(yield 3), not (yield))"
    ),
    "nested": "def g():\n    yield (yield (yield 1))",
}  # fmt: skip

DRIVER = """
it = g()
sent = [None, 3, 5, 7, 2, 8, 4, 3, 0, 6, 3]
try:
    for value in sent:
        if type(value) is int and FIRST == 1 and value == 5:
            value = [value]
        print('gives', it.send(value))
except StopIteration as end:
    print('ends', end.value)
except (TypeError, AttributeError) as error:
    print(type(error).__name__)
"""


@pytest.mark.parametrize("first", [0, 1])
@pytest.mark.parametrize("name", GENERATORS)
def test_a_generator_does_what_cpython_makes_of_it(name, first, capsys):
    source = f"{GENERATORS[name]}\nFIRST = {first}\n{DRIVER}"

    execution = run(f"import torch\n{source}")
    exec(compile(source, name, "exec"), {})  # noqa: S102 the oracle

    assert [line.text for line in execution.printed] == capsys.readouterr().out.splitlines()


def test_what_a_yield_gives_keeps_the_name_that_the_program_gives_it():
    execution = run(
        "import torch\nx = torch.tensor(2.0, requires_grad=True)\n"
        "def g():\n    y = (yield) * x\n    yield y\n"
        "it = g()\nnext(it)\nz = it.send(x)\nz.backward()"
    )

    assert execution.output.name == "y"


@pytest.mark.parametrize(
    ("source", "hint"),
    [
        ("f = lambda: (yield)", "write def, and yield in it"),
        ("def g():\n    return [x for x in (yield)]", "write a loop"),
        ("async def f():\n    pass", "write def"),
        ("async def f():\n    await g()", "write def"),
    ],
)
def test_what_has_no_place_leads_on(source, hint):
    with pytest.raises(ProgramError) as refusal:
        run(source)

    assert refusal.value.problems[0].hint == hint
