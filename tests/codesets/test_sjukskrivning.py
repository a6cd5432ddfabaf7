"""The rules of 2017 and 2018: every fact of the source, where the source has it."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

import kvacodes
from kvacodes.errors import OutsidePeriodsError
from kvacodes.funding import Figure, allocate, application_open, chain, history
from kvacodes.model import Basis, CodeSet

IN_2017, IN_2018 = date(2017, 6, 1), date(2018, 6, 1)


@pytest.fixture(scope="module")
def code_set() -> CodeSet:
    """The shipped document."""
    return kvacodes.load().code_set("sjukskrivning-2017-2018")


@pytest.mark.parametrize(
    ("name", "in_2017", "in_2018"),
    [
        ("rehabkoordinator-norm", 25_000, 15_000),
        ("rehabkoordinator-belopp", 612_000, None),
        ("rehabkoordinator-alder-fran", None, 16),
        ("rehabkoordinator-alder-till", None, 67),
        ("arbetsplatskontakt-belopp", 3_000, None),
        ("mmr1-belopp", None, 35_000),
        ("mmr2-belopp", None, 55_000),
        ("e-intyg-antal", None, 4),
    ],
)
def test_exact_values(
    code_set: CodeSet, name: str, in_2017: int | None, in_2018: int | None
) -> None:
    """Each holds in its year; in the other there is none, and asking says so."""
    parameter = code_set.rules.parameter(name)
    for day, value in ((IN_2017, in_2017), (IN_2018, in_2018)):
        if value is None:
            with pytest.raises(OutsidePeriodsError):
                parameter.at(day)
        else:
            assert (parameter.at(day).value, parameter.at(day).approximate) == (value, False)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("rehabkoordinator-primarvard-summa", 50_000_000),
        ("rehabkoordinator-primarvard-tjanster", 80),
        ("rehabkoordinator-sjukhus-summa", 22_000_000),
        ("rehabkoordinator-sjukhus-tjanster", 35),
        ("e-intyg-summa", 7_000_000),
        ("regional-utveckling-summa", 10_000_000),
    ],
)
def test_what_the_source_says_about(code_set: CodeSet, name: str, value: int) -> None:
    """Ca, drygt and ungefär are approximate, and hold in 2018 alone."""
    dated = code_set.rules.parameter(name).at(IN_2018)
    assert (dated.value, dated.approximate) == (value, True)
    with pytest.raises(OutsidePeriodsError):
        code_set.rules.parameter(name).at(IN_2017)


def test_nothing_but_these(code_set: CodeSet) -> None:
    """Nothing is invented: the two tables above, and one assumption."""
    assert len(code_set.rules.parameters) == 15
    assumed = [
        row.parameter.id
        for row in history(code_set.rules.parameters)
        if row.basis is Basis.ASSUMPTION
    ]
    assert assumed == ["rehabkoordinator-alder-till-raknas-med"]


def test_kronor_per_post_agree_with_the_year_before(code_set: CodeSet) -> None:
    """About 625 000 kr in primary care and 629 000 in hospitals: derived, never stated."""

    def at(name: str) -> Figure:
        parameter = code_set.rules.parameter(f"rehabkoordinator-{name}")
        dated = parameter.at(IN_2018)
        return Figure(dated.number, parameter.unit, approximate=dated.approximate)

    primary = at("primarvard-summa") / at("primarvard-tjanster")
    hospitals = at("sjukhus-summa") / at("sjukhus-tjanster")
    assert (primary.words("sv"), hospitals.words("sv")) == (
        "ca 625 000 kr per tjänst", "ca 629 000 kr per tjänst",
    )  # fmt: skip
    assert {primary.basis, hospitals.basis} == {Basis.DERIVED}


def test_about_eighty_posts(code_set: CodeSet) -> None:
    """1.2 million listed aged 16–67 give by the norm what the source says: about 80 posts."""
    rule = code_set.rules.allocation("rehabkoordinator-primarvard-2018")
    found = allocate({"all": 1_200_000}, rule, on=IN_2018)
    assert found.posts is not None
    assert found.posts.value == Decimal("80.00")
    assert found.posts.basis is Basis.ASSUMPTION  # whether 67 is included is not known


def test_the_same_units_in_both_years(code_set: CodeSet) -> None:
    """2017 counts all listed by 25 000, with an amount; 2018 those of 16–67 by 15 000."""
    rules = code_set.rules
    first = allocate(
        {"vc": 10_000}, rules.allocation("rehabkoordinator-primarvard-2017"), on=IN_2017
    )
    then = allocate({"vc": 6_500}, rules.allocation("rehabkoordinator-primarvard-2018"), on=IN_2018)
    assert first.lines[0].explain("sv") == (
        "10 000 listade / 25 000 = 0,40 tjänster; 10 000 × 612 000 / 25 000 = 244 800 kr"
    )
    assert then.lines[0].explain("sv") == "6 500 listade / 15 000 = 0,43 tjänster (avrundat)"
    assert then.amount is None


def test_who_decides(code_set: CodeSet) -> None:
    """State and SKL, then HSS, then the director, then one instruction for each recipient."""
    assert [d.id for d in chain(code_set, "anvisning-pv-2018")] == [
        "regeringen-skl-2017-2018", "hss-2017-09-14", "hsd-2017-12-21", "anvisning-pv-2018",
    ]  # fmt: skip
    instructed = [d for d in code_set.decisions if "hsd-2017-12-21" in d.rests_on]
    assert len(instructed) == 9
    assert code_set.decision("HS 2017-00534-14").id == "riktlinje-mmr-2018"


def test_who_agrees_with_whom(code_set: CodeSet) -> None:
    """Four agreements on Närhälsan and eight with hospitals, all in 2017."""
    parties = [agreement.parties for agreement in code_set.agreements]
    narhalsan = [p for p in parties if "Styrelsen för beställd Primärvård (Närhälsan)" in p]
    assert (len(parties), len(narhalsan)) == (12, 4)
    assert ("HSN Göteborg", "HSN Västra", "SU") in parties
    assert {a.valid.last for a in code_set.agreements} == {date(2017, 12, 31)}


def test_what_ended(code_set: CodeSet) -> None:
    """The 3 000 kr and the agreements, on the last day of 2017, each replaced."""
    assert [e.last_day for e in code_set.rules.endings] == [date(2017, 12, 31)] * 2
    assert all(e.replaced_by for e in code_set.rules.endings)
    payment = code_set.rules.payment("arbetsplatskontakt")
    assert (payment.valid.last, payment.ended_by) == (date(2017, 12, 31), "hsd-2017-12-21")


def test_nobody_says_which_codes_are_paid(code_set: CodeSet) -> None:
    """No payment names a code: none is stated, and none is guessed."""
    for payment in code_set.rules.payments:
        assert (payment.codes, payment.condition_codes) == ((), ())


@pytest.mark.parametrize(("day", "is_open"), [(date(2018, 2, 28), True), (date(2018, 3, 1), False)])
def test_local_projects(code_set: CodeSet, *, day: date, is_open: bool) -> None:
    """Until the last of February 2018, by a process leader or FMF, with plan and estimate."""
    answer = application_open(
        code_set.rules.application("lokala-satsningar-2018"),
        on=day,
        submitted_by="FMF",
        attachments=["projektplan", "kostnadskalkyl"],
    )
    assert answer.is_open is is_open


def test_coordination_codes_and_their_change(code_set: CodeSet) -> None:
    """GC001 changed its text between two editions; AW026 came after the first of them."""
    gc001 = code_set.code("GC001")
    assert gc001.text_on(date(2020, 6, 1)) == "Rehabiliteringskoordinering"
    assert gc001.text_on(date(2026, 1, 1)).startswith("Koordineringsinsatser")
    assert "2019:1297" in gc001.note
    assert {code.code: code.basis for code in code_set.codes} == dict.fromkeys(
        ("GC001", "DV077", "AW026"), Basis.ASSUMPTION
    )


def test_roles_and_documents(code_set: CodeSet) -> None:
    """Three roles, and the documents referred to in each year."""
    assert [p.role for p in code_set.partners] == [
        "lokal-processledare",
        "forsakringsmedicinskt-ansvarig-lakare",
        "rehabiliteringskoordinator",
    ]
    in_2018 = [d for d in code_set.rules.documents if IN_2018 in d.valid]
    assert len(in_2018) == 4
    assert len(code_set.rules.documents) - len(in_2018) == 2
