"""What a type checker must see: never run, only checked by mypy."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import assert_type

import kvacodes
from kvacodes import model, sequences


def names_of_the_package() -> None:
    """Names that are fetched on first use are seen all the same."""
    catalogue = kvacodes.load()
    assert_type(catalogue, kvacodes.Catalogue)
    assert_type(iter(catalogue), Iterator[kvacodes.CodeSet])
    assert_type(catalogue.as_of(date(2019, 1, 1)), kvacodes.Catalogue)
    assert_type(catalogue.known_on(date(2019, 1, 1)), kvacodes.Catalogue)


def looking_up() -> None:
    """Look-ups give the objects of the model, never an option of none."""
    catalogue = kvacodes.load()
    assert_type(catalogue.code("UX273"), kvacodes.Code)
    assert_type(catalogue.code("UX273").decision, kvacodes.Decision)
    assert_type(catalogue.code("UX273").text, str)
    assert_type(catalogue.code_set("utokat-hembesok-bvc"), kvacodes.CodeSet)
    assert_type(catalogue.code_set("utokat-hembesok-bvc").sequence, model.Sequence | None)
    assert_type(catalogue.decision("RS 2018-00133"), kvacodes.Decision)
    assert_type(catalogue.decision("RS 2018-00133").starts, model.Start | None)


def fields_keep_their_types() -> None:
    """A converter does not blur what a field holds."""
    visit = sequences.Visit(contact_id="c1", date=date(2019, 3, 1), code="UX273")
    assert_type(visit.add_ons, tuple[str, ...])
    assert_type(visit.minutes, int | None)
    assert_type(kvacodes.Period.year(2019), kvacodes.Period)
    assert_type(kvacodes.Period.year(2019).last, date)
