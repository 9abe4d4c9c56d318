"""Gradients by the names of ``torch.autograd``: ``chainrule.autograd.grad(loss, [w])``."""

from chainrule.autograd import functional
from chainrule.engine import enable_grad, no_grad
from chainrule.functions.derivatives import gradcheck, gradgradcheck
from chainrule.functions.gradients import grad

__all__ = ["enable_grad", "functional", "grad", "gradcheck", "gradgradcheck", "no_grad"]
