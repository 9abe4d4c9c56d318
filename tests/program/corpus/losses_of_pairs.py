import torch
import torch.nn as nn
import torch.nn.functional as F

a = torch.tensor([[1.0, 0.0], [0.5, 2.0]], requires_grad=True)
p = torch.tensor([[0.8, 0.1], [0.0, 1.0]], requires_grad=True)
n = torch.tensor([[-1.0, 0.3], [1.0, -1.0]], requires_grad=True)
triplet = nn.TripletMarginLoss(margin=4.0)(a, p, n)
cosine = nn.CosineEmbeddingLoss(margin=0.1)(a, n, torch.tensor([1, -1]))
ranking = nn.MarginRankingLoss(margin=0.2)(a[:, 0], p[:, 0], torch.tensor([1.0, -1.0]))
kl = nn.KLDivLoss(reduction="batchmean")(F.log_softmax(a, dim=1), F.softmax(p, dim=1))
loss = triplet + cosine + ranking + kl
loss.backward()
for name, value in zip(("triplet", "cosine", "ranking", "kl"), (triplet, cosine, ranking, kl)):
    print(name, f"{value.item():.4f}")
