import numpy as np


def softmax_loss(W, X, y, reg):
    n = X.shape[0]
    scores = X @ W
    scores -= scores.max(axis=1, keepdims=True)
    exp = np.exp(scores)
    p = exp / exp.sum(axis=1, keepdims=True)
    loss = -np.log(p[np.arange(n), y]).mean() + reg * (W ** 2).sum()
    p[np.arange(n), y] -= 1
    dW = X.T @ p / n + 2 * reg * W
    return loss, dW


def numeric(f, W, h=1e-5):
    grad = np.zeros_like(W)

    for i in range(W.shape[0]):
        for j in range(W.shape[1]):
            old = W[i, j]
            W[i, j] = old + h
            up = f(W)
            W[i, j] = old - h
            down = f(W)
            W[i, j] = old
            grad[i, j] = (up - down) / (2 * h)
    return grad


np.random.seed(231)
W = np.random.randn(3, 4) * 0.1
X = np.random.randn(5, 3)
y = np.random.randint(4, size=5)
loss, dW = softmax_loss(W, X, y, 0.1)
approx = numeric(lambda w: softmax_loss(w, X, y, 0.1)[0], W)
print("loss %.5f" % loss)
print(np.allclose(dW, approx, atol=1e-6))
