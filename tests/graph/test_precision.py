"""What PyTorch's float32 would lose is told with its place, and with what follows there."""

from collections.abc import Callable

import chainrule
import pytest
from chainrule import Tensor, tensor
from chainrule.graph import build
from chainrule.graph.observations import Finding


def leaf(name: str, data: object, requires_grad: bool = True) -> Tensor:
    result = tensor(data, requires_grad=requires_grad)
    result.name = name
    return result


def told(output: Tensor, name: str | None = None) -> list[Finding]:
    output.name = name
    findings = build(output, float32=True).findings
    return [finding for finding in findings if finding.code.startswith("float32_")]


def message(output: Tensor, name: str | None = None) -> str:
    (finding,) = told(output, name)
    return finding.message.removeprefix("in PyTorch's float32 ")


def test_an_overflow_is_told_with_what_follows() -> None:
    (finding,) = told((leaf("z", 95.0).exp() + 1.0).log(), "cost")
    assert (finding.code, finding.node) == ("float32_overflow", "n1")
    assert finding.message == (
        "in PyTorch's float32 exp(95) is infinite: there cost is inf and z's gradient nan"
    )
    assert finding.observed == pytest.approx(1.8112390828890233e41, rel=1e-12)
    assert "softplus, logsumexp" in finding.advice


def test_it_is_told_only_where_it_is_asked_for() -> None:
    findings = build((leaf("z", 95.0).exp() + 1.0).log()).findings
    assert [f for f in findings if f.code.startswith("float32")] == []


# Each has been compared with what PyTorch 2 gives in float32.
@pytest.mark.parametrize(
    ("start", "function", "said"),
    [
        (20.0, lambda z: -(1 - z.sigmoid()).log(),
         "sigmoid(20) is exactly 1: there loss is inf and z's gradient nan"),
        (20.0, lambda z: z.sigmoid() * 2,
         "sigmoid(20) is exactly 1: there z's gradient is 0"),
        (20.0, lambda z: -(1 - 1 / (1 + (-z).exp())).log(),
         "1 + 2.06115362e−9 is exactly 1: there loss is inf and z's gradient inf"),
        (20.0, lambda z: (1 + (-z).exp()).log(),
         "1 + 2.06115362e−9 is exactly 1: there loss is 0"),
        ([120.0, 0.0, 1.0], lambda z: -chainrule.softmax(z, dim=0)[1].log(),
         "softmax(z, axis=0) is exactly 0 in 2 of 3 elements: there loss is inf and "
         "z's gradient nan"),
        ([1.0, 95.0, 100.0], lambda z: (1 + z.exp()).log().sum(),
         "exp(z) is infinite in 2 of 3 elements, beginning with exp(95): there loss is inf and "
         "z's gradient nan"),
        ([3e19, 1.0], lambda z: (z * z).sum().sqrt(),
         "z × z is infinite in 1 of 2 elements, beginning with 3e19 × 3e19: there loss is inf and "
         "z's gradient 0"),
        (1e-25, lambda z: 1 / z,
         "the gradient that div sends back to z is infinite: there z's gradient is -inf"),
        (1e-50, lambda z: z * 1e20, "z = 1e−50 is exactly 0: there loss is 0"),
        (3e-30, lambda z: (z * z).sqrt(),
         "3e−30 × 3e−30 is exactly 0: there loss is 0 and z's gradient inf"),
        (1e40, lambda z: z * 1e-30, "z = 1e40 is infinite: there loss is inf"),
        (1e8, lambda z: (z + 1) - z.detach(),
         "loss = 100000001 − 100000000 is exactly 0; "
         "the float64 used here still tells the difference"),
        (-110.0, lambda z: z.exp().log(),
         "exp(−110) is exactly 0: there loss is -inf and z's gradient nan"),
    ],
)  # fmt: skip
def test_the_consequence_is_what_pytorch_gives(
    start: object, function: Callable[[Tensor], Tensor], said: str
) -> None:
    assert message(function(leaf("z", start)), "loss") == said


def test_a_result_without_a_name_is_called_the_result() -> None:
    assert "there the result is inf" in message((leaf("z", 95.0).exp() + 1.0).log())


def test_a_loss_that_is_only_far_off_is_told_with_both_numbers() -> None:
    loss = chainrule.nn.bce_loss(leaf("z", 20.0).sigmoid(), tensor(0.0))
    assert message(loss, "loss") == (
        "sigmoid(20) is exactly 1: there loss is 100, not 20 and z's gradient 0"
    )


def test_many_parameters_are_counted_instead_of_named() -> None:
    total = leaf("z", 95.0).exp()
    for name in "abcd":
        total = total * leaf(name, 1.0)
    assert "the gradients of 5 parameters" in message((total + 1.0).log(), "loss")
    pair = leaf("z", 95.0).exp() * leaf("a", 1.0)
    assert message((pair + 1.0).log(), "loss").endswith(
        "there loss is inf and the gradients of z and a nan"
    )


def test_the_worst_is_told_first_and_a_few_are_enough() -> None:
    total = leaf("a", 20.0).sigmoid() + leaf("b", 95.0).exp()
    assert [finding.code for finding in told(total)] == ["float32_overflow", "float32_rounding"]
    for k in range(5):
        total = total + leaf(f"c{k}", 99.0).exp()
    assert len(told(total)) == 3


def test_a_large_graph_is_not_looked_at(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("chainrule.graph.shadow.MOST_ELEMENTS", 1)
    assert told(leaf("z", 95.0).exp()) == []


def test_ordinary_numbers_are_no_finding() -> None:
    w, x = leaf("w", [[0.2, -0.4]]), tensor([[1.0], [2.0]])
    assert told(((w @ x).tanh() - 0.5).square().mean()) == []
    masked = leaf("m", [1.0, -1e9])
    assert told(chainrule.softmax(masked, dim=0)[0].log()) == []
