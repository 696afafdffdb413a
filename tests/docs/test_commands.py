"""Every command that the documentation shows is run, and what it claims is what comes out."""

import json
import re
import shlex
import shutil
import sys
from dataclasses import dataclass
from pathlib import Path

import click
import pytest
from docs.made.commands import commands_page, every_command
from docs.made.data_files import data_files_page
from docs.made.offline import fetched_from_afar
from docs.made.score_card import score_card_page

from counterpoise.cli import cli, main
from counterpoise.validation.report import Report
from counterpoise.validation.rows import Row
from tests.casebook.test_interchange import REGISTER
from tests.conftest import REPOSITORY
from tests.docs.pages import Command, commands_of, output_agrees, pages

# Commands of a checkout or a server, each with where it is run instead.
ELSEWHERE = {
    "make demo": "needs a package index; its command is the tutorial's",
    "make test": ".ci/run",
    "pip install 'counterpoise[postgres]'": "an installation; tests/casebook runs on PostgreSQL",
    "counterpoise cases --casebook postgresql://user@host/database list": "needs a server: tests/casebook has its own",
    "COUNTERPOISE_KILLS=500 .venv/bin/pytest tests/casebook/test_faults.py -k killed": (
        "tests/casebook/test_faults.py, with fewer kills"
    ),
    ".venv/bin/python -m tests.casebook.killed_writer PLACE 500 SEED 0.15": "tests/casebook/test_faults.py",
}
ON_PAGES_OF_THEIR_OWN = {"dossier/templates/sentences.yaml"}  # wording, not data
SHOWN = [command for path in pages(REPOSITORY) for command in commands_of(path, REPOSITORY)]
RUN = [command for command in SHOWN if not command.reason and command.text not in ELSEWHERE]


@dataclass
class Shell:
    """Runs `counterpoise` in this process, in an empty folder with the examples, as a page's reader would."""

    capture: pytest.CaptureFixture[str]
    monkeypatch: pytest.MonkeyPatch
    status: int = 0

    def run(self, command: Command) -> str:
        """Run one command; its exit code is kept for `echo $?`."""
        if command.text == "echo $?":
            return f"{self.status}\n"
        program, *arguments = shlex.split(command.text)
        assert program == "counterpoise", f"{command.page}:{command.line}: only counterpoise is run here"
        self.monkeypatch.setattr(sys, "argv", [program, *arguments])
        with pytest.raises(SystemExit) as ended:
            main()
        self.status = int(ended.value.code or 0)
        printed = self.capture.readouterr()
        return printed.out if printed.out and self.status == 0 else printed.out + printed.err


@pytest.fixture
def shell(
    tmp_path: Path, repository: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> Shell:
    """Give a shell in a folder of its own; what the pages say lies beside is there."""
    shutil.copytree(repository / "examples", tmp_path / "examples")
    shutil.copy(repository / "examples/uae-2020/life.json", tmp_path)
    (tmp_path / "my-law").mkdir()
    shutil.copytree(repository / "examples/uae-2020", tmp_path / "texts")
    shutil.make_archive(str(tmp_path / "archive"), "zip", tmp_path / "texts")
    report = (tmp_path / "texts/report.txt").read_text(encoding="utf-8")
    (tmp_path / "lines.jsonl").write_text(json.dumps({"text": report, "path": "report.txt"}) + "\n", encoding="utf-8")
    for name in ("first.txt", "second.html"):
        (tmp_path / name).write_text(report, encoding="utf-8")
    (tmp_path / "my-order-of-battle.csv").write_text(
        "actor,class,system,quantity_low,quantity_best,quantity_high,as_of\nOMN,fighter_4gen,F-16C,20,23,23,2020-01-01\n",
        encoding="utf-8",
    )
    (tmp_path / "trade-register.csv").write_bytes(REGISTER.encode("latin-1"))
    monkeypatch.chdir(tmp_path)
    for name, value in (
        ("COUNTERPOISE_CASEBOOK", str(tmp_path / "casebook.sqlite")),
        ("NO_COLOR", "1"),
        ("COLUMNS", "100"),
    ):
        monkeypatch.setenv(name, value)
    return Shell(capsys, monkeypatch)


@pytest.mark.parametrize("page", sorted({command.page for command in RUN}))
def test_the_commands_of_the_page_do_what_it_says(page: str, shell: Shell) -> None:
    commands = [command for command in RUN if command.page == page]
    for command, following in zip(commands, [*commands[1:], None], strict=True):
        printed = shell.run(command)
        where = f"{page}:{command.line}: {command.text}"
        if following is None or following.text != "echo $?":
            assert shell.status == 0 or command.text == "echo $?", f"{where}\n{printed}"
        assert printed.strip(), where
        if command.output is not None:
            assert output_agrees(command.output, printed), f"{where}\nclaimed:\n{command.output}\nprinted:\n{printed}"


def test_few_commands_are_run_elsewhere_and_each_is_still_shown() -> None:
    assert {command.text for command in SHOWN} >= set(ELSEWHERE)
    assert {command.text for command in SHOWN if command.reason} <= set(ELSEWHERE)
    assert len(ELSEWHERE) <= 8
    assert len(RUN) > 60


def test_claimed_output_that_differs_is_found() -> None:
    assert output_agrees("a\n...\nb ... c\n", "a\n1\n2\nb 3 c\n")
    assert output_agrees("...\nb\n", "b\n")
    assert not output_agrees("a\n", "a\nb\n")
    assert not output_agrees("...\nb ... c\n", "a\nb c d\n")


def test_options_named_in_running_text_exist() -> None:
    known = dict(every_command())
    options = {name: _options(command) for name, command in known.items()}
    for path in pages(REPOSITORY):
        text = path.read_text(encoding="utf-8")
        for words in re.findall(r"`counterpoise ([^`\n]+)`", text):
            name = _longest(f"counterpoise {words}", known)
            assert name != "counterpoise" or words.startswith("-"), f"{path.name}: {words}: no such command"
            for option in re.findall(r"(?<=\s)--?[a-z][a-z-]*", words):
                assert option in options[name], f"{path.name}: `counterpoise {words}`: {name} has no {option}"


def _options(command: click.Command) -> set[str]:
    names = {name for parameter in command.params for name in parameter.opts + parameter.secondary_opts}
    return {"--help", *(name for name in names if name.startswith("-"))}


def _longest(words: str, known: dict[str, click.Command]) -> str:
    parts = words.split()
    return next((name for end in range(len(parts), 0, -1) if (name := " ".join(parts[:end])) in known), "counterpoise")


def test_python_on_the_pages_runs(repository: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(repository)
    blocks = [
        block
        for path in pages(repository)
        for block in re.findall(r"^```python\n(.*?)^```$", path.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)
    ]
    assert blocks
    for block in blocks:
        exec(compile(block, "docs", "exec"), {})


def test_what_a_page_would_fetch_is_found(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text(
        '<a href="https://a.example/x">cited</a><img src="local.svg"><link rel="stylesheet" href="//b.example/x.css">'
        '<script src="https://c.example/x.js"></script>'
    )
    (tmp_path / "b.css").write_text("@import url(https://d.example/font.css);")
    found = {address for _, address in fetched_from_afar(tmp_path)}
    assert {"//b.example/x.css", "https://c.example/x.js", "https://d.example/font.css"} == found


def test_a_score_card_without_a_run_says_so_and_with_one_shows_its_rows() -> None:
    assert "is absent" in score_card_page(None)
    row = Row(
        id="x", section="S", title="A | B", figure=0.6219, interval=(0.58, 0.7), target="at most 0.610", status="misses"
    )
    report = Report(
        version="1", run_on="2026-11-25", commit="abc", seed=1, quick=False, seconds=60, section_seconds={},
        abouts={"S": "About S."}, rows=(row,), data=(),
    )  # fmt: skip
    text = score_card_page(json.loads(report.as_json()))
    assert "| A \\| B | 0.622 | 0.580 to 0.700 | at most 0.610 |  | misses |" in text
    assert "`abc`" in text


def test_every_packaged_data_file_stands_on_its_page() -> None:
    text = data_files_page()
    package = REPOSITORY / "src" / "counterpoise"
    files = {file for ending in ("csv", "yaml") for file in package.rglob(f"*.{ending}")}
    headings = set(re.findall(r"^### (?:.*/)?(\S+)$", text, re.MULTILINE))
    missing = {
        str(file.relative_to(package))
        for file in files
        if f"`counterpoise/{file.parent.relative_to(package)}`" not in text or file.name not in headings
    }
    assert {name for name in missing if not name.startswith("law/data")} <= ON_PAGES_OF_THEIR_OWN


def test_the_made_page_of_commands_names_every_command_and_option() -> None:
    text = commands_page()
    for name, command in every_command(cli):
        assert re.search(rf"^##+ {re.escape(name)}$", text, re.MULTILINE)
        assert all(option in text for option in _options(command))
