"""Pitfalls of size: steps, numbers and gradients that are too large or too small."""

from chainrule.program.examples.example import Example

SCALES = (
    Example(
        "learning-rate-wrong",
        "A learning rate too large",
        "Every step jumps over the minimum and lands farther away.",
        "The values of w change their sign and grow: 1, −1.4, 1.96, −2.744.",
        "From which learning rate on does this parabola diverge?",
        "Above 1: a step multiplies w by 1 − 2 × rate. At 1 itself w jumps between 1 and −1. "
        "PyTorch says nothing; after enough steps it prints inf and then nan.",
        """\
import torch

w = torch.tensor(1.0, requires_grad=True)
optimizer = torch.optim.SGD([w], lr=1.2)
for step in range(3):
    optimizer.zero_grad()
    loss = w ** 2
    loss.backward()
    optimizer.step()
    print(w.item())
""",
        "pitfalls",
        "wrong",
        "learning-rate-right",
        ("w",),
        gradients={"w": 3.92},
    ),
    Example(
        "learning-rate-right",
        "A learning rate that converges",
        "Every step takes w a good part of the way to the minimum.",
        "The values of w shrink towards 0: 1, 0.4, 0.16, 0.064.",
        "Which rate would reach the minimum in a single step?",
        "One half: 1 − 2 × 0.5 = 0. Only a parabola has a rate that does so from every start.",
        """\
import torch

w = torch.tensor(1.0, requires_grad=True)
optimizer = torch.optim.SGD([w], lr=0.3)
for step in range(3):
    optimizer.zero_grad()
    loss = w ** 2
    loss.backward()
    optimizer.step()
    print(w.item())
""",
        "pitfalls",
        "right",
        "learning-rate-wrong",
        ("w",),
        gradients={"w": 0.32},
    ),
    Example(
        "softmax-wrong",
        "A softmax that overflows",
        "exp(1000) is too large for any float: infinity divided by infinity is NaN.",
        "The first NaN is p; from there on everything is NaN, the gradient of z included.",
        "From which logit on does it happen?",
        "From 710 on in float64, from 89 on in PyTorch's float32. PyTorch says nothing: the loss "
        "is printed as nan.",
        """\
import torch

z = torch.tensor([1000.0, 999.0, 998.0], requires_grad=True)
e = torch.exp(z)
p = e / e.sum()
loss = -torch.log(p[1])
loss.backward()
print(p, z.grad)
""",
        "pitfalls",
        "wrong",
        "softmax-right",
        ("p", "∂z"),
    ),
    Example(
        "softmax-right",
        "A softmax that is shifted",
        "What all logits have in common cancels: subtract the largest first.",
        "The largest exponent is 0 now; the gradient of z is p minus the one-hot target.",
        "Why does the shift change nothing else?",
        "exp(z − m) = exp(z) / exp(m): the same factor stands in numerator and denominator. "
        "softmax() and cross_entropy() do it for you.",
        """\
import torch

z = torch.tensor([1000.0, 999.0, 998.0], requires_grad=True)
e = torch.exp(z - z.max())
p = e / e.sum()
loss = -torch.log(p[1])
loss.backward()
print(p, z.grad)
""",
        "pitfalls",
        "right",
        "softmax-wrong",
        ("p", "∂z"),
        gradients={"z": [0.6652, -0.7553, 0.09]},
    ),
    Example(
        "vanishing-wrong",
        "A deep chain of sigmoids",
        "The slope of a sigmoid is at most a quarter: every layer takes away three quarters.",
        "The gradient of the first weight is a thousandth of the last one's and less.",
        "Would larger weights help?",
        "Hardly: they multiply the slope, and drive the sigmoid to its flat ends. PyTorch says "
        "nothing; the first layers just do not learn.",
        """\
import torch

ws = [torch.tensor(1.0, requires_grad=True) for layer in range(6)]
h = torch.tensor(0.5)
for w in ws:
    h = torch.sigmoid(w * h)
h.backward()
print([w.grad.item() for w in ws])
""",
        "pitfalls",
        "wrong",
        "vanishing-right",
        ("∂ws[0]", "∂ws[5]"),
    ),
    Example(
        "vanishing-right",
        "The same depth with relu",
        "Where relu is on its slope is 1, however many layers there are.",
        "Every weight gets the same gradient, 0.5.",
        "What else keeps gradients alive in deep networks?",
        "Connections that skip layers, normalisation, and weights that begin at the right size.",
        """\
import torch

ws = [torch.tensor(1.0, requires_grad=True) for layer in range(6)]
h = torch.tensor(0.5)
for w in ws:
    h = torch.relu(w * h)
h.backward()
print([w.grad.item() for w in ws])
""",
        "pitfalls",
        "right",
        "vanishing-wrong",
        ("∂ws[0]", "∂ws[5]"),
        gradients={"ws[0]": 0.5, "ws[5]": 0.5},
    ),
    Example(
        "exploding-wrong",
        "A gradient that explodes",
        "The same weight six times in a row: the gradient grows with every product.",
        "At w = 2 the gradient is 24,192; one step throws w to −2,417.",
        "Why is it so steep there?",
        "The output is w⁶, and the gradient of (w⁶ − 1)² is 12 w⁵ (w⁶ − 1) = 384 × 63. PyTorch "
        "says nothing; the next losses are gigantic.",
        """\
import torch

w = torch.tensor(2.0, requires_grad=True)
for step in range(2):
    h = torch.tensor(1.0)
    for t in range(6):
        h = w * h
    loss = (h - 1) ** 2
    loss.backward()
    with torch.no_grad():
        w -= 0.1 * w.grad
    print(w.item())
    w.grad = None
""",
        "pitfalls",
        "wrong",
        "exploding-right",
        ("w",),
    ),
    Example(
        "exploding-right",
        "A gradient that is clipped",
        "clip_grad_norm_ shortens the gradient to length 1 and keeps its direction.",
        "A step moves w by 0.1 at most: from 2 to 1.9 to 1.8.",
        "Which step size would do without clipping?",
        "One of about 0.000004 moves w by 0.1 here, and would hardly move it where it is flat.",
        """\
import torch

w = torch.tensor(2.0, requires_grad=True)
for step in range(2):
    h = torch.tensor(1.0)
    for t in range(6):
        h = w * h
    loss = (h - 1) ** 2
    loss.backward()
    torch.nn.utils.clip_grad_norm_([w], 1.0)
    with torch.no_grad():
        w -= 0.1 * w.grad
    print(w.item())
    w.grad = None
""",
        "pitfalls",
        "right",
        "exploding-wrong",
        ("w",),
    ),
)
