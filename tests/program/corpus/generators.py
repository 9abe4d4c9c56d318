import torch


def fibonacci(limit):
    a, b = 0, 1
    while a < limit:
        yield a
        a, b = b, a + b


def minibatches(data, size, drop_last=False):
    batch = []
    for item in data:
        batch.append(item)
        if len(batch) == size:
            yield torch.stack(batch)
            batch = []
    if batch and not drop_last:
        yield torch.stack(batch)


def chain(*its):
    for it in its:
        yield from it


print(list(fibonacci(30)))
w = torch.tensor(0.5, requires_grad=True)
data = torch.arange(1., 6.)
for xb in minibatches(data, 2):
    loss = ((w * xb - 2 * xb) ** 2).mean()
    loss.backward()
    with torch.no_grad():
        w -= 0.01 * w.grad
    w.grad = None
    print(len(xb), round(loss.item(), 4))
evens = (n for n in chain(range(3), [10, 11]) if n % 2 == 0)
print(next(evens), list(evens), next(evens, "empty"))
pairs = list(zip(range(3), "abc"))
unzipped = tuple(zip(*pairs))
