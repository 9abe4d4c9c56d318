"""The command line: results on standard output, errors with their place, exit codes that say so."""

import json
import os
import pty
import re
import shutil
import signal
import socket
import subprocess
import sys
import time

import pytest
from chainrule.cli import main
from chainrule.cli.output import excerpt, table, width
from chainrule.engine import Span
from chainrule.training import DATASETS, PRESETS, SETTINGS, USUAL, open_store

PROGRAM = """x = tensor([[2.0, 3.0]])
w = [[-1.0], [1.2]]
y = tensor([[0.2]])
loss = (x @ w - y) ** 2
"""


@pytest.fixture
def chainrule(capsys):
    """Runs a command in this process; gives the exit code, the output and the errors."""

    def run(*arguments):
        try:
            code = main(arguments)
        except SystemExit as stop:
            code = stop.code
        captured = capsys.readouterr()
        return code, captured.out, captured.err

    return run


@pytest.fixture
def program(tmp_path):
    path = tmp_path / "loss.py"
    path.write_text(PROGRAM)
    return str(path)


def start(*arguments, **options):
    """The same command as a process of its own."""
    return subprocess.Popen(
        [sys.executable, "-m", "chainrule", *arguments],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        **options,
    )


def test_run_prints_every_value_with_its_gradient(chainrule, program):
    code, output, errors = chainrule("run", program)

    assert (code, errors) == (0, "")
    header, rule, *rows = output.splitlines()
    assert header.split() == ["name", "op", "from", "shape", "value", "gradient"]
    assert set(rule) == {"─", " "}
    assert [row.split()[0] for row in rows] == ["x", "w", "y", "v3", "v4", "loss"]
    assert "[[+5.6], [+8.4]]" in rows[1]
    assert rows[0].endswith("no grad")


def test_run_takes_a_text_or_standard_input(chainrule, program):
    expected = chainrule("run", program)

    assert chainrule("run", "-e", PROGRAM) == expected
    process = start("run", "-", stdin=subprocess.PIPE)
    output, errors = process.communicate(PROGRAM, timeout=60)
    assert (process.returncode, output, errors) == expected


def test_run_as_json_has_the_gradient(chainrule, program):
    _, output, _ = chainrule("run", program, "--format", "json")

    nodes = {node["name"]: node for node in json.loads(output)["nodes"]}
    flat = [value for (value,) in nodes["w"]["grad"]["data"]]
    assert flat == pytest.approx([5.6, 8.4], rel=1e-12)


def test_run_as_dot_is_a_graph(chainrule, program):
    assert chainrule("run", program, "-f", "dot")[1].startswith("digraph")


def test_run_as_python_is_a_script_that_computes_the_same(chainrule, program):
    _, script, _ = chainrule("run", program, "-f", "python")

    printed = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, timeout=60, check=True
    ).stdout

    gradients = [float(number) for number in re.findall(r"[\d.]+", printed.split("w.grad")[1])]
    assert gradients == pytest.approx([5.6, 8.4], rel=1e-12)
    assert chainrule("run", program, "-f", "torch")[1].startswith("import torch")


def test_run_as_latex_is_a_document(chainrule, program):
    _, output, _ = chainrule("run", program, "-f", "latex")

    assert output.startswith("\\documentclass")
    assert output.endswith("\\end{document}\n")


@pytest.mark.skipif(shutil.which("dot") is None, reason="Graphviz is not installed")
@pytest.mark.parametrize(
    ("form", "start"), [("svg", b"<?xml"), ("png", b"\x89PNG"), ("pdf", b"%PDF")]
)
def test_run_writes_pictures_into_files(chainrule, program, tmp_path, form, start):
    picture = tmp_path / f"loss.{form}"

    assert chainrule("run", program, "-f", form, "-o", str(picture)) == (0, "", "")
    assert picture.read_bytes().startswith(start)


def test_run_binds_inputs_leaves_and_data_sets(chainrule):
    text = "w = 2.0\n(w * x).sum()"
    _, output, _ = chainrule("run", "-e", text, "-i", "x=[1, 2]", "-l", "w=10", "-f", "json")
    graph = json.loads(output)
    assert graph["nodes"][-1]["value"]["data"] == 30.0

    _, output, _ = chainrule("run", "-e", "X.sum() + y.sum()", "--dataset", "synthetic")
    assert re.search(r"^X .*\(16, 2\)", output, re.MULTILINE)
    _, output, _ = chainrule("run", "-e", "X", "--dataset", "raisins", "--rows", "3:5")
    assert "(2, 7)" in output


def test_a_program_without_gradients_runs_too(chainrule):
    code, output, _ = chainrule("run", "-e", "tensor([1.0, 2.0]) * 2")

    assert code == 0
    assert "no grad" in output


def test_an_error_shows_the_line_and_a_caret(chainrule, tmp_path):
    path = tmp_path / "wrong.py"
    path.write_text("a = [[1.0, 2.0]]\nb = [[1.0, 2.0, 3.0]]\nc = a @ b\n")

    code, output, errors = chainrule("run", str(path))

    assert (code, output) == (1, "")
    assert "the inner sizes 2 and 1 differ" in errors
    assert f"--> {path}:3:5" in errors
    assert "\n3 | c = a @ b\n  |     ^^^^^\n" in errors


@pytest.mark.parametrize(
    "arguments",
    [
        ["run", "no such file"],
        ["run", "-e", "w +"],
        ["run", "-e", ""],
        ["run", "-e", "x", "-i", "x=[[1], 2]"],
        ["run", "-e", "1", "-l", "w=1"],
        ["run", "-e", "X", "--dataset", "nothing"],
        ["run", "-e", "1.0", "-o", "/nowhere/file"],
        ["train", "raisins-mlp", "--hidden", "99999"],
        ["train", "raisins-mlp", "--lr", "nan"],
        ["train", "--csv", "no such file"],
        ["train", "--dataset", "nothing"],
        ["train", "synthetic-linear", "--database", "/nowhere/file"],
        ["train", "synthetic-linear", "--lr", "1e5"],
    ],
)
def test_what_fails_says_so_in_one_sentence_and_exits_with_1(chainrule, arguments):
    code, _, errors = chainrule(*arguments)

    assert code == 1
    assert errors.startswith("error: ")
    assert "Traceback" not in errors


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["nothing"],
        ["run"],
        ["run", "file", "-e", "text"],
        ["run", "-e", "x", "-i", "x"],
        ["run", "-e", "x", "-i", "x=one"],
        ["run", "-e", "x", "--rows", "5:3"],
        ["run", "-e", "x", "--format", "gif"],
        ["train"],
        ["train", "nothing"],
        ["train", "raisins-mlp", "--hidden", "many"],
        ["train", "raisins-mlp", "--numbers", "momentum"],
        ["serve", "--port", "99999"],
    ],
)
def test_wrong_usage_exits_with_2(chainrule, arguments):
    code, output, errors = chainrule(*arguments)

    assert (code, output) == (2, "")
    assert "usage: chainrule" in errors


def test_undecodable_files_are_refused(chainrule, tmp_path):
    path = tmp_path / "picture.png"
    path.write_bytes(b"\x89PNG\xff")

    assert chainrule("run", str(path)) == (1, "", f"error: {path} is not UTF-8 text\n")


def test_every_command_explains_itself(chainrule):
    code, output, _ = chainrule("--help")
    assert code == 0
    for command in ("serve", "run", "train", "datasets", "functions"):
        assert command in output
        code, text, _ = chainrule(command, "--help")
        assert code == 0
        assert f"usage: chainrule {command}" in text


def test_the_version_is_printed(chainrule):
    assert re.fullmatch(r"chainrule \d+\.\d+\.\d+\n", chainrule("--version")[1])


def test_train_prints_each_epochs_loss(chainrule):
    code, output, errors = chainrule("train", "synthetic-linear")

    assert (code, errors) == (0, "")
    epochs = [re.fullmatch(r"Epoch (\d+): MSE = (\S+)", line) for line in output.splitlines()]
    assert [int(epoch[1]) for epoch in epochs] == list(range(1, 11))
    assert float(epochs[0][2]) == pytest.approx(0.7999661130823178, rel=1e-12)
    assert float(epochs[9][2]) == pytest.approx(0.009367244427185763, rel=1e-12)


def test_train_ends_with_the_accuracy_on_the_test_set(chainrule):
    _, output, _ = chainrule("train", "raisins-mlp")

    lines = output.splitlines()
    assert lines[0].startswith("Epoch 1: BCE = 0.623492339523")
    assert lines[10:] == ["Accuracy on test set: 85.56%"]


def test_train_takes_every_setting_as_an_option(chainrule):
    help_text = chainrule("train", "--help")[1]
    for name in SETTINGS:
        assert f"--{name.replace('_', '-')}" in help_text
    for preset in PRESETS:
        assert preset in help_text

    options = "--dataset moons --hidden 4,3 --activation relu --initialisation he --epochs 2"
    more = "--batch-size 16 --shuffle --test-share 0 --features y,x"
    code, output, _ = chainrule("train", *options.split(), *more.split())
    assert code == 0
    assert len(output.splitlines()) == 2


@pytest.mark.parametrize("dataset", ["xor", "circles", "synthetic"])
def test_train_takes_a_data_sets_name_for_a_model_that_can_learn_it(chainrule, dataset):
    code, output, _ = chainrule("train", dataset)

    assert code == 0
    assert PRESETS[USUAL[dataset]].config.dataset == dataset
    last = output.splitlines()[-1]
    if dataset != "synthetic":
        assert float(last.removeprefix("Accuracy on test set: ").rstrip("%")) >= 95


def test_every_data_set_has_a_preset():
    assert set(USUAL) == set(DATASETS)


def test_train_says_which_file_cannot_be_read(chainrule, tmp_path):
    path = tmp_path / "own.csv"
    path.write_text("a,b\n1,2,3\n")
    code, _, errors = chainrule("train", "--csv", str(path))
    assert (code, errors) == (1, f"error: {path}: the header has 2 cells, but line 2 has 3\n")


def test_train_reads_a_csv_file(chainrule, tmp_path):
    path = tmp_path / "own.csv"
    path.write_text("size,kind\n" + "".join(f"{i},{'ab'[i % 2]}\n" for i in range(20)))

    code, output, _ = chainrule("train", "--csv", str(path), "--epochs", "1")

    assert code == 0
    assert re.fullmatch(r"Epoch 1: BCE = \S+\nAccuracy on test set: \S+%\n", output)


def test_train_takes_another_column_of_the_file_as_target(chainrule, tmp_path):
    path = tmp_path / "own.csv"
    path.write_text("size,weight\n" + "".join(f"{i},{2 * i}\n" for i in range(20)))

    code, output, _ = chainrule("train", "--csv", str(path), "--target", "size", "--epochs", "1")
    assert (code, output.count("MSE")) == (0, 2)
    assert chainrule("train", "--csv", str(path), "--target", "height")[0] == 1


def test_a_session_in_a_file_can_be_found_again(chainrule, tmp_path):
    path = tmp_path / "kept.sqlite3"

    _, _, errors = chainrule("train", "synthetic-linear", "--epochs", "1", "--database", str(path))

    id = re.fullmatch(rf"session (\w+) in {path}\n", errors)[1]
    store = open_store(str(path))
    assert store.load(id).head == 100
    store.close()


def test_datasets_lists_all(chainrule):
    _, output, _ = chainrule("datasets")
    assert [line.split()[0] for line in output.splitlines()[2:]] == list(DATASETS)

    _, output, _ = chainrule("datasets", "--json")
    assert [entry["name"] for entry in json.loads(output)] == list(DATASETS)


def test_functions_lists_what_programs_can_call(chainrule):
    _, output, _ = chainrule("functions", "--json")
    entries = json.loads(output)
    assert {"exp", "matmul", "sum"} <= {entry["name"] for entry in entries}

    _, output, _ = chainrule("functions")
    rows = [line for line in output.splitlines() if "(" in line or ":" in line]
    assert all(row.startswith(e["signature"]) for row, e in zip(rows, entries, strict=True))


def test_functions_says_all_about_one(chainrule):
    code, output, _ = chainrule("functions", "swish")
    assert code == 0
    assert output.startswith("silu(input, inplace=False)\n")
    for part in (
        "also called swish",
        "silu: input * sigmoid(input)",
        "    y = F.silu(x)",
        "gradient",
    ):
        assert part in output

    code, output, errors = chainrule("functions", "sigmiod")
    assert (code, output) == (1, "")
    assert "no function 'sigmiod'" in errors


def test_a_missing_file_is_named(chainrule):
    assert chainrule("run", "nothing.py") == (
        1,
        "",
        "error: nothing.py: no such file or directory\n",
    )


def test_a_progress_bar_is_drawn_on_a_terminal_only():
    outer, inner = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-m", "chainrule", "train", "synthetic-linear", "--epochs", "2"],
        stdout=subprocess.PIPE,
        stderr=inner,
    )
    output, _ = process.communicate(timeout=60)
    os.close(inner)
    drawn = os.read(outer, 100_000).decode()
    os.close(outer)

    assert "200/200 steps" in drawn
    assert drawn.endswith("\x1b[K")
    assert output.decode().count("Epoch") == 2


def test_a_reader_that_has_seen_enough_is_no_error():
    process = start("functions")
    process.stdout.close()

    assert process.wait(timeout=60) == 1
    assert process.stderr.read() == ""
    process.stderr.close()


def test_ctrl_c_ends_quietly():
    process = start("train", "raisins-mlp", "--epochs", "100000", "--hidden", "2")
    process.stdout.readline()

    process.send_signal(signal.SIGINT)
    try:
        _, errors = process.communicate(timeout=60)
    finally:
        process.kill()

    assert process.returncode == 130
    assert errors.strip() == ""


def test_serve_says_what_it_cannot_do():
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        cases = {
            "port": (["--port", str(port)], {}, "cannot listen on 127.0.0.1, port"),
            "host": (["--host", "192.0.2.1"], {}, "cannot listen on 192.0.2.1"),
            "page": ([], {"CHAINRULE_PAGE": "/nowhere"}, "CHAINRULE_PAGE names '/nowhere'"),
            "name": ([], {"CHAINRULE_WORKER": "2"}, "did you mean CHAINRULE_WORKERS?"),
            "range": (["--workers", "-1"], {}, "CHAINRULE_WORKERS must be a whole number"),
        }
        started = {
            name: start("serve", *arguments, env={**os.environ, **environment})
            for name, (arguments, environment, _) in cases.items()
        }
        for name, process in started.items():
            output, errors = process.communicate(timeout=120)
            assert (process.returncode, output) == (1, ""), name
            assert errors.startswith("error: "), name
            assert cases[name][2] in errors, name


def test_serve_starts_the_server_it_is_told_to(tmp_path):
    import socket
    import urllib.request

    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    process = start("serve", "--port", str(port), "--database", str(tmp_path / "sessions.sqlite3"))
    try:
        for _ in range(300):
            try:
                with urllib.request.urlopen(
                    f"http://127.0.0.1:{port}/healthz", timeout=5
                ) as answer:
                    assert answer.status == 200
                break
            except OSError:
                time.sleep(0.1)
        else:
            pytest.fail("the server did not start")
    finally:
        process.send_signal(signal.SIGINT)
        process.communicate(timeout=60)


def test_columns_are_aligned_whatever_the_script():
    text = table(("name", "n"), [("ä∂", "1"), ("中文", "22")], right=(1,))

    assert text == "name   n\n────  ──\nä∂     1\n中文  22"
    assert width("é") == 1


def test_an_excerpt_of_a_long_line_shows_the_part_around_the_place():
    source = "x" * 5000 + " oops " + "y" * 5000

    shown = excerpt(source, Span(1, 5002, 1, 5006), "-e").splitlines()

    assert shown[0].endswith("-e:1:5002")
    column = shown[2].index("^")
    assert shown[1][column : column + 4] == "oops"
    assert len(shown[1]) < 120


def test_an_excerpt_cannot_control_the_terminal():
    assert "\x1b" not in excerpt("a\x1b[31m b", Span(1, 2, 1, 3), "-e")
