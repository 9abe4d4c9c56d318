"""Derivatives of functions by the names of ``torch.autograd.functional``; they answer tensors."""

from chainrule.functions.derivatives import (
    gradcheck,
    gradgradcheck,
    hessian,
    hvp,
    jacobian,
    jvp,
    vjp,
)

__all__ = ["gradcheck", "gradgradcheck", "hessian", "hvp", "jacobian", "jvp", "vjp"]
