"""What PyTorch and NumPy have and Chainrule does not, and what to write instead."""

MISSING = {
    "fractional_max_pool2d": "max_pool2d is available",
    "multi_head_attention_forward": "use nn.MultiheadAttention or scaled_dot_product_attention",
    "i0": "there are no Bessel functions",
    "matrix_exp": "add up a few terms: eye(n) + x + x @ x / 2",
    "lu": "solve(A, b), inv(A) and det(A) are available",
    "eig": "eigh of a symmetric matrix is available",
    "fft": "complex numbers are not available; write the sums with sin and cos",
    "stft": "complex numbers are not available",
    "complex": "complex numbers are not available",
    "unique_consecutive": "compare x[1:] with x[:-1]",
    "renorm": "x / x.norm(dim=1, keepdim=True).clamp(min=m) * m",
    "upsample": "write F.interpolate",
    "angle": "complex numbers are not available; atan2(y, x) is",
    "mode": "unique(x, return_counts=True) counts values",
    "index_copy": "index_add or where(mask, new, old)",
    "masked_softmax": "softmax(x.masked_fill(~mask, float('-inf')), dim=-1)",
    "sparse_coo_tensor": "use a dense tensor",
    "quantize_per_tensor": "round(x / scale) * scale",
    "compile": "leave it out; the function itself does the same",
}
"""PyTorch's name → a short sentence on what to write instead."""

NUMPY_MISSING = {
    "fft": "complex numbers are not available; write the sums with np.sin and np.cos",
    "loadtxt": "files are not available; write the numbers as a list",
    "genfromtxt": "files are not available; write the numbers as a list",
    "apply_along_axis": "give the function a whole array: most reduce with axis=",
    "fromfunction": "call the function with np.indices(shape)",
    "matrix": "use np.array",
    "put": "write x[index] = value",
    "putmask": "np.where(mask, new, old)",
    "piecewise": "np.where(condition, a, b)",
    "select": "np.where(condition, a, b), one in the other",
    "roots": "find zeros with a few Newton steps",
    "poly1d": "write the powers: a * x ** 2 + b * x + c",
}
"""NumPy's name → a short sentence on what to write instead."""
