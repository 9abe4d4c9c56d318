from collections import Counter, defaultdict, deque, namedtuple
from functools import reduce, partial
from itertools import product, chain, combinations

text = "to be or not to be that is the question"
counts = Counter(text.split())
print(counts.most_common(2))
by_length = defaultdict(list)
for word in text.split():
    by_length[len(word)].append(word)
print(dict(by_length))
window = deque(maxlen=3)
means = []
for v in [1.0, 2.0, 4.0, 8.0]:
    window.append(v)
    means.append(sum(window) / len(window))
print(means)
Point = namedtuple("Point", ["x", "y"])
p = Point(1, y=2)
print(p, p.x + p.y)
print(reduce(lambda a, b: a * b, [1, 2, 3, 4], 1), partial(pow, 2)(5))
print(list(product([0, 1], "ab")), list(combinations([1, 2, 3], 2)))
flat = list(chain.from_iterable([[1], [2, 3]]))
for i, (a, b) in enumerate(zip(flat, reversed(flat)), start=1):
    print(i, a, b)
