"""The library: every function that a program can call, and how PyTorch's and NumPy's are met."""
