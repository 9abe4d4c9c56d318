import torch
import torch.nn.functional as F

block_size = 3
names = ["mia", "leo", "lea"]
chars = sorted(list(set(''.join(names))))
stoi = {s: i + 1 for i, s in enumerate(chars)}
stoi['.'] = 0


def build_dataset(words):
    X, Y = [], []
    for w in words:
        context = [0] * block_size
        for ch in w + '.':
            ix = stoi[ch]
            X.append(context)
            Y.append(ix)
            context = context[1:] + [ix]
    return torch.tensor(X), torch.tensor(Y)


X, Y = build_dataset(names)
print(X.shape, Y.dtype)
g = torch.Generator().manual_seed(42)
C = torch.randn((len(stoi), 2), generator=g)
W1 = torch.randn((6, 8), generator=g)
b1 = torch.randn(8, generator=g)
W2 = torch.randn((8, len(stoi)), generator=g)
b2 = torch.randn(len(stoi), generator=g)
parameters = [C, W1, b1, W2, b2]
print(sum(p.nelement() for p in parameters))
for p in parameters:
    p.requires_grad = True

lossi = []
for i in range(6):
    emb = C[X]
    h = torch.tanh(emb.view(-1, 6) @ W1 + b1)
    logits = h @ W2 + b2
    loss = F.cross_entropy(logits, Y)
    for p in parameters:
        p.grad = None
    loss.backward()
    lr = 0.1 if i < 3 else 0.01
    for p in parameters:
        p.data += -lr * p.grad
    lossi.append(loss.log10().item())
print(loss.item())
