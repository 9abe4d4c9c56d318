import numpy as np


class TwoLayerNet(object):
    """Two layers, relu between, softmax at the end; parameters in a dictionary."""

    def __init__(self, input_size, hidden_size, output_size, std=1e-1):
        self.params = {}
        self.params['W1'] = std * np.random.randn(input_size, hidden_size)
        self.params['b1'] = np.zeros(hidden_size)
        self.params['W2'] = std * np.random.randn(hidden_size, output_size)
        self.params['b2'] = np.zeros(output_size)

    def loss(self, X, y=None, reg=0.0):
        W1, b1 = self.params['W1'], self.params['b1']
        W2, b2 = self.params['W2'], self.params['b2']
        N, D = X.shape
        hidden = np.maximum(0, X @ W1 + b1)
        scores = hidden @ W2 + b2
        if y is None:
            return scores
        shifted = scores - np.max(scores, axis=1, keepdims=True)
        probs = np.exp(shifted) / np.sum(np.exp(shifted), axis=1, keepdims=True)
        loss = -np.sum(np.log(probs[np.arange(N), y])) / N
        loss += reg * (np.sum(W1 * W1) + np.sum(W2 * W2))

        grads = {}
        dscores = probs.copy()
        dscores[np.arange(N), y] -= 1
        dscores /= N
        grads['W2'] = hidden.T @ dscores + 2 * reg * W2
        grads['b2'] = np.sum(dscores, axis=0)
        dhidden = dscores @ W2.T
        dhidden[hidden <= 0] = 0
        grads['W1'] = X.T @ dhidden + 2 * reg * W1
        grads['b1'] = np.sum(dhidden, axis=0)
        return loss, grads


np.random.seed(0)
net = TwoLayerNet(4, 6, 3)
np.random.seed(1)
X = 10 * np.random.randn(5, 4)
y = np.array([0, 1, 2, 2, 1])
losses = []
for it in range(6):
    loss, grads = net.loss(X, y, reg=0.05)
    losses.append(loss)
    for name in net.params:
        net.params[name] -= 1e-1 * grads[name]
print('Final loss: %.6f' % losses[-1])
for name in sorted(grads):
    print('%s gradient norm %.5f' % (name, np.linalg.norm(grads[name])))
scores = net.loss(X)
print(np.argmax(scores, axis=1))
