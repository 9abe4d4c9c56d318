import torch
import torch.nn.functional as F

text = "hello help"
vocab = sorted(set(text))
index = {ch: i for i, ch in enumerate(vocab)}
ids = torch.tensor([index[ch] for ch in text])


def init_params(size, hidden):
    def normal(shape):
        return torch.randn(size=shape) * 0.1
    W_xh = normal((size, hidden))
    W_hh = normal((hidden, hidden))
    b_h = torch.zeros(hidden)
    W_hq = normal((hidden, size))
    b_q = torch.zeros(size)
    params = [W_xh, W_hh, b_h, W_hq, b_q]
    for param in params:
        param.requires_grad_(True)
    return params


def rnn(inputs, state, params):
    W_xh, W_hh, b_h, W_hq, b_q = params
    H, = state
    outputs = []
    for X in inputs:
        H = torch.tanh(torch.mm(X, W_xh) + torch.mm(H, W_hh) + b_h)
        outputs.append(torch.mm(H, W_hq) + b_q)
    return torch.cat(outputs, dim=0), (H,)


torch.manual_seed(0)
params = init_params(len(vocab), 6)
inputs = F.one_hot(ids[:-1], len(vocab)).float().unsqueeze(1)
for step in range(3):
    Y, state = rnn(inputs, (torch.zeros(1, 6),), params)
    l = F.cross_entropy(Y, ids[1:])
    l.backward()
    norm = torch.sqrt(sum(torch.sum((p.grad ** 2)) for p in params))
    with torch.no_grad():
        for p in params:
            if norm > 1:
                p.grad[:] *= 1 / norm
            p -= 0.5 * p.grad
            p.grad.zero_()
    print(f"perplexity {torch.exp(l).item():.3f}, norm {norm.item():.3f}")
print(Y.shape, len(state), state[0].shape)
