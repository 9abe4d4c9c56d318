import torch

W = torch.tensor([[1.3, 0.2], [-0.1, 1.4]], requires_grad=True)
h = torch.ones(2)
norms = []
states = [h]
for t in range(6):
    h = torch.relu(W @ h)
    h.retain_grad()
    states.append(h)
h.sum().backward()
for s in states[1:]:
    norms.append(round(s.grad.norm().item(), 3))
print(norms)
growing = all(a >= b for a, b in zip(norms, norms[1:]))
