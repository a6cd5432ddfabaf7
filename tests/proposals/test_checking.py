"""Running the rules: what is chosen, what is let pass, what is old, and against what."""

from __future__ import annotations

import subprocess
from datetime import date
from pathlib import Path

import pytest
from proposals.examples import RIGHT, document, edited

from kvacodes import load, proposals
from kvacodes.errors import InputError, UnknownNameError
from kvacodes.proposals.base import open_revisions, read_base
from kvacodes.proposals.baseline import new_findings, read_baseline, write_baseline
from kvacodes.proposals.checking import check_documents
from kvacodes.proposals.numbering import next_free

LATE = ("decided_on: 2018-11-30", "decided_on: 2019-01-15")
START = "    starts: {latest: 2019-01-01}\n"


def _rules(text: str, **options: object) -> list[str]:
    result = check_documents([document(text)], on=date(2020, 1, 1), **options)  # type: ignore[arg-type]
    return [finding.rule for finding in result.findings]


def test_right_document_has_no_findings() -> None:
    """The example of these tests is right."""
    assert _rules(RIGHT) == []


@pytest.mark.parametrize(
    ("select", "ignore", "expected"),
    [
        ((), (), ["decision-after-start", "text-untidy"]),
        (("text-untidy",), (), ["text-untidy"]),
        (("decision-",), (), ["decision-after-start"]),
        (("decision-*",), (), ["decision-after-start"]),
        ((), ("decision-after-start",), ["text-untidy"]),
        (("text-", "decision-"), ("text-untidy",), ["decision-after-start"]),
    ],
)
def test_rules_are_chosen(
    select: tuple[str, ...], ignore: tuple[str, ...], expected: list[str]
) -> None:
    """One rule, a family of them, or all but some."""
    text = edited(LATE, ("Utökat hembesök nr 2 (BVC)", '"Hembesök  två"'))
    assert _rules(text, select=select, ignore=ignore) == expected


def test_unknown_rule_is_usage() -> None:
    """A misspelt rule must not silently select nothing."""
    with pytest.raises(UnknownNameError) as raised:
        _rules(RIGHT, select=("text-untidi",))
    assert str(raised.value).startswith("no rule 'text-untidi'; did you mean text-untidy")


@pytest.mark.parametrize(
    ("comment", "expected"),
    [
        ("  # kvacodes: allow decision-after-start: retroactive by § 12\n", []),
        ("  # kvacodes: allow text-untidy, decision-after-start: § 12\n",
         ["suppression-unused"]),
        ("  # kvacodes: allow decision-after-start\n",
         ["decision-after-start", "suppression-without-reason"]),
        ("  # kvacodes: allow\n", ["decision-after-start", "suppression-without-reason"]),
        ("  # kvacodes: allow decision-afterstart: § 12\n",
         ["decision-after-start", "suppression-without-reason"]),
        ("  # kvacodes: allow zzz: § 12\n",
         ["decision-after-start", "suppression-without-reason"]),
        ("  # a word on kvacodes: allowed\n", ["decision-after-start"]),
    ],
)  # fmt: skip
def test_comment_on_the_line(comment: str, expected: list[str]) -> None:
    """A comment lets its line pass if it names the rule and says why."""
    text = edited(LATE, (START, START.rstrip("\n") + comment))
    assert sorted(_rules(text)) == expected


def test_comment_above_the_line_and_for_the_file() -> None:
    """A comment of its own holds for the next line; allow-file for all."""
    above = "    # kvacodes: allow decision-after-start: § 12\n    # and more\n"
    assert _rules(edited(LATE, (START, above + START))) == []
    everywhere = "# kvacodes: allow-file decision-after-start: § 12\n"
    assert _rules(everywhere + edited(LATE)) == []


def test_what_is_let_pass_is_counted_with_its_reason() -> None:
    """A suppressed finding is not gone: the result has it and the reason."""
    text = edited(
        LATE, (START, START.rstrip() + "  # kvacodes: allow decision-after-start: § 12\n")
    )
    result = check_documents([document(text)])
    ((finding, reason),) = result.suppressed
    assert (finding.rule, reason) == ("decision-after-start", "§ 12")
    assert not result.has_errors


def test_errors_of_form_cannot_be_let_pass() -> None:
    """The document would not load all the same."""
    text = edited(
        ("    - number: 2\n", "    - number: two  # kvacodes: allow number-unreadable: no\n")
    )
    assert "number-unreadable" in _rules(text)


def test_unused_comment_is_not_told_of_rules_that_did_not_run() -> None:
    """Without a national edition nobody knows whether the comment is needed."""
    text = edited(
        (
            '  - code: "UX274"\n',
            '  - code: "UX274"  # kvacodes: allow code-collides-with-national: agreed\n',
        )
    )
    assert _rules(text) == []


def test_baseline_hides_old_findings_wherever_they_move(tmp_path: Path) -> None:
    """Lines put in above do not make an old finding new; a second one is new."""
    old = check_documents([document(edited(LATE))]).findings
    path = tmp_path / "baseline.json"
    path.write_text(write_baseline(old), encoding="utf-8")
    baseline = read_baseline(path)
    moved = check_documents([document("# a\n# b\n" + edited(LATE))]).findings
    assert new_findings(moved, baseline) == ()
    assert new_findings(moved * 2, baseline) == moved


@pytest.mark.parametrize("content", ["", "[]", "{}", '{"findings": [1]}'])
def test_other_file_is_no_baseline(content: str, tmp_path: Path) -> None:
    """Anything else is told from a baseline."""
    path = tmp_path / "baseline.json"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(InputError) as raised:
        read_baseline(path)
    assert str(raised.value) == (
        f"{path}: found something else, expected a baseline; "
        "make one: kvacodes check PATH --write-baseline FILE"
    )


def _git(folder: Path, *arguments: str) -> None:
    who = ("-c", "user.name=x", "-c", "user.email=x@example.org", "-c", "commit.gpgsign=false")
    subprocess.run(["git", "-C", str(folder), *who, *arguments], check=True, capture_output=True)


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """Make a repository whose first commit holds the right document."""
    folder = tmp_path / "codesets"
    folder.mkdir()
    (folder / "hembesok.yaml").write_text(RIGHT, encoding="utf-8")
    _git(tmp_path, "init", "-q", "-b", "main")
    _git(tmp_path, "add", ".")
    _git(tmp_path, "commit", "-q", "-m", "first")
    return folder


def test_base_from_a_revision_is_that_from_a_folder(repository: Path, tmp_path: Path) -> None:
    """A revision, a folder and a file give the same documents in force."""
    copy = tmp_path / "copy"
    copy.mkdir()
    (copy / "hembesok.yaml").write_text(RIGHT, encoding="utf-8")
    path = repository / "hembesok.yaml"
    path.write_text(edited(("text: Utökat hembesök nr 1 (BVC)", "text: Hembesök ett")), "utf-8")
    for base in ("main", "HEAD", str(copy), str(copy / "hembesok.yaml")):
        for proposed in (repository, path):
            result = proposals.check(proposed, against=base)
            assert [finding.rule for finding in result.findings] == ["text-edited"]
    assert [d.file for d in read_base("main", [repository])] == ["main:codesets/hembesok.yaml"]


def test_folder_that_is_new_since_the_base_has_no_base(repository: Path) -> None:
    """A new folder of documents is no change of old ones."""
    new = repository.parent / "more"
    new.mkdir()
    (new / "hembesok.yaml").write_text(RIGHT, encoding="utf-8")
    assert proposals.check(new, against="main").findings == ()
    empty = repository.parent / "empty"
    empty.mkdir()
    assert proposals.check(new, against=str(empty)).findings == ()


@pytest.mark.parametrize("base", ["no-such-branch", "--help", "main; ls"])
def test_unknown_revision_is_told(base: str, repository: Path) -> None:
    """What is neither folder nor revision is usage, and never an option of git."""
    with pytest.raises(InputError) as raised:
        proposals.check(repository, against=base)
    assert str(raised.value) == (
        f"{base}: found neither a folder nor a git revision, expected a folder of documents, or "
        "a revision such as origin/main; in CI, fetch the whole history of the base branch first"
    )


def test_open_proposals_are_the_branches_that_a_pattern_names(repository: Path) -> None:
    """Local and fetched ones; two stars go below slashes; what has no star stays as it is."""
    for name in ("forslag-a", "forslag/b", "annat"):
        _git(repository, "branch", name)
    _git(repository, "update-ref", "refs/remotes/origin/forslag-c", "HEAD")
    _git(repository, "symbolic-ref", "refs/remotes/origin/HEAD", "refs/remotes/origin/forslag-c")
    path = repository / "hembesok.yaml"
    assert open_revisions("forslag*", beside=repository) == ("forslag-a",)
    assert open_revisions("forslag*/**", beside=path) == ("forslag/b",)
    assert open_revisions("origin/*", beside=repository) == ("origin/forslag-c",)
    assert open_revisions("annat", beside=repository) == ("annat",)


@pytest.mark.parametrize("pattern", ["none/*", "--*"])
def test_pattern_that_names_no_branch_is_told(pattern: str, repository: Path) -> None:
    """Nothing found is no silence: codes would be taken that somebody has reserved."""
    with pytest.raises(InputError) as raised:
        open_revisions(pattern, beside=repository)
    assert str(raised.value) == (
        f"{pattern}: found no branch of that name, expected branches such as origin/*, or "
        "origin/** where names have slashes; git fetch brings those of others"
    )


def test_codes_of_an_open_branch_are_reserved(repository: Path) -> None:
    """The next free code comes after those that a branch proposes."""
    more = edited(
        ("sequence:", '  - {code: "UX275", text: Nytt, decision: stok-2018-00133}\nsequence:')
    )
    path = repository / "hembesok.yaml"
    _git(repository, "checkout", "-q", "-b", "forslag")
    path.write_text(more, encoding="utf-8")
    _git(repository, "commit", "-q", "-a", "-m", "more")
    _git(repository, "checkout", "-q", "main")
    reserved = [d.code_set for b in open_revisions("*", beside=path) for d in read_base(b, [path])]
    free = next_free("UX", code_sets=load(path), reserved=[s for s in reserved if s is not None])
    assert free.codes == ("UX276",)
    assert free.searched == ("hembesok", "hembesok (proposed)")


def test_comment_with_nothing_below_lets_nothing_pass() -> None:
    """It stands at the end of the document."""
    text = f"{RIGHT}# kvacodes: allow text-untidy: x\n"
    assert _rules(text) == ["suppression-unused"]
