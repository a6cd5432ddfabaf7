"""Every document, module and command has its page, and the page says what it must."""

from __future__ import annotations

import pkgutil

import pytest
from api_pages import api_pages
from code_set_pages import code_set_pages
from command_pages import command_page
from rule_pages import rule_pages_by_name

import kvacodes
from kvacodes.cli.main import COMMANDS
from kvacodes.proposals.checking import rule_ids

CATALOGUE = kvacodes.load()
IDS = [code_set.id for code_set in CATALOGUE]


def test_every_public_module_has_a_page() -> None:
    """The index names every public module, and each page documents its module."""
    pages = api_pages()
    for info in pkgutil.iter_modules(kvacodes.__path__, "kvacodes."):
        if info.name in {"kvacodes.cli", "kvacodes.__main__"} or "._" in info.name:
            assert f"{info.name}.md" not in pages
        else:
            assert f".. automodule:: {info.name}\n" in pages[f"{info.name}.md"]
            assert f"\n{info.name}\n" in pages["index.md"]


def test_every_code_set_has_a_page() -> None:
    """There is a page for each shipped document, and the index leads to all of them."""
    pages = code_set_pages(CATALOGUE)
    assert set(pages) == {"index.md", *(f"{name}.md" for name in IDS)}
    assert all(f"\n{name}\n" in pages["index.md"] for name in IDS)


@pytest.mark.parametrize("name", IDS)
def test_page_tells_what_the_document_holds(name: str) -> None:
    """Codes with their texts, decisions, steps, questions and parameters stand on the page."""
    code_set = CATALOGUE.code_set(name)
    page = code_set_pages(CATALOGUE)[f"{name}.md"]
    told = [f"`{code.code}` | {code.text}" for code in code_set.codes]
    told += [f"### {d.diary_number or d.id}\n" for d in code_set.decisions]
    told += [f"### `{parameter.id}`" for parameter in code_set.rules.parameters]
    if code_set.sequence:
        told += [f"\n| {step.number} | `{step.codes[0]}`" for step in code_set.sequence.steps]
    if code_set.follow_up:
        told += [f"\n| {q.number} | {q.wording.sv}" for q in code_set.follow_up.questions]
    assert [part for part in told if part not in page] == []


def test_page_marks_what_is_assumed() -> None:
    """A window that no decision states is shown as an assumption."""
    page = code_set_pages(CATALOGUE)["utokat-hembesok-bvc.md"]
    steps = [line for line in page.splitlines() if line.startswith("| 2 | `UX274`")]
    assert len(steps) == 1
    assert "– *assumption*" in steps[0]


def test_every_command_is_on_the_page() -> None:
    """The page of commands shows the help of each."""
    page = command_page()
    assert [name for name in COMMANDS if f"## `kvacodes {name}`" not in page] == []


def test_every_rule_has_a_page() -> None:
    """Each rule's page is named by its id, as the links in messages are."""
    pages = rule_pages_by_name()
    assert set(pages) == {"index.md", *(f"{name}.md" for name in rule_ids())}
    assert [name for name in rule_ids() if not pages[f"{name}.md"].startswith(f"# {name}\n")] == []
    assert [name for name in rule_ids() if f"\n{name}\n" not in pages["index.md"]] == []
