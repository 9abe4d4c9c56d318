# ruff: noqa: E501
"""Expressions and statements made by chance mean here what they mean in CPython."""

import warnings

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from interpreted import attempt

NAMES = {"i": 7, "j": -3, "x": 2.5, "s": "text", "l": [1, 2, 3], "t": (1, "a"), "d": {"k": 1},
         "b": True, "n": None, "e": [], "q": {1, 2}}  # fmt: skip
SETUP = "".join(f"{name} = {value!r}\n" for name, value in NAMES.items())

atoms = st.one_of(
    st.sampled_from(list(NAMES)),
    st.integers(-20, 20).map(lambda n: f"({n})"),
    st.integers(2**64, 2**70).map(lambda n: f"({n})"),
    st.floats(allow_nan=False, width=16).map(lambda f: f"({f!r})").filter(lambda t: "inf" not in t),
    st.sampled_from(["''", "'a'", "'ab c'", "[]", "()", "{}", "None", "True", "False"]),
)


def extended(inner):
    operator = st.sampled_from(
        [
            "+",
            "-",
            "/",
            "//",
            "%",
            "&",
            "|",
            "^",
            "<",
            ">",
            "<=",
            ">=",
            "==",
            "!=",
            "in",
            "is",
            "and",
            "or",
        ]
    )
    method = st.sampled_from(
        ["upper()", "split()", "count(1)", "index(1)", "get('k')", "keys()", "copy()", "strip()",
         "join(['a', 'b'])", "append(1)", "items()", "bit_length()", "pop()",
         "replace('t', 'u')", "find('e')", "startswith('t')", "sort()", "union([5])", "real"]
    )  # fmt: skip
    function = st.sampled_from(
        ["len", "abs", "str", "repr", "int", "float", "bool", "list", "tuple", "sorted", "sum", "max",
         "min", "set", "type", "any", "all", "round", "dict"]
    )  # fmt: skip
    return st.one_of(
        st.builds("({} {} {})".format, inner, operator, inner),
        st.builds("({} * {})".format, inner, st.integers(-2, 4)),
        st.builds("({} ** {})".format, atoms, st.integers(-3, 5).map(lambda n: f"({n})")),
        st.builds("(not {})".format, inner),
        st.builds("(-{})".format, inner),
        st.builds("({} if {} else {})".format, inner, inner, inner),
        st.builds("{}[{}]".format, inner, inner),
        st.builds("{}[{}:{}]".format, inner, inner, inner),
        st.builds("[{}, {}]".format, inner, inner),
        st.builds("({}, *{})".format, inner, inner),
        st.builds("{{{}: {}}}".format, inner, inner),
        st.builds("{{{}, {}}}".format, inner, inner),
        st.builds("{}.{}".format, inner, method),
        st.builds("{}({})".format, function, inner),
        st.builds("[v for v in {} if {}]".format, inner, inner),
        st.builds("{{v: {} for v in {}}}".format, inner, inner),
        st.builds("sum(v for v in {})".format, inner),
        st.builds("(lambda v, w={}: (v, w))({})".format, inner, inner),
        st.builds(
            "f'{{{}}}|{{{}!r:>12}}'".format, st.sampled_from(list(NAMES)), st.sampled_from("ijxs")
        ),
        st.builds("'%s %r' % ({}, {})".format, inner, inner),
        st.builds("'{{}} {{!r:>8}}'.format({}, {})".format, inner, inner),
        st.builds("({} < {} <= {})".format, inner, inner, inner),
        st.builds("max({}, {}, key=str)".format, inner, inner),
        st.builds("list(zip({}, {}))".format, inner, inner),
        st.builds("list(map(str, {}))".format, inner),
        st.builds("isinstance({}, (int, str))".format, inner),
    )


expressions = st.recursive(atoms, extended, max_leaves=8)

TEMPLATE = """{setup}
try:
    result = {expression}
    print(repr(result))
except Exception as error:
    print(type(error).__name__, error)
"""


def by_cpython(text):
    lines = []
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        scope = {"print": lambda *parts: lines.append(" ".join(map(str, parts)))}
        exec(compile(text, "<program>", "exec"), scope)  # noqa: S102
    return "".join(line + "\n" for line in lines)


def agree(text):
    theirs = by_cpython(text)
    ran = attempt(text)
    if ran.error is not None and ran.error.code.startswith("limit_"):
        return  # what grows too far is refused here
    assert ran.error is None, (text, ran.error)
    # What an error says may be said in other words; that it is one, and which, may not.
    if "Error" in theirs.split(" ")[0]:
        assert ran.text.split(" ")[0].strip() == theirs.split(" ")[0].strip(), (
            text,
            ran.text,
            theirs,
        )
    else:
        assert ran.text == theirs, text


common = settings(deadline=None, suppress_health_check=list(HealthCheck))


@common
@given(expressions)
def test_an_expression_has_cpythons_value_or_error(expression):
    agree(TEMPLATE.format(setup=SETUP, expression=expression))


def indented(text):
    return "".join(f"    {line}\n" for line in text.split("\n")).rstrip("\n")


targets = st.sampled_from(
    ["i", "x", "l[0]", "d['k']", "i, j", "*e, i", "l[1:]", "(i, (j, x))", "s"]
)
statements = st.recursive(
    st.one_of(
        st.builds("{} = {}".format, targets, expressions),
        st.builds("{} {}= {}".format, st.sampled_from(["i", "x", "l[0]", "d['k']", "l", "s"]),
                  st.sampled_from(["+", "-", "//", "%"]), expressions),
        st.builds("print({})".format, st.sampled_from(list(NAMES))),
        st.just("break"), st.just("continue"), st.just("return i"), st.just("del l[0]"),
        st.builds("assert {}, 'no'".format, expressions),
        st.just("raise ValueError('v')"),
    ),
    lambda inner: st.one_of(
        st.builds("if {}:\n{}\nelse:\n{}".format, expressions, inner.map(indented), inner.map(indented)),
        st.builds("for i in range(3):\n{}\nelse:\n    print('else')".format, inner.map(indented)),
        st.builds("for i, j in enumerate(list({})):\n{}".format, expressions, inner.map(indented)),
        st.builds("try:\n{}\nexcept (TypeError, ValueError) as error:\n    print('caught')\n"
                  "else:\n{}\nfinally:\n{}".format,
                  inner.map(indented), inner.map(indented), inner.map(indented)),
        st.builds("{}\n{}".format, inner, inner),
        st.builds("def g(i=i):\n{}\nprint(g())".format, inner.map(indented)),
    ),
    max_leaves=8,
)  # fmt: skip


FUNCTION = """def program(i, j, x, s, l, t, d, b, n, e, q):
{body}
    return 'end'
try:
    print(program({arguments}))
except Exception as error:
    print(type(error).__name__)
"""


@common
@given(statements)
def test_statements_do_what_they_do_in_cpython(body):
    text = FUNCTION.format(
        body=indented("for _ in range(2):\n" + indented(body)),
        arguments=", ".join(map(repr, NAMES.values())),
    )
    try:
        compile(text, "<program>", "exec")
    except SyntaxError:
        return
    agree(text)
