"""A seed leads to PyTorch's numbers, bit for bit."""

import hashlib

import numpy as np
import pytest
from chainrule.engine import ArgumentError
from chainrule.functions.generator import UNSEEDED, Generator
from engine_torch import import_torch
from generator_torch import assert_draws_alike, import_fused_torch
from hypothesis import given
from hypothesis import strategies as st

seeds = st.integers(-(2**63), 2**64 - 1)
sizes = st.integers(0, 80)
each_dtype = pytest.mark.parametrize("dtype", ["float32", "float64"])


def test_the_numbers_of_seed_7_are_known_without_pytorch():
    generator = Generator(7)
    assert generator.rand(4).tolist() == [
        0.5349225401878357,
        0.19880318641662598,
        0.6592116951942444,
        0.6568902730941772,
    ]
    assert generator.randn(3).tolist() == [
        0.9468216300010681,
        -1.1143440008163452,
        1.6907901763916016,
    ]


def test_4_800_normal_numbers_are_known_without_pytorch():
    digest = hashlib.sha256(Generator(7).randn(4_800).tobytes()).hexdigest()
    assert digest.startswith("37dd2cbc7ecf6eb1")  # of PyTorch's, with AVX2


def test_a_generator_starts_from_seed_0():
    assert Generator().rand(5).tolist() == Generator(0).rand(5).tolist()


def test_pytorch_s_own_generators_start_from_a_seed_of_their_own():
    torch = import_torch()
    assert torch.Generator().initial_seed() == UNSEEDED
    theirs = torch.rand(3, generator=torch.Generator())
    assert Generator(UNSEEDED).rand(3).tolist() == theirs.tolist()


@given(seeds)
def test_every_seed_is_pytorch_s(seed):
    torch = import_torch()
    assert_draws_alike(seed, lambda g: g.rand(3), lambda: torch.rand(3))
    assert Generator(seed).initial_seed() == torch.initial_seed()


@pytest.mark.parametrize("seed", [2**64, -(2**63) - 1])
def test_a_seed_has_64_bits(seed):
    with pytest.raises(ArgumentError, match="a seed lies between"):
        Generator(seed)
    with pytest.raises(ValueError, match="Overflow"):
        import_torch().manual_seed(seed)


@each_dtype
@pytest.mark.parametrize("shape", [(), (3,), (0, 2), (2, 3, 4)])
def test_uniform_numbers_are_pytorch_s(shape, dtype):
    torch = import_torch()
    kind = getattr(torch, dtype)
    assert_draws_alike(11, lambda g: g.rand(shape, dtype), lambda: torch.rand(shape, dtype=kind))


@each_dtype
@given(seeds, st.floats(-1e30, 1e30), st.floats(0, 1e30))
def test_uniform_numbers_between_bounds_are_rounded_once(dtype, seed, low, span):
    torch = import_fused_torch()
    kind = getattr(torch, dtype)
    assert_draws_alike(
        seed,
        lambda g: g.uniform(50, low, low + span, dtype),
        lambda: torch.empty(50, dtype=kind).uniform_(low, low + span),
    )


@each_dtype
@given(seeds, sizes)
def test_standard_normal_numbers_are_pytorch_s(dtype, seed, size):
    torch = import_fused_torch()
    kind = getattr(torch, dtype)
    assert_draws_alike(seed, lambda g: g.randn(size, dtype), lambda: torch.randn(size, dtype=kind))


@each_dtype
@given(seeds, sizes, st.floats(-1e3, 1e3), st.floats(0, 1e3))
def test_normal_numbers_are_scaled_with_one_rounding(dtype, seed, size, mean, std):
    torch = import_fused_torch()
    kind = getattr(torch, dtype)
    assert_draws_alike(
        seed,
        lambda g: g.normal(size, mean, std, dtype),
        lambda: torch.empty(size, dtype=kind).normal_(mean, std),
    )


@each_dtype
@pytest.mark.parametrize("seed", range(3))
def test_a_hundred_thousand_normal_numbers_are_pytorch_s(seed, dtype):
    torch = import_fused_torch()
    kind = getattr(torch, dtype)
    size = 100_003
    assert_draws_alike(seed, lambda g: g.randn(size, dtype), lambda: torch.randn(size, dtype=kind))


@pytest.mark.parametrize(("mean", "std"), [(np.inf, 1.0), (0.0, 1e39), (np.nan, 1.0)])
@pytest.mark.parametrize("size", [5, 20])
def test_normal_numbers_leave_the_range_as_in_pytorch(size, mean, std):
    ours = Generator(1).normal(size, mean, std)
    torch = import_torch()
    torch.manual_seed(1)
    np.testing.assert_array_equal(ours, torch.empty(size).normal_(mean, std).detach().numpy())


@pytest.mark.parametrize("size", [10, 20])
def test_means_and_deviations_for_each_are_applied_afterwards(size):
    torch = import_fused_torch()
    mean, std = np.linspace(-1, 1, size, dtype="f4"), np.linspace(0, 2, size, dtype="f4")
    means, stds = torch.tensor(mean), torch.tensor(std)
    assert_draws_alike(1, lambda g: g.normal(size, mean, std), lambda: torch.normal(means, stds))
    assert_draws_alike(1, lambda g: g.normal(size, mean, 0.3), lambda: torch.normal(means, 0.3))
    assert_draws_alike(1, lambda g: g.normal(size, 0.7, std), lambda: torch.normal(0.7, stds))


def test_the_spare_of_a_pair_outlives_other_draws_and_ends_with_a_new_seed():
    plain, mixed = Generator(5), Generator(5)
    pair = plain.randn(2)
    first = mixed.randn(1)
    mixed.rand(7)
    mixed.randn(16)
    assert [first[0], mixed.randn(1)[0]] == pair.tolist()
    mixed.randn(1)
    assert mixed.manual_seed(5).randn(2).tolist() == pair.tolist()


@each_dtype
@given(seeds, sizes, st.floats(1e-3, 1e3))
def test_exponential_numbers_are_pytorch_s(dtype, seed, size, rate):
    torch = import_torch()
    kind = getattr(torch, dtype)
    assert_draws_alike(
        seed,
        lambda g: g.exponential(size, rate, dtype),
        lambda: torch.empty(size, dtype=kind).exponential_(rate),
    )


@given(seeds, st.integers(-(2**63), 2**63 - 2), st.integers(1, 2**64))
def test_integers_of_any_range_are_pytorch_s(seed, low, span):
    torch = import_torch()
    high = min(low + span, 2**63 - 1)
    assert_draws_alike(
        seed, lambda g: g.randint(low, high, (2, 5)), lambda: torch.randint(low, high, (2, 5))
    )


@pytest.mark.parametrize("span", [2, 10, 2**28 - 1, 2**28, 2**32, 2**63 - 1])
def test_ranges_from_2_to_the_28th_take_long_words(span):
    torch = import_torch()
    assert_draws_alike(3, lambda g: g.randint(0, span, 9), lambda: torch.randint(0, span, (9,)))


KINDS = ["int64", "int32", "int16", "int8", "uint8", "bool", "float32", "float64"]


@pytest.mark.parametrize("dtype", KINDS)
def test_integers_come_in_every_dtype(dtype):
    torch = import_torch()
    kind = getattr(torch, dtype)
    assert_draws_alike(
        3, lambda g: g.randint(0, 2, 9, dtype), lambda: torch.randint(0, 2, (9,), dtype=kind)
    )
    assert_draws_alike(
        3, lambda g: g.random(9, dtype), lambda: torch.empty(9, dtype=kind).random_()
    )


@given(seeds, st.integers(0, 300))
def test_permutations_are_pytorch_s(seed, n):
    torch = import_torch()
    assert_draws_alike(seed, lambda g: g.randperm(n), lambda: torch.randperm(n))


@given(seeds, st.floats(0, 1))
def test_dropout_and_bernoulli_numbers_are_pytorch_s(seed, p):
    torch = import_torch()
    dropout = torch.nn.functional.dropout
    ones = torch.ones(4, 5)
    assert_draws_alike(seed, lambda g: g.bernoulli(p, 9), lambda: torch.empty(9).bernoulli_(p))
    assert_draws_alike(seed, lambda g: g.dropout_mask((4, 5), p), lambda: dropout(ones, p))


@each_dtype
@given(seed=seeds)
def test_probabilities_for_each_are_compared_in_their_precision(dtype, seed):
    torch = import_torch()
    p = np.linspace(0, 1, 40, dtype=dtype)
    theirs = torch.tensor(p)
    assert_draws_alike(seed, lambda g: g.bernoulli(p, dtype=dtype), lambda: torch.bernoulli(theirs))


@each_dtype
@pytest.mark.parametrize(("count", "replacement"), [(1, False), (1, True), (6, False), (30, True)])
@given(seed=seeds)
def test_draws_by_weights_are_pytorch_s(dtype, count, replacement, seed):
    torch = import_torch()
    table = Generator(seed).uniform((3, 6), 0.1, 5.0, dtype)
    for weights in (table, table[0]):
        theirs = torch.tensor(weights)
        assert_draws_alike(
            seed,
            lambda g, w=weights: g.multinomial(w, count, replacement),
            lambda t=theirs: torch.multinomial(t, count, replacement),
        )


def test_a_weight_of_0_is_never_drawn():
    drawn = Generator(2).multinomial([0.0, 1.0, 0.0, 3.0], 2_000, replacement=True)
    assert set(drawn.tolist()) == {1, 3}


def test_a_state_is_pytorch_s_and_can_be_restored_on_both_sides():
    torch, generator = import_torch(), Generator(4)
    generator.rand(700)
    generator.randn(3)
    state = generator.get_state()
    wanted = [generator.randn(3).tolist(), generator.rand(2).tolist()]
    torch.set_rng_state(torch.tensor(state))
    assert [torch.randn(3).tolist(), torch.rand(2).tolist()] == wanted
    other = Generator(9)
    other.set_state(state)
    assert [other.randn(3).tolist(), other.rand(2).tolist()] == wanted
    assert other.initial_seed() == 4


@pytest.mark.parametrize("state", [np.zeros(3, "u1"), np.zeros(5056, "u1"), np.zeros(5056)])
def test_a_state_that_is_none_is_refused(state):
    with pytest.raises(ArgumentError):
        Generator().set_state(state)


REFUSED = [
    (lambda g: g.rand(-1), lambda t: t.rand(-1)),
    (lambda g: g.rand(3, "int64"), lambda t: t.rand(3, dtype=t.int64)),
    (lambda g: g.uniform(3, 2.0, 1.0), lambda t: t.empty(3).uniform_(2.0, 1.0)),
    (lambda g: g.uniform(3, np.nan, 1.0), lambda t: t.empty(3).uniform_(np.nan, 1.0)),
    (lambda g: g.uniform(3, 0.0, 1e39), lambda t: t.empty(3).uniform_(0.0, 1e39)),
    (lambda g: g.uniform(3, -3e38, 3e38), lambda t: t.empty(3).uniform_(-3e38, 3e38)),
    (lambda g: g.normal(3, 0.0, -1.0), lambda t: t.empty(3).normal_(0.0, -1.0)),
    (lambda g: g.normal(3, 0.0, np.nan), lambda t: t.empty(3).normal_(0.0, np.nan)),
    (lambda g: g.exponential(3, 0.0), lambda t: t.empty(3).exponential_(0.0)),
    (lambda g: g.randint(5, 5, 2), lambda t: t.randint(5, 5, (2,))),
    (lambda g: g.randint(0, 300, 2, "uint8"), lambda t: t.randint(0, 300, (2,), dtype=t.uint8)),
    (lambda g: g.randperm(-1), lambda t: t.randperm(-1)),
    (lambda g: g.bernoulli(1.5, 3), lambda t: t.empty(3).bernoulli_(1.5)),
    (lambda g: g.bernoulli(np.array([1.5])), lambda t: t.bernoulli(t.tensor([1.5]))),
    (lambda g: g.dropout_mask(3, 1.5), lambda t: t.nn.functional.dropout(t.ones(3), 1.5)),
    (lambda g: g.multinomial([0.0, 0.0], 1), lambda t: t.multinomial(t.zeros(2), 1)),
    (lambda g: g.multinomial([-1.0, 2.0], 1), lambda t: t.multinomial(t.tensor([-1.0, 2.0]), 1)),
    (lambda g: g.multinomial([1.0, 2.0], 3), lambda t: t.multinomial(t.ones(2), 3)),
    (lambda g: g.multinomial([1.0, 2.0], 0), lambda t: t.multinomial(t.ones(2), 0)),
    (lambda g: g.multinomial([1, 2], 1), lambda t: t.multinomial(t.tensor([1, 2]), 1)),
    (lambda g: g.multinomial(np.ones((2, 2, 2)), 1), lambda t: t.multinomial(t.ones(2, 2, 2), 1)),
]


@pytest.mark.parametrize("number", range(len(REFUSED)))
def test_what_pytorch_refuses_is_refused(number):
    ours, theirs = REFUSED[number]
    with pytest.raises(ArgumentError):
        ours(Generator())
    with pytest.raises((RuntimeError, ValueError)):
        theirs(import_torch())


def test_more_indices_than_positive_weights_are_refused_where_pytorch_s_order_is_chance():
    with pytest.raises(ArgumentError, match="a row has 1 positive weights"):
        Generator().multinomial([1.0, 0.0, 0.0], 2)
