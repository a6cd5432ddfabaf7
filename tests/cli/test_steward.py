"""The steward's commands as their users run them: exit codes, both streams, files written."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from cli.command_line import run
from proposals.examples import RIGHT, edited

LATE = edited(("decided_on: 2018-11-30", "decided_on: 2019-01-15"))
ON = ("--on", "2020-01-01")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Make a folder with the right document."""
    (tmp_path / "hembesok.yaml").write_text(RIGHT, encoding="utf-8")
    return tmp_path


@pytest.fixture
def late(folder: Path) -> Path:
    """Make a folder with a document that has one error."""
    (folder / "hembesok.yaml").write_text(LATE, encoding="utf-8")
    return folder


def test_check_of_what_is_right(folder: Path) -> None:
    """Nothing to say but the count, and 0."""
    result = run("check", folder, *ON)
    assert (result.returncode, result.stderr) == (0, "")
    assert result.stdout == "no findings in 1 document\n"


def test_check_shows_the_line(late: Path) -> None:
    """The finding, its line with a mark, what to do, where to read, and 1."""
    result = run("check", "hembesok.yaml", *ON, cwd=late)
    assert (result.returncode, result.stderr) == (1, "")
    assert result.stdout == (
        "hembesok.yaml:11:22: error: the start 2019-01-01 is before the decision of 2019-01-15 "
        "[decision-after-start]\n"
        "   11 |     starts: {latest: 2019-01-01}\n"
        "      |                      ^^^^^^^^^^\n"
        "   = see which of the days is wrong\n"
        "   = kvacodes check --explain decision-after-start\n"
        "\n"
        "1 error in 1 document\n"
    )


def test_check_in_swedish(late: Path) -> None:
    """The locale decides what findings speak."""
    result = run("check", "hembesok.yaml", *ON, cwd=late, lang="sv_SE.UTF-8")
    assert "starten 2019-01-01 är före beslutet 2019-01-15 [decision-after-start]" in result.stdout
    assert result.stdout.endswith("1 fel i 1 dokument\n")


def test_check_json_and_annotations(late: Path) -> None:
    """Programs get JSON on request, and GitHub its annotations by itself."""
    result = run("check", "hembesok.yaml", *ON, "--format", "json", cwd=late)
    (finding,) = json.loads(result.stdout)
    assert {k: finding[k] for k in ("rule", "severity", "file", "line", "column")} == {
        "rule": "decision-after-start",
        "severity": "error",
        "file": "hembesok.yaml",
        "line": 11,
        "column": 22,
    }
    assert finding["message"] == "the start 2019-01-01 is before the decision of 2019-01-15"
    assert finding["hint"] == "see which of the days is wrong"
    annotated = run("check", "hembesok.yaml", *ON, cwd=late, GITHUB_ACTIONS="true")
    assert annotated.stdout.startswith("::error file=hembesok.yaml,line=11,col=22,title=decision-")


@pytest.mark.parametrize("name", ["sarif", "junit"])
def test_check_writes_files(name: str, late: Path) -> None:
    """A report goes to a file, and the exit code stays what it is."""
    result = run("check", "hembesok.yaml", *ON, "--format", name, "--out", "report", cwd=late)
    assert (result.returncode, result.stdout, result.stderr) == (1, "", "")
    assert "decision-after-start" in (late / "report").read_text(encoding="utf-8")


def test_check_strict_fails_on_warnings(folder: Path) -> None:
    """A warning fails where that is asked for."""
    old = ("check", folder, "--on", "2031-01-01")
    assert run(*old).returncode == 0
    assert run(*old, "--strict").returncode == 1


def test_check_select_ignore_and_baseline(late: Path) -> None:
    """A rule left out, another alone, and old findings hidden."""
    assert run("check", late, *ON, "--ignore", "decision-after-start").returncode == 0
    assert run("check", late, *ON, "--select", "code-,text-").returncode == 0
    kept = run("check", late, *ON, "--write-baseline", late / "old.json")
    assert (kept.returncode, kept.stderr) == (0, "1 findings kept\n")
    assert run("check", late, *ON, "--baseline", late / "old.json").returncode == 0


def test_check_lists_and_explains_rules() -> None:
    """Each rule has a line in the list and a page."""
    listed = run("check", "--list-rules")
    assert listed.returncode == 0
    assert "code-malformed  " in listed.stdout
    rows = json.loads(run("check", "--list-rules", "--format", "json").stdout)
    assert {"rule", "severity", "summary", "help"} == set(rows[0])
    page = run("check", "--explain", "code-malformed").stdout
    assert page.startswith("code-malformed\n\nA code has neither the shape LLDDD nor LLLDD.\n")


# ruff: noqa: ISC004 - the messages of the table
@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("check", "nowhere"), "kvacodes: nowhere: found no such file or folder, expected a YAML "
         "document or a folder of them\n"),
        (("check", "--explain", "x"), "kvacodes: no rule 'x' (see --list-rules)\n"),
        (("check", "--on", "soon"), "kvacodes check: argument --on: 'soon' is not a day; write it "
         "as 2019-01-31\nsee: kvacodes check --help\n"),
        (("check", ".", "--national", "2031"), None),
        (("show", "NOTHING"), None),
        (("next-free", "U"), "kvacodes: U 1: expected two or three letters, and at least one "
         "code\n"),
        (("diff", "nowhere", "elsewhere"), None),
        (("new", "--from-decision", "nowhere.txt"), "kvacodes: nowhere.txt: no such file or "
         "folder\n"),
        (("fmt", "nowhere"), "kvacodes: nowhere: found no such file or folder, expected a document "
         "or a folder\n"),
        (("national", "show", "UX273", "--in", "nowhere"), None),
    ],
)  # fmt: skip
def test_usage_is_two_and_never_a_traceback(
    arguments: tuple[str, ...], message: str | None, folder: Path
) -> None:
    """What cannot be done is said in a line."""
    result = run(*arguments, cwd=folder, XDG_CACHE_HOME=str(folder))
    assert result.returncode == 2
    assert result.stdout == ""
    assert "Traceback" not in result.stderr
    if message is not None:
        assert result.stderr == message


def test_closed_pipe_is_no_error_message() -> None:
    """A reader that goes away is answered with silence."""
    command = f"{sys.executable} -m kvacodes check --list-rules | head -1"
    root = Path(__file__).parents[2]
    done = subprocess.run(  # noqa: S602 - a pipe is what is tested
        command, shell=True, capture_output=True, text=True, cwd=root, check=True
    )
    assert done.stdout.count("\n") == 1
    assert done.stderr == ""


def test_show_code_set_decision_and_json(folder: Path) -> None:
    """A code as of a day, a set with its sentences, a decision however it is spelt."""
    code = run("show", "ux 273", folder, "--on", "2018-12-01")
    assert code.stdout.startswith("UX273  Utökat hembesök nr 1 (BVC)\n")
    assert "permitted, not yet required 2018-12-01" in code.stdout
    assert "1. " in run("show", "hembesok", folder).stdout
    assert run("show", "rs2018–00133", folder).stdout.startswith("RS 2018-00133\n")
    about = json.loads(run("show", "UX273", folder, "--json").stdout)
    assert about["valid"] == [{"from": "2019-01-01", "to": None}]
    unknown = run("show", "UX247", folder)
    assert unknown.returncode == 2
    assert "did you mean UX274" in unknown.stderr


def test_diff_of_two_folders(folder: Path) -> None:
    """Each form of the difference, and no error."""
    old = folder / "old"
    old.mkdir()
    (old / "hembesok.yaml").write_text(edited(("months: 4", "months: 3")), encoding="utf-8")
    new = folder / "hembesok.yaml"
    human = run("diff", old, new)
    assert (human.returncode, human.stderr) == (0, "")
    assert (
        "window widened: from 2 months, before 3 months [assumption] → from 2 months, before 4"
        in human.stdout
    )
    report = run("diff", old, new, "--format", "md", "--report", "--lang", "sv").stdout
    assert "### Personer med fynd, av 1000 konstgjorda: före → efter" in report
    assert json.loads(run("diff", old, new, "--format", "json").stdout)["impact"] == (
        "needs-attention"
    )
    assert run("diff", old, new, "--changelog").stdout.startswith("### Code sets\n\n- `hem")


def test_diff_tells_a_file_that_is_called_otherwise(folder: Path) -> None:
    """A renamed file is a difference between folders; two files differ in name by themselves."""
    new = folder / "new"
    new.mkdir()
    (folder / "hembesok.yaml").rename(new / "besok.yaml")
    old = folder / "old"
    old.mkdir()
    (old / "hembesok.yaml").write_text(edited(), encoding="utf-8")
    assert run("diff", old, new).stdout == (
        "Needs attention:\n  hembesok: the file hembesok.yaml is now besok.yaml [file-renamed]\n"
    )
    same = run("diff", "--lang", "sv", old / "hembesok.yaml", new / "besok.yaml")
    assert same.stdout == "Inget är ändrat i sak.\n"


def test_next_free_says_what_it_searched(folder: Path) -> None:
    """The run goes to standard output, the reservation beside it."""
    result = run("next-free", "UX", folder, "--count", "2")
    assert result.stdout == "UX275\nUX276\n"
    assert result.stderr == (
        "searched: hembesok; other lists may exist, and the prefix itself may be decided "
        "elsewhere\n"
    )
    open_ = folder / "open"
    open_.mkdir()
    text = edited(("UX274", "UX275"), ('["UX274"]', '["UX275"]'), ("id: hembesok", "id: annat"))
    (open_ / "annat.yaml").write_text(text, encoding="utf-8")
    about = json.loads(run("next-free", "UX", folder, "--open", open_, "--json").stdout)
    assert about["codes"] == ["UX276"]
    assert about["searched"] == ["hembesok", "annat (proposed)"]
    swedish = run("next-free", "UX", folder, "--open", open_, "--lang", "sv")
    assert swedish.stderr == (
        "genomsökt: hembesok, annat (föreslagen); andra listor kan finnas, och prefixet kan vara "
        "bestämt på annat håll\n"
    )


def test_fmt_checks_writes_and_is_done(folder: Path) -> None:
    """What is out of order is told, then put in order, then left alone."""
    path = folder / "hembesok.yaml"
    title = "title: {sv: Hembesök, en: Home visits}\n"
    path.write_text(edited((title, "")) + title, encoding="utf-8")
    told = run("fmt", path, "--check")
    assert (told.returncode, told.stderr) == (1, f"{path}: would be changed\n")
    assert run("fmt", path, "--stdout").stdout == RIGHT
    assert run("fmt", folder).returncode == 0
    assert path.read_text(encoding="utf-8") == RIGHT
    assert run("fmt", folder, "--check").returncode == 0
    path.write_text("a: [", encoding="utf-8")
    assert run("fmt", path).returncode == 1


def test_new_from_decision_loads_and_tells_what_it_did_not_read(tmp_path: Path) -> None:
    """The document has no errors, and what was not read stands beside it."""
    decision = tmp_path / "beslut.txt"
    decision.write_text(
        "Beslut - STOK\nDatum 2018-11-30\nDiarienummer RS 2018-00133\nVästra Götalandsregionen\n"
        "Nya KVÅ-koder för hembesök\nHandläggare: Testa Provsson\n"
        "Kod\tKodtext\tBeskrivning\nUX273\tHembesök ett\t\nUX274\tHembesök två\t\n"
        "Startdatum: senast 2019-01-01\n",
        encoding="utf-8",
    )
    out = tmp_path / "hembesok.yaml"
    result = run("new", "--from-decision", decision, "--out", out)
    assert result.returncode == 0
    assert result.stderr == (
        f"{decision}: not read: which unit issued it\n"
        f"{decision}: not read: who asked for the codes\n"
    )
    assert "Provsson" not in out.read_text(encoding="utf-8")
    checked = run("check", out, *ON, "--format", "json")
    assert checked.returncode == 0
    assert {f["severity"] for f in json.loads(checked.stdout)} == {"information"}
    again = run("new", "--from-decision", decision, "--out", out)
    assert again.returncode == 2
    assert again.stderr == f"kvacodes: {out} exists; write to another file, or remove it first\n"


def test_new_from_answers(tmp_path: Path) -> None:
    """The answers make the same kind of document; a wrong day is asked for again."""
    answers = (
        "Hembesök", "Västra Götalandsregionen", "STOK", "RS 2018-00133", "igår", "2018-11-30",
        "2019-01-01", "latest", "Barnhälsovårdsöverläkare", "UX273 Hembesök ett", "",
    )  # fmt: skip
    out = tmp_path / "hembesok.yaml"
    result = run("new", "--out", out, stdin="\n".join(answers) + "\n")
    assert result.returncode == 0
    assert "'igår' is not a day" in result.stderr
    text = out.read_text(encoding="utf-8")
    assert "    starts: {latest: 2019-01-01}\n" in text
    assert '  - code: "UX273"\n    text: Hembesök ett\n' in text
    assert run("check", out, *ON).returncode == 0


def test_national_editions_are_kept_and_compared(folder: Path) -> None:
    """Import, list, show and compare; what changed upstream is no error."""
    (folder / "kva_2020.csv").write_text(
        "kod;kodtext\nZV509;Medverkan (i)\nZV020;Tolk\nDV073;Borta\n", encoding="utf-8"
    )
    (folder / "kva_2026.csv").write_text(
        "kod;kodtext\nZV509;Medverkan\nZV020;Professionell tolk\nUX274;Ny\n???;x\n",
        encoding="utf-8",
    )
    cache = {"XDG_CACHE_HOME": str(folder / "cache")}
    kept = run("national", "import", "kva_2026.csv", cwd=folder, **cache)
    assert kept.returncode == 0
    assert kept.stdout.startswith("edition 2026: 3 codes, 0 headings, 1 rows left out; kept as ")
    assert kept.stderr == "kva_2026.csv:5: not understood, left out: ??? | x\n"
    assert run("national", "list", **cache).stdout.startswith("2026\t3\tkva_2026.csv\t")
    shown = run("national", "show", "zv020", "--in", "2026", **cache)
    assert shown.stdout == "ZV020\tProfessionell tolk\n"
    compared = run("national", "compare", "kva_2020.csv", "2026", "--documents", "hembesok.yaml",
                   "--format", "json", cwd=folder, **cache)  # fmt: skip
    assert compared.returncode == 0
    assert json.loads(compared.stdout)["touched"] == [
        {"code_set": "hembesok", "code": "UX274", "use": "codes", "change": "collides"},
        {"code_set": "hembesok", "code": "UX274", "use": "step 2", "change": "collides"},
    ]
    collided = run("check", "hembesok.yaml", *ON, "--national", "2026", cwd=folder, **cache)
    assert "code-collides-with-national" in collided.stdout
    assert run("national", "compare", "kva_2020.csv", "2026", cwd=folder, **cache).stdout == (
        "2020 → 2026\n\nwithdrawn: 1\n  DV073 Borta\n\nnew: 1\n  UX274 Ny\n\nreworded: 1\n"
        "  ZV020 Tolk → Professionell tolk\n\nlocal documents touched: 0\n"
    )


def test_extract_of_an_edition_is_told_from_an_edition(folder: Path) -> None:
    """What an extract lacks was not withdrawn; the language may stand behind an action."""
    codes = "".join(f"AA{n:03d};Text {n}\n" for n in range(9))
    (folder / "kva_2020.csv").write_text(f"kod;kodtext\n{codes}", encoding="utf-8")
    (folder / "kva_2026.csv").write_text("kod;kodtext\nAA001;Text 1\n", encoding="utf-8")
    compared = run("national", "compare", "kva_2020.csv", "kva_2026.csv", "--lang", "sv",
                   cwd=folder, XDG_CACHE_HOME=str(folder / "cache"))  # fmt: skip
    assert compared.stderr == (
        "2026 har 1 koder och 2020 9: i ett urval är det som saknas inte utgånget\n"
    )
    assert compared.stdout.startswith("2020 → 2026\n\nutgångna: 8\n")


def test_corners_of_the_commands(folder: Path) -> None:
    """What is left: other encodings, baselines beside formats, editions, empty lists."""
    cache = {"XDG_CACHE_HOME": str(folder / "cache")}
    latin = folder / "latin.yaml"
    latin.write_bytes("title: Hälsa\n".encode("latin-1"))
    refused = run("fmt", latin)
    assert (refused.returncode, refused.stderr) == (1, f"{latin}: is not UTF-8\n")
    latin.unlink()
    empty = run("national", "list", **cache)
    assert (empty.returncode, empty.stdout, empty.stderr) == (0, "", "no edition is kept\n")
    edition = folder / "kva_2026.csv"
    edition.write_text(
        "kod;kodtext;beskrivning\nUX275;Taget;Längre\nUX276;Också;\n", encoding="utf-8"
    )
    shown = run("national", "show", "UX275", "--in", edition)
    assert shown.stdout == "UX275\tTaget\nLängre\n"
    unknown = run("national", "show", "UX277", "--in", edition)
    assert unknown.stderr.startswith("kvacodes: no code in edition 2026 'UX277'; did you mean UX27")
    free = run("next-free", "UX", folder, "--national", edition, "--from", "UX274")
    assert free.stdout == "UX277\n"
    allowed = edited(
        ("decided_on: 2018-11-30", "decided_on: 2019-01-15"),
        ("    starts: {latest: 2019-01-01}\n",
         "    starts: {latest: 2019-01-01}  # kvacodes: allow decision-after-start: § 12\n"),
    )  # fmt: skip
    (folder / "hembesok.yaml").write_text(allowed, encoding="utf-8")
    result = run("check", folder / "hembesok.yaml", *ON)
    assert (result.returncode, result.stderr) == (0, "1 let pass by comments\n")
    broken = run("diff", folder / "hembesok.yaml", folder / "hembesok.yaml", "--out", folder / "d")
    assert broken.returncode == 0
    assert (folder / "d").read_text(encoding="utf-8") == "Nothing changed in meaning.\n"
    (folder / "hembesok.yaml").write_text("kvacodes: 1\n", encoding="utf-8")
    errors = run("diff", folder / "hembesok.yaml", folder / "hembesok.yaml")
    assert errors.returncode == 1
    assert "missing-key" in errors.stderr
