"""Pitfalls: what goes wrong in people's own code, each wrong beside right.

What a wrong implementation computes is written out as a program, so that it can be drawn.
"""

from chainrule.program.examples.example import Example

PITFALLS = (
    Example(
        "overwriting-wrong",
        "Overwriting a gradient",
        "An engine that assigns x.grad instead of adding to it keeps only one path.",
        "x is used twice (Σ2), but detach stops one path, as if its gradient had been overwritten.",
        "By how much is the gradient wrong?",
        "It is 3 instead of 6: the contribution of the other path is lost.",
        """\
x = 3.0
y = x * detach(x)
""",
        "pitfalls",
        "wrong",
        "overwriting-right",
        ("∂x",),
        gradients={"x": 3},
    ),
    Example(
        "overwriting-right",
        "Adding up a gradient",
        "Every path adds its contribution: x.grad += ...",
        "Both edges into the product carry 3, and x adds them up.",
        "Which test finds the mistake at once?",
        "Any in which a value is used twice, compared with finite differences.",
        """\
x = 3.0
y = x * x
""",
        "pitfalls",
        "right",
        "overwriting-wrong",
        ("∂x",),
        gradients={"x": 6},
    ),
    Example(
        "zero-grad-wrong",
        "Forgotten zero_grad",
        "The second step still has the first step's gradient in it.",
        "g1 is added to g0 before the second update, so w2 overshoots the minimum at 3.",
        "Where does w end up after two steps?",
        "At 4.52, far beyond the minimum at 3.",
        """\
w0 = 1.0
rate = data(0.4)
g0 = 2 * (w0 - 3)
w1 = w0 - rate * g0
g1 = 2 * (w1 - 3)
w2 = w1 - rate * (g0 + g1)
loss = (w2 - 3) ** 2
""",
        "pitfalls",
        "wrong",
        "zero-grad-right",
        ("w1", "w2"),
    ),
    Example(
        "zero-grad-right",
        "zero_grad before every step",
        "Each step uses its own gradient only.",
        "The second update uses g1 alone; the distance from 3 shrinks by one factor at each step.",
        "What is that factor?",
        "1 − 2 × 0.4 = 0.2: from −2 to −0.4 to −0.08.",
        """\
w0 = 1.0
rate = data(0.4)
g0 = 2 * (w0 - 3)
w1 = w0 - rate * g0
g1 = 2 * (w1 - 3)
w2 = w1 - rate * g1
loss = (w2 - 3) ** 2
""",
        "pitfalls",
        "right",
        "zero-grad-wrong",
        ("w1", "w2"),
    ),
    Example(
        "unsummed-bias-wrong",
        "A bias that was not summed",
        "A bias for each row: the gradient keeps the shape of the batch.",
        "The gradient of b has the shape (3, 2); a bias that all rows share has (1, 2).",
        "What happens when such a gradient is subtracted from a bias of shape (1, 2)?",
        "In b = b - rate * g NumPy broadcasts: b silently becomes (3, 2), and training goes on "
        "wrongly. In place, b -= rate * g is refused.",
        """\
X = data([[1.0, 2.0], [3.0, 4.0], [5.0, 6.0]])
b = [[0.5, -0.5], [0.5, -0.5], [0.5, -0.5]]
loss = sum((X + b) ** 2)
""",
        "pitfalls",
        "wrong",
        "unsummed-bias-right",
        ("∂b",),
        gradients={"b": [[3, 3], [7, 7], [11, 11]]},
    ),
    Example(
        "unsummed-bias-right",
        "A bias summed over the batch",
        "One bias for all rows: its gradient is summed over the axis along which it was copied.",
        "The step of the addition: (3, 2) → sum over axis 0 → (1, 2).",
        "How do the two gradients compare?",
        "The column sums of the wrong one are the right one: 3 + 7 + 11 = 21.",
        """\
X = data([[1.0, 2.0], [3.0, 4.0], [5.0, 6.0]])
b = [[0.5, -0.5]]
loss = sum((X + b) ** 2)
""",
        "pitfalls",
        "right",
        "unsummed-bias-wrong",
        ("∂b",),
        gradients={"b": [[21, 21]]},
    ),
    Example(
        "backward-twice-wrong",
        "backward() called twice",
        "The second call adds the same gradients again.",
        "Two calls have the effect of counting the loss twice, as this program does.",
        "How would training behave?",
        "With plain gradient descent as with twice the learning rate; with three calls, as with "
        "three times.",
        """\
w = 2.0
loss = (w * 3 - 5) ** 2
total = loss + loss
""",
        "pitfalls",
        "wrong",
        "backward-twice-right",
        ("∂w",),
        gradients={"w": 12},
    ),
    Example(
        "backward-twice-right",
        "backward() called once",
        "One call, one gradient.",
        "The seed of 1 enters at the loss and is counted once.",
        "When are two calls right?",
        "To accumulate over two different batches, before one step with the sum.",
        """\
w = 2.0
loss = (w * 3 - 5) ** 2
""",
        "pitfalls",
        "right",
        "backward-twice-wrong",
        ("∂w",),
        gradients={"w": 6},
    ),
    Example(
        "learning-rate-wrong",
        "A learning rate too large",
        "Every step jumps over the minimum and lands farther away.",
        "The values of w change their sign and grow: 1, −1.4, 1.96, −2.744.",
        "From which learning rate on does this parabola diverge?",
        "Above 1: a step multiplies w by 1 − 2 × rate. At 1 itself w jumps between 1 and −1.",
        """\
rate = data(1.2)
w = 1.0
for step in range(3):
    w = w - rate * (2 * w)
loss = w ** 2
""",
        "pitfalls",
        "wrong",
        "learning-rate-right",
        ("w",),
    ),
    Example(
        "learning-rate-right",
        "A learning rate that converges",
        "Every step takes w a good part of the way to the minimum.",
        "The values of w shrink towards 0: 1, 0.4, 0.16, 0.064.",
        "Which rate would reach the minimum in a single step?",
        "One half: 1 − 2 × 0.5 = 0. Only a parabola has a rate that does so from every start.",
        """\
rate = data(0.3)
w = 1.0
for step in range(3):
    w = w - rate * (2 * w)
loss = w ** 2
""",
        "pitfalls",
        "right",
        "learning-rate-wrong",
        ("w",),
    ),
)
