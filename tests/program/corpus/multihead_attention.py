import torch
import torch.nn as nn

torch.manual_seed(23)
mha = nn.MultiheadAttention(embed_dim=4, num_heads=2, batch_first=True)
x = torch.cos(torch.arange(12.)).reshape(1, 3, 4)
mask = torch.triu(torch.ones(3, 3), diagonal=1).bool()
out, weights = mha(x, x, x, attn_mask=mask)
print(weights.shape)
loss = out.abs().sum()
loss.backward()
print(mha.out_proj.bias.grad is not None)
