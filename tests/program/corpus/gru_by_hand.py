import torch


def gru_step(x, h, p):
    z = torch.sigmoid(x @ p["Wz"] + h @ p["Uz"] + p["bz"])
    r = torch.sigmoid(x @ p["Wr"] + h @ p["Ur"] + p["br"])
    cand = torch.tanh(x @ p["Wh"] + (r * h) @ p["Uh"] + p["bh"])
    return (1 - z) * h + z * cand


torch.manual_seed(13)
params = {}
for gate in "zrh":
    params[f"W{gate}"] = (torch.randn(2, 3) * 0.4).requires_grad_()
    params[f"U{gate}"] = (torch.randn(3, 3) * 0.4).requires_grad_()
    params[f"b{gate}"] = torch.zeros(3, requires_grad=True)

h = torch.zeros(1, 3)
for t in range(4):
    x = torch.tensor([[0.5 * t, 1.0 - t]])
    h = gru_step(x, h, params)
loss = (h ** 2).sum()
loss.backward()
biggest = max(params, key=lambda k: params[k].grad.norm().item())
print(f"largest gradient in {biggest}")
for k, v in params.items():
    print(k, v.grad.shape)
