"""What bin/ and the files it reads promise each other."""

import re
import subprocess
import tomllib

import pytest

from app.settings import ROOT

SCRIPTS = sorted([*(ROOT / "bin").iterdir(), ROOT / ".ci" / "run"])
SHELL_SCRIPTS = [script for script in SCRIPTS if "bash" in script.read_text("utf-8").splitlines()[0]]


def canonical(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def asked_for(file: str) -> set[str]:
    lines = (ROOT / file).read_text("utf-8").splitlines()
    return {canonical(found[0]) for line in lines if (found := re.match(r"[A-Za-z0-9][\w.-]*", line))}


def pinned(file: str) -> dict[str, str]:
    text = (ROOT / file).read_text("utf-8")
    return {
        canonical(name): version for name, version in re.findall(r"^([\w.-]+)==(\S+) \\$", text, re.MULTILINE)
    }


@pytest.mark.parametrize("name", ["requirements", "requirements-dev"])
def test_a_lock_file_pins_all_that_is_asked_for(name: str) -> None:
    assert asked_for(f"{name}.in") - pinned(f"{name}.lock").keys() == set()


@pytest.mark.parametrize("file", ["requirements.lock", "requirements-dev.lock"])
def test_a_lock_file_says_package_and_hash_and_nothing_of_a_host(file: str) -> None:
    entries = re.split(r"\n(?=\S)", (ROOT / file).read_text("utf-8"))
    assert [
        entry for entry in entries if not re.match(r"\S+==\S+ \\\n    --hash=sha256:[0-9a-f]{64}", entry)
    ] == []
    assert "://" not in "".join(entries)


def test_the_tests_run_on_the_versions_that_serve() -> None:
    assert pinned("requirements.lock").items() - pinned("requirements-dev.lock").items() == set()


def test_the_launcher_starts_what_the_project_file_names() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    module, function = project["scripts"]["masaku"].split(":")
    assert f"from {module} import {function}\n" in (ROOT / "bin" / "setup").read_text("utf-8")


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda script: script.name)
def test_a_script_can_be_run_as_it_is(script) -> None:
    assert script.stat().st_mode & 0o111 == 0o111


@pytest.mark.parametrize("script", SHELL_SCRIPTS, ids=lambda script: script.name)
def test_a_shell_script_stops_at_its_first_error(script) -> None:
    assert "\nset -euo pipefail\n" in script.read_text("utf-8")
    assert subprocess.run(["bash", "-n", script]).returncode == 0


def test_setup_refuses_a_flag_it_does_not_know() -> None:
    refused = subprocess.run([ROOT / "bin" / "setup", "--devel"], capture_output=True, text=True)
    assert (refused.returncode, refused.stdout, refused.stderr) == (2, "", "usage: bin/setup [--dev]\n")
