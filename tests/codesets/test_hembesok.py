"""The home-visit programme, against the decision RS 2018-00133."""

from __future__ import annotations

from datetime import date

import pytest

import kvacodes
from kvacodes.model import (
    Basis,
    CodeSet,
    Force,
    Label,
    Owner,
    QuestionKind,
    Run,
    Start,
    StartKind,
)
from kvacodes.periods import Interval, Span


@pytest.fixture(scope="module")
def code_set() -> CodeSet:
    """Return the code set."""
    return kvacodes.load().code_set("utokat-hembesok-bvc")


def test_six_codes_with_the_texts_of_the_decision(code_set: CodeSet) -> None:
    """The column for descriptions is empty there, which is not the same as missing."""
    assert [(code.code, code.text, code.description) for code in code_set.codes] == [
        (f"UX27{n + 2}", f"Utökat hembesök nr {n} (BVC)", "") for n in range(1, 7)
    ]
    assert {code.decision.reference for code in code_set.codes} == {"RS 2018-00133"}
    assert {code.validity for code in code_set.codes} == {(Interval(date(2019, 1, 1)),)}


@pytest.mark.parametrize(
    ("day", "force"),
    [
        (date(2018, 11, 29), Force.NOT_IN_FORCE),
        (date(2018, 11, 30), Force.EARLY),
        (date(2018, 12, 31), Force.EARLY),
        (date(2019, 1, 1), Force.IN_FORCE),
    ],
)
def test_permitted_from_the_decision_and_required_from_the_latest_start(
    day: date, force: Force
) -> None:
    """As soon as possible, at the latest 2019-01-01."""
    assert kvacodes.load().code("UX273").force_on(day) is force


def test_three_decisions_one_of_them_without_a_known_day(code_set: CodeSet) -> None:
    """Three different dates in the one on the codes; roles and units, no names."""
    codes, agreements, plan = code_set.decisions
    assert (codes.approved_on, codes.decided_on) == (date(2018, 11, 22), date(2018, 11, 30))
    assert codes.starts == Start(StartKind.LATEST, date(2019, 1, 1))
    assert (codes.body, codes.prepared_by) == ("STOK", "STOK")
    assert codes.issued_by == "Koncernkontoret, Koncernavdelning Data och analys"
    assert codes.requested_by == (
        "Barnhälsovårdsöverläkare, Central Barnhälsovård, Göteborg och södra Bohuslän"
    )
    assert (agreements.decided_on, agreements.paragraphs) == (date(2018, 6, 21), "§§ 185–192")
    assert (plan.decided_on, plan.rests_on) == (None, ("hsng-2018-06-21",))


def test_the_namespace_is_inferred_and_says_so(code_set: CodeSet) -> None:
    """The run is the programme's own; the prefix rests on six codes."""
    space = code_set.namespace
    assert (space.prefix, space.owner, space.basis) == ("UX", Owner.REGION, Basis.ASSUMPTION)
    assert space.run == Run("UX273", "UX278")


def test_the_ages_are_published_and_the_windows_are_our_own(code_set: CodeSet) -> None:
    """Windows follow on each other without holes, and each holds its nominal age."""
    sequence = code_set.sequence
    assert sequence is not None
    assert [step.nominal_age for step in sequence.steps] == [
        Span(months) for months in (0, 2, 4, 8, 12, 15)
    ]
    windows = [step.window for step in sequence.steps]
    edges = [(w.start.months, w.before.months) for w in windows if w and w.start and w.before]
    assert edges == [(2, 4), (4, 7), (7, 11), (11, 14), (14, 18)]
    assert windows[0] is not None
    assert (windows[0].start, windows[0].before) == (Span(), Span(2))
    assert {w.basis for w in windows if w} == {Basis.ASSUMPTION}
    assert {step.nominal_source for step in sequence.steps} == {
        "goteborg.se, sidan om utökade hembesök"
    }
    assert sequence.order.basis is Basis.ASSUMPTION
    assert sequence.joint is not None
    assert (sequence.joint.add_ons, sequence.joint.basis) == (("ZV509",), Basis.ASSUMPTION)


def test_seven_questions_in_the_words_of_the_decision(code_set: CodeSet) -> None:
    """In its order; three are computed, four reported."""
    follow_up = code_set.follow_up
    assert follow_up is not None
    assert follow_up.decision == "hsng-uppfoljningsplan"
    assert [(q.number, q.wording.sv, q.indicators) for q in follow_up.questions] == [
        (1, "Antal listade barn i målgruppen?", ("listed",)),
        (
            2,
            "Antal genomförda hembesök i samverkan med socialtjänst samt tidsåtgång?",
            ("visits",),
        ),
        (3, "Deltagande i operativ arbetsgrupp?", ("reported",)),
        (4, "Deltagande i gemensam utbildning och handledning?", ("reported",)),
        (
            5,
            "Är besöken utförda av samma personal för att främja tillit och goda relationer?",
            ("continuity",),
        ),
        (
            6,
            (
                "Deltar och bidrar utföraren aktivt till utvärdering av det utökade"
                " hembesöksprogrammet?"
            ),
            ("reported",),
        ),
        (7, "Ekonomisk redovisning", ("reported",)),
    ]
    computed = [q.number for q in follow_up.questions if q.kind is QuestionKind.COMPUTED]
    assert computed == [1, 2, 5]
    assert all(q.wording.en for q in follow_up.questions)
    assert all(q.allowed for q in follow_up.questions if q.kind is QuestionKind.REPORTED)
    assert follow_up.data_source == "VEGA"


def test_occasions_agreements_partners_and_what_it_is_for(code_set: CodeSet) -> None:
    """What the decision tells around the codes."""
    follow_up = code_set.follow_up
    assert follow_up is not None
    assert [(o.title.sv, o.months, o.basis) for o in follow_up.occasions] == [
        ("Årsredovisning", (12,), Basis.DERIVED),
        ("Delårsuppföljning", (4, 8), Basis.ASSUMPTION),
    ]
    (agreement,) = code_set.agreements
    assert (agreement.count, agreement.decision) == (8, "hsng-2018-06-21")
    assert agreement.valid == Interval(date(2018, 1, 1), date(2020, 1, 1))
    assert [(p.role, p.workplace, p.organisation) for p in code_set.partners] == [
        ("bhv-sjukskoterska", "BVC", ""),
        ("socionom", "Socialtjänstens förebyggande verksamhet", "Göteborgs Stad"),
    ]
    assert code_set.model == "Rinkebymodellen"
    assert code_set.target_group.sv == "Förstagångsföräldrar (första barnet fött i Sverige)"
    assert code_set.purposes[0] == Label(
        "Främja tillit och goda relationer", "Further trust and good relations"
    )
    (initiative,) = code_set.initiatives
    assert initiative.funding == (
        "Sociala investeringsmedel",
        "Statsbidrag för att utveckla barnhälsovård",
    )
