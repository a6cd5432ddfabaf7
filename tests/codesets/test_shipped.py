"""Every shipped document: it loads, has no findings, and tells nothing about persons."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest

from kvacodes.catalogue import Catalogue
from kvacodes.documents import load, read, read_document
from kvacodes.documents.shipped import shipped_folder
from kvacodes.model import Basis, CodeSet
from kvacodes.periods import merged
from kvacodes.proposals.formatting import formatted

FILES = sorted(shipped_folder().glob("*.yaml"))
SETS = tuple(load())


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_it_has_no_findings(path: Path) -> None:
    """Not even a warning."""
    assert [str(finding) for finding in read(path)[1]] == []


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_it_is_named_after_its_id(path: Path) -> None:
    """So that a steward finds the file of a code set."""
    (code_set,) = read(path)[0]
    assert path.stem == code_set.id


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_it_is_in_the_canonical_order(path: Path) -> None:
    """``kvacodes fmt --check`` would change nothing."""
    text = path.read_bytes().decode("utf-8")
    assert formatted(text, file=path.name) == text


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_it_holds_no_way_to_reach_a_person(path: Path) -> None:
    """No e-mail address, and no telephone number in any Swedish form."""
    text = path.read_text(encoding="utf-8")
    assert re.findall(r"\S+@\S+", text) == []
    assert re.findall(r"\b0[1-9]\d{0,2}[- ]\d{2,3} ?\d{2} ?\d{2,3}\b|\+46", text) == []
    assert re.findall(r"(?i)telefon|handläggare|e-post", text) == []


@pytest.mark.parametrize("code_set", SETS, ids=str)
def test_it_says_who_reviewed_it(code_set: CodeSet) -> None:
    """By whom, when, and when the next time is due."""
    review = code_set.review
    assert review is not None
    assert review.next is not None
    assert review.on < review.next


@pytest.mark.parametrize("code_set", SETS, ids=str)
def test_codes_are_unique_and_their_periods_apart(code_set: CodeSet) -> None:
    """Every code once, inside the namespace where it is a region's own."""
    assert [c for c, n in Counter(code.code for code in code_set.codes).items() if n > 1] == []
    for code in code_set.codes:
        assert merged(code.validity) == code.validity
        assert code.shape is not None


@pytest.mark.parametrize("code_set", SETS, ids=str)
def test_what_is_assumed_or_derived_is_marked(code_set: CodeSet) -> None:
    """A window rests on something that it names, or is marked as an assumption."""
    for step in code_set.sequence.steps if code_set.sequence else ():
        for window in step.windows:
            assert window.basis is Basis.ASSUMPTION or window.source


def test_all_together_are_one_catalogue() -> None:
    """No code is in two of them."""
    catalogue = load()
    assert len(catalogue) == len(FILES)
    assert all(catalogue.code(code.code) is code for code in catalogue.codes)


@pytest.mark.parametrize("code_set", SETS, ids=str)
def test_it_is_the_same_from_text_as_from_file(code_set: CodeSet) -> None:
    """With the same hash, wherever it was read."""
    again = read_document(Path(code_set.file).read_bytes()).code_set
    assert again == code_set
    assert again is not None
    assert again.content_hash == code_set.content_hash
    assert Catalogue([again]).code_set(code_set.id).file == "<text>"
