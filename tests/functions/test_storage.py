"""What is saved is there again when it is loaded, and nothing else is read."""

import io
import pickle

import chainrule
import numpy as np
import pytest
from chainrule import ArgumentError, GradientError, nn, tensor


def saved(value):
    file = io.BytesIO()
    chainrule.save(value, file)
    file.seek(0)
    return file


def test_a_model_and_its_optimiser_go_on_where_they_were(tmp_path):
    def made():
        chainrule.manual_seed(1)
        model = nn.Sequential(nn.Linear(3, 4), nn.BatchNorm1d(4), nn.ReLU(), nn.Linear(4, 1))
        return model, chainrule.optim.Adam(model.parameters(), lr=0.01)

    def step(model, optimiser):
        optimiser.zero_grad()
        loss = (model(chainrule.arange(15.0).reshape(5, 3).sin()) ** 2).mean()
        loss.backward()
        optimiser.step()
        return loss.item()

    model, optimiser = made()
    step(model, optimiser)
    path = tmp_path / "model.npz"
    chainrule.save({"model": model.state_dict(), "optimiser": optimiser.state_dict()}, path)
    others, again = made()
    parts = chainrule.load(path)
    others.load_state_dict(parts["model"])
    again.load_state_dict(parts["optimiser"])

    assert [step(model, optimiser) for _ in range(3)] == [step(others, again) for _ in range(3)]


def test_kinds_are_kept():
    x = tensor([[1.5, float("nan")]], dtype="float32", requires_grad=True)
    value = {"x": x, 3: [True, None, (2, 0.5)], "a": np.arange(3), "text": "é", "n": np.float64(2)}
    again = chainrule.load(saved(value))

    assert again["x"].requires_grad
    assert again["x"].dtype == np.float32
    np.testing.assert_array_equal(again["x"].detach().numpy(), x.detach().numpy())
    assert again[3] == [True, None, (2, 0.5)]
    assert type(again["a"]) is np.ndarray
    assert (again["text"], again["n"]) == ("é", 2.0)


def test_what_cannot_be_written_is_refused_before_anything_is(tmp_path):
    path = tmp_path / "file"
    with pytest.raises(ArgumentError, match="state_dict"):
        chainrule.save({"model": nn.Linear(1, 1)}, path)
    with pytest.raises(ArgumentError, match="numbers"):
        chainrule.save(np.array(["a"]), path)
    assert not path.exists()


@pytest.mark.parametrize("content", [b"", b"text", pickle.dumps({"x": 1}), b"PK\x03\x04broken"])
def test_another_file_is_refused(content):
    with pytest.raises(ArgumentError, match=r"chainrule\.save"):
        chainrule.load(io.BytesIO(content))


def test_arrays_of_numpy_are_no_file_of_ours():
    file = io.BytesIO()
    np.savez(file, structure=np.array(object()))
    file.seek(0)
    with pytest.raises(ArgumentError, match=r"chainrule\.save"):
        chainrule.load(file)


def test_other_libraries_take_values_by_dlpack():
    x = tensor([[1.0, 2.0]])
    assert np.from_dlpack(x).tolist() == [[1.0, 2.0]]
    assert chainrule.from_dlpack(np.arange(3)).tolist() == [0, 1, 2]
    with pytest.raises(GradientError, match="detach"):
        np.from_dlpack(tensor(1.0, requires_grad=True))
    with pytest.raises(ArgumentError, match="from_dlpack"):
        chainrule.from_dlpack([1.0])
