"""Layers and models: shapes, names, activations, initialisations, groups, states."""

import copy
import math
import pickle
from itertools import pairwise

import chainrule
import numpy as np
import pytest
from chainrule import (
    MLP,
    ArgumentError,
    Layer,
    Linear,
    Module,
    Sequential,
    ShapeError,
    Tape,
    Tensor,
)
from chainrule.nn import ACTIVATIONS, INITIALISATIONS, ModuleList
from engine_torch import import_torch

X = np.random.RandomState(3).standard_normal((5, 7))


def test_a_layer_draws_w_then_b_from_the_legacy_generator():
    np.random.seed(1)
    layer = Layer(2, 1)
    generator = np.random.RandomState(1)
    assert np.array_equal(layer.w.data, generator.standard_normal((2, 1)))
    assert np.array_equal(layer.b.data, generator.standard_normal((1, 1)))


def test_a_layer_computes_its_formula():
    layer = Layer(7, 3, "sigmoid")
    expected = 1 / (1 + np.exp(-(X @ layer.w.data + layer.b.data)))
    np.testing.assert_allclose(layer(X).data, expected, rtol=1e-12)


@pytest.mark.parametrize("activation", ACTIVATIONS)
def test_every_activation_makes_a_layer(activation):
    layer = Layer(7, 3, activation)
    z = X @ layer.w.data + layer.b.data
    expected = z if activation == "linear" else getattr(chainrule, activation)(Tensor(z)).data
    np.testing.assert_allclose(layer(X).data, expected, rtol=1e-12)


@pytest.mark.parametrize("name", ["tahn", "Tanh", "sum", 7])
def test_an_unknown_activation_is_a_value_error_that_names_the_known_ones(name):
    with pytest.raises(ValueError, match="choose one of tanh, sigmoid"):
        Layer(2, 1, name)


@pytest.mark.parametrize(
    ("name", "deviation"),
    [
        ("normal", 1.0),
        ("xavier", math.sqrt(2 / 500)),
        ("xavier_uniform", math.sqrt(2 / 500)),
        ("he", math.sqrt(2 / 300)),
        ("he_uniform", math.sqrt(2 / 300)),
        ("zeros", 0.0),
    ],
)
def test_initialisations_have_their_deviation(name, deviation):
    layer = Layer(300, 200, init=name, generator=np.random.default_rng(0))
    assert np.std(layer.w.data) == pytest.approx(deviation, rel=0.02)
    assert np.mean(layer.w.data) == pytest.approx(0.0, abs=0.02)
    assert name == "normal" or not layer.b.data.any()


def test_every_initialisation_is_tested():
    assert set(INITIALISATIONS) == {
        *("normal", "xavier", "xavier_uniform", "he"),
        "he_uniform",
        "zeros",
    }
    with pytest.raises(ArgumentError, match="did you mean 'xavier"):
        Layer(1, 1, init="xaver")


def test_an_mlp_has_a_hidden_and_an_output_layer():
    model = MLP(7, 100, 1)
    assert [p.shape for p in model.parameters()] == [(7, 100), (1, 100), (100, 1), (1, 1)]
    assert list(model.state_dict()) == ["hidden.w", "hidden.b", "out.w", "out.b"]
    assert model.hidden.activation == "tanh"
    assert model.out.activation == "sigmoid"


@pytest.mark.parametrize("hidden", [[], [4], [4, 3], (4, 3, 2)])
def test_an_mlp_has_any_number_of_hidden_layers(hidden):
    model = MLP(7, hidden, 2, activation="relu", output="linear")
    sizes = [7, *hidden, 2]
    weights = [p.shape for p in list(model.parameters())[::2]]
    assert weights == list(pairwise(sizes))
    assert model(X).shape == (5, 2)


def test_linear_has_the_weights_and_the_values_of_pytorch():
    torch = import_torch()
    theirs = torch.nn.Linear(7, 3, dtype=torch.float64)
    ours = Linear(7, 3)
    ours.load_state_dict({k: v.detach().numpy() for k, v in theirs.state_dict().items()})
    np.testing.assert_allclose(ours(X).data, theirs(torch.tensor(X)).detach().numpy(), rtol=1e-12)
    assert np.abs(Linear(100, 50, bias=False).weight.data).max() <= 0.1


def test_sequential_runs_modules_and_functions_in_order():
    first, second = Linear(7, 4), Linear(4, 1)
    model = Sequential(first, chainrule.tanh, second)
    np.testing.assert_array_equal(model(X).data, second(first(X).tanh()).data)
    assert list(model.state_dict()) == [*("0.weight", "0.bias", "2.weight", "2.bias")]


def groups(model):
    with Tape() as tape:
        model(X)
    return list(dict.fromkeys(node.group for node in tape.nodes))


def test_layers_become_groups_of_the_drawing():
    assert groups(MLP(7, 3, 1)) == ["hidden", "out"]
    assert groups(MLP(7, [3, 2], 1)) == ["hidden/0", "hidden/1", "out"]
    assert groups(Sequential(Linear(7, 2), chainrule.relu, Linear(2, 1))) == ["0", "", "2"]
    assert groups(Layer(7, 2)) == [""]


def test_modules_in_lists_are_found_and_grouped():
    class Ensemble(Module):
        def __init__(self):
            super().__init__()
            self.members = ModuleList([Layer(7, 1), Layer(7, 1)])

        def forward(self, x):
            return self.members[0](x) + self.members[1](x)

    model = Ensemble()
    assert len(list(model.parameters())) == 4
    assert groups(model) == ["members/0", "members/1", ""]


def test_a_state_restores_a_model():
    model, other = MLP(7, 4, 1), MLP(7, 4, 1)
    other.load_state_dict(model.state_dict())
    np.testing.assert_array_equal(model(X).data, other(X).data)
    with chainrule.no_grad():
        other.hidden.w[0, 0] = 99.0
    assert model.hidden.w[0, 0].item() != 99.0


@pytest.mark.parametrize(
    ("change", "error"),
    [
        (lambda state: state.pop("out.b"), ArgumentError),
        (lambda state: state.update({"out.c": 1.0}), ArgumentError),
        (lambda state: state.update({"out.b": [1.0, 2.0]}), ShapeError),
    ],
)
def test_a_state_that_does_not_fit_changes_nothing(change, error):
    model = MLP(7, 4, 1)
    before = model.state_dict()
    state = MLP(7, 4, 1).state_dict()
    change(state)
    with pytest.raises(error):
        model.load_state_dict(state)
    after = model.state_dict()
    assert all(np.array_equal(after[name], before[name]) for name in before)


def test_disable_grad_makes_constants_and_enable_grad_undoes_it():
    model = MLP(7, 4, 1)
    model.disable_grad()
    assert not model(X).requires_grad
    model.enable_grad()
    assert model(X).requires_grad


def test_zero_grad_leaves_none_not_zero():
    model = MLP(7, 4, 1)
    model(X).sum().backward()
    assert all(p.grad is not None for p in model.parameters())
    model.zero_grad()
    assert all(p.grad is None for p in model.parameters())


def test_a_module_without_forward_says_so():
    with pytest.raises(NotImplementedError, match='missing the required "forward" function'):
        Module()(X)


def test_a_model_shows_its_parts_and_their_shapes():
    model = MLP(2, 3, 1)
    assert repr(model) == (
        "MLP(\n  (hidden): Layer(2, 3, activation='tanh')\n"
        "  (out): Layer(3, 1, activation='sigmoid')\n)"
    )
    inner = "\n".join("  " + line for line in repr(model).splitlines()[1:-1])
    nested = f"Sequential(\n  (0): MLP(\n{inner}\n  )\n)"
    assert repr(Sequential(model, chainrule.tanh)) == nested


@pytest.mark.parametrize("copy", [copy.deepcopy, lambda m: pickle.loads(pickle.dumps(m))])  # noqa: S301
@pytest.mark.parametrize("output", ["sigmoid", "silu", "linear"])
def test_models_can_be_copied_and_pickled(copy, output):
    model = Sequential(MLP(2, [3, 4], 1, output=output), chainrule.tanh, Linear(1, 2))
    twin = copy(model)
    x = np.array([[0.5, -1.0]])

    np.testing.assert_array_equal(twin(x).data, model(x).data)
    next(twin.parameters()).data = np.zeros((2, 3))
    assert next(model.parameters()).data.any()
