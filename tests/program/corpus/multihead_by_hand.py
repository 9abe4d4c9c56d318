import math
import torch


def positional(length, d):
    pe = torch.zeros(length, d)
    pos = torch.arange(0, length).unsqueeze(1).float()
    div = torch.exp(torch.arange(0, d, 2).float() * -(math.log(10000.0) / d))
    pe[:, 0::2] = torch.sin(pos * div)
    pe[:, 1::2] = torch.cos(pos * div)
    return pe


B, T, D, H = 2, 3, 4, 2
torch.manual_seed(30)
x = torch.randn(B, T, D) + positional(T, D)
Wqkv = (torch.randn(D, 3 * D) / math.sqrt(D)).requires_grad_()
Wo = torch.eye(D, requires_grad=True)
q, k, v = (x @ Wqkv).split(D, dim=2)
q, k, v = [t.view(B, T, H, D // H).transpose(1, 2) for t in (q, k, v)]
att = (q @ k.transpose(-2, -1)) * (1.0 / math.sqrt(k.size(-1)))
att = att.masked_fill(torch.tril(torch.ones(T, T)).view(1, 1, T, T) == 0, float('-inf'))
att = att.softmax(dim=-1)
y = (att @ v).transpose(1, 2).contiguous().view(B, T, D) @ Wo
loss = y.pow(2).mean()
loss.backward()
print(y.shape, att.shape, q.is_contiguous())
print(f"{Wqkv.grad.abs().mean():.5f}")
