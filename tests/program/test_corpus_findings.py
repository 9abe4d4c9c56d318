"""What is said of programs as people write them: each can be drawn, and nothing false is found.

The findings of every program of the corpus were read one by one. Those that are there are true of
it; any other is either a discovery or noise, and is looked at before it enters the table.
"""

from pathlib import Path

import pytest
from chainrule.graph.programs import graph_of
from chainrule.program import Limits, run
from chainrule.program.errors import ProgramError

CORPUS = Path(__file__).parent / "corpus"
UNHURRIED = Limits(seconds=60.0)

EXPECTED = {
    "autoencoder": {"dead_unit"},
    "backward_gradient": {"accumulated_gradient"},
    "bare_arithmetic": {"handwritten_agrees"},
    "bare_descent": {"handwritten_agrees", "zero_gradient"},
    "blitz_vision": {"dead_unit"},
    "broadcasting_pitfall": {"broadcast_both"},
    "checkpoint_and_resume": {"overshooting_step"},
    "dataloader_epochs": {"dead_unit"},
    "early_stopping": {"overshooting_step"},
    "gan_step": {"accumulated_gradient", "no_path"},
    "gradient_accumulation": {"accumulated_gradient", "overshooting_step"},
    "gradient_clipping": {"dead_unit"},
    "losses_regression": {"accumulated_gradient"},
    "main_guard": {"seeded_with_ones"},
    "micrograd_mlp": {"zero_gradient"},
    "micrograd_own_value": {"handwritten_agrees"},
    "mlp_scratch": {"dead_unit"},
    "module_hooks": {"accumulated_gradient", "dead_unit"},
    "momentum_numpy": {"seeded_with_ones"},
    "no_grad_pitfall": {"accumulated_gradient"},
    "numerical_gradient": {"unused_loss"},
    "parameter_dictionary": {"handwritten_differs"},
    "polynomial_at_length": {"exploding_gradient", "handwritten_agrees"},
    "polynomial_numpy": {"handwritten_agrees"},
    "polynomial_tensors": {"cancelled_gradient"},
    "reinforce": {"zero_gradient"},
    "retain_graph": {"accumulated_gradient"},
    "transformer_block": {"dead_unit"},
    "two_layer_net_class": {"handwritten_agrees"},
    "two_layer_numpy": {"handwritten_agrees"},
    "variational_autoencoder": {"dead_unit"},
    "word2vec_skipgram": {"zero_gradient"},
    "xor_numpy": {"seeded_with_ones"},
    "zero_grad_pitfall": {"accumulated_gradient"},
}
"""By program the codes of what is found at its first, second and last moments."""


def findings(source: str) -> set[str]:
    last = run(source, limits=UNHURRIED)
    earlier = range(1, min(3, last.moments.count))
    runs = [last, *(run(source, moment=moment, limits=UNHURRIED) for moment in earlier)]
    return {finding.code for each in runs for finding in graph_of(each).findings}


@pytest.mark.parametrize("program", sorted(CORPUS.glob("*.py")), ids=lambda path: path.stem)
def test_every_program_is_drawn_and_what_is_found_is_known(program: Path) -> None:
    try:
        found = findings(program.read_text(encoding="utf-8"))
    except ProgramError:
        assert program.stem.startswith("raises_")
        return
    assert found == EXPECTED.get(program.stem, set())
