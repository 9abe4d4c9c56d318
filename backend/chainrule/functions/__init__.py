"""What people call, between the engine and the programs that they write.

Makers, compositions, layers' functions, losses, linear algebra and random numbers by PyTorch's
names (``table``), NumPy's meanings by NumPy's names (``numpy_functions``, ``numpy_random``), and
what is missing with what to write instead (``missing``). Each is plain Python on tensors, declared
where it is defined (``composition``); whoever else needs to know about it reads the tables.
"""
