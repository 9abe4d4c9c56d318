# ruff: noqa: E501 as their authors wrote them
"""The programs whose interpretation is measured: of learners, of lectures, and of plain Python."""

COLLATZ = """
longest = 0
for start in range(1, 3000):
    n = start
    steps = 0
    while n != 1:
        n = n // 2 if n % 2 == 0 else 3 * n + 1
        steps += 1
    longest = max(longest, steps)
print(longest)
"""

BY_HAND = """
import chainrule as torch
torch.manual_seed(0)
X, Y = torch.randn(8, 2), torch.randn(8, 1)
W1 = torch.randn(2, 16, requires_grad=True)
W2 = torch.randn(16, 16, requires_grad=True)
W3 = torch.randn(16, 1, requires_grad=True)
for i in range(300):
    h = torch.tanh(torch.tanh(X @ W1) @ W2)
    loss = ((h @ W3 - Y) ** 2).mean()
    loss.backward()
    with torch.no_grad():
        for p in (W1, W2, W3):
            p -= 0.01 * p.grad
            p.grad = None
print(loss.item())
"""

OPTIMISED = """
import chainrule as torch
from chainrule import nn, optim
torch.manual_seed(0)
X = torch.randn(8, 2)
Y = (X[:, :1] * X[:, 1:] > 0).float()
model = nn.Sequential(nn.Linear(2, 16), nn.Tanh(), nn.Linear(16, 16), nn.Tanh(), nn.Linear(16, 1))
optimiser = optim.{}(model.parameters(), lr=0.01)
for i in range(300):
    optimiser.zero_grad()
    loss = ((model(X) - Y) ** 2).mean()
    loss.backward()
    optimiser.step()
print(loss.item())
"""

ATTENTION = """
import math
import chainrule as torch
from chainrule import nn, functional as F
torch.manual_seed(0)
class Head(nn.Module):
    def __init__(self, width, size):
        super().__init__()
        self.key = nn.Linear(width, size, bias=False)
        self.query = nn.Linear(width, size, bias=False)
        self.value = nn.Linear(width, size, bias=False)
        self.mask = torch.tril(torch.ones(16, 16))
    def forward(self, x):
        scores = self.query(x) @ self.key(x).transpose(-2, -1) / math.sqrt(16)
        scores = scores.masked_fill(self.mask == 0, float("-inf"))
        return F.softmax(scores, dim=-1) @ self.value(x)
head = Head(32, 16)
x = torch.randn(4, 16, 32)
for i in range(60):
    loss = head(x).pow(2).mean()
    loss.backward()
    for p in head.parameters():
        p.grad = None
print(loss.item())
"""

VALUE = """
class Value:
    def __init__(self, data, inputs=(), slopes=()):
        self.data, self.grad = data, 0.0
        self.inputs, self.slopes = inputs, slopes
    def __add__(self, other):
        other = other if isinstance(other, Value) else Value(other)
        return Value(self.data + other.data, (self, other), (1.0, 1.0))
    def __mul__(self, other):
        other = other if isinstance(other, Value) else Value(other)
        return Value(self.data * other.data, (self, other), (other.data, self.data))
    __radd__, __rmul__ = __add__, __mul__
    def relu(self):
        return Value(max(self.data, 0.0), (self,), (float(self.data > 0),))
    def backward(self):
        order, seen = [], set()
        def visit(value):
            if value not in seen:
                seen.add(value)
                for each in value.inputs:
                    visit(each)
                order.append(value)
        visit(self)
        self.grad = 1.0
        for value in reversed(order):
            for each, slope in zip(value.inputs, value.slopes):
                each.grad += slope * value.grad
"""

NEURONS = """
import random
random.seed(0)
class Neuron:
    def __init__(self, count):
        self.w = [Value(random.uniform(-1, 1)) for _ in range(count)]
        self.b = Value(0.0)
    def __call__(self, x):
        return sum((w * each for w, each in zip(self.w, x)), self.b).relu()
hidden = [Neuron(2) for _ in range(8)]
last = Neuron(8)
for turn in range({}):
    total = Value(0.0)
    for x, y in (([1.0, 2.0], 1.0), ([-1.0, 0.5], 0.0), ([0.3, -2.0], 1.0)):
        error = last([neuron(x) for neuron in hidden]) + -y
        total = total + error * error
    total.backward()
    for neuron in [*hidden, last]:
        for p in [*neuron.w, neuron.b]:
            p.data -= 0.01 * p.grad
            p.grad = 0.0
print(total.data)
"""

PASTED = """
import math, random
random.seed(1)
class Value:
    def __init__(self, data, _children=(), _op='', label=''):
        self.data = data
        self.grad = 0.0
        self._backward = lambda: None
        self._prev = set(_children)
        self._op = _op
        self.label = label
    def __repr__(self):
        return f"Value(data={self.data})"
    def __add__(self, other):
        other = other if isinstance(other, Value) else Value(other)
        out = Value(self.data + other.data, (self, other), '+')
        def _backward():
            self.grad += 1.0 * out.grad
            other.grad += 1.0 * out.grad
        out._backward = _backward
        return out
    def __mul__(self, other):
        other = other if isinstance(other, Value) else Value(other)
        out = Value(self.data * other.data, (self, other), '*')
        def _backward():
            self.grad += other.data * out.grad
            other.grad += self.data * out.grad
        out._backward = _backward
        return out
    def __pow__(self, other):
        assert isinstance(other, (int, float)), "only supporting int/float powers for now"
        out = Value(self.data**other, (self,), f'**{other}')
        def _backward():
            self.grad += other * (self.data ** (other - 1)) * out.grad
        out._backward = _backward
        return out
    def __radd__(self, other):
        return self + other
    def __rmul__(self, other):
        return self * other
    def __neg__(self):
        return self * -1
    def __sub__(self, other):
        return self + (-other)
    def tanh(self):
        x = self.data
        t = (math.exp(2*x) - 1)/(math.exp(2*x) + 1)
        out = Value(t, (self, ), 'tanh')
        def _backward():
            self.grad += (1 - t**2) * out.grad
        out._backward = _backward
        return out
    def backward(self):
        topo = []
        visited = set()
        def build_topo(v):
            if v not in visited:
                visited.add(v)
                for child in v._prev:
                    build_topo(child)
                topo.append(v)
        build_topo(self)
        self.grad = 1.0
        for node in reversed(topo):
            node._backward()
class Neuron:
    def __init__(self, nin):
        self.w = [Value(random.uniform(-1,1)) for _ in range(nin)]
        self.b = Value(random.uniform(-1,1))
    def __call__(self, x):
        act = sum((wi*xi for wi, xi in zip(self.w, x)), self.b)
        return act.tanh()
    def parameters(self):
        return self.w + [self.b]
class Layer:
    def __init__(self, nin, nout):
        self.neurons = [Neuron(nin) for _ in range(nout)]
    def __call__(self, x):
        outs = [n(x) for n in self.neurons]
        return outs[0] if len(outs) == 1 else outs
    def parameters(self):
        return [p for neuron in self.neurons for p in neuron.parameters()]
class MLP:
    def __init__(self, nin, nouts):
        sz = [nin] + nouts
        self.layers = [Layer(sz[i], sz[i+1]) for i in range(len(nouts))]
    def __call__(self, x):
        for layer in self.layers:
            x = layer(x)
        return x
    def parameters(self):
        return [p for layer in self.layers for p in layer.parameters()]
n = MLP(3, [4, 4, 1])
xs = [[2.0, 3.0, -1.0], [3.0, -1.0, 0.5], [0.5, 1.0, 1.0], [1.0, 1.0, -1.0]]
ys = [1.0, -1.0, -1.0, 1.0]
for k in range(30):
    ypred = [n(x) for x in xs]
    loss = sum(((yout - ygt)**2 for ygt, yout in zip(ys, ypred)), Value(0.0))
    for p in n.parameters():
        p.grad = 0.0
    loss.backward()
    for p in n.parameters():
        p.data += -0.1 * p.grad
print(len(n.parameters()), loss.data < 1.0)
"""

ELEVEN_LINES = """
import numpy as np
X = np.array([ [0,0,1],[0,1,1],[1,0,1],[1,1,1] ])
y = np.array([[0,1,1,0]]).T
np.random.seed(1)
syn0 = 2*np.random.random((3,4)) - 1
syn1 = 2*np.random.random((4,1)) - 1
for j in range(6000):
    l1 = 1/(1+np.exp(-(np.dot(X,syn0))))
    l2 = 1/(1+np.exp(-(np.dot(l1,syn1))))
    l2_delta = (y - l2)*(l2*(1-l2))
    l1_delta = l2_delta.dot(syn1.T) * (l1 * (1-l1))
    syn1 += l1.T.dot(l2_delta)
    syn0 += X.T.dot(l1_delta)
print(np.round(l2, 4).tolist())
"""

MINI_BATCHES = """
import random
import numpy as np
random.seed(0)
np.random.seed(0)
def sigmoid(z):
    return 1.0/(1.0+np.exp(-z))
def sigmoid_prime(z):
    return sigmoid(z)*(1-sigmoid(z))
class Network(object):
    def __init__(self, sizes):
        self.num_layers = len(sizes)
        self.sizes = sizes
        self.biases = [np.random.randn(y, 1) for y in sizes[1:]]
        self.weights = [np.random.randn(y, x) for x, y in zip(sizes[:-1], sizes[1:])]
    def feedforward(self, a):
        for b, w in zip(self.biases, self.weights):
            a = sigmoid(np.dot(w, a)+b)
        return a
    def SGD(self, training_data, epochs, mini_batch_size, eta):
        n = len(training_data)
        for j in range(epochs):
            random.shuffle(training_data)
            mini_batches = [
                training_data[k:k+mini_batch_size]
                for k in range(0, n, mini_batch_size)]
            for mini_batch in mini_batches:
                self.update_mini_batch(mini_batch, eta)
    def update_mini_batch(self, mini_batch, eta):
        nabla_b = [np.zeros(b.shape) for b in self.biases]
        nabla_w = [np.zeros(w.shape) for w in self.weights]
        for x, y in mini_batch:
            delta_nabla_b, delta_nabla_w = self.backprop(x, y)
            nabla_b = [nb+dnb for nb, dnb in zip(nabla_b, delta_nabla_b)]
            nabla_w = [nw+dnw for nw, dnw in zip(nabla_w, delta_nabla_w)]
        self.weights = [w-(eta/len(mini_batch))*nw
                        for w, nw in zip(self.weights, nabla_w)]
        self.biases = [b-(eta/len(mini_batch))*nb
                       for b, nb in zip(self.biases, nabla_b)]
    def backprop(self, x, y):
        nabla_b = [np.zeros(b.shape) for b in self.biases]
        nabla_w = [np.zeros(w.shape) for w in self.weights]
        activation = x
        activations = [x]
        zs = []
        for b, w in zip(self.biases, self.weights):
            z = np.dot(w, activation)+b
            zs.append(z)
            activation = sigmoid(z)
            activations.append(activation)
        delta = (activations[-1] - y) * sigmoid_prime(zs[-1])
        nabla_b[-1] = delta
        nabla_w[-1] = np.dot(delta, activations[-2].transpose())
        for l in range(2, self.num_layers):
            z = zs[-l]
            sp = sigmoid_prime(z)
            delta = np.dot(self.weights[-l+1].transpose(), delta) * sp
            nabla_b[-l] = delta
            nabla_w[-l] = np.dot(delta, activations[-l-1].transpose())
        return (nabla_b, nabla_w)
data = [(np.random.randn(2, 1), np.array([[1.0]])) for i in range(40)]
net = Network([2, 3, 1])
net.SGD(data, 20, 10, 3.0)
print(np.round(net.feedforward(data[0][0]), 3).tolist())
"""

SIEVE = """
import chainrule as torch  # so that numbers are Python's
def is_prime(n):
    if n < 2:
        return False
    i = 2
    while i * i <= n:
        if n % i == 0:
            return False
        i += 1
    return True
total = 0
for n in range(4000):
    if is_prime(n):
        total += n
def product(a, b):
    result = [[0.0] * len(b[0]) for _ in range(len(a))]
    for i in range(len(a)):
        for j in range(len(b[0])):
            for k in range(len(b)):
                result[i][j] += a[i][k] * b[k][j]
    return result
m = [[(i * 7 + j) % 5 / 2 for j in range(14)] for i in range(14)]
for turn in range(5):
    m = product(m, m)
    s = max(max(row) for row in m)
    m = [[each / s for each in row] for row in m]
def fib(n):
    return n if n < 2 else fib(n - 1) + fib(n - 2)
print(total, fib(17), round(m[0][0], 6))
"""

WORDS = """
import chainrule as torch
names = ["emma", "olivia", "ava", "isabella", "sophia", "charlotte", "mia", "amelia", "harper", "evelyn"] * 30
bigrams = {}
for name in names:
    chars = ["<S>"] + list(name) + ["<E>"]
    for one, two in zip(chars, chars[1:]):
        pair = (one, two)
        bigrams[pair] = bigrams.get(pair, 0) + 1
chars = sorted(set("".join(names)))
index = {s: i + 1 for i, s in enumerate(chars)}
index["."] = 0
letters = {i: s for s, i in index.items()}
blocks, targets = [], []
for name in names:
    context = [0] * 3
    for letter in name + ".":
        blocks.append(context)
        targets.append(index[letter])
        context = context[1:] + [index[letter]]
text = ""
for block, target in zip(blocks[:400], targets):
    text += "".join(letters[i] for i in block) + "-" + letters[target] + "\\n"
counts = sorted(bigrams.items(), key=lambda pair: -pair[1])[:3]
print(counts, len(text.split("\\n")), text[:20].upper().replace("-", ">"))
"""

PROGRAMS = {
    "Collatz numbers": COLLATZ,
    "primes, products, Fibonacci": SIEVE,
    "texts, lists, dictionaries": WORDS,
    "numbers of its own class": VALUE + NEURONS.format(40),
    "micrograd, pasted": PASTED,
    "micrograd": "from micrograd.engine import Value" + NEURONS.format(10),
    "by hand": BY_HAND,
    "SGD": OPTIMISED.format("SGD"),
    "Adam": OPTIMISED.format("Adam"),
    "attention": ATTENTION,
    "11 lines of NumPy": ELEVEN_LINES,
    "mini-batches in NumPy": MINI_BATCHES,
}
