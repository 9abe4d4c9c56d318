import numpy as np


def svm_loss_naive(W, X, y, reg):
    dW = np.zeros(W.shape)
    num_classes = W.shape[1]
    num_train = X.shape[0]
    loss = 0.0
    for i in range(num_train):
        scores = X[i].dot(W)
        correct = scores[y[i]]
        for j in range(num_classes):
            if j == y[i]:
                continue
            margin = scores[j] - correct + 1
            if margin > 0:
                loss += margin
                dW[:, j] += X[i]
                dW[:, y[i]] -= X[i]
    loss /= num_train
    dW /= num_train
    loss += reg * np.sum(W * W)
    dW += 2 * reg * W
    return loss, dW


def svm_loss_vectorized(W, X, y, reg):
    n = X.shape[0]
    scores = X.dot(W)
    correct = scores[np.arange(n), y].reshape(-1, 1)
    margins = np.maximum(0, scores - correct + 1)
    margins[np.arange(n), y] = 0
    loss = np.sum(margins) / n + reg * np.sum(W * W)
    mask = (margins > 0).astype(float)
    mask[np.arange(n), y] = -np.sum(mask, axis=1)
    return loss, X.T.dot(mask) / n + 2 * reg * W


rng = np.random.RandomState(5)
W = rng.randn(4, 3) * 0.01
X = rng.randn(6, 4)
y = rng.randint(3, size=6)
loss_naive, grad_naive = svm_loss_naive(W, X, y, 0.005)
loss_vec, grad_vec = svm_loss_vectorized(W, X, y, 0.005)
print('loss: %f' % (loss_naive,))
print('difference: %f' % np.abs(loss_naive - loss_vec))
difference = np.linalg.norm(grad_naive - grad_vec, ord='fro')
print(difference < 1e-12)
