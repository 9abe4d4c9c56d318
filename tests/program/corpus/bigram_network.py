import torch
import torch.nn.functional as F

words = "ava eva ivy".split()
chars = ['.'] + sorted(set("".join(words)))
stoi = {c: i for i, c in enumerate(chars)}
xs, ys = [], []
for w in words:
    chs = ['.'] + list(w) + ['.']
    for a, b in zip(chs, chs[1:]):
        xs.append(stoi[a])
        ys.append(stoi[b])
xs = torch.tensor(xs)
ys = torch.tensor(ys)
num = xs.nelement()
print('number of examples: ', num)

g = torch.Generator().manual_seed(2147483647)
W = torch.randn((len(chars), len(chars)), generator=g, requires_grad=True)
for k in range(5):
    xenc = F.one_hot(xs, num_classes=len(chars)).float()
    logits = xenc @ W
    counts = logits.exp()
    probs = counts / counts.sum(1, keepdims=True)
    loss = -probs[torch.arange(num), ys].log().mean() + 0.01 * (W**2).mean()
    print(loss.item())
    W.grad = None
    loss.backward()
    W.data += -10 * W.grad
