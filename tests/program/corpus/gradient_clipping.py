import torch
import torch.nn as nn

torch.manual_seed(77)
model = nn.Sequential(nn.Linear(3, 4), nn.ReLU(), nn.Linear(4, 1))
x = torch.tensor([[10., -20., 30.], [5., 5., -5.]])
y = torch.tensor([[100.], [-50.]])
loss = nn.functional.mse_loss(model(x), y)
loss.backward()
before = torch.cat([p.grad.flatten() for p in model.parameters()]).norm()
total_norm = torch.nn.utils.clip_grad_norm_(model.parameters(), max_norm=1.0)
after = torch.cat([p.grad.flatten() for p in model.parameters()]).norm()
print(f"{before:.2f} {total_norm:.2f} {after:.4f}")
torch.nn.utils.clip_grad_value_(model.parameters(), clip_value=0.1)
largest = max(p.grad.abs().max().item() for p in model.parameters())
