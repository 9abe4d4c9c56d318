# ruff: noqa: E501
"""Programs that grow or go on without an end, each with the limit that ends it."""

GROWING = {
    "a power": ("limit_integer_bits", "x = 10 ** 10 ** 9"),
    "a power step by step": ("limit_integer_bits", "x = 3\nwhile True:\n    x = x * x"),
    "a power in place": ("limit_integer_bits", "x = 3\nwhile True:\n    x *= x"),
    "pow": ("limit_integer_bits", "x = pow(9, 10 ** 9)"),
    "a shift": ("limit_integer_bits", "x = 1 << 10 ** 12"),
    "a sum": ("limit_integer_bits", "x = 1\nwhile True:\n    x = x + x"),
    "sum()": ("limit_integer_bits", "x = [1 << 19_999] * 2\ny = sum(x)\nz = sum([y, y])"),
    "a factorial": ("limit_integer_bits", "import math\nmath.factorial(10 ** 6)"),
    "a larger factorial": ("limit_integer_bits", "import math\nmath.factorial(10 ** 17)"),
    "comb": ("limit_integer_bits", "import math\nmath.comb(10 ** 9, 10 ** 8)"),
    "perm": ("limit_integer_bits", "import math\nmath.perm(10 ** 9)"),
    "prod": ("limit_integer_bits", "import math\nmath.prod([1 << 9_999] * 3)"),
    "lcm": ("limit_integer_bits", "import math\nmath.lcm(*[(1 << 9_999) + k for k in range(9)])"),
    "int of a text": ("limit_integer_bits", "int('f' * 10_000, 16)"),
    "random bits": ("limit_integer_bits", "import random\nrandom.getrandbits(10 ** 9)"),
    "a text": ("limit_text_characters", "x = 'ab' * 10 ** 9"),
    "a text from the left": ("limit_text_characters", "x = 10 ** 9 * 'ab'"),
    "a text step by step": ("limit_text_characters", "x = 'ab'\nwhile True:\n    x += x"),
    "a width": ("limit_text_characters", "f'{1:10000000}'"),
    "a nested width": ("limit_text_characters", "w = 10 ** 9\nf'{1:{w}}'"),
    "a width in other digits": ("limit_text_characters", "f'{1:９９９９９９９９９}'"),
    "a precision": ("limit_text_characters", "f'{1.0:.999999999f}'"),
    "%": ("limit_text_characters", "'%999999999d' % 1"),
    "% with a star": ("limit_text_characters", "'%*d' % (10 ** 9, 1)"),
    "% with a precise star": ("limit_text_characters", "'%.*f' % (10 ** 9, 1.0)"),
    "format": ("limit_text_characters", "'{:999999999}'.format(1)"),
    "format with a nested width": ("limit_text_characters", "'{:{}}'.format(1, 10 ** 9)"),
    "format()": ("limit_text_characters", "format(1, '999999999')"),
    "join": ("limit_text_characters", "('a' * 1000).join(['a'] * 10_000)"),
    "replace": ("limit_text_characters", "('a' * 10_000).replace('a', 'b' * 10_000)"),
    "replace of nothing": ("limit_text_characters", "('a' * 10_000).replace('', 'b' * 10_000)"),
    "center": ("limit_text_characters", "'a'.center(10 ** 9)"),
    "zfill": ("limit_text_characters", "'a'.zfill(10 ** 9)"),
    "expandtabs": ("limit_text_characters", "'\\t'.expandtabs(10 ** 9)"),
    "translate": ("limit_text_characters", "('a' * 10_000).translate({97: 'b' * 10_000})"),
    "repr": ("limit_text_characters", "x = ['a' * 1000] * 10_000\nrepr(x)"),
    "a doubling repr": (
        "limit_text_characters", "x = [0]\nfor i in range(60):\n    x = [x, x]\nstr(x)"
    ),
    "a list": ("limit_list_items", "x = [0] * 10 ** 9"),
    "a tuple": ("limit_list_items", "x = (0,) * 10 ** 9"),
    "a list step by step": ("limit_list_items", "x = [0]\nwhile True:\n    x = x + x"),
    "extend": ("limit_list_items", "x = [0]\nwhile True:\n    x.extend(x)"),
    "a slice": ("limit_list_items", "x = [0]\nwhile True:\n    x[:0] = x"),
    "a star": ("limit_list_items", "x = [0]\nwhile True:\n    x = [*x, *x]"),
    "a long range": ("limit_list_items", "x = list(range(10 ** 12))"),
    "an endless iterator": (
        "limit_list_items", "def f():\n    while True:\n        yield 1\nx = list(f())"
    ),
    "a product": ("limit_list_items", "import itertools\nitertools.product([0] * 99, repeat=10 ** 9)"),
    "append while looping": ("limit_list_items", "x = [0]\nfor i in x:\n    x.append(i)"),
    "a comparison": (
        "limit_list_items",
        "def f():\n    x = [0]\n    for i in range(60):\n        x = [x, x]\n    return x\nf() == f()",
    ),
    "a hash": (
        "limit_list_items", "x = ()\nfor i in range(60):\n    x = (x, x)\nd = {x: 1}"
    ),
    "a comparison of itself": (
        "limit_nesting", "x = []\nx.append(x)\ny = []\ny.append(y)\nx == y"
    ),
    "deepcopy": ("limit_nesting", "import copy\nx = []\nfor i in range(999):\n    x = [x]\ncopy.deepcopy(x)"),
    "recursion": ("limit_recursion", "def f():\n    return f()\nf()"),
    "recursion of two": ("limit_recursion", "def f():\n    g()\ndef g():\n    f()\nf()"),
    "recursion of generators": (
        "limit_recursion", "def f():\n    yield from f()\nfor x in f():\n    pass"
    ),
    "recursion through sorted": (
        "limit_recursion", "def f(x):\n    return sorted([1], key=f)\nf(1)"
    ),
    "recursion of repr": (
        "limit_recursion",
        "class A:\n    def __repr__(self):\n        return repr(self)\nprint(A())",
    ),
    "recursion of attributes": (
        "limit_recursion",
        "class A:\n    def __getattr__(self, name):\n        return self.other\nA().x",
    ),
    "recursion of ==": (
        "limit_recursion",
        "class A:\n    def __eq__(self, o):\n        return [self] == [A()]\nA() == 1",
    ),
    "recursion of lambdas": ("limit_recursion", "f = lambda x: x(x)\nf(f)"),
    "nested generators": (
        "limit_recursion",
        "def g(x):\n    for i in x:\n        yield i\n"
        "x = g([1])\nfor i in range(5000):\n    x = g(x)\nfor i in x:\n    pass",
    ),
    "nested zips": ("limit_iterator_depth", "x = []\nfor i in range(9999):\n    x = zip(x)"),
    "nested maps": (
        "limit_iterator_depth", "x = []\nfor i in range(9999):\n    x = map(abs, x)"
    ),
    "nested enumerates": (
        "limit_iterator_depth", "x = []\nfor i in range(9999):\n    x = enumerate(x)"
    ),
}  # fmt: skip

ENDLESS = {
    "while": "while True:\n    pass",
    "iterator": "import itertools\nfor i in itertools.count():\n    pass",
    "sum": "import itertools\nsum(itertools.count())",
    "max": "def f():\n    while True:\n        yield 1\nmax(f())",
    "any": "import itertools\nany(itertools.repeat(0))",
    "in": "import itertools\n-1 in itertools.count()",
    "filter": "import itertools\nfor x in filter(None, itertools.repeat(0)):\n    pass",
    "chain": "import itertools\nfor x in itertools.chain.from_iterable(itertools.repeat([])):\n    x",
    "next": "class A:\n    def __iter__(self):\n        return self\n    def __next__(self):\n"
    "        return 1\nsum(A())",
    "getitem": "class A:\n    def __getitem__(self, i):\n        return 1\nsum(A())",
    "unpack": "import itertools\na, *b = (x for x in itertools.repeat(1) if x > 1)",
    "finally": "while True:\n    try:\n        while True:\n            pass\n    finally:\n"
    "        continue",
    "except": "while True:\n    try:\n        while True:\n            pass\n    except Exception:\n"
    "        pass",
    "exit": "class A:\n    def __enter__(self): pass\n    def __exit__(self, *x): return True\n"
    "while True:\n    with A():\n        while True: pass",
    "sorted": "import itertools\nsorted(x for x in itertools.count() if x < 0)",
    "join": "import itertools\n''.join('' for x in itertools.count())",
    "dict": "import itertools\n{0: x for x in itertools.count()}",
    "islice": "import itertools\nlist(itertools.islice(itertools.count(), 10 ** 12, 10 ** 13))",
}
