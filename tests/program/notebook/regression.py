import numpy as np
import torch

np.random.seed(1)
w = torch.tensor(np.random.randn(2, 1), requires_grad=True)
b = torch.tensor(np.random.randn(1, 1), requires_grad=True)
optimizer = torch.optim.SGD([w, b], lr=0.01)
for epoch in range(10):
    total = 0.0
    for i in range(len(X)):
        x = torch.tensor(X[[i]])
        y = torch.tensor(Y[[i]])
        optimizer.zero_grad()
        y_pred = x @ w + b
        err = (y_pred - y) ** 2
        err.backward()
        optimizer.step()
        total += err.item()
    print(f"Epoch {epoch + 1}: MSE = {total / len(X)}")
