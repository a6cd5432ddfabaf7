"""Documents in the canonical order: moved whole, said the same, and once is enough."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from proposals.examples import RIGHT, code_set, edited

from kvacodes.documents import read_documents
from kvacodes.errors import DocumentError, InputError
from kvacodes.proposals.formatting import formatted

MESSY = """\
# yaml-language-server: x

codes:
  # about 273
  - text: Besök ett
    code: UX273      # trailing
    # why this decision
    decision: a
  # about 274
  - code: "UX274"
    decision: a
    text: >
      lång text  
      # no comment

      end
title: {sv: A, en: B}   
id: x
# version
kvacodes: 1
decisions:
- body: STOK
  id: a


  decided_on: 2018-11-30
  diary_number: RS 2018-00133
# of the sequence
sequence:
    steps:
        - codes: ["UX273"]
          number: 1
        - window:
            basis: assumption
            from: {months: 1}
          number: 2
          codes: ["UX274"]
# of the namespace
namespace: {shape: KMA}
"""  # noqa: W291 - blanks at the ends of lines are what is tested

TIDY = """\
# yaml-language-server: x

# version
kvacodes: 1
id: x
title: {sv: A, en: B}
# of the namespace
namespace: {shape: KMA}
decisions:
- id: a

  diary_number: RS 2018-00133
  body: STOK
  decided_on: 2018-11-30
codes:
  # about 273
  - code: "UX273"      # trailing
    text: Besök ett
    # why this decision
    decision: a
  # about 274
  - code: "UX274"
    text: >
      lång text  
      # no comment

      end
    decision: a
# of the sequence
sequence:
    steps:
        - number: 1
          codes: ["UX273"]
        - number: 2
          codes: ["UX274"]
          window:
            from: {months: 1}
            basis: assumption
"""  # noqa: W291


def test_canonical_order_keeps_comments_quotes_and_literals() -> None:
    """Keys move with their comments; codes get quotes; nothing else changes."""
    assert formatted(MESSY) == TIDY


@pytest.mark.parametrize("text", [MESSY, TIDY, RIGHT])
def test_twice_is_once(text: str) -> None:
    """What is in order stays as it is."""
    once = formatted(text)
    assert formatted(once) == once


@pytest.mark.parametrize("seed", range(10))
def test_shuffled_keys_come_back(seed: int) -> None:
    """Top-level keys in any order give the same document."""
    parts = ("\n" + RIGHT).split("\n")
    blocks: list[str] = []
    for line in parts[1:]:
        if line and not line.startswith(" "):
            blocks.append(line)
        elif line:
            blocks[-1] += f"\n{line}"
    random.Random(seed).shuffle(blocks)
    assert formatted("\n".join(blocks) + "\n") == RIGHT


def test_meaning_is_the_same() -> None:
    """The code set of what was written is that of what was read."""
    before = edited(("\nsequence:", "\n\n\n\nsequence:"), ('code: "UX274"', "code: UX274"))
    assert code_set(formatted(before)) == code_set(before)


def test_windows_line_ends_and_mark_go() -> None:
    """A file from another editor becomes one like the others."""
    assert formatted("\ufeff" + RIGHT.replace("\n", "\r\n")) == RIGHT


@pytest.mark.parametrize(
    "text", ["a: [", "a: 1\na: 2\n", "", "\tx: 1\n", "a: &x 1\nb: *x\n", "\x1e?\n"]
)
def test_what_cannot_be_read_is_refused(text: str) -> None:
    """A broken document is left alone, and its findings say why."""
    with pytest.raises(DocumentError):
        formatted(text)


@pytest.mark.parametrize("text", ["?\n", "id: a\n? b\n", "- ?\n", "a:\n  ? b\n  : c\n"])
def test_keys_on_lines_of_their_own_are_not_moved(text: str) -> None:
    """YAML allows them and nobody writes them; the message says what to do."""
    with pytest.raises(InputError) as raised:
        formatted(text, file="a.yaml")
    assert str(raised.value) == (
        "a.yaml: found lines whose order cannot be changed safely, expected block mappings with "
        "one key a line; put the keys in the canonical order by hand"
    )


def test_shipped_documents_say_the_same_when_formatted() -> None:
    """No shipped document is damaged."""
    for document in read_documents():
        again = formatted(Path(document.file).read_text(encoding="utf-8"))
        assert code_set(again) == document.code_set
        assert formatted(again) == again


def test_code_without_quotes_inside_a_list_gets_them() -> None:
    """Quotes are put where the finding is, also twice on a line."""
    text = edited(('codes: ["UX274"]', "codes: [UX274, UX275]"))
    assert 'codes: ["UX274", "UX275"]' in formatted(text)


@pytest.mark.parametrize(
    "text",
    [
        "{kvacodes: 1, id: x}\n",
        "- a\n- b\n",
        "1\n",
        "id: x\nkvacodes: 1\nunknown: {b: 1}\nalso:\n  z: 1\n  a: 2\n",
        "codes: []\nid: x\ndecisions:\n- {id: a}\n- body: b\n  id: c\n",
        "purposes:\n  - b\n  - sv: a\n",
    ],
)
def test_other_shapes_are_left_or_ordered_but_never_damaged(text: str) -> None:
    """Flow mappings, lists and unknown keys stay; what is known is put in order."""
    once = formatted(text)
    assert formatted(once) == once
    assert sorted(once.replace("-", " ").split()) == sorted(text.replace("-", " ").split())


def test_unknown_keys_come_last_in_their_own_order() -> None:
    """A misspelt key is not lost, and stands where it is seen."""
    assert formatted("zz: 1\nid: x\nyy: 2\nkvacodes: 1\n") == "kvacodes: 1\nid: x\nzz: 1\nyy: 2\n"
