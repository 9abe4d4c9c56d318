import numpy as np


class Module:
    def __init__(self):
        pass

    def __call__(self, x):
        return self.forward(x)

    def forward(self, x):
        raise NotImplementedError("Unimplemented")

    def parameters(self):
        return []

    def zero_grad(self):
        for p in self.parameters():
            p.grad = np.zeros_like(p.data)


class Layer(Module):
    def __init__(self, in_features, out_features, activation="tanh"):
        super().__init__()
        self.w = tensor(np.random.randn(in_features, out_features), requires_grad=True)
        self.b = tensor(np.random.randn(1, out_features), requires_grad=True)
        if activation not in ["tanh", "sigmoid"]:
            raise ValueError(f"{activation} not implemented")
        self.activation = activation

    def forward(self, x):
        z = x @ self.w + self.b
        return z.tanh() if self.activation == "tanh" else z.sigmoid()

    def parameters(self):
        return [self.w, self.b]


class MLP(Module):
    def __init__(self, in_features, hidden_features, out_features):
        super().__init__()
        self.hidden = Layer(in_features, hidden_features, "tanh")
        self.out = Layer(hidden_features, out_features, "sigmoid")

    def forward(self, x):
        return self.out(self.hidden(x))

    def parameters(self):
        return self.hidden.parameters() + self.out.parameters()

    def disable_grad(self):
        for p in self.parameters():
            p.requires_grad = False


class BCELossNode(Node):
    def __init__(self, left, right):
        self.left = left
        self.right = right

    def backward(self, grad_output):
        p, y = self.left.data, self.right.data
        self.left.backward(grad_output * (p - y) / (p * (1 - p)) / p.size)


def bce_loss(y_pred, y_true):
    p, y = y_pred.data, y_true.data
    value = -np.mean(y * np.log(p) + (1 - y) * np.log(1 - p))
    return Tensor(np.array(value), requires_grad=True, grad_fn=BCELossNode(y_pred, y_true))
