"""Examples of what networks are made of."""

from chainrule.program.examples.example import Example

NETWORKS = (
    Example(
        "neuron",
        "A neuron",
        "Two inputs, two weights, a bias and a tanh.",
        "One factor, 1 − y², reaches every parameter: the neuron's own slope.",
        "Which weight would gradient descent change more?",
        "The one whose input is larger: the gradients are in the ratio of the inputs, 2 to 1.",
        """\
x = data([2.0, 1.0])
w = [-0.5, 1.5]
b = 0.2
y = tanh(w @ x + b)
""",
        "networks",
        gradients={"w": [1.2695, 0.6347], "b": 0.6347},
    ),
    Example(
        "three-points",
        "Squared error on three points",
        "A line through three points: every point pulls at the same two parameters.",
        "The gradient of w is the mean of what the points ask for.",
        "Why is the gradient of b not 0, although the line fits the first point?",
        "The other two points lie above the line; they pull b up.",
        """\
x = data([0.0, 1.0, 2.0])
y = data([1.0, 3.0, 5.0])
w = 1.0
b = 1.0
prediction = w * x + b
loss = mean((prediction - y) ** 2)
""",
        "networks",
        gradients={"w": -3.333, "b": -2},
    ),
    Example(
        "linear-regression",
        "Linear regression",
        "Four samples, two features, one matrix product.",
        "X.T appears in the rule of the product: the gradient of w is X.T times the errors, times "
        "2/4 from the mean of four squares.",
        "At which w is the gradient zero?",
        "At (1, 2) with b = 0: the targets were made with these, so every error is 0 there.",
        """\
X = data([[1.0, 0.0], [0.0, 1.0], [1.0, 1.0], [2.0, 1.0]])
y = data([[1.0], [2.0], [3.0], [4.0]])
w = [[0.5], [0.5]]
b = 0.0
loss = mse_loss(X @ w + b, y)
""",
        "networks",
        gradients={"w": [[-3.75], [-3]], "b": -3.25},
    ),
    Example(
        "bce-logits",
        "Cross-entropy with logits",
        "The same loss twice: as one stable operation, and as sigmoid and logarithm.",
        "Both are 2.127, and z gets p − t = 0.8808 from each of its two uses.",
        "What does each of the two give for z = 800?",
        "The operation gives 800 and sends the gradient 1. In the formula p rounds to 1, so "
        "log(1 − p) is −∞: its loss is ∞ and its gradient NaN. Set z to 800 and see.",
        """\
z = 2.0
t = data(0.0)
stable = bce_with_logits(z, t)
p = sigmoid(z)
formula = -(t * log(p) + (1 - t) * log(1 - p))
both = stable + formula
""",
        "networks",
        gradients={"z": 1.7616},
    ),
    Example(
        "softmax-cross-entropy",
        "Softmax and cross-entropy",
        "Three classes, one right answer.",
        "The gradient of the logits is the softmax minus the one-hot target: it sums to 0.",
        "Which logit is pushed up?",
        "Only that of the right class, the second: its gradient is the only negative one.",
        """\
logits = [2.0, 1.0, 0.1]
target = data([0.0, 1.0, 0.0])
p = softmax(logits)
loss = -sum(target * log(p))
""",
        "networks",
        gradients={"logits": [0.659, -0.7576, 0.0986]},
    ),
    Example(
        "layer-norm",
        "Layer normalisation",
        "Every row is brought to mean 0 and variance 1, then scaled and shifted as learned.",
        "x and centred are each used twice (Σ2): the gradient of x adds up over all the paths.",
        "What does the gradient of x sum to in every row?",
        "0: adding a constant to a row changes nothing after the mean is taken off.",
        """\
def normalise(x):
    centred = x - mean(x, axis=-1, keepdims=True)
    variance = mean(centred ** 2, axis=-1, keepdims=True)
    return centred / sqrt(variance + 1e-5)

x = [[1.0, 2.0, 4.0], [0.0, -1.0, 3.0]]
scale = [2.0, 1.0, 0.5]
shift = [0.0, 0.1, 0.0]
y = normalise(x) * scale + shift
loss = sum(y ** 3)
""",
        "networks",
    ),
    Example(
        "attention",
        "An attention head",
        "Three tokens ask each other what they know.",
        "Queries and keys meet in the scores; the values join only after the softmax.",
        "Which gradients would vanish if all three values V were equal?",
        "Those of Wq and Wk: whatever the weights, the average of equal values is the same.",
        """\
tokens = data([[1.0, 0.0], [0.0, 1.0], [1.0, 1.0]])
Wq = param(randn(2, 2, seed=1))
Wk = param(randn(2, 2, seed=2))
Wv = param(randn(2, 2, seed=3))

def head(x):
    Q = x @ Wq
    K = x @ Wk
    V = x @ Wv
    scores = Q @ K.T / sqrt(2.0)
    weights = softmax(scores, axis=-1)
    return weights @ V

output = head(tokens)
loss = mean(output ** 2)
""",
        "networks",
    ),
    Example(
        "rnn",
        "A recurrent network, unrolled",
        "The same two weights at every step of time.",
        "The badges of w and u: their gradients are sums over all four steps.",
        "Through how many tanh does the first step's contribution to w pass?",
        "Through four, its own and the three later ones; each multiplies it by 1 − h², below 1.",
        """\
sequence = data([1.0, -0.5, 0.3, 0.8])
w = 0.9
u = 0.7

def step(h, x):
    return tanh(w * x + u * h)

h = data(0.0)
for t in range(4):
    h = step(h, sequence[t])
loss = (h - 1) ** 2
""",
        "networks",
    ),
    Example(
        "xor",
        "XOR with two hidden units",
        "Four points that no line can separate.",
        "The hidden layer's cards: each unit draws one line.",
        "Why is a hidden layer needed at all?",
        "Without one, p = 0.5 on a straight line, and no straight line parts the 1s from the 0s.",
        """\
X = data([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]])
y = data([[0.0], [1.0], [1.0], [0.0]])
W1 = [[2.0, -1.5], [2.0, -1.5]]
b1 = [[-1.0, 2.0]]
W2 = [[1.5], [1.5]]
b2 = -1.0
with group("hidden"):
    h = tanh(X @ W1 + b1)
with group("output"):
    p = sigmoid(h @ W2 + b2)
loss = bce_loss(p, y)
""",
        "networks",
    ),
    Example(
        "mlp",
        "The raisin network",
        "Seven measurements of a raisin, a hundred hidden units, one probability.",
        "Thirteen cards for 901 parameters; in h's gradient only the first raisin's row is strong.",
        "Why are the other three rows of h's gradient almost 0?",
        "Each row's error is p − y: 0.94 for the first raisin, but 0.02 and less for the others, "
        "which are classified correctly already.",
        """\
X = data([[-0.01, 0.10, -0.02, 0.42, -0.02, 1.11, 0.07],
          [-0.32, -0.21, -0.23, 0.22, -0.30, -0.29, -0.16],
          [1.28, 1.89, 0.38, 1.39, 1.26, 0.60, 1.55],
          [0.76, 0.88, 0.68, 0.66, 0.80, 0.57, 0.97]])
y = data([[0.0], [0.0], [1.0], [1.0]])
W1 = param(randn(7, 100, seed=1))
b1 = param(zeros(1, 100))
W2 = param(randn(100, 1, seed=2))
b2 = param(zeros(1, 1))
z1 = X @ W1 + b1
h = tanh(z1)
z2 = h @ W2 + b2
p = sigmoid(z2)
loss = bce_loss(p, y)
""",
        "networks",
    ),
)
