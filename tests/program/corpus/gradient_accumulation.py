import torch
from torch import nn, optim

torch.manual_seed(50)
model = nn.Linear(2, 1)
optimizer = optim.SGD(model.parameters(), lr=0.1)
data = [(torch.tensor([float(i), 1.0]), torch.tensor([2.0 * i])) for i in range(6)]
accumulation_steps = 3
optimizer.zero_grad()
for i, (x, y) in enumerate(data):
    loss = (model(x) - y).pow(2).mean() / accumulation_steps
    loss.backward()
    if (i + 1) % accumulation_steps == 0:
        print("update after", i + 1, model.weight.grad)
        optimizer.step()
        optimizer.zero_grad()
print(model.weight.grad)
