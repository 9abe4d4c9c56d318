"""Pitfalls of keeping gradients: overwritten, never cleared, sent twice, not summed."""

from chainrule.program.examples.example import Example

BOOKKEEPING = (
    Example(
        "overwriting-wrong",
        "Overwriting a gradient",
        "A backward pass by hand that assigns dx instead of adding to it keeps only one path.",
        "x is used twice (Σ2), but the second dx takes the place of the first.",
        "By how much is the gradient wrong?",
        "It is 3 instead of 6: the contribution of the other path is lost. PyTorch adds, as x's "
        "own gradient shows.",
        """\
x = 3.0
y = x * x
dx = 1 * x  # through the left factor
dx = 1 * x  # through the right one
y
""",
        "pitfalls",
        "wrong",
        "overwriting-right",
        ("dx",),
        gradients={"x": 6},
    ),
    Example(
        "overwriting-right",
        "Adding up a gradient",
        "Every path adds its contribution: dx = dx + ...",
        "Both edges into the product carry 3, and x adds them up, as dx does.",
        "Which test finds the mistake at once?",
        "Any in which a value is used twice, compared with finite differences.",
        """\
x = 3.0
y = x * x
dx = 1 * x  # through the left factor
dx = dx + 1 * x  # through the right one
y
""",
        "pitfalls",
        "right",
        "overwriting-wrong",
        ("dx",),
        gradients={"x": 6},
    ),
    Example(
        "zero-grad-wrong",
        "Forgotten zero_grad",
        "The second step still has the first step's gradient in it.",
        "The second pass sends −0.8, but w.grad already held −4 and becomes −4.8: w overshoots.",
        "Where does w end up after two steps?",
        "At 4.52, far beyond the minimum at 3. PyTorch adds to w.grad and says nothing: it cannot "
        "know whether the sum is meant.",
        """\
import torch

w = torch.tensor(1.0, requires_grad=True)
for step in range(2):
    loss = (w - 3) ** 2
    loss.backward()
    with torch.no_grad():
        w -= 0.4 * w.grad
    print(w.item())
""",
        "pitfalls",
        "wrong",
        "zero-grad-right",
        ("w.grad",),
        gradients={"w": -0.8, "w.grad": -4.8},
    ),
    Example(
        "zero-grad-right",
        "zero_grad before every step",
        "Each step uses its own gradient only.",
        "The second update uses −0.8 alone; the distance from 3 shrinks by one factor a step.",
        "What is that factor?",
        "1 − 2 × 0.4 = 0.2: from −2 to −0.4 to −0.08.",
        """\
import torch

w = torch.tensor(1.0, requires_grad=True)
for step in range(2):
    loss = (w - 3) ** 2
    w.grad = None
    loss.backward()
    with torch.no_grad():
        w -= 0.4 * w.grad
    print(w.item())
""",
        "pitfalls",
        "right",
        "zero-grad-wrong",
        ("w.grad",),
        gradients={"w": -0.8, "w.grad": -0.8},
    ),
    Example(
        "backward-twice-wrong",
        "backward() called twice",
        "The second call adds the same gradients again.",
        "Each pass sends 6 to w; after two of them w.grad is 12.",
        "How would training behave?",
        "With plain gradient descent as with twice the learning rate; with three calls, as with "
        "three times. Without retain_graph=True PyTorch refuses the second call, for the values "
        "that it needs are freed by then.",
        """\
import torch

w = torch.tensor(2.0, requires_grad=True)
loss = (w * 3 - 5) ** 2
loss.backward(retain_graph=True)
loss.backward()
print(w.grad)
""",
        "pitfalls",
        "wrong",
        "backward-twice-right",
        ("w.grad",),
        gradients={"w": 6, "w.grad": 12},
    ),
    Example(
        "backward-twice-right",
        "backward() called once",
        "One call, one gradient.",
        "The seed of 1 enters at the loss and is counted once.",
        "When are two calls right?",
        "To accumulate over two different batches, before one step with the sum.",
        """\
import torch

w = torch.tensor(2.0, requires_grad=True)
loss = (w * 3 - 5) ** 2
loss.backward()
print(w.grad)
""",
        "pitfalls",
        "right",
        "backward-twice-wrong",
        ("w.grad",),
        gradients={"w": 6, "w.grad": 6},
    ),
    Example(
        "unsummed-bias-wrong",
        "A bias that was not summed",
        "A gradient by hand that keeps the shape of the batch.",
        "db has the shape (3, 2), and so has b after the step: a bias for each row.",
        "Why does nobody complain?",
        "b - rate * db broadcasts, in NumPy and in PyTorch: b silently becomes (3, 2), and "
        "training goes on wrongly. In place, b -= rate * db is refused.",
        """\
X = data([[1.0, 2.0], [3.0, 4.0], [5.0, 6.0]])
b = [[0.5, -0.5]]
error = X + b
loss = sum(error ** 2)
db = 2 * error
stepped = b - 0.01 * db
loss
""",
        "pitfalls",
        "wrong",
        "unsummed-bias-right",
        ("db", "stepped"),
        gradients={"b": [[21, 21]]},
    ),
    Example(
        "unsummed-bias-right",
        "A bias summed over the batch",
        "One bias for all rows: its gradient is summed over the axis along which it was copied.",
        "The step of the addition: (3, 2) → sum over axis 0 → (1, 2), as db does.",
        "How do the two gradients compare?",
        "The column sums of the wrong one are the right one: 3 + 7 + 11 = 21.",
        """\
X = data([[1.0, 2.0], [3.0, 4.0], [5.0, 6.0]])
b = [[0.5, -0.5]]
error = X + b
loss = sum(error ** 2)
db = sum(2 * error, axis=0, keepdims=True)
stepped = b - 0.01 * db
loss
""",
        "pitfalls",
        "right",
        "unsummed-bias-wrong",
        ("db", "stepped"),
        gradients={"b": [[21, 21]]},
    ),
)
