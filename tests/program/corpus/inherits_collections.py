from collections import Counter, OrderedDict, defaultdict, deque
class Tally(Counter):
    def best(self):
        return self.most_common(1)[0][0]
t = Tally('abca')
t.update('bb')
print(t.best(), t['q'], t, sum(t.values()))
class Order(OrderedDict):
    pass
o = Order(a=1)
o['b'] = 2
o.move_to_end('a')
print(o, list(o))
class Lists(defaultdict):
    def add(self, key, value):
        self[key].append(value)
d = Lists(list)
d.add('x', 1)
d.add('x', 2)
print(d['x'], d['y'], len(d))
class Last(deque):
    pass
q = Last([1, 2, 3], 2) if False else Last([1, 2, 3])
q.appendleft(0)
print(list(q), q.popleft(), len(q))
class Names(set):
    def add(self, name):
        super().add(name.lower())
n = Names(['a'])
n.add('B')
print(sorted(n), 'b' in n, n | {'c'} == {'a', 'b', 'c'}, len(n), n <= {'a', 'b'})
