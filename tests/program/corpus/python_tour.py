def fib(n, memo={}):
    if n in memo:
        return memo[n]
    memo[n] = n if n < 2 else fib(n - 1) + fib(n - 2)
    return memo[n]


def describe(*args, sep=", ", **kwargs):
    return sep.join(map(str, args)) + "; " + sep.join(f"{k}={v}" for k, v in sorted(kwargs.items()))


print(fib(30), describe(1, 2.5, None, b=2, a="x"))
first, *middle, last = range(6)
(a, b), c = (1, 2), 3
a, b = b, a
print(first, middle, last, a, b, c)
if (n := len(middle)) > 3 and 0 < c <= 3:
    print(f"{n=} is large")
for i in range(2, 20):
    for d in range(2, i):
        if i % d == 0:
            break
    else:
        print(i, end=" ")
print()
k = 27
steps = 0
while k != 1:
    k = 3 * k + 1 if k % 2 else k // 2
    steps += 1
    if steps > 200:
        break
print(steps)
words = ["pear", "Apple", "fig"]
words.sort(key=str.lower)
print(words, words[::-1], words.index("fig"), "ap" in "grape", words[-1][1:])
stack = [3, 1, 2]
stack.append(stack.pop(0))
stack.extend([9, 9])
stack.remove(9)
stack.insert(1, 7)
print(stack, sorted(stack, reverse=True), sum(stack), min(stack))
d = {"x": 1}
d.update(y=2)
d.setdefault("z", []).append(3)
print(d, d.get("q", "none"), list(d.items()), d.pop("x"), "x" in d)
s = {1, 2} | {3} - {1}
print(s, {1, 2} & {2, 5}, frozenset([1, 1]), type(s).__name__)
x = None
print(x is None, not x, x or "default", [] == [], (1, 2) < (1, 3), "a" * 3 + "b")
