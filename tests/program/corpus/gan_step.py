import torch
import torch.nn as nn

torch.manual_seed(0)
G = nn.Sequential(nn.Linear(2, 4), nn.LeakyReLU(0.2), nn.Linear(4, 1))
D = nn.Sequential(nn.Linear(1, 4), nn.LeakyReLU(0.2), nn.Linear(4, 1), nn.Sigmoid())
criterion = nn.BCELoss()
optimizerD = torch.optim.Adam(D.parameters(), lr=2e-3, betas=(0.5, 0.999))
optimizerG = torch.optim.Adam(G.parameters(), lr=2e-3, betas=(0.5, 0.999))
real = torch.linspace(2.5, 3.5, 6).unsqueeze(1)
for i in range(2):
    D.zero_grad()
    output = D(real).view(-1)
    errD_real = criterion(output, torch.full((6,), 1.0))
    errD_real.backward()
    noise = torch.randn(6, 2)
    fake = G(noise)
    output = D(fake.detach()).view(-1)
    errD_fake = criterion(output, torch.zeros(6))
    errD_fake.backward()
    errD = errD_real + errD_fake
    optimizerD.step()

    G.zero_grad()
    output = D(fake).view(-1)
    errG = criterion(output, torch.ones(6))
    errG.backward()
    optimizerG.step()
    print(f'[{i}] Loss_D: {errD.item():.4f} Loss_G: {errG.item():.4f}')
