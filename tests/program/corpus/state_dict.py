import copy
import torch
from torch import nn

torch.manual_seed(5)
a = nn.Linear(2, 2)
b = nn.Linear(2, 2)
print(torch.equal(a.weight, b.weight))
b.load_state_dict(a.state_dict())
print(torch.equal(a.weight, b.weight), list(a.state_dict().keys()))
target = copy.deepcopy(a)
with torch.no_grad():
    a.weight.add_(1.0)
    for p, q in zip(target.parameters(), a.parameters()):
        p.data.mul_(0.9).add_(0.1 * q.data)
out = target(torch.ones(2)).sum()
out.backward()
print(a.weight.grad, target.bias.grad)
