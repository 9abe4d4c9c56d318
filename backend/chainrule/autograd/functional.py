"""Derivatives of functions by the names of ``torch.autograd.functional``; they answer tensors."""

from chainrule.functions.derivatives import gradcheck, hessian, hvp, jacobian, jvp, vjp

__all__ = ["gradcheck", "hessian", "hvp", "jacobian", "jvp", "vjp"]
