"""What people call, between the engine and the programs that they write.

It will be filled room by room; so far it holds PyTorch's random numbers (``generator``).
"""
