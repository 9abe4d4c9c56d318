"""``chainrule doctor`` finds what would keep a server from working, and changes nothing."""

import json
import shutil
import socket

import pytest
from chainrule.cli import main
from running_server import Server

LOOKS = ["versions", "page", "Graphviz", "database", "port", "workers"]


@pytest.fixture
def doctor(capsys, tmp_path, monkeypatch, free_port):
    """Runs the command with a free port and a folder of its own: the exit code and the findings."""
    monkeypatch.chdir(tmp_path)

    def run(*options: str) -> tuple[int, dict[str, dict[str, str]]]:
        code = main(["doctor", "--json", "--port", str(free_port), *options])
        return code, {found["of"]: found for found in json.loads(capsys.readouterr().out)}

    return run


@pytest.fixture
def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as server:
        return server.getsockname()[1]


def test_a_healthy_installation_has_no_fault_and_is_left_as_it_was(doctor, tmp_path):
    code, found = doctor()

    assert code == 0
    assert list(found) == LOOKS
    assert (
        found["database"]["state"] == found["port"]["state"] == found["workers"]["state"] == "good"
    )
    assert "computed 3 ** 2 = 9" in found["workers"]["words"]
    assert not list(tmp_path.iterdir())


def test_it_prints_a_line_a_look(doctor, capsys, free_port):
    assert main(["doctor", "--port", str(free_port)]) == 0

    lines = capsys.readouterr().out.splitlines()[2:]
    assert [line.split()[1] for line in lines] == LOOKS


def test_a_wrong_setting_is_told_with_its_name(doctor, monkeypatch):
    monkeypatch.setenv("CHAINRULE_WORKER", "2")

    code, found = doctor()

    assert code == 1
    assert "did you mean CHAINRULE_WORKERS?" in found["settings"]["words"]


def test_a_wrong_limit_ends_the_looks(doctor, monkeypatch):
    monkeypatch.setenv("CHAINRULE_TENSOR_ELEMENTS", "many")

    code, found = doctor()

    assert code == 1
    assert "CHAINRULE_TENSOR_ELEMENTS" in found["limits"]["words"]


def test_a_folder_that_is_not_there_cannot_hold_a_database(doctor, tmp_path):
    code, found = doctor("--database", str(tmp_path / "nowhere" / "sessions.sqlite3"))

    assert (code, found["database"]["state"]) == (1, "bad")


def test_a_file_that_is_no_database_is_a_fault(doctor, tmp_path):
    path = tmp_path / "text.sqlite3"
    path.write_text("this is no database, but a text of more than a hundred bytes, " * 4)

    code, found = doctor("--database", str(path))

    assert (code, found["database"]["state"]) == (1, "bad")


def test_a_redis_that_does_not_answer_is_a_fault(doctor, free_port):
    pytest.importorskip("redis")

    code, found = doctor("--database", f"redis://127.0.0.1:{free_port}/0")

    assert (code, found["database"]["state"]) == (1, "bad")


def test_a_port_that_something_else_has_is_a_fault(doctor):
    with socket.create_server(("127.0.0.1", 0)) as other:
        code, found = doctor("--port", str(other.getsockname()[1]))

    assert (code, found["port"]["state"]) == (1, "bad")
    assert "--port" in found["port"]["words"]


def test_a_chainrule_that_runs_there_already_is_a_note(doctor, tmp_path_factory):
    server = Server(tmp_path_factory.mktemp("running"), workers=1)
    server.start()
    try:
        code, found = doctor("--port", str(server.port))
    finally:
        server.stop()

    assert (code, found["port"]["state"]) == (0, "note")


def test_missing_parts_are_notes(doctor, monkeypatch, tmp_path):
    which = shutil.which
    monkeypatch.setattr(shutil, "which", lambda name: None if name == "dot" else which(name))
    monkeypatch.setenv("CHAINRULE_PAGE", str(tmp_path))

    code, found = doctor()

    assert code == 0
    assert found["Graphviz"]["state"] == found["page"]["state"] == "note"
    assert "install Graphviz" in found["Graphviz"]["words"]
