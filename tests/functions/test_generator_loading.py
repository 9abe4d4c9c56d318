"""A `DataLoader` and `random_split` draw from the default generator as these functions do."""

import pytest
from chainrule.engine import ArgumentError
from chainrule.functions.generator import Generator, loading
from engine_torch import import_torch
from generator_torch import assert_same_bits


def test_an_epoch_of_a_shuffling_loader_is_a_base_seed_and_an_order():
    torch, generator = import_torch(), Generator(8)
    torch.manual_seed(8)
    loader = torch.utils.data.DataLoader(range(23), batch_size=5, shuffle=True)
    for _ in range(3):
        theirs = torch.cat(list(loader)).tolist()
        loading.base_seed(generator)
        assert loading.shuffled(generator, 23).tolist() == theirs
        assert_same_bits(generator.get_state(), torch.get_rng_state())


def test_loaders_side_by_side_draw_their_base_seeds_first():
    torch, generator = import_torch(), Generator(8)
    torch.manual_seed(8)
    loaders = [torch.utils.data.DataLoader(range(9), 9, shuffle=True) for _ in range(2)]
    theirs = [batch.tolist() for batch in next(zip(*loaders, strict=True))]
    for _ in loaders:
        loading.base_seed(generator)
    assert [loading.shuffled(generator, 9).tolist() for _ in loaders] == theirs


def test_a_loader_in_order_draws_its_base_seed_too():
    torch, generator = import_torch(), Generator(8)
    torch.manual_seed(8)
    list(torch.utils.data.DataLoader(range(9), 4))
    loading.base_seed(generator)
    assert_same_bits(generator.get_state(), torch.get_rng_state())


def test_a_loader_with_a_generator_takes_its_order_from_that_one():
    torch, own = import_torch(), Generator(5)
    loader = torch.utils.data.DataLoader(
        range(9), 9, shuffle=True, generator=torch.Generator().manual_seed(5)
    )
    loading.base_seed(own)
    assert own.randperm(9).tolist() == next(iter(loader)).tolist()


@pytest.mark.parametrize(
    ("n", "lengths"),
    [(10, [7, 3]), (10, [0.8, 0.2]), (11, [0.5, 0.3, 0.2]), (7, [0.5, 0.5]), (1, [1]), (4, [4, 0])],
)
def test_splits_are_pytorch_s(n, lengths):
    torch, generator = import_torch(), Generator(6)
    theirs = torch.utils.data.random_split(range(n), lengths, torch.Generator().manual_seed(6))
    ours = loading.random_split(generator, n, lengths)
    assert [part.tolist() for part in ours] == [list(part.indices) for part in theirs]


@pytest.mark.parametrize("lengths", [[5, 4], [1.5, -0.5], [0.5, 0.4]])
def test_lengths_that_do_not_fit_are_refused(lengths):
    with pytest.raises(ArgumentError):
        loading.random_split(Generator(), 10, lengths)
    with pytest.raises(ValueError, match=r"Fraction|Sum"):
        import_torch().utils.data.random_split(range(10), lengths)
