import torch

torch.manual_seed(8)
X = torch.rand(12, 4)
labels = torch.randint(0, 3, (12,))
W = torch.normal(0, 0.01, size=(4, 3), requires_grad=True)
b = torch.zeros(3, requires_grad=True)


def softmax(Z):
    Z_exp = torch.exp(Z)
    partition = Z_exp.sum(1, keepdim=True)
    return Z_exp / partition  # broadcasting


def net(X):
    return softmax(torch.matmul(X.reshape((-1, W.shape[0])), W) + b)


def cross_entropy(y_hat, y):
    return -torch.log(y_hat[range(len(y_hat)), y])


def accuracy(y_hat, y):
    if len(y_hat.shape) > 1 and y_hat.shape[1] > 1:
        y_hat = y_hat.argmax(axis=1)
    hits = y_hat.type(y.dtype) == y
    return float(hits.type(y.dtype).sum())


for epoch in range(4):
    l = cross_entropy(net(X), labels)
    l.mean().backward()
    with torch.no_grad():
        for p in (W, b):
            p -= 0.5 * p.grad
            p.grad.zero_()
print(f"accuracy {accuracy(net(X), labels) / len(labels):.2f}")
print(f"{net(X)[0].sum().item():.4f}")
