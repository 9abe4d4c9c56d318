"""What a program takes out of the computation is named as it is written, and where."""

from chainrule.graph.programs import graph_of
from chainrule.program import run

SOURCE = """\
import torch
x, y = 2.0, 4.0
w = torch.tensor(1.0, requires_grad=True)
error = w.data * x - y
loss = error ** 2 + 0.2 * w ** 2
loss.backward()
"""


def test_data_in_a_formula_is_found_although_w_has_a_gradient_from_elsewhere():
    (finding,) = graph_of(run(SOURCE)).findings
    assert finding.code == "data_in_formula"
    assert finding.message == "w's gradient is only a part: .data in line 4 keeps the rest from it"


def test_a_detach_that_may_be_meant_is_no_finding():
    assert graph_of(run(SOURCE.replace("w.data", "w.detach()"))).findings == []


def test_data_that_serves_an_update_is_no_finding():
    source = SOURCE.replace("w.data * x", "w * x") + "w.data -= 0.01 * w.grad\n"
    assert graph_of(run(source)).findings == []


def test_a_conversion_to_whole_numbers_is_called_so():
    source = SOURCE.replace("w.data", "w.int()").replace("0.2 * w ** 2", "0 * w")
    assert graph_of(run(source)).node("w").cut_at == ["the conversion to int32 in line 4"]
