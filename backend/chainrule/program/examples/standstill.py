"""Pitfalls of standstill: gradients that are exactly 0, so that nothing is ever learned."""

from chainrule.program.examples.example import Example

STANDSTILL = (
    Example(
        "dying-relu-wrong",
        "A relu that dies",
        "One step that is too long throws the unit where relu is flat.",
        "After the first step w and b are negative, and from then on both gradients are exactly 0.",
        "What could wake the unit up?",
        "Nothing here: with a gradient of 0 no step moves it. PyTorch says nothing, and the loss "
        "stays at 0.25 for ever.",
        """\
import torch

w = torch.tensor(0.5, requires_grad=True)
b = torch.tensor(0.1, requires_grad=True)
for step in range(3):
    h = torch.relu(w * 2 + b)
    loss = (h - 0.5) ** 2
    loss.backward()
    with torch.no_grad():
        for p in (w, b):
            p -= 1.0 * p.grad
            p.grad = None
    print(h.item(), w.item())
""",
        "pitfalls",
        "wrong",
        "dying-relu-right",
        ("h", "∂w"),
        gradients={"w": 0, "b": 0},
    ),
    Example(
        "dying-relu-right",
        "A relu that lives",
        "With a twentieth of the rate the same unit learns.",
        "h comes down from 1.1 to 0.8 and 0.65: every step halves its distance from 0.5.",
        "Which rate would kill this unit at once?",
        "Any above 0.1833: w × 2 + b begins at 1.1, and the first step takes 6 × rate away.",
        """\
import torch

w = torch.tensor(0.5, requires_grad=True)
b = torch.tensor(0.1, requires_grad=True)
for step in range(3):
    h = torch.relu(w * 2 + b)
    loss = (h - 0.5) ** 2
    loss.backward()
    with torch.no_grad():
        for p in (w, b):
            p -= 0.05 * p.grad
            p.grad = None
    print(h.item(), w.item())
""",
        "pitfalls",
        "right",
        "dying-relu-wrong",
        ("h", "∂w"),
    ),
    Example(
        "zero-init-wrong",
        "Weights that begin at zero",
        "Each layer multiplies what comes back with weights that are 0: nothing arrives.",
        "Both gradients are exactly 0: of W1 because W2 is 0, of W2 because h is.",
        "Why would equal weights other than 0 be no better?",
        "Then all three units get the same gradient for ever and stay copies of one unit. PyTorch "
        "says nothing; its layers begin with random weights for this reason.",
        """\
import torch

x = torch.tensor([1.0, -2.0])
W1 = torch.zeros(3, 2, requires_grad=True)
W2 = torch.zeros(3, requires_grad=True)
h = torch.tanh(W1 @ x)
loss = (W2 @ h - 1) ** 2
loss.backward()
print(W1.grad, W2.grad)
""",
        "pitfalls",
        "wrong",
        "zero-init-right",
        ("∂W1", "∂W2"),
        gradients={"W1": [[0, 0], [0, 0], [0, 0]], "W2": [0, 0, 0]},
    ),
    Example(
        "zero-init-right",
        "Weights that begin at random",
        "Random weights make every unit another one.",
        "Each of the three units gets a gradient of its own.",
        "May biases begin at zero?",
        "Yes: the weights already tell the units apart, and a bias is multiplied with nothing.",
        """\
import torch

torch.manual_seed(0)
x = torch.tensor([1.0, -2.0])
W1 = torch.randn(3, 2, requires_grad=True)
W2 = torch.randn(3, requires_grad=True)
h = torch.tanh(W1 @ x)
loss = (W2 @ h - 1) ** 2
loss.backward()
print(W1.grad, W2.grad)
""",
        "pitfalls",
        "right",
        "zero-init-wrong",
        ("∂W1", "∂W2"),
    ),
)
