class Stack(list):
    def push(self, value):
        self.append(value)
        return self
    def append(self, value):
        super().append(value * 10)
    @property
    def top(self):
        return self[-1]
s = Stack([1])
s.push(2).push(3)
print(s, s.top, len(s), s[1:], [x for x in s], isinstance(s, list), type(s).__name__, 20 in s)
s += [4]
s[0] = 7
del s[1]
print(s, s + [1], s * 2, s == [7, 30, 4], s == Stack([7, 30, 4]), s < [8], bool(Stack()), sum(s))
print(sorted(s), max(s), list(reversed(s)), s.index(30), s.pop(), s, tuple(s), [*s], type(s + s))
a, b = s
print(a, b, repr(s), f"{s}", s.copy(), dict(enumerate(s)), list(zip(s, s)), list(map(str, s)))
try:
    {s: 1}
except TypeError as error:
    print(error)
s.extra = 5
print(s.extra, vars(s))
