"""The notebook's training loop and evaluation, on rows that can be checked by hand."""

import numpy as np
from chainrule import MLP, SGD, bce_loss, evaluate_model, train_model

X = np.random.RandomState(0).standard_normal((12, 2))
Y = (X[:, :1] > 0).astype(float)


def test_train_model_takes_one_row_at_a_time_and_prints_each_epochs_mean_loss(capsys):
    np.random.seed(1)
    model = MLP(2, 4, 1)
    history = train_model(model, X, Y, epochs=2, lr=0.1)

    np.random.seed(1)
    other = MLP(2, 4, 1)
    optimiser = SGD(other.parameters(), 0.1)
    for epoch in range(2):
        losses = []
        for x, y in zip(X, Y, strict=True):
            optimiser.zero_grad()
            loss = bce_loss(other(x.reshape(1, 2)), y.reshape(1, 1))
            loss.backward()
            optimiser.step()
            losses.append(loss.item())
        assert history[epoch] == sum(losses) / 12
    lines = capsys.readouterr().out.splitlines()
    assert lines == [f"Epoch {k}: BCE = {loss}" for k, loss in enumerate(history, 1)]


def test_evaluate_model_counts_rounded_outputs(capsys):
    model = MLP(2, 4, 1)
    predicted = np.round(model(X).data)
    accuracy = evaluate_model(model, X, Y)
    assert accuracy == np.mean(predicted == Y)
    assert capsys.readouterr().out == f"Accuracy on test set: {accuracy:.2%}\n"


def test_evaluate_model_takes_targets_as_a_row_too(capsys):
    model = MLP(2, 4, 1)
    assert evaluate_model(model, X, Y.ravel()) == evaluate_model(model, X, Y)
