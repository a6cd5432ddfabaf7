"""The rules: each is module, page, test module, rejected and accepted example.

An example is a folder: documents, what the check is given (``options.json``), and what it
must say (``expected.txt``), compared as a whole. A new folder is found by itself.
"""

from __future__ import annotations

import ast
import inspect
import json
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from proposals.examples import RIGHT, document

from kvacodes import proposals
from kvacodes.documents import RULES_OF_FORM
from kvacodes.errors import UnknownNameError
from kvacodes.findings import Finding, Severity
from kvacodes.proposals.pages import page_of, rule_help, rule_pages
from kvacodes.proposals.rule import Proposal

HERE = Path(__file__).parent
RULES = proposals.all_rules()
SECTIONS = ("## What it does", "## Why", "## Rejected", "## Accepted")


def _check(folder: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[Finding, ...]:
    monkeypatch.chdir(folder)
    options = json.loads((folder / "options.json").read_text(encoding="utf-8"))
    result = proposals.check(
        *sorted(path.name for path in folder.glob("*.yaml")),
        against=options.get("against", ""),
        national=options.get("national", ""),
        on=date.fromisoformat(options["on"]),
    )
    return result.findings


def _folders(kind: str) -> Iterator[pytest.param]:  # type: ignore[valid-type]
    for folder in sorted((HERE / kind).iterdir()):
        yield pytest.param(folder, id=folder.name)


@pytest.mark.parametrize("folder", [*_folders("rejected"), *_folders("realistic")])
def test_wrong_proposal_gives_what_one_would_hope(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Every finding, its place, words and hint are as expected, and there is no other."""
    found = "".join(f"{finding}\n" for finding in _check(folder, monkeypatch))
    assert found == (folder / "expected.txt").read_text(encoding="utf-8")


@pytest.mark.parametrize("folder", [*_folders("realistic")])
def test_realistic_proposal_has_a_finding_in_two_languages(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever errs is told so, in Swedish as well."""
    findings = _check(folder, monkeypatch)
    assert findings
    for finding in findings:
        assert finding.message_sv
        assert bool(finding.hint) == bool(finding.hint_sv)


@pytest.mark.parametrize("folder", [*_folders("accepted")])
def test_right_proposal_gives_no_finding(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is right is let pass without a word."""
    assert [str(finding) for finding in _check(folder, monkeypatch)] == []


@pytest.mark.parametrize("rule", RULES)
def test_rule_is_five_things_that_agree(rule: str) -> None:
    """Module, page, test module, rejected and accepted example carry the same id."""
    module = RULES[rule]
    assert re.fullmatch(r"[a-z]+(-[a-z]+)+", rule)
    assert Path(inspect.getfile(module)).stem == rule.replace("-", "_")  # type: ignore[arg-type]
    assert module.SEVERITY in Severity
    assert module.STATUS in {"active", "removed"}
    assert re.fullmatch(r"[0-9]+\.[0-9]+\.[0-9]+", module.SINCE)
    assert set(getattr(module, "NEEDS", ())) <= {"base", "national", "on", "whole"}
    page = inspect.getdoc(module) or ""
    assert page.splitlines()[0] == module.SUMMARY.en
    assert module.SUMMARY.sv
    assert [section for section in SECTIONS if f"{section}\n" not in page] == []
    expected = (HERE / "rejected" / rule / "expected.txt").read_text(encoding="utf-8")
    assert f"[{rule}]" in expected
    assert (HERE / "accepted" / rule / "options.json").is_file()
    tests = (HERE / "rules" / f"test_{rule.replace('-', '_')}.py").read_text(encoding="utf-8")
    assert f'RULE = "{rule}"' in tests
    assert "sagt(" in tests  # in Swedish too


def test_the_five_things_are_as_many_as_the_rules() -> None:
    """One of each for every rule, and none for a rule that is gone: ids are for ever."""
    names = set(RULES)
    assert {folder.name for folder in (HERE / "accepted").iterdir()} == names
    assert {folder.name for folder in (HERE / "rejected").iterdir()} == names
    tests = {path.stem.removeprefix("test_") for path in (HERE / "rules").glob("test_*.py")}
    assert {stem.replace("_", "-") for stem in tests} == names
    assert {page.id for page in rule_pages()} - set(RULES_OF_FORM) == names


@pytest.mark.parametrize("rule", RULES)
def test_check_is_documented_and_says_both_languages(rule: str) -> None:
    """Each remark is made of two strings or formatted strings, never of one."""
    tree = ast.parse(inspect.getsource(RULES[rule]))  # type: ignore[arg-type]
    calls = [
        node
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "label"
    ]
    assert calls
    assert all(len(call.args) == 2 and not call.keywords for call in calls)


@pytest.mark.parametrize("text", ["a: [", "kvacodes: 1\n", RIGHT.replace("codes:", "codes: x #")])
def test_no_rule_speaks_of_what_could_not_be_read(text: str) -> None:
    """What is missing from a broken document may be there all the same."""
    read = document(text, file="hembesok.yaml")
    base = {"hembesok": document()}
    proposal = Proposal(documents=(read,), base=base, has_base=True, on=date(2022, 1, 1))
    silent = [rule for name, rule in RULES.items() if name != "document-removed"]
    said = {rule.ID for rule in silent if list(rule.check(read, proposal))}
    assert said <= {"meaning-edited", "sequence-edited", "step-code-unknown"}


def test_every_rule_has_a_page_and_a_line_in_the_list() -> None:
    """The list holds the rules and those of form, each once, in order, in two languages."""
    for lang in ("sv", "en"):
        pages = rule_pages(lang)  # type: ignore[arg-type]
        assert [page.id for page in pages] == sorted({*RULES, *RULES_OF_FORM})
        assert all(page.summary.endswith(".") for page in pages)
    for page in rule_pages():
        text = page_of(page.id)
        assert text.startswith(f"# {page.id}\n\n{page.summary}\n")
        assert page.help == rule_help(page.id) == f"kvacodes check --explain {page.id}"


def test_rules_of_form_and_meaning_share_no_id() -> None:
    """An id names one thing."""
    assert set(RULES) & set(RULES_OF_FORM) == set()


def test_unknown_rule_names_the_closest() -> None:
    """A misspelt id is told with the rule that was meant."""
    with pytest.raises(UnknownNameError) as raised:
        page_of("periods-overlp")
    assert raised.value.near[0] == "periods-overlap"
    assert str(raised.value).startswith("no rule 'periods-overlp'; did you mean periods-overlap")
    assert str(raised.value).endswith("? (see --list-rules)")
