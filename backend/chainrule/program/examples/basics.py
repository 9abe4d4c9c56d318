"""Examples of the chain rule itself: products, paths, saturation, broadcasting."""

from chainrule.program.examples.example import Example

BASICS = (
    Example(
        "squared-error",
        "A squared error",
        "One weight, one bias, one sample: the smallest thing that learns.",
        "The gradient flows from loss back to w and b, and stops at the data x and y.",
        "Why is the gradient of w three times that of b?",
        "w is multiplied by x = 3 on its way to the loss, b by 1: 3 × (−2.4) = −7.2.",
        """\
x = data(3.0)
y = data(2.0)
w = 0.5
b = -0.7
loss = (w * x + b - y) ** 2
""",
        gradients={"w": -7.2, "b": -2.4},
    ),
    Example(
        "product",
        "A product",
        "Each factor's gradient is the other factor.",
        "The numbers on the two edges: each carries the value of the other card.",
        "If a were 0, which gradient would vanish?",
        "That of b, because its factor is a. The gradient of a would stay 4.",
        """\
a = 3.0
b = 4.0
c = a * b
""",
        gradients={"a": 4, "b": 3},
    ),
    Example(
        "two-paths",
        "x times x: two paths",
        "A value that is used twice receives two contributions, and they add.",
        "Two edges lead from x to the product; the badge says Σ2.",
        "Each edge contributes 3. Why is the gradient 6?",
        "The gradient is the sum over all paths: 3 + 3, which is 2x at x = 3.",
        """\
x = 3.0
y = x * x
""",
        gradients={"x": 6},
    ),
    Example(
        "diamond",
        "A diamond",
        "One value, two branches, one sum: the chain rule's addition.",
        "a waits for both branches before it sends anything back.",
        "Which branch contributes more to the gradient of x?",
        "The upper one: 4 through the square, 3 through the factor 3; together 7.",
        """\
x = 2.0
a = x * 1.0
upper = a ** 2
lower = a * 3
y = upper + lower
""",
        gradients={"x": 7},
    ),
    Example(
        "vanishing",
        "A chain of tanh",
        "Every tanh multiplies the gradient by less than one: it vanishes on the way back.",
        "Step through the backward pass: the gradient shrinks at every card, from 1 to 0.005.",
        "Which of the eight tanh takes away most?",
        "The first: at x = 2 its slope is only 0.07. The later ones work nearer to 0, where tanh "
        "is steeper; each still takes away 17 to 56 percent.",
        """\
x = 2.0
h = x
for i in range(8):
    h = tanh(h)
""",
        gradients={"x": 0.00502},
    ),
    Example(
        "saturated",
        "A saturated sigmoid",
        "Far from zero the sigmoid is flat, and no gradient passes.",
        "The output is almost 1, the gradient almost 0, yet the prediction is wrong.",
        "Why is the squared error a poor choice here?",
        "Its gradient contains p (1 − p), which is nearly 0 exactly where the error is greatest.",
        """\
w = 8.0
target = data(0.0)
p = sigmoid(w)
loss = (p - target) ** 2
""",
        gradients={"w": 0.00067},
    ),
    Example(
        "dead-relu",
        "A dead relu",
        "Where its input is negative, relu passes nothing back.",
        "The gradients of w and b are exactly 0, not merely small.",
        "Can gradient descent ever revive this unit?",
        "Not with this sample: every step is 0. Other samples, or a leaky_relu, can.",
        """\
x = data(2.0)
w = -1.5
b = 0.5
h = relu(w * x + b)
loss = (h - 1) ** 2
""",
        gradients={"w": 0, "b": 0},
    ),
    Example(
        "piecewise",
        "A choice",
        "where lets the gradient pass only on the side that was chosen.",
        "The comparison has no gradient: its edge to where is dashed, and nothing returns to x.",
        "What is the gradient of an element exactly at 0?",
        "−1 here: the condition x > 0 does not hold, so the branch −x was chosen.",
        """\
x = [-2.0, 0.0, 3.0]
y = sum(where(x > 0, x ** 2, -x))
""",
        gradients={"x": [-1, -1, 6]},
    ),
    Example(
        "broadcast-bias",
        "A bias for every row",
        "One bias is added to three rows; its gradient is the sum over them.",
        "The step of the addition shows (3, 2) → sum over axis 0 → (1, 2).",
        "Where else does a sum appear in the backward pass because of a copy in the forward pass?",
        "Everywhere: copying forward means adding backward, as with a value used twice.",
        """\
x = data([[1.0, 2.0], [3.0, 4.0], [5.0, 6.0]])
b = [[0.5, -0.5]]
y = sum((x + b) ** 2)
""",
        gradients={"b": [[21, 21]]},
    ),
    Example(
        "matrix-element",
        "One element of a matrix product",
        "Only one row and one column take part in one element.",
        "Half of the gradients are exactly 0; those of one row of A and one column of B are not.",
        "How many elements of A have a gradient that is not 0?",
        "Two: the row that is multiplied. Their gradients are the column of B, 6 and 8.",
        """\
A = [[1.0, 2.0], [3.0, 4.0]]
B = [[5.0, 6.0], [7.0, 8.0]]
C = A @ B
c = C[0, 1]
""",
        gradients={"A": [[6, 8], [0, 0]], "B": [[0, 1], [0, 2]]},
    ),
    Example(
        "hessian",
        "The Hessian of a quadratic",
        "The gradient of a gradient: along v, it is the Hessian times v.",
        "The group grad is the backward pass from y, drawn as values; gradients flow back through "
        "them, too.",
        "Which matrix does the gradient of x show, column by column, as v goes through the axes?",
        "A, which is the Hessian of ½ xᵀAx: with v = (1, 0) it is the first column, (2, 1), "
        "whatever x is.",
        """\
A = data([[2.0, 1.0], [1.0, 3.0]])
v = data([1.0, 0.0])
x = [0.5, -1.0]
y = x @ A @ x / 2
gradient = grad(y, x)
slope = v @ gradient
""",
        gradients={"x": [2, 1]},
    ),
)
