"""Modules, optimisers, schedules and loaders in programs, beside PyTorch's own."""

import pytest
from beside_libraries import assert_prints_the_same, run
from chainrule.program.libraries.interpreted import files, member
from chainrule.program.values import Class

SETUP = "import torch\nimport torch.nn as nn\nimport torch.nn.functional as F\n"
OPTIMISERS = [
    "SGD(params, lr=0.1)", "SGD(params, lr=0.1, momentum=0.9, nesterov=True)",
    "SGD(params, lr=0.1, weight_decay=0.1)", "Adam(params, lr=0.1)", "AdamW(params, lr=0.1)",
    "RMSprop(params, lr=0.01)", "Adagrad(params, lr=0.1)", "Adadelta(params)",
    "Adamax(params, lr=0.1)", "NAdam(params, lr=0.1)", "RAdam(params, lr=0.1)",
]  # fmt: skip
SCHEDULES = [
    "StepLR(opt, step_size=2, gamma=0.5)", "ExponentialLR(opt, gamma=0.9)",
    "CosineAnnealingLR(opt, T_max=4)", "MultiStepLR(opt, milestones=[1, 3], gamma=0.1)",
    "LambdaLR(opt, lr_lambda=lambda epoch: 0.9 ** epoch)", "LinearLR(opt)",
]  # fmt: skip
LAYERS = [
    "nn.Linear(3, 2)", "nn.Linear(3, 2, bias=False)", "nn.ReLU()", "nn.Tanh()", "nn.Sigmoid()",
    "nn.GELU()", "nn.Softmax(dim=1)", "nn.LayerNorm(3)", "nn.BatchNorm1d(3)",
    "nn.Identity()", "nn.LeakyReLU(0.1)", "nn.ELU()", "nn.Softplus()", "nn.LogSoftmax(dim=-1)",
    "nn.Sequential(nn.Linear(3, 4), nn.ReLU(), nn.Linear(4, 1))", "nn.GRUCell(3, 2)",
    "nn.LSTMCell(3, 2)", "nn.RNNCell(3, 2)", "nn.Dropout(0.5)",
]  # fmt: skip

MODEL = """
class Net(nn.Module):
    def __init__(self, hidden):
        super().__init__()
        self.first = nn.Linear(2, hidden)
        self.layers = nn.ModuleList([nn.Linear(hidden, hidden) for _ in range(2)])
        self.scale = nn.Parameter(torch.ones(1))
        self.register_buffer("seen", torch.zeros(1))

    def forward(self, x):
        x = torch.relu(self.first(x))
        for layer in self.layers:
            x = torch.tanh(layer(x))
        return x.sum(dim=1, keepdim=True) * self.scale

torch.manual_seed(1)
net = Net(3)
x, y = torch.randn(6, 2), torch.randn(6, 1)
"""


def test_a_module_of_ones_own_is_printed_listed_and_called():
    assert_prints_the_same(
        SETUP + MODEL + "print(net)\n"
        "for name, p in net.named_parameters():\n    print(name, p.shape, p)\n"
        "print(sorted(net.state_dict()), sum(p.numel() for p in net.parameters()))\n"
        "print(net(x), isinstance(net, nn.Module), isinstance(net.scale, nn.Parameter))\n"
        "print(net.training, net.eval().training, [type(m).__name__ for m in net.modules()])\n",
        digits=False,
    )


def test_modules_in_several_places_are_listed_once_and_may_know_each_other():
    assert_prints_the_same(
        SETUP + MODEL + "net.again, net.first.owner = net.first, net\n"
        "print([name for name, _ in net.named_modules()])\n"
        "print([name for name, _ in net.named_parameters('net')])\n"
        "print([name for name, _ in net.named_parameters(recurse=False)])\n"
        "print(len(list(net.parameters())), next(net.first.parameters()) is net.scale)\n",
    )


def test_a_module_that_lists_its_own_parts_is_asked():
    assert_prints_the_same(
        SETUP + "class Twice(nn.Linear):\n"
        "    def named_modules(self, memo=None, prefix='', remove_duplicate=True):\n"
        "        yield 'here', self\n"
        "net = nn.Sequential(Twice(2, 1), nn.Tanh())\n"
        "print([name for name, _ in net.named_modules()])\n"
        "print([name for name, _ in net.named_parameters()])\n",
    )


@pytest.mark.parametrize("optimiser", OPTIMISERS)
def test_an_optimiser_takes_pytorchs_steps(optimiser):
    assert_prints_the_same(
        SETUP
        + MODEL
        + f"""
params = net.parameters()
opt = torch.optim.{optimiser}
for _ in range(4):
    opt.zero_grad()
    loss = F.mse_loss(net(x), y)
    loss.backward()
    opt.step()
    print(loss)
print(net.first.weight)
""",
        digits=False,
    )


@pytest.mark.parametrize("schedule", SCHEDULES)
def test_a_schedule_sets_pytorchs_rates(schedule):
    assert_prints_the_same(
        SETUP
        + f"""
from torch.optim import lr_scheduler
w = torch.ones(1, requires_grad=True)
opt = torch.optim.SGD([w], lr=1.0)
schedule = lr_scheduler.{schedule}
for _ in range(6):
    opt.step()
    schedule.step()
    print(schedule.get_last_lr()[0], opt.param_groups[0]["lr"])
""",
        digits=False,
    )


@pytest.mark.parametrize("layer", LAYERS)
def test_a_layer_is_printed_drawn_and_computed_as_in_pytorch(layer):
    assert_prints_the_same(
        SETUP
        + f"""
torch.manual_seed(3)
layer = {layer}
print(layer)
x = torch.randn(4, 3, requires_grad=True)
y = layer(x)
y = y[0] if isinstance(y, tuple) else y
print(y)
(y * torch.arange(float(y.numel())).view(y.shape)).sum().backward()
print(x.grad)
for name, p in layer.named_parameters():
    print(name, p.grad)
""",
        digits=False,
    )


def test_a_loader_draws_pytorchs_batches():
    assert_prints_the_same(
        SETUP
        + """
from torch.utils.data import DataLoader, Dataset, TensorDataset, random_split

class Squares(Dataset):
    def __len__(self):
        return 5

    def __getitem__(self, k):
        return torch.tensor(float(k)), k * k

torch.manual_seed(0)
for _ in range(2):
    for a, b in DataLoader(Squares(), batch_size=2, shuffle=True):
        print(a, b)
data = TensorDataset(torch.arange(6.), torch.arange(6.) ** 2)
for batch in DataLoader(data, batch_size=4, drop_last=True):
    print(batch)
parts = random_split(data, [4, 2])
print([len(part) for part in parts], parts[0][0])
""",
        digits=False,
    )


def test_an_optimiser_that_a_program_derives_moves_its_parameters():
    assert_prints_the_same(
        SETUP
        + """
class Signs(torch.optim.Optimizer):
    def __init__(self, params, lr=0.1):
        super().__init__(params, {"lr": lr})

    def step(self):
        with torch.no_grad():
            for group in self.param_groups:
                for p in group["params"]:
                    if p.grad is not None:
                        p -= group["lr"] * p.grad.sign()

w = torch.tensor([1.0, -2.0], requires_grad=True)
opt = Signs([w])
for _ in range(2):
    opt.zero_grad()
    (w ** 2).sum().backward()
    opt.step()
print(w)
"""
    )


def test_no_program_can_change_a_class_that_others_share():
    with pytest.raises(TypeError, match="immutable"):
        run("import torch.nn as nn\nnn.Linear.forward = lambda self, x: x")
    assert run("import torch.nn as nn\nprint(nn.Linear(1, 1))").lines


def test_every_class_of_the_package_can_be_read_by_the_interpreter():
    assert [name for name in files() if type(member(name)) is Class] != []


@pytest.mark.parametrize("layer", ["LSTM", "GRU", "RNN"])
def test_packed_sequences_go_through_layers_in_both_directions(layer):
    assert_prints_the_same(
        SETUP + "from torch.nn.utils import rnn\n"
        "torch.manual_seed(3)\n"
        "rows = rnn.pad_sequence([torch.randn(n, 3) for n in (2, 4, 1)], batch_first=True)\n"
        "packed = rnn.pack_padded_sequence(rows, torch.tensor([2, 4, 1]), batch_first=True, "
        "enforce_sorted=False)\n"
        f"net = nn.{layer}(3, 2, num_layers=2, batch_first=True, bidirectional=True)\n"
        "out, h = net(packed)\n"
        "h = h[0] if isinstance(h, tuple) else h\n"
        "out, lengths = rnn.pad_packed_sequence(out, batch_first=True)\n"
        "print(packed.batch_sizes, packed.sorted_indices, out, lengths, h)\n"
        "((out**2).sum() + h.sum()).backward()\n"
        "print(net.weight_hh_l0.grad, net.weight_ih_l1_reverse.grad)\n"
        "few = rnn.pack_sequence([torch.tensor([1, 2, 3]), torch.tensor([4, 5])])\n"
        "print(few, isinstance(few, rnn.PackedSequence), rnn.unpack_sequence(few))\n"
        "print(rnn.pad_packed_sequence(few, padding_value=-1, total_length=4))\n",
        digits=False,
    )


def test_packing_what_is_not_sorted_is_refused_as_in_pytorch(problem):
    found = problem(
        SETUP + "from torch.nn.utils.rnn import pack_padded_sequence\n"
        "pack_padded_sequence(torch.zeros(3, 2), [1, 3])\n"
    )
    assert "must be sorted in decreasing order" in found.message


def test_schedules_of_ones_own_say_the_rate_in_get_lr():
    assert_prints_the_same(
        SETUP + "import math\nfrom torch.optim.lr_scheduler import _LRScheduler\n"
        "class Cosine(_LRScheduler):\n"
        "    def __init__(self, optimizer, period, least=0.0, last_epoch=-1):\n"
        "        self.period, self.least = period, least\n"
        "        super().__init__(optimizer, last_epoch)\n"
        "    def get_lr(self):\n"
        "        part = (1 + math.cos(math.pi * self.last_epoch / self.period)) / 2\n"
        "        return [self.least + (base - self.least) * part for base in self.base_lrs]\n"
        "opt = torch.optim.SGD([nn.Parameter(torch.ones(2))], lr=0.1)\n"
        "schedule = Cosine(opt, 4)\n"
        "for _ in range(3):\n"
        "    print(schedule.get_last_lr(), opt.param_groups[0]['lr'])\n"
        "    opt.step(), schedule.step()\n",
    )


def test_tables_of_vectors_that_are_given_and_matrices_at_right_angles():
    assert_prints_the_same(
        SETUP + "torch.manual_seed(0)\n"
        "given = nn.Embedding.from_pretrained(torch.tensor([[1.0, 2.0], [3.0, 4.0]]))\n"
        "print(given, given(torch.tensor([1, 0])), given.weight.requires_grad)\n"
        "print(nn.Embedding.from_pretrained(torch.eye(2), freeze=False).weight)\n"
        "for shape in ((3, 5), (5, 3), (3, 2, 2)):\n"
        "    print(nn.init.orthogonal_(torch.empty(shape), gain=2.0))\n"
        "print(nn.init.xavier_uniform_(torch.empty(2, 2)))\n",
    )
