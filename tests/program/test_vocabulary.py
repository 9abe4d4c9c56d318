"""One vocabulary: what a program may call is what Python users have, by the same names."""

import chainrule
import pytest
from chainrule.program import functions
from chainrule.program.libraries import LIBRARIES

OWN = {"data", "param", "seed"}
"""What only the page's programs have: the two kinds of leaves, and where random numbers start."""

MODULES = {
    "torch.nn": chainrule.nn,
    "torch.nn.functional": chainrule.functional,
    "torch.nn.init": chainrule.nn.init,
    "torch.nn.utils": chainrule.nn.utils,
    "torch.linalg": chainrule.linalg,
    "torch.optim": chainrule.optim,
    "torch.optim.lr_scheduler": chainrule.optim.lr_scheduler,
    "torch.utils.data": chainrule.nn,
    "torch.autograd.functional": chainrule.autograd.functional,
    "chainrule": chainrule,
    "chainrule.nn": chainrule.nn,
    "chainrule.functional": chainrule.functional,
    "chainrule.optim": chainrule.optim,
}
"""By the name under which a program imports it, what a Python user imports."""

WITHOUT_MEANING = {
    *("backends", "compile", "contiguous_format", "cuda", "device", "jit", "mps"),
    *("preserve_format", "strided", "get_num_threads", "set_num_threads"),
    *("set_float32_matmul_precision", "use_deterministic_algorithms", "set_printoptions"),
    *("float16", "half", "bfloat16", "int", "int8", "int16", "int32", "short", "uint8"),
    *("BoolTensor", "ByteTensor", "DoubleTensor", "FloatTensor", "IntTensor", "LongTensor"),
    *("CharTensor", "HalfTensor", "ShortTensor"),
    *("Size", "dtype", "finfo", "iinfo", "is_floating_point", "get_default_dtype"),
    *("set_default_dtype", "set_default_tensor_type", "set_grad_enabled", "scalar_tensor"),
    *("accelerator", "get_default_device", "set_default_device", "func", "vmap"),
    *("distributions", "initial_seed", "profiler", "random", "special", "testing"),
}
"""What a pasted program may say of PyTorch's machinery: devices, files, kinds of storage, functions
that are transformed (``chainrule.jacobian`` and its like do that here)."""


def test_every_function_of_the_language_is_one_of_the_package():
    names = {name for function in functions() for name in (function.name, *function.aliases)}

    assert {name for name in names if not hasattr(chainrule, name)} == OWN


def test_every_function_of_the_package_is_one_of_the_language():
    names = {name for function in functions() for name in (function.name, *function.aliases)}

    assert set(dir(chainrule.functional)) <= names
    assert {name for name in dir(chainrule.functional) if not hasattr(chainrule, name)} == set()


@pytest.mark.parametrize("name", sorted(MODULES))
def test_a_module_of_the_language_has_what_the_package_s_module_has(name):
    table, module = set(LIBRARIES[name].table), MODULES[name]

    missing = {member for member in table if not hasattr(module, member)}
    assert missing - WITHOUT_MEANING == set()


@pytest.mark.parametrize("name", ["torch.nn.functional", "torch.linalg", "torch.optim"])
def test_a_module_of_the_package_has_nothing_else(name):
    module = MODULES[name]
    names = set(getattr(module, "__all__", dir(module)))

    assert names - set(LIBRARIES[name].table) == set()


def test_every_layer_loss_and_optimiser_of_the_package_can_be_pasted():
    kinds = {name: kind for name, kind in vars(chainrule.nn).items() if isinstance(kind, type)}
    libraries = ("torch.nn", "torch.optim", "torch.optim.lr_scheduler", "torch.utils.data")
    pasted = {name for library in (*libraries, "chainrule") for name in LIBRARIES[library].table}

    assert len(kinds) > 90
    assert set(kinds) - pasted == set()


def test_what_is_said_to_be_without_meaning_is_really_there():
    assert WITHOUT_MEANING - set(LIBRARIES["torch"].table) == set()
    assert {name for name in WITHOUT_MEANING if hasattr(chainrule, name)} == set()


def test_the_names_of_pytorch_s_kinds_of_numbers_are_there():
    x = chainrule.ones(2, dtype=chainrule.float64, requires_grad=True)

    assert (x.dtype, x.to(chainrule.float32).dtype) == (chainrule.double, chainrule.float)
    assert chainrule.zeros(2, dtype=chainrule.long).dtype == chainrule.int64
    assert (x > 0).dtype == chainrule.bool
    (gradient,) = chainrule.autograd.grad((x**2).sum(), x)
    assert gradient.tolist() == [2.0, 2.0]
