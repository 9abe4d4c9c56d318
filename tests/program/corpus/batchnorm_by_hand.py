import torch

torch.manual_seed(3)
hpreact = torch.randn(6, 4, requires_grad=True)
bngain = torch.ones((1, 4), requires_grad=True)
bnbias = torch.zeros((1, 4), requires_grad=True)
bnmean_running = torch.zeros((1, 4))
bnstd_running = torch.ones((1, 4))

bnmeani = hpreact.mean(0, keepdim=True)
bnstdi = hpreact.std(0, keepdim=True)
out = bngain * (hpreact - bnmeani) / bnstdi + bnbias
with torch.no_grad():
    bnmean_running = 0.9 * bnmean_running + 0.1 * bnmeani
    bnstd_running = 0.9 * bnstd_running + 0.1 * bnstdi
h = torch.tanh(out)
loss = (h * torch.arange(4.)).sum()
loss.backward()
print(hpreact.grad.sum(0).abs().max().item() < 1e-5)
saturated = (h.abs() > 0.9).float().mean()
