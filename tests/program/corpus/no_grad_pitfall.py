import torch

w = torch.tensor([1.0, 2.0], requires_grad=True)
with torch.no_grad():
    h = w * 3
loss = (h + w).sum()
loss.backward()
print(h.requires_grad, w.grad)


@torch.no_grad()
def evaluate(v):
    return (v * 2).sum()


score = evaluate(w)
print(score.requires_grad)
torch.set_grad_enabled(False)
frozen = w * 5
torch.set_grad_enabled(True)
print(frozen.requires_grad, (w * 5).requires_grad)
with torch.enable_grad():
    live = w.prod()
live.backward()
print(w.grad)
