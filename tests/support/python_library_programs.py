# ruff: noqa: E501
"""Programs that use Python's small libraries; what CPython prints is what they must print here."""

LIBRARY_PROGRAMS: dict[str, str] = {}


def _program(name: str, text: str) -> None:
    LIBRARY_PROGRAMS[name] = text.strip("\n") + "\n"


_program(
    "data classes",
    """
from dataclasses import dataclass, field, replace, asdict, astuple, fields
from typing import List, Optional
@dataclass
class Config:
    lr: float = 0.1
    layers: List[int] = field(default_factory=lambda: [2, 3])
    name: str = "net"
    def total(self): return sum(self.layers)
    @property
    def depth(self): return len(self.layers)
c = Config(); d = Config(lr=0.2, layers=[1])
print(c, d, c == d, c == Config(), c.total(), d.depth)
e = replace(c, name="x"); print(e); print(asdict(e)); print(astuple(e)); print([f.name for f in fields(c)])
@dataclass(frozen=True, order=True)
class P:
    x: int
    y: int = 0
print(P(1) < P(1, 2), sorted([P(3), P(1, 2), P(1)]), hash(P(1)) == hash(P(1)), {P(1): 2}[P(1)])
try:
    P(1).x = 3
except Exception as err:
    print(type(err).__name__, err)
@dataclass
class Base:
    a: int
    def __post_init__(self):
        self.b = self.a * 2
@dataclass
class Child(Base):
    c: int = 5
print(Child(1), Child(1).b)
try:
    Base()
except TypeError as err: print(err)
try:
    Child(1, 2, 3)
except TypeError as err: print(err)
from dataclasses import dataclass, field, asdict, astuple, replace, fields, is_dataclass, FrozenInstanceError
from typing import List
@dataclass
class In:
    v: int
    tag: str = field(default="t", compare=False)
@dataclass
class Out:
    a: In
    b: List[In] = field(default_factory=list)
o = Out(In(1), [In(2)])
print(o == Out(In(1, "z"), [In(2)]), asdict(o), astuple(o), o)
try: Out()
except TypeError as e: print(e)
try: In(1, 2, 3)
except TypeError as e: print(e)
try: In(1, w=3)
except TypeError as e: print(e)
print(is_dataclass(o), is_dataclass(In), is_dataclass(3), replace(o, b=[]))
match In(3):
    case In(v): print("matched", v)
@dataclass(frozen=True)
class F:
    x: int
    y: float = 2.0
try: F(1).x = 2
except FrozenInstanceError as e: print(type(e).__name__, e)
print({F(1), F(1), F(2)} == {F(1), F(2)})
try:
    @dataclass
    class Bad:
        xs: list = []
except ValueError as e: print(e)
try:
    @dataclass
    class Bad2:
        x: int = 1
        y: int
except TypeError as e: print(e)
@dataclass(eq=False)
class Id:
    x: int
print(Id(1) == Id(1), {Id(1): 2} != {})
@dataclass(order=True)
class V:
    major: int
    minor: int = field(default=0)
print(max(V(1, 2), V(1, 3), V(0, 9)), V(1) >= V(1), V(1) < V(2))
try: V(1) < 3
except TypeError as e: print(e)
class Sub(In): pass
print(Sub(5), Sub(5) == In(5))
""",
)

_program(
    "decorators that keep names",
    """
import functools, time
def timer(func):
    @functools.wraps(func)
    def wrapper(*args, **kwargs):
        start = time.perf_counter()
        value = func(*args, **kwargs)
        end = time.perf_counter()
        print(f"Finished {func.__name__!r}", args, kwargs)
        return value
    return wrapper
def repeat(n=2):
    def decorate(func):
        @functools.wraps(func)
        def wrapper(*args, **kwargs):
            for _ in range(n):
                value = func(*args, **kwargs)
            return value
        wrapper.calls = n
        return wrapper
    return decorate
@timer
@repeat(n=3)
def add(a, b=2, *rest, c=1, **more):
    "Adds."
    print("add", a, b, rest, c, more)
    return a + b
print(add(1, 2, 3, c=4, z=5), add.__name__, add.__doc__)
class CountCalls:
    def __init__(self, func):
        functools.update_wrapper(self, func)
        self.func = func
        self.num_calls = 0
    def __call__(self, *args, **kwargs):
        self.num_calls += 1
        return self.func(*args, **kwargs)
@CountCalls
def hi(): return "hi"
hi(); hi(); print(hi.num_calls, hi.__name__)
@functools.lru_cache(maxsize=None)
def fib(n): return n if n < 2 else fib(n-1) + fib(n-2)
print(fib(30))
@functools.cache
def g(x): print("computing", x); return x*x
g(2); g(2); g(3)
class A:
    @functools.cached_property
    def v(self): print("once"); return 3
a = A(); a.v; a.v
@functools.total_ordering
class T:
    def __init__(self, v): self.v = v
    def __eq__(self, o): return self.v == o.v
    def __lt__(self, o): return self.v < o.v
print(T(1) <= T(2), T(3) > T(2), T(2) >= T(2))
print(functools.reduce(lambda a, b: a*b, [1,2,3,4], 1), functools.reduce(max, [3,1,4]))
p = functools.partial(pow, 2); print(p(5))
q = functools.partial(add, b=7); q(1)
import functools
def deco(f):
    def inner(*a):
        "inner doc"
        return f(*a)
    inner.__name__ = "renamed"
    inner.tag = 3
    return inner
@deco
def g(x): return x
print(g.__name__, g.tag, g.__doc__, g.__dict__)
def d2(f):
    @functools.wraps(f)
    def inner(*a): return f(*a)
    return inner
@d2
def h(x):
    "doc h"
    return x
print(h.__name__, h.__doc__, h.__wrapped__(3), h(2))
def z():
    try:
        yield 1
        yield 2
    finally:
        print("closed")
g = z(); next(g); g.close(); print(list(g))
g = z(); g.close(); print(list(g))
def w():
    try:
        yield 1
    except GeneratorExit:
        print("exit caught"); raise
g = w(); next(g); g.close()
import operator as op
print(op.add(1,2), op.itemgetter(1)([1,2]), op.itemgetter("a","b")({"a":1,"b":2}), op.attrgetter("real")(3), sorted([(1,3),(0,5)], key=op.itemgetter(1)), op.mul(2,3), op.neg(2), op.methodcaller("upper")("a"), functools.reduce(op.mul, [1,2,3]), op.truediv(1,2))
print(sorted([3,1,2], key=functools.cmp_to_key(lambda a,b: b-a)))
""",
)

_program(
    "generators that are thrown into",
    """
def fib():
    a, b = 0, 1
    while True:
        yield a
        a, b = b, a + b
import itertools
print(list(itertools.islice(fib(), 10)))
def batches(xs, n):
    for i in range(0, len(xs), n):
        yield i, xs[i:i+n]
for i, b in batches(list(range(7)), 3): print(i, b)
def gen():
    x = yield 1
    print("got", x)
    try:
        y = yield 2
        print("y", y)
    except ValueError as e:
        print("caught", e)
        yield 99
    finally:
        print("closing")
    return 5
g = gen(); print(next(g)); print(g.send("a")); print(g.throw(ValueError("bad")))
try:
    next(g)
except StopIteration as s:
    print("stop", s.value)
def outer():
    r = yield from inner()
    print("r", r)
    yield from [10, 20]
def inner():
    yield 1
    return "done"
print(list(outer()))
g = (x*x for x in range(4)); print(next(g), sum(g), list(g))
g = gen(); next(g); g.close()
print(next(iter([]), "default"))
def countdown(n):
    while n:
        yield n
        n -= 1
a, *b = countdown(4); print(a, b)
print(max(countdown(3)), sorted(countdown(3)), dict(enumerate(countdown(2))), "-".join(str(i) for i in countdown(3)))
class Tree:
    def __init__(self, v, l=None, r=None): self.v, self.l, self.r = v, l, r
    def __iter__(self):
        if self.l: yield from self.l
        yield self.v
        if self.r: yield from self.r
t = Tree(2, Tree(1), Tree(3)); print(list(t), 3 in t, 7 in t, sum(t), [*t], {*t})
""",
)

_program(
    "contexts made of generators",
    """
class Timer:
    def __init__(self, n): self.n = n
    def __enter__(self): print("enter", self.n); return self
    def __exit__(self, et, ev, tb):
        print("exit", self.n, et.__name__ if et else None, ev)
        return et is ValueError
with Timer("a") as a, Timer("b") as b:
    print(a.n + b.n)
with Timer("c"):
    raise ValueError("swallowed")
try:
    with Timer("d"):
        raise KeyError("k")
except KeyError as e:
    print("outer", e, e.args)
def f():
    with Timer("e"):
        return 1
print(f())
for i in range(3):
    with Timer(i):
        if i == 1: break
        continue
from contextlib import contextmanager, suppress, nullcontext, ExitStack
@contextmanager
def tag(name):
    print(f"<{name}>")
    try:
        yield name.upper()
    finally:
        print(f"</{name}>")
with tag("h1") as t: print(t)
with suppress(ZeroDivisionError):
    1/0
with nullcontext(5) as n: print(n)
from contextlib import ContextDecorator, closing
with ExitStack() as stack:
    stack.enter_context(tag("a"))
    stack.callback(print, "called back")
    stack.enter_context(tag("b"))
class Open:
    def close(self): print("closed")
with closing(Open()): print("open")
@contextmanager
def twice():
    yield 1
    yield 2
try:
    with twice(): pass
except RuntimeError as e: print(e)
@contextmanager
def caught():
    try: yield
    except KeyError as e: print("caught", e)
with caught(): raise KeyError("k")
try:
    with caught(): raise ValueError("not mine")
except ValueError as e: print("through", e)
@tag("p")
def tagged(): print("inside")
tagged()
class Logged(ContextDecorator):
    def __enter__(self): print("enter")
    def __exit__(self, *error): print("exit")
@Logged()
def logged(): print("logged")
logged()

""",
)

_program(
    "iterators of itertools",
    """
import itertools as it
print(list(it.chain([1], [2, 3])), list(it.product("ab", [1, 2])), list(it.combinations([1,2,3], 2)), list(it.permutations([1,2,3], 2)), list(it.accumulate([1,2,3])), list(it.repeat(1, 3)), list(it.zip_longest([1], [2, 3], fillvalue=0)), list(it.takewhile(lambda x: x < 3, [1,2,3,1])), list(it.dropwhile(lambda x: x < 3, [1,2,3,1])), list(it.starmap(pow, [(2,3)])), [(k, list(g)) for k, g in it.groupby("aabbc")], list(it.islice(it.count(5, 2), 3)), list(it.compress("abc", [1,0,1])), list(it.pairwise([1,2,3])), list(it.chain.from_iterable([[1],[2]])), list(it.filterfalse(lambda x: x%2, range(4))), list(it.combinations_with_replacement("ab", 2)))
cy = it.cycle([1,2]); print(next(cy), next(cy), next(cy)); a, b = it.tee([1,2]); print(list(a), list(b))
print(list(it.accumulate([1,2,3], lambda a,b: a*b)), list(it.accumulate([1,2], initial=10)))
""",
)

_program(
    "divmod of objects",
    """
class A:
    def __divmod__(self, o): return ('divmod', o)
    def __rdivmod__(self, o): return ('rdivmod', o)
print(divmod(A(), 2), divmod(3, A()))
""",
)
