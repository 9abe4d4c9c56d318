import torch

torch.manual_seed(0)
g = torch.Generator().manual_seed(2147483647)
P = torch.tensor([[0.0, 0.6, 0.4], [0.5, 0.1, 0.4], [0.3, 0.7, 0.0]])
itos = {0: '.', 1: 'a', 2: 'n'}
names = []
for i in range(4):
    out = []
    ix = 0
    while True:
        ix = torch.multinomial(P[ix], num_samples=1, replacement=True, generator=g).item()
        out.append(itos[ix])
        if ix == 0:
            break
    names.append(''.join(out))
print(names)
