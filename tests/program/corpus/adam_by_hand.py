import torch

w = torch.tensor([2.0, -3.0], requires_grad=True)
m = torch.zeros_like(w)
v = torch.zeros_like(w)
beta1, beta2, eps, lr = 0.9, 0.999, 1e-8, 0.1
for t in range(1, 11):
    loss = (w[0] - 1) ** 2 + 10 * (w[1] + 0.5) ** 2
    loss.backward()
    with torch.no_grad():
        g = w.grad
        m.mul_(beta1).add_(g, alpha=1 - beta1)
        v.mul_(beta2).addcmul_(g, g, value=1 - beta2)
        m_hat = m / (1 - beta1 ** t)
        v_hat = v / (1 - beta2 ** t)
        w -= lr * m_hat / (v_hat.sqrt() + eps)
        w.grad.zero_()
print(w)

w2 = torch.tensor([2.0, -3.0], requires_grad=True)
opt = torch.optim.Adam([w2], lr=0.1)
for t in range(10):
    opt.zero_grad()
    ((w2[0] - 1) ** 2 + 10 * (w2[1] + 0.5) ** 2).backward()
    opt.step()
print(torch.allclose(w, w2))
