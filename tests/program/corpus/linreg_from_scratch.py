import random
import torch


def synthetic(w, b, count):
    X = torch.normal(0, 1, (count, len(w)))
    y = torch.matmul(X, w) + b
    y += torch.normal(0, 0.01, y.shape)
    return X, y.reshape((-1, 1))


def batches(size, features, labels):
    count = len(features)
    order = list(range(count))
    random.shuffle(order)
    for i in range(0, count, size):
        picked = torch.tensor(order[i:min(i + size, count)])
        yield features[picked], labels[picked]


torch.manual_seed(2)
random.seed(2)
true_w = torch.tensor([2, -3.4])
features, labels = synthetic(true_w, 4.2, 40)
w = torch.normal(0, 0.01, size=(2, 1), requires_grad=True)
b = torch.zeros(1, requires_grad=True)

linreg = lambda X, w, b: torch.matmul(X, w) + b
for epoch in range(2):
    for X, y in batches(10, features, labels):
        l = (linreg(X, w, b) - y.reshape(-1, 1)) ** 2 / 2
        l.sum().backward()
        with torch.no_grad():
            for param in [w, b]:
                param -= 0.03 * param.grad / 10
                param.grad.zero_()
    with torch.no_grad():
        train_l = ((linreg(features, w, b) - labels) ** 2 / 2).mean()
        print(f'epoch {epoch + 1}, loss {float(train_l):f}')
