"""Libraries that are written in the language itself: the interpreter reads these files as text.

They are Python like any other, so that they are checked and read as such; what they need beyond the
language stands in ``gradients``.
"""
