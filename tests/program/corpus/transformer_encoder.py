# two encoder layers behind a causal mask, and a detached leaf that is trained
import math
import torch
from torch import nn

torch.manual_seed(0)
layer = nn.TransformerEncoderLayer(8, 2, 16, 0.0, batch_first=True)
encoder = nn.TransformerEncoder(layer, 2, enable_nested_tensor=False)
x = torch.randn(2, 5, 8)
mask = nn.Transformer.generate_square_subsequent_mask(5)
out = encoder(x, mask)
print(out.shape, mask[0])
(out * torch.linspace(0, 1, 8)).sum().backward()
print(encoder.layers[1].linear1.weight.grad.abs().sum().item() > 0, len(list(encoder.parameters())))
print(torch.equal(encoder.layers[0].linear1.weight, encoder.layers[1].linear1.weight))
start = torch.tensor([1.0, -2.0])
w = start.detach().requires_grad_()
for step in range(3):
    loss = (w**2).sum()
    loss.backward()
    w.data -= 0.1 * w.grad.data
    w.grad = None
    print(step, f"{loss}", w, math.floor(loss))
