"""Words that are known as roles, units and places, and words that may be a person's name."""

from __future__ import annotations

import pytest

from kvacodes.proposals.roles import is_role_or_unit, may_name


@pytest.mark.parametrize(
    "words",
    [
        "Barnhälsovårdsöverläkare, Central Barnhälsovård, Göteborg och södra Bohuslän",
        "Göteborgs hälso- och sjukvårdsnämnd (HSNG)",
        "Hälso- och sjukvårdsdirektören",
        "Smittskydd Västra Götaland",
        "Region Halland",
        "Utökat hembesök nr 1 (BVC)",
        "Vitamin D",
        "Hepatit B, vaccination",
        "",
    ],
)
def test_roles_units_and_things_are_no_persons(words: str) -> None:
    """One unknown word alone, and those that are known, are no name."""
    assert not may_name(words)


@pytest.mark.parametrize(
    "words",
    [
        "Karin Testlund",
        "Talträning enligt Karin Testlund",
        "K. Testlund",
        "Karin Ö. Testlund",
        "Ylva af Testhem",
        "Carl Gustaf von Prov",
        "Överläkare Testlund",
        "Bo-Göran Testlund/Närhälsan",
    ],
)
def test_two_unknown_words_stand_as_a_name(words: str) -> None:
    """Also with an initial, with a particle between, and one alone after a role."""
    assert may_name(words)


def test_the_article_may_stand_behind() -> None:
    """Swedish compounds end in what the thing is, with and without its article."""
    assert all(map(is_role_or_unit, ("direktör", "direktören", "Kodrådet", "Endoskopi")))
    assert not is_role_or_unit("Testlund")
