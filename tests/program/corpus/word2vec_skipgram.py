import torch
import torch.nn as nn

corpus = "we like deep nets and we like small data".split()
vocab = sorted(set(corpus))
word2idx = {w: i for i, w in enumerate(vocab)}
pairs = []
window = 2
for i, w in enumerate(corpus):
    for j in range(max(0, i - window), min(len(corpus), i + window + 1)):
        if i != j:
            pairs.append((word2idx[w], word2idx[corpus[j]]))
print(len(pairs), pairs[:3])


class SkipGram(nn.Module):
    def __init__(self, size, dim):
        super().__init__()
        self.center = nn.Embedding(size, dim)
        self.context = nn.Embedding(size, dim)
        nn.init.uniform_(self.center.weight, -0.5, 0.5)
        nn.init.zeros_(self.context.weight)

    def forward(self, c):
        return self.center(c) @ self.context.weight.t()


torch.manual_seed(99)
model = SkipGram(len(vocab), 3)
opt = torch.optim.Adam(model.parameters(), lr=0.05)
c = torch.tensor([p[0] for p in pairs])
o = torch.tensor([p[1] for p in pairs])
for epoch in range(4):
    loss = nn.functional.cross_entropy(model(c), o)
    opt.zero_grad()
    loss.backward()
    opt.step()
print(f"{loss.item():.3f}")
sim = nn.functional.cosine_similarity(model.center.weight[0], model.center.weight[1], dim=0)
