# ruff: noqa: E501
"""Names, values and arguments that programs made by chance are written with."""

PRELUDE = {
    "torch": "import torch",
    "np": "import numpy as np",
    "x": "x = torch.tensor([[0.5, 2.0], [1.0, 3.0]], requires_grad=True)",
    "v": "v = torch.tensor([1.0, -2.0, 0.5])",
    "s": "s = torch.tensor(2.0, requires_grad=True)",
    "cube": "cube = torch.ones(2, 3, 4)",
    "none": "none = torch.zeros(0, 3)",
    "mask": "mask = torch.tensor([[True, False], [False, True]])",
    "places": "places = torch.tensor([[0, 1], [1, 0]])",
    "odd": "odd = torch.tensor([float('nan'), float('inf'), -1e300, 0.0])",
    "array": "array = np.array([[1.0, 2.0], [3.0, 4.0]])",
    "whole": "whole = np.array([3, 1, 2])",
    "deep": "deep = 1.0\nfor i in range(90):\n    deep = [deep]",
    "self_made": "self_made = []\nself_made.append(self_made)",
    "wide": "wide = [0.5] * 3000",
    "endless": "def forever():\n    while True:\n        yield 1\nendless = forever()",
    "f": "def f(*args, **kwargs):\n    return args[0] if args else 1.0",
    "deeper": "def deeper(*args):\n    return deeper(*args)",
    "fails": "def fails(*args):\n    raise ValueError('no')",
    "evil": "class Evil:\n    def __getattr__(self, name):\n        return getattr(self, name + 'x')\n"
    "    def __eq__(self, other):\n        return self == other\n"
    "    def __hash__(self):\n        return hash(self)\n"
    "    def __len__(self):\n        return len(self)\n"
    "    def __iter__(self):\n        return iter(self)\n"
    "    def __lt__(self, other):\n        return other > self\n"
    "    def __bool__(self):\n        return bool(self)\n"
    "    def __repr__(self):\n        return repr(self)\n"
    "    def __add__(self, other):\n        return other + self\n"
    "    def __float__(self):\n        return float(self)\nevil = Evil()",
    "mild": "class Mild:\n    def __len__(self):\n        return -1\n"
    "    def __getitem__(self, i):\n        return i\n"
    "    def __iter__(self):\n        return 1\n"
    "    def __eq__(self, other):\n        return [other]\n"
    "    def __bool__(self):\n        return 2\n"
    "    def __str__(self):\n        return 3\nmild = Mild()",
    "layer": "layer = torch.nn.Linear(2, 2)",
    "dice": "import random\ndice = random.Random(1)",
    "collections_deque": "from collections import deque as collections_deque",
    "optimizer": "optimizer = torch.optim.SGD([torch.nn.Parameter(torch.ones(2))], lr=0.1)",
}  # fmt: skip
"""What names in calls stand for, each a line or a few."""

ODD = [
    "None", "True", "0", "1", "-1", "2", "3", "7", "0.5", "-2.5", "1e308", "5e-324", "float('nan')",
    "float('inf')", "2 ** 40", "2 ** 63", "-2 ** 63", "2 ** 64", "10 ** 400", "10 ** 9", "''", "'a'", "'sum'",
    "'ij,jk->ik'", "'a' * 9999", "'%s %d'", "'{0.x[1]}'", "[]", "()", "{}", "set()", "[1, 2]", "(2, 3)",
    "[0.5, 'a']", "[[1.0], [2.0, 3.0]]", "[[1.0, 2.0], [3.0, 4.0]]", "(-1,)", "(0, 0)", "(10 ** 9, 0)",
    "{'a': 1.0}", "{1, 2}", "[None]", "...", "slice(None, None, -1)", "range(3)", "range(10 ** 12)",
    "(i for i in range(3))", "lambda *a: a", "lambda a: a * a", "int", "float", "print", "len", "object",
    "ValueError('x')", "type(None)", "x", "v", "s", "cube", "none", "mask", "places", "odd", "array",
    "whole", "deep", "self_made", "wide", "endless", "f", "deeper", "fails", "evil", "mild", "layer",
    "optimizer", "torch", "np", "torch.float32", "torch.int64", "np.int32", "torch.relu", "f'{1:9}'",
    "x.sum()", "[x, x]", "(x, v)", "iter([1, 2])", "NotImplemented", "1 == 1", "'0' * 999",
]  # fmt: skip
"""Arguments: numbers, texts, containers, tensors, functions and objects, good and bad."""
FITTING = [
    "x", "x", "x", "v", "s", "cube", "mask", "places", "array", "whole", "0", "1", "2", "0.5", "(2, 2)",
    "[1, 2]", "[[1.0, 2.0], [3.0, 4.0]]", "[x, x]", "f", "lambda a: a * a", "'a b'", "{'a': 1.0}", "layer",
]  # fmt: skip
"""Arguments that many functions take."""

KEYWORDS = [
    "axis=0", "dim=-1", "dim=9", "keepdim=True", "keepdims=True", "dtype=torch.float32", "dtype=int",
    "shape=(2, 2)", "requires_grad=True", "reduction='none'", "reduction='x'", "out=x", "size=2",
    "key=f", "key=fails", "default=None", "reverse=True", "seed=1", "p=0.5", "nonsense=1", "input=x",
    "lr=0.1", "n=10 ** 9", "device='cpu'", "correction=0", "start=1", "bias=False", "**{'a': 1}",
    "end=''", "sep=None", "weight=x", "max=1", "min=None", "decimals=2", "k=1", "num=10 ** 9",
]  # fmt: skip

RECEIVERS = {
    "list": ["[3, 1, 2]", "[]", "self_made", "[x, v]"], "tuple": ["(1, 2)", "()"],
    "dict": ["{'a': 1}", "{}"], "set": ["{1, 2}", "set()"], "frozenset": ["frozenset([1])"],
    "str": ["'a b'", "''", "'{:>{}}'", "'%d %s'"], "int": ["(3)", "(2 ** 99)"], "float": ["(0.5)"],
    "bool": ["True"], "range": ["range(9)", "range(10 ** 12)"], "slice": ["slice(1, 2)"],
    "Tensor": ["x", "v", "s", "cube", "none", "mask", "places", "odd", "x.sum()"],
    "Array": ["array", "whole", "np.zeros((0, 2))"], "Function": ["f"], "Builtin": ["len"],
    "Cursor": ["endless", "iter([1])"], "Size": ["x.shape"], "BoundMethod": ["[].append"],
    "DataType": ["torch.float32"], "Device": ["x.device"], "Fields": ["x.max(0)"],
    "Property": ["property(f)"],
    "Random": ["dice"], "RandomState": ["np.random.RandomState(1)"],
    "Generator": ["torch.Generator()"], "deque": ["collections_deque([1, 2])"],
}  # fmt: skip
"""Values of native types, whose attributes and methods are asked for."""

BINARY = ["+", "-", "*", "/", "//", "%", "**", "@", "&", "|", "^", "<<", ">>"]
RELATIONS = ["<", ">", "<=", ">=", "==", "!=", "is", "is not", "in", "not in"]
SPECS = [
    "",
    ":.3f",
    ":>9",
    ":e",
    ":,",
    "!r",
    ":^{a}",
    ":999999999",
    ":.{b}g",
    ":%",
    ":x",
    ":+09.2f",
]
ERRORS = ["Exception", "ValueError", "(TypeError, KeyError)", "ZeroDivisionError", "StopIteration"]
DUNDERS = {
    "__add__": "self, o", "__radd__": "self, o", "__mul__": "self, o", "__iadd__": "self, o",
    "__eq__": "self, o", "__lt__": "self, o", "__hash__": "self", "__len__": "self",
    "__getitem__": "self, i", "__setitem__": "self, i, o", "__iter__": "self", "__next__": "self",
    "__contains__": "self, o", "__call__": "self, *args", "__bool__": "self", "__repr__": "self",
    "__str__": "self", "__getattr__": "self, name", "__setattr__": "self, name, o",
    "__enter__": "self", "__exit__": "self, *args", "__neg__": "self", "__matmul__": "self, o",
    "__index__": "self", "__float__": "self", "__format__": "self, o", "__delattr__": "self, name",
}  # fmt: skip
METHODS = [
    "append(a)", "pop()", "sort()", "items()", "keys()", "get(a)", "split()", "join(['x'])", "sum()", "mean()",
    "backward()", "item()", "tolist()", "detach()", "clone()", "add_(1)", "mul_(b)", "zero_()", "reshape(-1)",
    "T", "grad", "shape", "data", "copy()", "update(d)", "extend(l)", "insert(0, a)", "numpy()", "upper()",
    "format(a, b)", "count(a)", "index(a)", "relu_()", "requires_grad_()", "max(0)", "__len__()", "remove(a)",
]  # fmt: skip
ENDINGS = {
    "module": ["pass", "import random", "'an echo'"],
    "loop": ["break", "continue", "pass"],
    "function": ["return a", "return", "yield a", "yield", "global z", "return f"],
}
"""Statements that have a meaning only inside others."""
NAMES = list("abcdlstwxv")
SETUP = (
    "import torch\nimport numpy as np\na, b, c = 2, 3.5, -1\ns = 'text'\nl = [1, 2.0, 3]\nt = (1, 'a')\n"
    "d = {'k': 1, 2: [3]}\nw = torch.tensor([[1.0, -2.0], [0.5, 3.0]], requires_grad=True)\n"
    "x = torch.tensor([[0.5, 1.0], [2.0, 0.25]])\nv = np.array([1.0, 2.0, 3.0])\n"
)
