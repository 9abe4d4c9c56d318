"""Programs as tutorials of PyTorch and NumPy print them."""

PYTORCH = {
    "autograd tutorial": """
import torch

a = torch.tensor([2., 3.], requires_grad=True)
b = torch.tensor([6., 4.], requires_grad=True)
Q = 3*a**3 - b**2
external_grad = torch.tensor([1., 1.])
Q.backward(gradient=external_grad)
""",
    "gradient penalty": """
import torch

x = torch.tensor([0.5, -1.0, 2.0], requires_grad=True)
w = torch.tensor([1.0, 2.0, -1.0], requires_grad=True)
y = torch.sigmoid(w @ x)
g = torch.autograd.grad(y, x, create_graph=True)[0]
penalty = (g.norm() - 1) ** 2
penalty.backward()
""",
    "one layer": """
import torch

x = torch.ones(2)  # input tensor
y = torch.zeros(3)  # expected output
w = torch.tensor([[0.1, -0.2, 0.3], [0.4, 0.5, -0.6]], requires_grad=True)
b = torch.zeros(3, requires_grad=True)
z = torch.matmul(x, w)+b
loss = torch.nn.functional.binary_cross_entropy_with_logits(z, y)
loss.backward()
print(w.grad)
print(b.grad)
""",
    "micrograd's neuron": """
import torch
x1 = torch.tensor([2.0]).double().requires_grad_()
x2 = torch.tensor([0.0], requires_grad=True)
w1 = torch.tensor([-3.0], requires_grad=True)
w2 = torch.tensor([1.0], requires_grad=True)
b = torch.tensor([6.8813735870195432], requires_grad=True)
n = x1*w1 + x2*w2 + b
o = torch.tanh(n)

print(o.data.item())
o.backward()

print('---')
print('x2', x2.grad.item())
""",
    "two layers": """
import torch
import torch.nn.functional as F

torch.manual_seed(0)
x = torch.linspace(-1, 1, steps=6).reshape(-1, 1)
y = x.pow(2)
W1 = torch.full((1, 4), 0.5, requires_grad=True)
b1 = torch.zeros(4, requires_grad=True)
W2 = torch.ones(4, 1, requires_grad=True)
h = F.relu(x @ W1 + b1)
out = h.mm(W2)
loss = F.mse_loss(out, y)
loss.backward()
""",
    "softmax by hand": """
import torch
logits = torch.tensor([[1.0, 2.0, 3.0], [1.0, -1.0, 0.5]], requires_grad=True)
exps = torch.exp(logits - logits.max(dim=1, keepdim=True).values)
probs = exps / exps.sum(dim=1, keepdim=True)
loss = -torch.log(probs[:, 0]).mean()
loss.backward()
""",
    "cross entropy of classes": """
import torch
import torch.nn.functional as F
logits = torch.tensor([[1.0, 2.0, 3.0], [1.0, -1.0, 0.5]], requires_grad=True)
target = torch.tensor([2, 0])
loss = F.cross_entropy(logits, target)
loss.backward()
""",
    "attention": """
import torch
import torch.nn.functional as F

def attention(q, k, v):
    d = q.size(-1)
    scores = q @ k.transpose(-2, -1) / d ** 0.5
    return F.softmax(scores, dim=-1) @ v

q = torch.tensor([[1.0, 0.5], [0.2, -0.3]], requires_grad=True)
k = torch.tensor([[0.1, 0.4], [1.2, 0.3]], requires_grad=True)
v = torch.tensor([[2.0, 0.0], [0.5, 1.0]], requires_grad=True)
out = attention(q, k, v)
loss = out.square().sum()
loss.backward()
""",
    "layer norm": """
import torch
x = torch.tensor([[1.0, 2.0, 4.0], [0.0, -1.0, 3.0]], requires_grad=True)
mean = x.mean(-1, keepdim=True)
var = x.var(-1, keepdim=True, unbiased=False)
y = (x - mean) / torch.sqrt(var + 1e-5)
loss = (y ** 3).sum()
loss.backward()
""",
    "recurrent loop": """
import torch
xs = torch.tensor([[0.5], [-0.3], [0.8]])
h = torch.zeros(1, 2)
Wx = torch.tensor([[0.4, -0.2]], requires_grad=True)
Wh = torch.tensor([[0.1, 0.3], [-0.5, 0.2]], requires_grad=True)
for t in range(xs.shape[0]):
    h = torch.tanh(xs[t:t+1] @ Wx + h @ Wh)
loss = h.pow(2).sum()
loss.backward()
""",
    "joining and choosing": """
import torch
a = torch.tensor([1.0, -2.0, 3.0], requires_grad=True)
b = torch.tensor([0.5, 0.1, -0.7], requires_grad=True)
c = torch.cat([a, b], dim=0).view(2, 3)
d = torch.stack((a, b))
e = torch.where(c > 0, c, 0.1 * c)
f = (e * d).clamp(min=-1, max=2)
g = f[:, 1:].sum() + f.flatten()[0] + torch.einsum('ij,ij->', c, d)
g.backward()
""",
    "micrograd against PyTorch": """
import torch
x1 = torch.Tensor([2.0]).double()                ; x1.requires_grad = True
x2 = torch.Tensor([0.0]).double()                ; x2.requires_grad = True
w1 = torch.Tensor([-3.0]).double()               ; w1.requires_grad = True
w2 = torch.Tensor([1.0]).double()                ; w2.requires_grad = True
b = torch.Tensor([6.8813735870195432]).double()  ; b.requires_grad = True
n = x1*w1 + x2*w2 + b
o = torch.tanh(n)

print(o.data.item())
o.backward()

print('---')
print('x2', x2.grad.item())
print('w2', w2.grad.item())
print('x1', x1.grad.item())
print('w1', w1.grad.item())
""",
    "an LSTM's cell": """
import torch
x = torch.tensor([[0.5, -0.2]])
h = torch.zeros(1, 3)
c = torch.zeros(1, 3)
W_ih = torch.full((12, 2), 0.1, requires_grad=True)
W_hh = torch.full((12, 3), 0.2, requires_grad=True)
b = torch.zeros(12, requires_grad=True)
gates = x @ W_ih.t() + h @ W_hh.t() + b
i, f, g, o = gates.chunk(4, dim=1)
i = torch.sigmoid(i)
f = torch.sigmoid(f)
g = torch.tanh(g)
o = torch.sigmoid(o)
c = f * c + i * g
h = o * torch.tanh(c)
loss = h.sum()
loss.backward()
""",
    "parts of a tensor": """
import torch
gates = torch.arange(8.).reshape(1, 8)
gates.requires_grad_(True)
i, f, g, o = torch.split(gates, 2, dim=1)
loss = (i*f+g*o).sum()
loss.backward()
""",
    "layers by def": """
import torch
import torch.nn.functional as F
def layer(x, W, b):
    return F.relu(F.linear(x, W, b))
x = torch.tensor([[1.0, -2.0, 0.5]])
W1 = torch.full((4, 3), 0.3, requires_grad=True)
b1 = torch.zeros(4, requires_grad=True)
W2 = torch.full((2, 4), -0.2, requires_grad=True)
b2 = torch.ones(2, requires_grad=True)
h = layer(x, W1, b1)
out = layer(h, W2, b2)
loss = F.cross_entropy(out, torch.tensor([1]))
loss.backward()
""",
    "activations": """
import torch
import torch.nn.functional as F
x = torch.tensor([[-1.0, 0.5, 2.0]], requires_grad=True)
a = F.leaky_relu(x, 0.2)
b = F.elu(x)
c = F.selu(x)
d = F.gelu(x)
e = F.silu(x)
f = F.softplus(x)
g = F.logsigmoid(x)
h = F.tanh(x)
i = F.sigmoid(x)
j = F.log_softmax(x, dim=1)
k = F.softmax(x, dim=-1)
loss = (a+b+c+d+e+f+g+h+i+j+k).sum()
loss.backward()
""",
    "masks": """
import torch
x = torch.tensor([1.0, -2.0, 3.0, -4.0], requires_grad=True)
mask = x > 0
pos = x[mask]
y = torch.where(mask, x, torch.zeros_like(x))
z = x.masked_fill(~mask, 0.0)
w = x * mask.float()
loss = (pos.sum() + y.sum() + z.sum() + w.sum())
loss.backward()
""",
    "causal attention": """
import torch
import torch.nn.functional as F
T = 3
x = torch.arange(6.).view(3, 2) / 3
x.requires_grad_()
tril = torch.tril(torch.ones(T, T))
wei = x @ x.transpose(-2, -1) * 2**-0.5
wei = wei.masked_fill(tril == 0, float('-inf'))
wei = F.softmax(wei, dim=-1)
out = wei @ x
out.sum().backward()
""",
    "batched attention": """
import torch
import torch.nn.functional as F
import math
B, T, C = 2, 3, 4
q = torch.linspace(-1, 1, B*T*C).view(B, T, C)
k = torch.linspace(0, 1, B*T*C).view(B, T, C)
v = torch.linspace(1, 2, B*T*C).view(B, T, C)
q.requires_grad_()
k.requires_grad_()
v.requires_grad_()
att = torch.bmm(q, k.transpose(1, 2)) / math.sqrt(k.size(-1))
att = F.softmax(att, dim=-1)
y = torch.bmm(att, v)
loss = y.pow(2).mean()
loss.backward()
""",
    "several heads": """
import torch
B, T, H, D = 1, 2, 2, 3
x = torch.linspace(-1, 1, 12).reshape(B, T, H * D)
x.requires_grad_()
q = x.view(B, T, H, D).transpose(1, 2)
s = torch.einsum('bhqd,bhkd->bhqk', q, q)
o = (s.softmax(-1) @ q).transpose(1, 2).contiguous().view(B, T, H * D)
loss = o.mean()
loss.backward()
""",
    "Einstein's summation": """
import torch
a = torch.arange(6.).reshape(2, 3).requires_grad_()
b = torch.arange(12.).reshape(3, 4)
c = torch.einsum("ik,kj->ij", a, b)
d = torch.einsum("ij->j", c)
e = torch.einsum("i,i->", d, d)
f = torch.einsum("ii->i", torch.eye(3))
e.backward()
""",
    "batch norm by hand": """
import torch
hpreact = torch.linspace(-1, 1, 6).view(3, 2)
hpreact.requires_grad_()
bngain = torch.ones((1, 2), requires_grad=True)
bnbias = torch.zeros((1, 2), requires_grad=True)
bnmeani = hpreact.mean(0, keepdim=True)
bnstdi = hpreact.std(0, keepdim=True)
hpreact2 = bngain * (hpreact - bnmeani) / bnstdi + bnbias
h = torch.tanh(hpreact2)
n = 3
bndiff2 = hpreact ** 2
bnvar = 1/(n-1)*(bndiff2).sum(0, keepdim=True)
bnvar_inv = (bnvar + 1e-5)**-0.5
loss = h.sum() + bnvar_inv.mean()
loss.backward()
""",
    "a variational autoencoder": """
import torch
import torch.nn.functional as F
mu = torch.tensor([0.5, -0.5], requires_grad=True)
logvar = torch.tensor([0.1, 0.2], requires_grad=True)
std = torch.exp(0.5 * logvar)
eps = torch.ones_like(std)
z = mu + eps * std
KLD = -0.5 * torch.sum(1 + logvar - mu.pow(2) - logvar.exp())
BCE = F.binary_cross_entropy(torch.sigmoid(z), torch.tensor([0.0, 1.0]), reduction='sum')
loss = BCE + KLD
loss.backward()
""",
    "indices": """
import torch
x = torch.arange(12.).reshape(3, 4)
x.requires_grad_()
a = x[1:, ::2]
b = x[-1]
c = x[..., 0]
d = x[:, None]
e = x[[0, 2]]
f = x[x > 5]
g = x[:, [1, 3]]
h = x[1][2]
i = x[0, 0].item()
loss = a.sum() + b.sum() + c.sum() + d.sum() + e.sum() + f.sum() + g.sum() + h
loss.backward()
""",
    "batch norm": """
import torch
x = torch.tensor([[1.0, 2.0],[3.0,-1.0],[0.5,0.5]], requires_grad=True)
gamma = torch.ones(2, requires_grad=True)
beta = torch.zeros(2, requires_grad=True)
eps = 1e-5
mu = x.mean(dim=0)
var = x.var(dim=0, unbiased=False)
x_hat = (x - mu) / torch.sqrt(var + eps)
out = gamma * x_hat + beta
loss = (out ** 3).sum()
loss.backward()
""",
    "types of arguments": """
import torch
def relu(x: torch.Tensor) -> torch.Tensor:
    return torch.clamp(x, min=0)
x = torch.tensor([1.0, -1.0], requires_grad=True)
y = relu(x).sum()
y.backward()
""",
    "imports from modules": """
from torch.nn import functional as F
import torch
x = torch.tensor([1.0, -1.0], requires_grad=True)
y = F.relu(x).sum()
y.backward()
""",
    "losses": """
import torch
import torch.nn.functional as F
x = torch.tensor([0.5, 3.0], requires_grad=True)
y = torch.tensor([0.0, 0.0])
a = F.huber_loss(x, y, delta=1.0)
b = F.smooth_l1_loss(x, y)
c = F.l1_loss(x, y)
d = torch.nn.functional.mse_loss(input=x, target=y)
loss = a + b + c + d
loss.backward()
""",
    "reductions of all kinds": """
import torch
x = torch.tensor([[1.0, 2.0], [3.0, 4.0]], requires_grad=True)
y = (
    x.amax(dim=1).sum() + x.amin(0).sum() + torch.logsumexp(x, dim=1).sum()
    + torch.cumsum(x, 0).sum() + x.abs().sum() + torch.sign(x).sum()
    + x.clamp(0, 2).sum() + x.clip(min=1.5).sum() + torch.sin(x).sum() + x.rsqrt().sum()
    + torch.softmax(x, 0).sum() + x.tan().sum() + x.neg().sum() + x.trace()
    + x.diag().sum() + torch.linalg.norm(x) + torch.linalg.det(x)
)
y.backward()
""",
}

NUMPY = {
    "least squares": """
import numpy as np
X = np.array([[1.0, 2.0], [3.0, 4.0], [5.0, 6.0]])
y = np.array([1.0, 2.0, 3.0])
w = np.linalg.solve(X.T @ X, X.T @ y)
error = np.sum((X.dot(w) - y) ** 2)
""",
    "sigmoid by hand": """
import numpy as np
def sigmoid(x):
    return 1 / (1 + np.exp(-x))
z = np.linspace(-2, 2, 5)
s = sigmoid(z)
d = s * (1 - s)
total = d.sum(axis=0)
""",
    "the same random numbers": """
import numpy as np
np.random.seed(3)
a = np.random.randn(2, 3)
b = np.random.rand(3)
c = np.maximum(a, 0) @ b
d = np.concatenate([c, b])
e = d[::-1].reshape(1, -1).T
f = np.where(e > 0.5, e, np.tanh(e)).mean()
""",
    "statistics": """
import numpy as np
x = np.arange(12).reshape(3, 4)
m = x.mean(axis=0)
s = np.sqrt(((x - m) ** 2).mean(axis=0))
z = (x - m) / s
n = np.linalg.norm(z)
t = np.trace(x @ x.T) + np.linalg.det(np.eye(3) * 2) + np.pi
u = x[x > 5].sum() + x[-1, ::2].prod()
""",
    "margins of a support vector machine": """
import numpy as np
W = np.array([[0.1, 0.2, -0.3],[0.5,-0.1,0.4]])
X = np.array([[1.0, 2.0],[3.0,-1.0],[0.5,0.5]])
y = np.array([0, 2, 1])
num_train = X.shape[0]
scores = X.dot(W)
correct = scores[range(num_train), y][:, np.newaxis]
margins = np.maximum(0, scores - correct + 1)
loss = margins.sum() / num_train + 0.5 * np.sum(W * W)
""",
    "a logistic regression": """
import numpy as np
def sigmoid(z):
    return 1.0 / (1.0 + np.exp(-z))
X = np.array([[0.5, 1.5],[1.0, -0.5],[2.0, 0.3]])
y = np.array([1, 0, 1])
w = np.zeros(X.shape[1])
b = 0
m = len(y)
z = X @ w + b
a = sigmoid(z)
cost = -1/m * np.sum(y * np.log(a) + (1 - y) * np.log(1 - a))
dw = 1/m * np.dot(X.T, (a - y))
db = 1/m * np.sum(a - y)
""",
    "several results": """
import numpy as np
def batchnorm_forward(x, gamma, beta, eps):
  N, D = x.shape
  #step1: calculate mean
  mu = 1./N * np.sum(x, axis = 0)
  xmu = x - mu
  sq = xmu ** 2
  var = 1./N * np.sum(sq, axis = 0)
  sqrtvar = np.sqrt(var + eps)
  ivar = 1./sqrtvar
  xhat = xmu * ivar
  gammax = gamma * xhat
  out = gammax + beta
  cache = (xhat,gamma,xmu,ivar,sqrtvar,var,eps)
  return out, cache
x = np.array([[1.0, 2.0],[3.0,-1.0],[0.5,0.5]])
gamma, beta = np.ones(2), np.zeros(2)
out, cache = batchnorm_forward(x, gamma, beta, 1e-5)
""",
    "backpropagation by hand": """
import math
w = [2,-3,-3] # assume some random weights and data
x = [-1, -2]

# forward pass
dot = w[0]*x[0] + w[1]*x[1] + w[2]
f = 1.0 / (1 + math.exp(-dot)) # sigmoid function

# backward pass through the neuron (backpropagation)
ddot = (1 - f) * f # gradient on dot variable, using the sigmoid gradient derivation
dx = [w[0] * ddot, w[1] * ddot] # backprop into x
dw = [x[0] * ddot, x[1] * ddot, 1.0 * ddot] # backprop into w
""",
    "a circuit": """
import math
x = 3 # example values
y = -4

# forward pass
sigy = 1.0 / (1 + math.exp(-y)) # sigmoid in numerator   #(1)
num = x + sigy # numerator                               #(2)
sigx = 1.0 / (1 + math.exp(-x)) # sigmoid in denominator #(3)
xpy = x + y                                              #(4)
xpysqr = xpy**2                                          #(5)
den = sigx + xpysqr # denominator                        #(6)
invden = 1.0 / den                                       #(7)
f = num * invden # done!                                 #(8)
""",
    "a softmax": """
import numpy as np
def softmax(x):
    # Compute softmax values for each sets of scores in x.
    e_x = np.exp(x - np.max(x))
    return e_x / e_x.sum(axis=0)
scores = [3.0, 1.0, 0.2]
p = softmax(np.array([[1.0, 2.0], [3.0, 6.0]]))
q = softmax(scores)
print(q)
""",
}
