"""Pitfalls of what is connected: values that are cut off, changed under way, or repeated."""

from chainrule.program.examples.example import Example

CONNECTIONS = (
    Example(
        "detach-wrong",
        "Detached by mistake",
        "A detach() in the middle cuts the first layer off.",
        "The loss depends on w1, and still no gradient reaches it: w1.grad is None.",
        "Does the loss fall nevertheless?",
        "Yes, because w2 learns: that is why nobody notices. PyTorch says nothing; an optimiser "
        "passes over a parameter whose grad is None. item(), numpy() and torch.tensor(h) cut, too.",
        """\
import torch

x, y = 2.0, 1.0
w1 = torch.tensor(0.5, requires_grad=True)
w2 = torch.tensor(-1.0, requires_grad=True)
h = torch.tanh(w1 * x).detach()
loss = (w2 * h - y) ** 2
loss.backward()
print(w1.grad, w2.grad)
""",
        "pitfalls",
        "wrong",
        "detach-right",
        ("∂w1", "∂w2"),
        gradients={"w1": None, "w2": -2.683},
    ),
    Example(
        "detach-right",
        "Connected all the way",
        "Without detach() the gradient flows through both layers.",
        "The gradient of h goes on through tanh and the product to w1.",
        "When is detach() right?",
        "Where a gradient is meant to stop: for a target that the network itself computed, or a "
        "number that is only printed.",
        """\
import torch

x, y = 2.0, 1.0
w1 = torch.tensor(0.5, requires_grad=True)
w2 = torch.tensor(-1.0, requires_grad=True)
h = torch.tanh(w1 * x)
loss = (w2 * h - y) ** 2
loss.backward()
print(w1.grad, w2.grad)
""",
        "pitfalls",
        "right",
        "detach-wrong",
        ("∂w1", "∂w2"),
        gradients={"w1": 2.959, "w2": -2.683},
    ),
    Example(
        "data-wrong",
        ".data in a formula",
        "w.data is the value without its history: the error no longer reaches w.",
        "w still gets a gradient, +0.4, but only from the penalty; the error asks for −8.",
        "In which direction does w move?",
        "Down, towards 0, away from the 2 that fits: only the penalty is left. PyTorch says "
        "nothing; .data is there for updates, and even there no_grad() is safer.",
        """\
import torch

x, y = 2.0, 4.0
w = torch.tensor(1.0, requires_grad=True)
error = w.data * x - y
loss = error ** 2 + 0.2 * w ** 2
loss.backward()
print(w.grad)
""",
        "pitfalls",
        "wrong",
        "data-right",
        ("∂w",),
        gradients={"w": 0.4},
    ),
    Example(
        "data-right",
        "The tensor itself",
        "Both parts of the loss reach w.",
        "Two contributions meet in w: −8 from the error, +0.4 from the penalty.",
        "Where would w come to rest?",
        "At 8 / 4.2 = 1.905: a little below the 2 that fits, because of the penalty.",
        """\
import torch

x, y = 2.0, 4.0
w = torch.tensor(1.0, requires_grad=True)
error = w * x - y
loss = error ** 2 + 0.2 * w ** 2
loss.backward()
print(w.grad)
""",
        "pitfalls",
        "right",
        "data-wrong",
        ("∂w",),
        gradients={"w": -7.6},
    ),
    Example(
        "integer-wrong",
        "A whole number on the way",
        "int() makes a step of the line: its derivative is 0 or does not exist.",
        "w1.grad is None: .int() cuts the way from w1 to the loss.",
        "Why does PyTorch not raise an error here?",
        "Because w2 still gets a gradient. Were w1 the only parameter, backward() would say that "
        "the loss does not require grad. round() and floor() pass on exactly 0 instead.",
        """\
import torch

w1 = torch.tensor(1.4, requires_grad=True)
w2 = torch.tensor(2.0, requires_grad=True)
count = (3 * w1).int()
loss = (count * w2 - 9) ** 2
loss.backward()
print(w1.grad, w2.grad)
""",
        "pitfalls",
        "wrong",
        "integer-right",
        ("∂w1", "∂w2"),
        gradients={"w1": None, "w2": -8},
    ),
    Example(
        "integer-right",
        "A number that may be broken",
        "While something is learned it stays a number with a fraction.",
        "count is 4.2, and both factors get a gradient.",
        "Where may the rounding stand?",
        "After the training, where the result is used and nothing flows back any more.",
        """\
import torch

w1 = torch.tensor(1.4, requires_grad=True)
w2 = torch.tensor(2.0, requires_grad=True)
count = 3 * w1
loss = (count * w2 - 9) ** 2
loss.backward()
print(w1.grad, w2.grad)
""",
        "pitfalls",
        "right",
        "integer-wrong",
        ("∂w1", "∂w2"),
        gradients={"w1": -7.2, "w2": -5.04},
    ),
    Example(
        "in-place-wrong",
        "Changed under a second name",
        "skip is no copy: += changes the tensor that both names stand for.",
        "Both arguments of y are the changed h: what was kept is counted once, the change twice.",
        "Does PyTorch complain?",
        "Not here, since neither + nor tanh needs h itself on the way back. Had it been "
        "multiplied with a weight before, backward() would say that a value was modified by an "
        "inplace operation.",
        """\
import torch

w = torch.tensor(0.8, requires_grad=True)
h = w * 1.5
skip = h
h += torch.tanh(h)
y = h + skip
y.backward()
print(y.item(), w.grad)
""",
        "pitfalls",
        "wrong",
        "in-place-right",
        ("y", "∂w"),
        gradients={"w": 3.915},
    ),
    Example(
        "in-place-right",
        "A new tensor",
        "h = h + ... makes a new tensor; skip stays what it was.",
        "y reads the old h and the new one.",
        "By how much do the two results differ?",
        "By tanh(1.2) = 0.8337, the change that was counted twice.",
        """\
import torch

w = torch.tensor(0.8, requires_grad=True)
h = w * 1.5
skip = h
h = h + torch.tanh(h)
y = h + skip
y.backward()
print(y.item(), w.grad)
""",
        "pitfalls",
        "right",
        "in-place-wrong",
        ("y", "∂w"),
        gradients={"w": 3.458},
    ),
    Example(
        "broadcast-wrong",
        "A column minus a list",
        "(3, 1) minus (3,) is (3, 3): every prediction is compared with every target.",
        "error has nine elements where three samples have three errors.",
        "What would w be after training?",
        "12/7 = 1.714 instead of 2: each prediction is pulled towards the mean of all targets. "
        "PyTorch says nothing of the minus; mse_loss would warn of the shapes, and go on.",
        """\
import torch

X = torch.tensor([[1.0], [2.0], [3.0]])
y = torch.tensor([2.0, 4.0, 6.0])
w = torch.tensor([[1.5]], requires_grad=True)
error = X @ w - y
loss = (error ** 2).mean()
loss.backward()
print(error.shape, w.grad)
""",
        "pitfalls",
        "wrong",
        "broadcast-right",
        ("error", "∂w"),
        gradients={"w": [[-2]]},
    ),
    Example(
        "broadcast-right",
        "A list minus a list",
        "squeeze() gives both sides the shape (3,).",
        "error has one element for each sample.",
        "At which w is the gradient zero?",
        "At 2, for the targets are twice the inputs.",
        """\
import torch

X = torch.tensor([[1.0], [2.0], [3.0]])
y = torch.tensor([2.0, 4.0, 6.0])
w = torch.tensor([[1.5]], requires_grad=True)
error = (X @ w).squeeze() - y
loss = (error ** 2).mean()
loss.backward()
print(error.shape, w.grad)
""",
        "pitfalls",
        "right",
        "broadcast-wrong",
        ("error", "∂w"),
        gradients={"w": [[-4.6667]]},
    ),
)
