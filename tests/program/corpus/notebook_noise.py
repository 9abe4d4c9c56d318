%matplotlib inline
import time
import numpy as np
import matplotlib.pyplot as plt
from tqdm import tqdm
import torch

plt.style.use('ggplot')
# In[1]:
torch.manual_seed(0)
x = torch.linspace(0, 1, 10)
y = 2 * x + 1
w = torch.zeros(1, requires_grad=True)
b = torch.zeros(1, requires_grad=True)
losses = []
start = time.time()
for epoch in tqdm(range(5)):
    loss = ((w * x + b - y) ** 2).mean()
    loss.backward()
    with torch.no_grad():
        w -= 0.5 * w.grad
        b -= 0.5 * b.grad
    w.grad.zero_()
    b.grad.zero_()
    losses.append(loss.item())
elapsed = time.time() - start > 0
# In[2]:
fig, ax = plt.subplots(figsize=(4, 3))
ax.plot(losses, label='train')
ax.set_xlabel('epoch')
plt.legend()
plt.show()
del fig, ax, start
print(w.item() > 0, np.argmin(losses))
w
