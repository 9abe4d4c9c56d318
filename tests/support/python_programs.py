# ruff: noqa: E501
"""Small programs in plain Python; what they print under CPython is what they must print here."""

PROGRAMS: dict[str, str] = {}


def _program(name: str, text: str) -> None:
    PROGRAMS[name] = text.strip("\n") + "\n"


_program(
    "conditions",
    """
for n in range(-2, 16):
    if n < 0:
        word = "negative"
    elif n == 0:
        word = "zero"
    elif n % 15 == 0:
        word = "fizzbuzz"
    elif n % 5 == 0:
        word = "buzz"
    elif n % 3 == 0:
        word = "fizz"
    else:
        word = str(n)
    print(n, word, "even" if n % 2 == 0 else "odd")
""",
)

_program(
    "loops",
    """
for i in range(5):
    if i == 3:
        break
    if i == 1:
        continue
    print(i)
else:
    print("not reached")
for i in range(2):
    pass
else:
    print("done", i)
n = 27
steps = 0
while n != 1:
    n = n // 2 if n % 2 == 0 else 3 * n + 1
    steps += 1
else:
    print("ended", steps)
while True:
    n += 1
    if n > 5:
        break
print(n)
for i, (a, b) in enumerate(zip("abc", [1, 2, 3])):
    print(i, a, b)
for a, *rest in [(1, 2, 3), (4,)]:
    print(a, rest)
for key, value in {"x": 1, "y": 2}.items():
    print(key, value)
for row in [[1, 2], [3, 4]]:
    for item in row:
        if item == 2:
            break
        print(item, end=" ")
    print()
items = [1]
for item in items:
    if len(items) < 4:
        items.append(item * 2)
print(items)
""",
)

_program(
    "functions",
    """
def f(a, b=2, *args, c, d=4, **kwargs):
    return a, b, args, c, d, kwargs
print(f(1, c=3))
print(f(1, 2, 3, 4, c=5, e=6))
print(f(*[1, 2, 3], **{"c": 4, "x": 5}))
def g(a, /, b, *, c):
    return a + b + c
print(g(1, 2, c=3), g(1, b=2, c=3))
def early(x):
    for i in range(10):
        if i == x:
            return i
        while True:
            break
    return "none"
print(early(3), early(99))
def nothing():
    pass
print(nothing())
def counter():
    count = 0
    def increment():
        nonlocal count
        count += 1
        return count
    return increment
c = counter()
print(c(), c(), counter()())
fs = [lambda: i for i in range(3)]
print([f() for f in fs])
gs = [lambda i=i: i for i in range(3)]
print([g() for g in gs])
total = 0
def add(n):
    global total
    total += n
add(3); add(4)
print(total)
def fact(n):
    return 1 if n < 2 else n * fact(n - 1)
print(fact(20), fact(60))
def outer():
    x = "outer"
    def middle():
        def inner():
            return x
        return inner
    x = "changed"
    return middle()()
print(outer())
def default(items=[]):
    items.append(1)
    return len(items)
print(default(), default(), default())
print((lambda *a, **k: (a, k))(1, 2, z=3))
""",
)

_program(
    "argument errors",
    """
def f(a, b, *, c=1):
    return a
def none(): pass
def many(a, b=1): pass
for call in [lambda: f(), lambda: f(1), lambda: f(1, 2, 3), lambda: f(1, 2, d=3),
             lambda: f(1, a=2, b=3), lambda: none(1), lambda: many(1, 2, 3), lambda: f(1, 2, 3, 4)]:
    try:
        call()
    except TypeError as error:
        print(error)
def g(*, x, y, z): pass
try:
    g()
except TypeError as error:
    print(error)
def h(a, /): pass
try:
    h(a=1)
except TypeError as error:
    print(error)
class A:
    def __init__(self, x): pass
    def method(self): pass
for call in [lambda: A(), lambda: A(1).method(2)]:
    try:
        call()
    except TypeError as error:
        print(error)
""",
)

_program(
    "decorators",
    """
def twice(function):
    def wrapper(*args, **kwargs):
        return function(function(*args, **kwargs))
    return wrapper
def named(name):
    def decorate(function):
        def wrapper(*args):
            print("calling", name)
            return function(*args)
        return wrapper
    return decorate
@twice
def inc(x):
    return x + 1
@named("first")
@named("second")
def double(x):
    return 2 * x
print(inc(1), double(4))
class Temperature:
    count = 0
    def __init__(self, celsius):
        self._celsius = celsius
        Temperature.count += 1
    @property
    def fahrenheit(self):
        return self._celsius * 9 / 5 + 32
    @fahrenheit.setter
    def fahrenheit(self, value):
        self._celsius = (value - 32) * 5 / 9
    @staticmethod
    def freezing():
        return 0
    @classmethod
    def from_fahrenheit(cls, value):
        t = cls(0)
        t.fahrenheit = value
        return t
t = Temperature(100)
print(t.fahrenheit, Temperature.freezing(), t.freezing())
t.fahrenheit = 32
print(t._celsius, Temperature.from_fahrenheit(212)._celsius, Temperature.count)
try:
    class P:
        @property
        def x(self): return 1
    P().x = 3
except AttributeError as error:
    print(error)
""",
)

_program(
    "classes",
    """
class Shape:
    "A shape."
    sides = 0
    def __init__(self, name):
        self.name = name
    def area(self):
        raise NotImplementedError
    def describe(self):
        return f"{self.name} with {self.sides} sides and area {self.area():.2f}"
    def __repr__(self):
        return f"{type(self).__name__}({self.name!r})"
class Square(Shape):
    sides = 4
    def __init__(self, size):
        super().__init__("square")
        self.size = size
    def area(self):
        return self.size ** 2
class Circle(Shape):
    def __init__(self, r):
        Shape.__init__(self, "circle")
        self.r = r
    def area(self):
        return 3.14159 * self.r ** 2
for shape in [Square(2), Circle(1)]:
    print(shape.describe(), shape)
print(isinstance(Square(1), Shape), issubclass(Circle, Shape), isinstance(1, Shape))
print(Square.__name__, Square(1).__class__.__name__, Shape.__doc__)
try:
    Shape("x").area()
except NotImplementedError as error:
    print("not implemented", repr(error))
class A:
    def who(self): return "A"
class B(A):
    def who(self): return "B" + super().who()
class C(A):
    def who(self): return "C" + super().who()
class D(B, C):
    def who(self): return "D" + super().who()
print(D().who(), [c.__name__ for c in D.__mro__])
d = D()
d.x = 1
d.y = [2]
print(vars(d), d.__dict__, hasattr(d, "x"), hasattr(d, "z"), getattr(d, "z", 5))
del d.x
print(vars(d))
setattr(d, "w", 3)
print(d.w)
A.extra = lambda self: "extra"
print(d.extra())
class Private:
    def __init__(self):
        self.__secret = 42
    def get(self):
        return self.__secret
p = Private()
print(p.get(), vars(p))
class Body:
    x = 1
    y = x + 1
    squares = [i * i for i in range(3)]
    def f(self, z=y):
        return z
print(Body.y, Body().f(), Body.squares)
x = 5
class Outer:
    x = 6
    def f(self):
        return x
print(Outer().f())
""",
)

_program(
    "operators of classes",
    """
class V:
    def __init__(self, x, y):
        self.x, self.y = x, y
    def __add__(self, other):
        if not isinstance(other, V):
            return NotImplemented
        return V(self.x + other.x, self.y + other.y)
    def __radd__(self, other):
        return self if other == 0 else V(self.x + other, self.y + other)
    def __mul__(self, k): return V(self.x * k, self.y * k)
    __rmul__ = __mul__
    def __neg__(self): return V(-self.x, -self.y)
    def __sub__(self, o): return self + (-o)
    def __truediv__(self, k): return V(self.x / k, self.y / k)
    def __pow__(self, k): return V(self.x ** k, self.y ** k)
    def __eq__(self, o): return isinstance(o, V) and (self.x, self.y) == (o.x, o.y)
    def __lt__(self, o): return self.x < o.x
    def __hash__(self): return hash((self.x, self.y))
    def __repr__(self): return f"V({self.x}, {self.y})"
    def __str__(self): return f"<{self.x}, {self.y}>"
    def __len__(self): return 2
    def __getitem__(self, i): return (self.x, self.y)[i]
    def __setitem__(self, i, value):
        if i == 0: self.x = value
        else: self.y = value
    def __contains__(self, value): return value in (self.x, self.y)
    def __iter__(self): return iter((self.x, self.y))
    def __bool__(self): return bool(self.x or self.y)
    def __call__(self, k): return k * self.x
    def __abs__(self): return abs(self.x) + abs(self.y)
    def __iadd__(self, o):
        self.x += o.x
        return self
    def __matmul__(self, o): return self.x * o.x + self.y * o.y
a, b = V(1, 2), V(3, 4)
print(a + b, a * 2, 2 * a, -a, b - a, b / 2, b ** 2, a @ b)
print(a == V(1, 2), a != b, a == 1, a < b, b > a, sorted([b, a]), max(a, b))
print(sum([a, b]), sum([a, b], V(0, 0)), len(a), a[0], 2 in a, list(a), [*a], bool(V(0, 0)))
print(a(10), abs(-b), {a: 1}[V(1, 2)], a in [b, V(1, 2)], [a, b].index(V(3, 4)))
a[1] = 9
print(a, repr(a), [a], f"{a} {a!r}", "%s %r" % (a, b), str(a))
old = a
a += b
print(a is old, a)
x, y = b
print(x, y)
try:
    a + 1
except TypeError as error:
    print(error)
class R:
    def __rsub__(self, o): return ("rsub", o)
    def __rpow__(self, o): return ("rpow", o)
    def __lt__(self, o): return "lt"
    def __ge__(self, o): return "ge"
print(5 - R(), 2 ** R(), R() < 3, 3 <= R())
class Sub(V):
    def __radd__(self, o): return "sub first"
print(V(1, 1) + Sub(2, 2))
class E:
    pass
e = E()
print(e == e, e == E(), e != E(), e in [e])
try:
    E() < E()
except TypeError as error:
    print(error)
try:
    E()()
except TypeError as error:
    print(error)
try:
    len(E())
except TypeError as error:
    print(error)
""",
)

_program(
    "iterators of classes",
    """
class Countdown:
    def __init__(self, n): self.n = n
    def __iter__(self): return self
    def __next__(self):
        if self.n <= 0:
            raise StopIteration
        self.n -= 1
        return self.n
print(list(Countdown(3)), sum(Countdown(4)), [x for x in Countdown(2)])
class Bag:
    def __init__(self, *items): self.items = items
    def __iter__(self):
        for item in self.items:
            yield item
print(list(Bag(1, 2)), dict(zip(Bag("a", "b"), Bag(1, 2))), max(Bag(3, 9, 4)))
class Old:
    def __getitem__(self, i):
        if i > 2: raise IndexError
        return i * 10
print(list(Old()), 20 in Old(), [*Old()])
it = iter(Countdown(2))
print(next(it), next(it), next(it, "end"))
try:
    next(it)
except StopIteration:
    print("stopped")
a, b = Countdown(2)
print(a, b)
""",
)

_program(
    "contexts",
    """
class Managed:
    def __init__(self, name, swallow=False):
        self.name, self.swallow = name, swallow
    def __enter__(self):
        print("enter", self.name)
        return self
    def __exit__(self, kind, error, trace):
        print("exit", self.name, kind.__name__ if kind else None, error)
        return self.swallow
with Managed("a") as a, Managed("b"):
    print("inside", a.name)
with Managed("c", swallow=True):
    raise ValueError("lost")
try:
    with Managed("d"):
        1 / 0
except ZeroDivisionError:
    print("caught")
def f():
    with Managed("e"):
        return "returned"
print(f())
for i in range(2):
    with Managed(i):
        if i == 0: continue
        break
""",
)

_program(
    "exceptions",
    """
class MyError(ValueError):
    def __init__(self, code, text):
        super().__init__(text)
        self.code = code
class Empty(Exception):
    pass
def f(x):
    try:
        if x == 0: raise ValueError("zero")
        if x == 1: raise MyError(7, "mine")
        if x == 2: return [][1]
        if x == 3: return {}["k"]
        if x == 4: return int("abc")
        if x == 5: return 1 / 0
        if x == 6: return undefined
        if x == 7: return (1).foo
        if x == 8: return "a" + 1
        if x == 9: raise Empty
        if x == 10: assert x == 11, "no"
        if x == 11: assert False
        if x == 12: return 1.0 // 0
        if x == 13: return [1, 2, 3].index(9)
        if x == 14: a, b = [1, 2, 3]
        if x == 15: a, b = 1,
        if x == 16: return len(5)
        if x == 17: return "%d" % "x"
        if x == 18: return [1] < ["a"]
        if x == 19: return {[]: 1}
        if x == 20: return None.x
        if x == 21: return 5 % 0
        if x == 22: return 10.0 ** 400
        if x == 23: return for_ever
        if x == 24: raise KeyError("key")
        if x == 25: raise RuntimeError
        if x == 26: raise StopIteration(5)
        if x == 27: return None + 1
        if x == 28: return sum(["a"])
        if x == 29: return "abc"[10]
        if x == 30: return max([])
        if x == 31: return None()
        if x == 32: return [1][None]
        if x == 33: return "a"[1.5]
        if x == 34: return float("x")
        if x == 35: return for_i
        return "fine"
    except MyError as error:
        return "my", error.code, str(error), error.args
    except (IndexError, KeyError) as error:
        return type(error).__name__, str(error)
    except ValueError as error:
        return "value", str(error)
    except Exception as error:
        return type(error).__name__, str(error), repr(error)
    finally:
        print("finally", x)
for x in range(36):
    print(f(x))
def order():
    try:
        print("body")
    except Exception:
        print("handler")
    else:
        print("else")
    finally:
        print("finally")
order()
def override():
    try:
        return "body"
    finally:
        return "finally"
print(override())
try:
    try:
        raise ValueError("inner")
    except ValueError as error:
        raise TypeError("outer") from error
except TypeError as error:
    print(error, repr(error.__cause__))
try:
    try:
        raise KeyError("again")
    except KeyError:
        raise
except KeyError as error:
    print("again", error)
def loop():
    for i in range(3):
        try:
            if i == 1: continue
            if i == 2: break
        finally:
            print("cleanup", i)
    return i
print(loop())
try:
    raise "text"
except TypeError as error:
    print(error)
try:
    error
except NameError as e:
    print(e)
def local():
    print(later)
    later = 1
try:
    local()
except UnboundLocalError as e:
    print(e)
print(isinstance(ValueError(), Exception), issubclass(KeyError, LookupError), ValueError("a", 2).args)
""",
)

_program(
    "generators",
    """
def count(n):
    i = 0
    while i < n:
        yield i
        i += 1
    return "done"
g = count(3)
print(next(g), next(g), next(g))
try:
    next(g)
except StopIteration as end:
    print("end", end.value if hasattr(end, "value") else end.args)
def chain(*its):
    for it in its:
        yield from it
print(list(chain("ab", [1], count(2))))
def outer():
    result = yield from count(2)
    print("result", result)
    yield result
print(list(outer()))
def echo():
    received = None
    while True:
        received = yield received
        if received is None:
            return
e = echo()
next(e)
print(e.send(1), e.send("two"))
def safe():
    try:
        yield 1
        raise ValueError("in generator")
    except ValueError as error:
        yield str(error)
    else:
        yield "else"
    finally:
        yield "finally"
print(list(safe()))
def tree(depth):
    if depth:
        yield from tree(depth - 1)
        yield depth
        yield from tree(depth - 1)
print(list(tree(3)))
squares = (x * x for x in range(5) if x % 2)
print(list(squares), list(squares), sum(x for x in range(4)))
print(max((len(w), w) for w in ["a", "bbb", "cc"]))
pairs = ((a, b) for a in range(2) for b in "xy")
print(list(pairs))
def fib():
    a, b = 0, 1
    while True:
        yield a
        a, b = b, a + b
f = fib()
print([next(f) for _ in range(10)])
for value in fib():
    if value > 50: break
    print(value, end=" ")
print()
def gen_with():
    for i in range(3):
        if i == 1: continue
        yield i
    else:
        yield "else"
print(list(gen_with()))
def lazy():
    print("started")
    yield 1
l = lazy()
print("before")
print(next(l))
def conditional(x):
    if x:
        yield "yes"
    else:
        return
print(list(conditional(1)), list(conditional(0)))
""",
)

_program(
    "comprehensions",
    """
print([x * 2 for x in range(5) if x % 2 == 0])
print({x: x ** 2 for x in range(4)}, {x % 3 for x in range(10)})
print([(a, b) for a in range(3) for b in range(a)])
print([[i * j for j in range(3)] for i in range(3)])
x = "outer"
print([x for x in range(3)], x)
print([y for x in [[1, 2], [3]] for y in x if y != 2])
fs = [lambda: n for n in range(3)]
print([f() for f in fs])
def f():
    k = 10
    return [k + i for i in range(3)], {i: k for i in range(2)}, list(k * i for i in range(3))
print(f())
print([a + b for a, b in zip([1, 2], [3, 4])], [last for *_, last in ["ab", "cd"]])
print(any(x > 3 for x in range(5)), all(x < 3 for x in range(5)))
print([y := 5, y ** 2], y)
if (n := len([1, 2, 3])) > 2:
    print(n)
print([z for x in range(4) if (z := x * x) > 1], z)
class A:
    n = 3
    items = [i for i in range(n)]
print(A.items)
matrix = [[1, 2, 3], [4, 5, 6]]
print([[row[i] for row in matrix] for i in range(3)], list(zip(*matrix)))
print(sorted({w: len(w) for w in "the quick brown fox".split()}.items(), key=lambda kv: (kv[1], kv[0])))
""",
)

_program(
    "containers",
    """
a = [3, 1, 2]
a.append(4); a.extend([5, 6]); a.insert(0, 0)
print(a, a.pop(), a.pop(0), a, len(a))
a.sort(); print(a)
a.sort(key=lambda v: -v); print(a)
a.reverse(); print(a, a.index(3), a.count(2), 3 in a, 9 not in a)
a.remove(3); print(a, a[::-1], a[1:3], a[-1], a[:-1], a[::2])
a[1:2] = [7, 8, 9]; print(a)
del a[0], a[-1]; print(a)
a[0] += 5; print(a, a * 2, a + [1], [0] * 3)
b = a; b += [1]; print(a is b, a)
c = a.copy(); c.clear(); print(a, c)
d = {"x": 1, "y": 2}
d["z"] = 3; d.update({"w": 4}, v=5)
print(d, d["x"], d.get("q"), d.get("q", 0), "x" in d, len(d))
print(list(d), list(d.values()), list(d.items()), d.pop("x"), d.setdefault("x", 9), d)
del d["y"]; print(d, {**d, "n": 1}, d | {"m": 2}, dict(a=1), dict([("k", 2)]), d.keys())
print(d.values(), d.items(), sorted(d), dict.fromkeys("ab", 0))
s = {3, 1, 2}
s.add(4); s.discard(9); s.remove(1)
print(s, s | {7}, s & {2, 3}, s - {2}, s ^ {2, 9}, {1} <= {1, 2}, s.union([8]), len(s))
print(frozenset([1]), set(), tuple([1, 2]), (1,), (), list("abc"))
t = (1, 2, 3, 2)
print(t[1], t[1:], t.count(2), t.index(3), t + (4,), t * 2, (1, 2) < (1, 3), t == (1, 2, 3, 2))
first, *middle, last = range(6)
print(first, middle, last)
(p, q), r = [1, 2], 3
print(p, q, r)
print([1, [2, [3, (4, {5: {6}})]]], [None, True, 1.5, "it's", 'say "hi"'])
nested = [1]; nested.append(nested); print(nested)
print([1, 2] == [1, 2], [1] < [2], [1, 2] != (1, 2), {"a": [1]} == {"a": [1]})
print(min(3, 1, 2), max([1, 5, 2]), sum([1, 2, 3], 10), sorted("hello", reverse=True))
print(list(map(lambda a, b: a + b, [1, 2], [3, 4])), list(filter(None, [0, 1, "", "a"])))
print(list(reversed([1, 2, 3])), list(enumerate("ab", 1)), list(zip([1, 2], "ab")))
print(max("apple", "fig", key=len), min([], default="none"), sorted([(2, "b"), (1, "c"), (2, "a")]))
print(range(5), list(range(10, 0, -3)), len(range(0, 10, 3)), range(10)[2:5], 4 in range(0, 10, 2))
print(list(map(str, [1, 2])), ", ".join(map(str, range(3))), isinstance([], (list, tuple)))
x = [[0] * 2] * 2; x[0][0] = 1; print(x)
a, b = 1, 2
a, b = b, a
print(a, b)
a = b = [] ; a.append(1); print(b)
i = 0
l = [0, 0]
i, l[i] = 1, 9
print(i, l)
print(dict(zip("ab", [1, 2])), list({1: "a"}.items())[0], {**{}, 1: 2})
print({True: "a", 1: "b", 1.0: "c"}, {(1, 2): 3}[1, 2])
""",
)

_program(
    "strings",
    r'''
s = "Hello, World"
print(s.upper(), s.lower(), s.title(), s.swapcase(), len(s), s[0], s[-1], s[::-1], s[2:5])
print(s.split(", "), "a b  c".split(), "a,b,c".split(",", 1), "x\ny".splitlines(), s.find("o"), s.rfind("o"))
print(s.replace("l", "L"), s.startswith("Hell"), s.endswith(("x", "d")), s.count("l"), s.index("W"))
print("  x ".strip(), "xxaxx".strip("x"), "ab".center(6, "*"), "ab".ljust(4) + "|", "ab".rjust(4), "7".zfill(3))
print("-".join(["a", "b"]), "abc" * 2, "a" + "b", "b" in "abc", "abc" < "abd", "a" "b")
print("abc".isalpha(), "12".isdigit(), " ".isspace(), "Ab".istitle(), "a1".isalnum())
print("tab\tnew\\n", repr("tab\tnew\n"), 'it\'s', "quote\"s", r"raw\n", "é ü 变 😀", "\x41\u00e9")
print(f"{3.14159:.2f} {42:5d}|{42:<5}|{42:^5}|{42:05d} {255:x} {255:#b} {1e6:,.0f} {0.25:.0%} {1e-10:e}")
name, width, precision = "pi", 10, 3
print(f"{name:>{width}} {3.14159:{width}.{precision}f}| {name!r:>6} {name=} {1 + 1 = }")
print(f"{{}} {'nested ' + f'{1}'} {[1, 2][0]} {dict(a=1)['a']}")
print("%d %5.2f %s %r %x %% %05d %-5s| %+d" % (3, 2.5, "s", "r", 255, 42, "ab", 5))
print("%(a)s %(b).1f" % {"a": 1, "b": 2.25}, "%s" % [1, 2], "%s %s" % ("a", (1,)), "%5s|%-5d|" % ("a", 3))
print("{} {} {}".format(1, "a", [2]), "{1} {0}".format("a", "b"), "{x:.2f} {y[0]} {z!r}".format(x=1.5, y=[7], z="q"))
print("{:>5} {:<5}| {:^5} {:,}".format(1, 2, 3, 1234567), "{0[a]}".format({"a": 1}), "{:{w}}|".format("x", w=4))
print(str(1.0), str(1e16), str(1e-5), repr(0.1 + 0.2), str(True), str(None), 1e100, float("inf"), float("nan"))
print("a{}b".format("x"), "abc".partition("b"), "a.b.c".rpartition("."), "aXbX".rsplit("X", 1), "aaa".replace("a", "b", 2))
print(ord("a"), chr(98), "abc".encode if False else "", "abc".capitalize(), "A-B".casefold())
for c in "abc": print(c, end=",")
print()
print("multi", "args", sep="-", end="!\n")
print("a", 1, None, True, [1, "x"], (1,), {"k": "v"}, sep=" | ")
print("x".join("abc"), "abc".translate(str.maketrans("ab", "xy")), "prefix-x".removeprefix("prefix-"))
print("""triple
lines""")
print(format(3.14159, ".3f"), format("x", ">4"), format(1234, ","), hex(255), bin(5), oct(8), ascii("é"))
''',
)

_program(
    "numbers",
    """
print(7 // 2, -7 // 2, 7 % 3, -7 % 3, 7 / 2, 2 ** 10, 2 ** -1, 7.5 // 2, -7.5 % 2, divmod(17, 5), divmod(-7, 2))
print(1 + 2.0, 3 * True, 5 & 3, 5 | 3, 5 ^ 3, ~5, 1 << 10, 1024 >> 3, -3, +3, not 0, not [])
print(round(2.5), round(3.5), round(2.675, 2), round(1234, -2), abs(-3), abs(-2.5), pow(2, 10), pow(3, 4, 5))
print(int(3.9), int(-3.9), int("42"), int("ff", 16), float("2.5"), float("1e3"), bool(""), bool("a"), int(True))
print(10 ** 30, 2 ** 100, -(2 ** 70), 12345678901234567890 * 98765432109876543210, 10 ** 20 // 7, 10 ** 20 % 7)
print(0.1 + 0.2, 1 / 3, 1e300 * 1e10, -1e300 * 1e10, 5e-324, 1.0, 100.0, 1e22, 123456789.123456789)
print(1 < 2 < 3, 1 < 3 < 2, 1 == 1.0, 1 != 2, 3 > 2 >= 2, 1 is 1, None is None, 1 < 2 > 1, 1 == True)
print(1 and 2, 0 and 2, 1 or 2, 0 or "x", [] or {}, None or 0, 1 and 0 or 3, not 1 == 2)
print((5).bit_length(), (2.0).is_integer(), (0.5).as_integer_ratio(), (7).real, 3 .imag)
print(max(1, 2.5), min(3, 1.5), sum([0.1] * 10), sum([1, 2.5]), isinstance(True, int), type(1), type(1.0), type("a"))
print(type([]) == list, type(1) is int, type(1).__name__, int, type(None), type(print), type(int))
x = 5
x += 2; x -= 1; x *= 3; x //= 2; x **= 2; x %= 50; x /= 2
print(x)
y = 6
y &= 3; y |= 8; y ^= 1; y <<= 2; y >>= 1
print(y)
print(1_000_000, 0xff, 0b101, 0o17, 1e3, .5, 5.)
import math
print(math.sqrt(2), math.pi, math.floor(2.7), math.ceil(2.1), math.exp(1), math.log(10), math.log(8, 2))
print(math.factorial(20), math.gcd(12, 18), math.comb(5, 2), math.isclose(0.1 + 0.2, 0.3), math.hypot(3, 4))
print(math.inf, -math.inf, math.nan, math.isnan(math.nan), math.prod([1, 2, 3]), math.tanh(0.5), math.trunc(-2.5))
from math import sin, cos as cosine
print(sin(0), cosine(0))
print(hash(5), hash(2.0), id(x) == id(x), callable(print), callable(5))
""",
)

_program(
    "scopes",
    """
x = "global"
def a():
    x = "local"
    def b():
        return x
    def c():
        nonlocal x
        x = "changed"
    c()
    return b(), x
print(a(), x)
def shadow(len):
    return len + 1
print(shadow(1), len([1]))
sum = 5
print(sum)
del sum
print(sum([1, 2]))
def maker(n):
    def f(m):
        return n + m
    def g(m):
        return f(m) * n
    return f, g
f, g = maker(3)
print(f(1), g(1))
def loop_closure():
    result = []
    for i in range(3):
        def show(j=i):
            return i, j
        result.append(show)
    return [r() for r in result]
print(loop_closure())
def recursive(n):
    def inner(k):
        return 0 if k == 0 else k + inner(k - 1)
    return inner(n)
print(recursive(10))
def parameters(a, b):
    def f():
        return a + b
    a = 10
    return f()
print(parameters(1, 2))
class Counter:
    total = 0
    @classmethod
    def add(cls):
        cls.total += 1
        return cls
print(Counter.add().add().total)
def conditional(flag):
    if flag:
        value = 1
    try:
        return value
    except UnboundLocalError:
        return "unbound"
print(conditional(True), conditional(False))
def deleted():
    a = 1
    del a
    try:
        a
    except NameError as error:
        return str(error)
print(deleted())
def walrus():
    total = 0
    values = [total := total + v for v in range(5)]
    return total, values
print(walrus())
if True:
    block = "visible"
print(block)
for i in range(3): last = i
print(i, last)
print((lambda x: lambda y: x + y)(1)(2))
def star():
    a, *b = 1, 2, 3
    return lambda: (a, b)
print(star()())
def annotated(x: int, y: "str" = "a") -> float:
    z: int = x
    w: float
    return z
print(annotated(3))
def doc():
    "Says something."
    return 1
print(doc.__doc__, doc.__name__, doc())
""",
)

_program(
    "special methods",
    """
class Attr:
    def __init__(self): self.known = 1
    def __getattr__(self, name):
        if name.startswith("x_"):
            return name[2:]
        raise AttributeError(f"no {name}")
a = Attr()
print(a.known, a.x_hello, hasattr(a, "other"), getattr(a, "other", "default"))
try:
    a.other
except AttributeError as error:
    print(error)
class Setting:
    def __setattr__(self, name, value):
        print("setting", name)
        object.__setattr__(self, name, value)
    def __init__(self):
        self.a = 1
s = Setting()
s.b = 2
print(s.a, s.b)
class Table:
    def __init__(self): self.data = {}
    def __getitem__(self, key): return self.data[key]
    def __setitem__(self, key, value): self.data[key] = value
    def __delitem__(self, key): del self.data[key]
    def __len__(self): return len(self.data)
    def __contains__(self, key): return key in self.data
t = Table()
t["a"] = 1
t["a"] += 5
print(t["a"], len(t), "a" in t, bool(t))
del t["a"]
print(len(t), bool(t))
class Fmt:
    def __format__(self, spec): return f"<{spec}>"
    def __int__(self): return 7
    def __float__(self): return 1.5
    def __index__(self): return 2
    def __round__(self, n=0): return "rounded"
    def __reversed__(self): return iter([3, 2, 1])
print(f"{Fmt():abc}", int(Fmt()), float(Fmt()), [1, 2, 3][Fmt()], list(range(Fmt())), round(Fmt()), list(reversed(Fmt())))
class Eq:
    def __init__(self, v): self.v = v
    def __eq__(self, o): return self.v == o.v
print(Eq(1) == Eq(1), Eq(1) != Eq(1), [Eq(1)] == [Eq(1)], Eq(2) in [Eq(1), Eq(2)])
try:
    {Eq(1): 1}
except TypeError as error:
    print(error)
class Chain:
    def __init__(self): self.log = []
    def add(self, x):
        self.log.append(x)
        return self
print(Chain().add(1).add(2).log)
class Static:
    registry = {}
    @staticmethod
    def register(name):
        def wrap(f):
            Static.registry[name] = f
            return f
        return wrap
@Static.register("double")
def double(x): return x * 2
print(Static.registry["double"](4))
class Node:
    def __init__(self, value, next=None):
        self.value, self.next = value, next
    def __repr__(self):
        return f"{self.value} -> {self.next!r}"
print(Node(1, Node(2)))
bound = Chain().add
print(bound(5).log)
class Base:
    def template(self): return self.step() + "!"
    def step(self): return "base"
class Derived(Base):
    def step(self): return "derived " + super().step()
print(Derived().template())
class Meta:
    x = property(lambda self: 42)
print(Meta().x)
print(callable(Chain), callable(Chain()), isinstance(Chain, type))
try:
    Chain().missing
except AttributeError as error:
    print(error)
try:
    Chain.missing
except AttributeError as error:
    print(error)
try:
    Chain().add.__name__
    print(Chain().add.__name__)
except AttributeError as error:
    print(error)
""",
)

_program(
    "collections and iterators",
    """
from collections import defaultdict, Counter, OrderedDict, deque, namedtuple
import itertools, functools
d = defaultdict(list)
d["a"].append(1); d["b"]
print(d, dict(d), d["a"], "c" in d, len(d))
n = defaultdict(int)
for c in "hello": n[c] += 1
print(n, sorted(n.items()))
c = Counter("mississippi")
print(c, c.most_common(2), c["z"], c.total(), Counter(a=1) + Counter("ab"))
o = OrderedDict([("x", 1)]); o["y"] = 2
print(o, list(o), o.popitem(last=False))
q = deque([1, 2], maxlen=3)
q.append(3); q.append(4); q.appendleft(0)
print(q, q.popleft(), q.pop(), len(q), list(q), q[0])
P = namedtuple("P", "x y")
p = P(1, y=2)
a, b = p
print(p, p.x, p[1], a + b, p == (1, 2), p._replace(x=5), P._fields, len(p), list(p), sorted([P(2, 1), P(1, 2)]))
print(list(itertools.product("ab", repeat=2)), list(itertools.permutations([1, 2, 3], 2)))
print(list(itertools.combinations("abc", 2)), list(itertools.chain([1], "a", (2,))), list(itertools.chain.from_iterable([[1], [2]])))
print(list(itertools.accumulate([1, 2, 3])), list(itertools.accumulate([1, 2, 3], lambda a, b: a * b)))
print(list(itertools.islice(itertools.count(5, 2), 3)), list(itertools.islice(itertools.cycle("ab"), 5)))
print(list(itertools.takewhile(lambda x: x < 3, range(9))), list(itertools.zip_longest("ab", "c", fillvalue="-")))
print([(k, list(g)) for k, g in itertools.groupby("aabbc")], list(itertools.starmap(pow, [(2, 3)])), list(itertools.pairwise("abc")))
print(functools.reduce(lambda a, b: a * b, [1, 2, 3, 4]), functools.partial(pow, 2)(5))
@functools.lru_cache(maxsize=None)
def fib(n): return n if n < 2 else fib(n - 1) + fib(n - 2)
print(fib(60))
@functools.cache
def once(x):
    print("computing", x)
    return x * 2
print(once(2), once(2))
""",
)

_program(
    "data classes",
    """
from dataclasses import dataclass, field, asdict
from typing import List, Optional, NamedTuple
from abc import ABC, abstractmethod
import copy, math
@dataclass
class Point:
    x: float
    y: float = 0.0
    tags: List[str] = field(default_factory=list)
    def norm(self) -> float:
        return math.hypot(self.x, self.y)
p = Point(3, 4)
q = Point(x=3, y=4)
p.tags.append("a")
print(p, q, p == q, p == Point(3, 4, ["a"]), p.norm(), asdict(q))
@dataclass(order=True, frozen=True)
class V:
    a: int
    b: int = 2
print(V(1), V(1) < V(2), {V(1): 2}[V(1)])
try:
    V(1).a = 3
except AttributeError as error:
    print(error)
@dataclass
class Child(Point):
    z: float = 1.0
    def __post_init__(self):
        self.total = self.x + self.y + self.z
print(Child(1, 2), Child(1, 2).total)
try:
    Point()
except TypeError as error:
    print(error)
class Base(ABC):
    @abstractmethod
    def f(self): ...
class Impl(Base):
    def f(self): return "impl"
print(Impl().f(), isinstance(Impl(), ABC))
a = [1, [2, 3], {"k": [4]}]
b = copy.copy(a); c = copy.deepcopy(a)
a[1].append(9); a[2]["k"].append(8)
print(a, b, c)
d = copy.deepcopy(p); d.tags.append("z")
print(p.tags, d.tags)
""",
)

_program(
    "random numbers",
    """
import random
random.seed(42)
print(random.random(), random.randint(1, 6), random.uniform(2, 3), random.gauss(0, 1))
items = list(range(10))
random.shuffle(items)
print(items, random.choice(items), random.sample(items, 3), random.choices("abc", k=4))
print(random.choices([1, 2], weights=[1, 3], k=5), random.randrange(0, 100, 5), random.normalvariate(0, 2))
r = random.Random(7)
print(r.random(), r.choice("xyz"), r.sample(range(100), 2))
random.seed("text")
print(random.random())
""",
)

_program(
    "abstract classes",
    """
from collections.abc import Iterable, Iterator, Mapping, Callable, Sequence, Sized, Hashable
import collections, numbers, typing
def turns():
    yield 1
class Rows:
    def __iter__(self):
        return iter([1])
class Doubles:
    def __call__(self, x):
        return 2 * x
values = [[], (), "a", {}, {1}, 3, 2.5, True, None, turns(), len, range(3), lambda: 0, Rows(), Doubles()]
kinds = (Iterable, Iterator, Mapping, Callable, Sequence, Sized, Hashable, typing.Sequence,
         numbers.Number, numbers.Integral, numbers.Real, (int, collections.abc.Mapping))
for value in values:
    print([isinstance(value, kind) for kind in kinds])
""",
)

_program(
    "special methods by name",
    """
lengths = [3, 1, 2]
print(sorted(range(3), key=lengths.__getitem__, reverse=True), lengths.__len__())
print([hasattr(v, "__iter__") for v in ([], 3, "a", {}, (), {1}, None, 2.5)])
print([hasattr(v, "__len__") for v in ([], 3, "a", {}, (), {1}, range(2))])
print((3).__add__(4), "a".__contains__("a"), {1: 2}.__getitem__(1), (2.5).__mul__(2))
""",
)

_program(
    "contexts from generators",
    """
import contextlib
from contextlib import contextmanager, nullcontext, suppress
class Switch:
    on = True
@contextmanager
def using(name, value):
    before = getattr(Switch, name)
    setattr(Switch, name, value)
    try:
        yield value
    finally:
        setattr(Switch, name, before)
with using("on", False) as value:
    print(value, Switch.on)
print(Switch.on)
try:
    with using("on", 3):
        raise ValueError("inside")
except ValueError as error:
    print(error, Switch.on)
with nullcontext(5) as five, suppress(KeyError, IndexError):
    print(five)
    {}["missing"]
print("after")
@contextlib.contextmanager
def silent():
    try:
        yield
    except ZeroDivisionError:
        print("caught")
with silent():
    1 / 0
@using("on", 7)
def shown():
    print(Switch.on)
shown()
""",
)

_program(
    "what is written to the screen",
    """
import sys
from sys import stdout
sys.stdout.write("a")
stdout.write("b\\nc\\n\\nd: %d" % 3)
sys.stdout.flush()
print("x")
print("e", end="")
stdout.writelines(["f\\n", "g\\n"])
print("h", file=sys.stdout)
""",
)
