import random
from micrograd.nn import MLP

random.seed(1337)
model = MLP(3, [4, 1])
xs = [
    [2.0, 3.0, -1.0],
    [3.0, -1.0, 0.5],
    [0.5, 1.0, 1.0],
]
ys = [1.0, -1.0, -1.0]
for k in range(4):
    ypred = [model(x) for x in xs]
    loss = sum((yout - ygt)**2 for ygt, yout in zip(ys, ypred))
    model.zero_grad()
    loss.backward()
    for p in model.parameters():
        p.data += -0.02 * p.grad
    print(k, loss.data)
print(len(model.parameters()))
