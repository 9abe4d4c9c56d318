"""What starts Chainrule names only files, commands and options that exist."""

import json
import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).parents[1]
COMPOSE = yaml.safe_load((ROOT / "docker-compose.yml").read_text(encoding="utf-8"))


def dockerfile_instructions() -> list[tuple[str, list[str]]]:
    text = (ROOT / "backend" / "Dockerfile").read_text(encoding="utf-8")
    text = re.sub(r"^\s*#.*\n", "", text, flags=re.MULTILINE).replace("\\\n", " ")
    lines = [line.split(maxsplit=1) for line in text.splitlines() if line.strip()]
    return [
        (name, yaml.safe_load(rest) if rest[0] == "[" else shlex.split(rest))
        for name, rest in lines
    ]


def test_the_image_copies_only_what_the_repository_holds():
    for name, words in dockerfile_instructions():
        if name == "COPY" and not words[0].startswith("--from"):
            *sources, _ = words
            for source in sources:
                assert (ROOT / source).exists(), source


def test_what_the_image_copies_is_in_the_build_context():
    ignore = (ROOT / "backend" / "Dockerfile.dockerignore").read_text(encoding="utf-8")
    kept = {line.removeprefix("!") for line in ignore.splitlines() if line.startswith("!")}
    for name, words in dockerfile_instructions():
        if name == "COPY" and not words[0].startswith("--from"):
            *sources, _ = words
            for source in sources:
                assert any(source == path or source.startswith(f"{path}/") for path in kept), source


def test_the_image_does_not_run_as_root():
    instructions = dockerfile_instructions()
    names = [name for name, _ in instructions]
    assert dict(instructions)["USER"] == ["10001"]  # a name would have to be looked up
    assert names.index("USER") < names.index("CMD")


def options_of_serve() -> str:
    command = [sys.executable, "-m", "chainrule", "serve", "--help"]
    return subprocess.run(command, capture_output=True, text=True, check=True, timeout=60).stdout


def test_the_image_starts_the_server_with_options_that_exist():
    program, subcommand, *options = dict(dockerfile_instructions())["CMD"]
    assert (program, subcommand) == ("chainrule", "serve")
    known = options_of_serve()
    for option in options[::2]:
        assert option in known


@pytest.mark.parametrize("service", COMPOSE["services"].values(), ids=COMPOSE["services"])
def test_a_service_names_files_and_services_that_exist(service):
    if build := service.get("build"):
        assert (ROOT / build["context"] / build["dockerfile"]).is_file()
    for volume in service.get("volumes", []):
        source = volume.split(":")[0]
        assert (ROOT / source).exists() if source.startswith(".") else source in COMPOSE["volumes"]
    for other in service.get("depends_on", []):
        assert other in COMPOSE["services"]


@pytest.mark.parametrize("service", COMPOSE["services"].values(), ids=COMPOSE["services"])
def test_a_service_can_write_little_and_gain_nothing(service):
    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]
    assert service["security_opt"] == ["no-new-privileges:true"]
    assert service["mem_limit"]
    assert service["pids_limit"]


def test_ci_runs_the_test_command_of_the_readme():
    command = "make test"
    assert f"exec {command} " in (ROOT / ".ci" / "run").read_text(encoding="utf-8")
    assert command in (ROOT / "README.md").read_text(encoding="utf-8")


def test_the_makefile_names_files_that_exist():
    text = (ROOT / "Makefile").read_text(encoding="utf-8")
    for path in re.findall(r"(?<![\w/])(?:\.ci|tests)/[\w/]+\.(?:sh|py)\b", text):
        assert (ROOT / path).is_file(), path


@pytest.mark.parametrize("script", [".ci/run", *(f".ci/{p.name}" for p in ROOT.glob(".ci/*.sh"))])
def test_a_script_is_executable_and_parses(script):
    assert os.access(ROOT / script, os.X_OK)
    subprocess.run(["sh", "-n", ROOT / script], check=True, timeout=60)


def test_the_lock_of_the_python_packages_pins_versions_and_names_no_registry():
    pins = (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
    assert all(re.fullmatch(r"[A-Za-z0-9._-]+==[A-Za-z0-9.]+", pin) for pin in pins)


def test_the_lock_of_the_page_is_complete_for_every_platform_and_names_no_registry():
    text = (ROOT / "frontend" / "package-lock.json").read_text(encoding="utf-8")
    assert '"resolved"' not in text
    packages = json.loads(text)["packages"]
    locked = {path.rpartition("node_modules/")[2] for path in packages}
    for package in packages.values():
        assert set(package.get("optionalDependencies", ())) <= locked
