# what goes into layers and comes out of them, on both ways
import torch
import torch.nn as nn

torch.manual_seed(2)
net = nn.Sequential(nn.Linear(3, 4), nn.ReLU(), nn.Linear(4, 1))
seen = {}


def keep(name):
    def hook(module, inputs, output):
        seen[name] = output.detach()

    return hook


def look(module, grad_input, grad_output):
    shapes = [None if g is None else tuple(g.shape) for g in grad_input]
    print(type(module).__name__, shapes, grad_output[0].sum())


handles = [net[0].register_forward_hook(keep("hidden"))]
handles += [layer.register_full_backward_hook(look) for layer in net]
handles.append(net[0].register_forward_pre_hook(lambda module, args: (args[0] * 2,)))
doubled = net[1].register_full_backward_hook(lambda module, gi, go: (gi[0] * 2,))
x = torch.ones(2, 3, requires_grad=True)
net(x).sum().backward()
print(seen["hidden"].shape, x.grad)
for handle in [*handles, doubled]:
    handle.remove()
plain = torch.ones(2, 3, requires_grad=True)
net(plain).sum().backward()
print(torch.allclose(x.grad, 4 * plain.grad))
tail = nn.Sequential()
tail.add_module("first part", nn.Linear(2, 2, bias=False))
tail.append(nn.Tanh())
print(tail[0].weight.shape, len(tail), tail)
tail[1] = nn.Sigmoid()
print(tail[-1])
