# a function of one's own that answers two tensors, and one that is set up apart
import torch
from torch.autograd import Function, gradcheck, gradgradcheck


class Polar(Function):
    @staticmethod
    def forward(ctx, x, y):
        r = torch.sqrt(x * x + y * y)
        angle = torch.atan2(y, x)
        ctx.save_for_backward(x, y, r)
        return r, angle

    @staticmethod
    def backward(ctx, grad_r, grad_angle):
        x, y, r = ctx.saved_tensors
        return grad_r * x / r - grad_angle * y / r**2, grad_r * y / r + grad_angle * x / r**2


class Scale(Function):
    @staticmethod
    def forward(tensor, factor):
        return tensor * factor

    @staticmethod
    def setup_context(ctx, inputs, output):
        _, ctx.factor = inputs

    @staticmethod
    def backward(ctx, grad_output):
        return grad_output * ctx.factor, None


class Exponential(Function):
    @staticmethod
    def forward(ctx, x):
        result = x.exp()
        ctx.save_for_backward(result)
        return result

    @staticmethod
    def backward(ctx, grad_output):
        (result,) = ctx.saved_tensors
        return grad_output * result


x = torch.tensor([3.0, 1.0], requires_grad=True)
y = torch.tensor([4.0, -2.0], requires_grad=True)
r, angle = Polar.apply(x, y)
loss = (Scale.apply(r, 2.5) + angle).sum()
loss.backward()
print(loss.item(), x.grad, y.grad)
z = torch.tensor([0.5, -1.0], requires_grad=True)
(first,) = torch.autograd.grad(Exponential.apply(z).sum(), z, create_graph=True)
(second,) = torch.autograd.grad(first.sum(), z)
print(torch.allclose(second, z.exp()))
point = torch.tensor([0.3, 1.2], dtype=torch.double, requires_grad=True)
print(gradcheck(Exponential.apply, point), gradgradcheck(Exponential.apply, point))
print(gradcheck(lambda v: Polar.apply(v, v * v)[0], point))
