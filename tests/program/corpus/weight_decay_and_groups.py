import torch
from torch import nn

torch.manual_seed(60)
model = nn.Sequential(nn.Linear(2, 3), nn.GELU(), nn.Linear(3, 1))
for p in model[0].parameters():
    p.requires_grad = False
optimizer = torch.optim.SGD([
    {"params": [model[2].weight], "weight_decay": 0.1},
    {"params": [model[2].bias], "lr": 0.5},
], lr=0.05, momentum=0.9, nesterov=True)
x = torch.tensor([[1.0, -1.0], [0.5, 2.0]])
for _ in range(3):
    loss = model(x).pow(2).mean()
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
print([name for name, p in model.named_parameters() if p.requires_grad])
print(len(optimizer.param_groups), optimizer.param_groups[1]["lr"])
trainable = sum(p.numel() for p in model.parameters() if p.requires_grad)
