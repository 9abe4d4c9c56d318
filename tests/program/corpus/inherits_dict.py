class Config(dict):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.reads = 0
    def __getitem__(self, key):
        self.reads += 1
        return super().__getitem__(key)
    def __missing__(self, key):
        return key * 2
c = Config({'a': 1}, b=2)
print(c['a'], c['zz'], c.reads, c, len(c), 'a' in c, list(c), list(c.items()), c.get('q'), c == {'a': 1, 'b': 2})
c['d'] = 4
c.update(e=5)
c.setdefault('f', []).append(1)
print(c, c.pop('d'), sorted(c.keys()), {**c}, dict(c), c | {'z': 1}, isinstance(c, dict))
def f(**options):
    return options
print(f(**c))
for key, value in c.items():
    print(key, value)
class Attributes(dict):
    def __getattr__(self, name):
        if name in self:
            return self[name]
        raise AttributeError(name)
    __setattr__ = dict.__setitem__
    __delattr__ = dict.__delitem__
a = Attributes(x=1)
a.y = 2
print(a.x + a.y, a, hasattr(a, 'z'))
del a.x
print(a)
class Same(dict):
    def __init__(self, **values):
        super().__init__(**values)
        self.__dict__ = self
s = Same(k=1)
s.n = 3
print(s, s.k, s['n'])
