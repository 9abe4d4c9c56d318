# sets that are joined, drawn from with weights, and cut
import torch
from torch.distributions import Bernoulli, Categorical, Normal, kl_divergence
from torch.utils.data import ConcatDataset, DataLoader, Dataset, Subset, WeightedRandomSampler


class Squares(Dataset):
    def __init__(self, first, count):
        self.values = torch.arange(first, first + count, dtype=torch.float32)

    def __len__(self):
        return len(self.values)

    def __getitem__(self, index):
        return {"x": self.values[index], "y": self.values[index] ** 2}


torch.manual_seed(4)
both = ConcatDataset([Squares(0, 3), Squares(10, 4)])
print(len(both), both[4], Subset(both, [6, 0])[0]["y"])
sampler = WeightedRandomSampler([0.1, 0.1, 0.1, 1.0, 1.0, 1.0, 1.0], 5)
for batch in DataLoader(both, batch_size=2, sampler=sampler):
    print(batch["x"], batch["y"])
for batch in DataLoader(both, batch_size=4, shuffle=True):
    print(batch["x"])
mu, spread = torch.tensor([0.5, -0.3], requires_grad=True), torch.tensor([1.2, 0.7])
gap = kl_divergence(Normal(mu, spread), Normal(torch.zeros(2), torch.ones(2))).sum()
gap.backward()
print(gap.item(), mu.grad)
p, q = Categorical(torch.tensor([0.2, 0.8])), Categorical(torch.tensor([0.5, 0.5]))
print(kl_divergence(p, q), kl_divergence(Bernoulli(torch.tensor(0.3)), Bernoulli(torch.tensor(0.6))))
x = torch.linspace(0, 1, 3)
print(torch.sin_(x), x)
print(f"{x[1] > 0} {gap:.3f} {1 - mu[0]}")
print(1 - mu, 2 / mu)
