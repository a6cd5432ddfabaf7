"""Parameters and rules in sentences; history and the chain of decisions."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from kvacodes.errors import UnknownNameError
from kvacodes.funding import Cap, CapPer, chain, describe, history
from kvacodes.model import (
    Basis,
    CodeSet,
    CodeShape,
    DatedValue,
    Decision,
    Label,
    Namespace,
    Parameter,
)
from kvacodes.model.rules import AllocationRule, ApplicationRule, PaymentRule
from kvacodes.periods import Interval

IN_2017 = Interval(date(2017, 1, 1), date(2018, 1, 1))
NORM = Parameter(
    id="norm",
    title=Label("Norm", "Norm"),
    unit="listed per post",
    values=(
        DatedValue(value=Decimal(25_000), valid=IN_2017, cited="HSN 2017", note="alla"),
        DatedValue(
            value=Decimal(15_000),
            valid=Interval(date(2018, 2, 1), None),
            approximate=True,
            basis=Basis.ASSUMPTION,
        ),
    ),
)


def test_a_parameter_in_sentences() -> None:
    """Its values over time, the hole between them, what is approximate and assumed."""
    assert describe(NORM, "sv").splitlines() == [
        "1. Norm (norm).",
        "2. 2017-01-01 – 2017-12-31: 25 000 listade per tjänst (HSN 2017). alla",
        "3. 2018-01-01 – 2018-01-31: inget värde.",
        "4. från 2018-02-01: ca 15 000 listade per tjänst (antagande).",
    ]
    assert describe(NORM, "en").splitlines()[2:] == [
        "3. 2018-01-01 – 2018-01-31: no value.",
        "4. from 2018-02-01: about 15 000 listed per post (assumption).",
    ]


def test_an_allocation_in_sentences() -> None:
    """Who, by what, how much, and for which days of the rule."""
    rule = AllocationRule(
        id="a",
        title=Label("Tjänster", "Posts"),
        norm=NORM,
        covers=Label("Alla", "All"),
        paid_by="Närhälsan",
        valid=Interval(date(2017, 1, 1), date(2019, 1, 1)),
    )
    assert describe(rule, "en").splitlines() == [
        "1. Posts: 2017-01-01 – 2018-12-31.",
        "2. Holds for: All.",
        ("3. Norm: 25 000 listed per post (HSN 2017) 2017-01-01 – 2017-12-31; "
        "about 15 000 listed per post (assumption) 2018-02-01 – 2018-12-31."),
        "4. Paid out by: Närhälsan.",
    ]  # fmt: skip


def test_a_rule_with_little_to_say() -> None:
    """What is not there is not told; values outside the days of the rule are not either."""
    rule = AllocationRule(id="a", total=NORM, valid=Interval(date(2019, 1, 1), None))
    assert describe(rule, "sv").splitlines() == [
        "1. a: från 2019-01-01.",
        "2. Summa att dela: ca 15 000 listade per tjänst (antagande).",
    ]
    plain = ApplicationRule(id="x", deadline=date(2018, 2, 28))
    assert describe(plain, "en").splitlines() == ["1. x.", "2. Last day: 2018-02-28."]


def test_a_payment_in_sentences() -> None:
    """With its codes or the word that they are the caller's; cap, condition, what followed."""
    rule = PaymentRule(
        id="p",
        amount=Parameter(id="kr", unit="kr", values=(DatedValue(value=Decimal(3000)),)),
        codes=("AA000",),
        condition=Label("Behandling", "Treatment"),
        cap=Cap(times=2, per=CapPer.EPISODE, gap_days=30),
    )
    assert describe(rule, "sv").splitlines() == [
        "1. p: tills vidare.",
        "2. Belopp: 3 000 kr.",
        "3. Villkor: Behandling.",
        "4. Koder: AA000.",
        "5. Högst 2 per behandlingsomgång.",
    ]
    bare = PaymentRule(id="p", amount=rule.amount, valid=Interval(None, date(2018, 1, 1)))
    assert describe(bare, "en").splitlines() == [
        "1. p: through 2017-12-31.",
        "2. Amount: 3 000 kr.",
        "3. Which codes count is said by the one who computes.",
    ]


def test_an_application_in_sentences() -> None:
    """Days, who, through whom, with what, who decides and who is answered."""
    rule = ApplicationRule(
        id="x",
        opens=date(2018, 1, 1),
        deadline=date(2018, 2, 28),
        submitted_by=("a", "b"),
        attachments=("plan",),
        decided_by="kansliet",
    )
    assert describe(rule, "sv").splitlines() == [
        "1. x.",
        "2. Första dag: 2018-01-01.",
        "3. Sista dag: 2018-02-28.",
        "4. Söks via: a / b.",
        "5. Bilagor: plan.",
        "6. Beslutas efter sista dag av: kansliet.",
    ]


def test_what_cannot_be_described() -> None:
    """Something else is a mistake of the caller."""
    with pytest.raises(TypeError) as caught:
        describe("norm")  # type: ignore[arg-type]
    assert str(caught.value) == "str is neither a parameter nor a rule on money (sv)"


def test_history_has_a_row_for_each_period_and_hole() -> None:
    """In order of time, holes without value or basis."""
    rows = history(NORM)
    assert [(str(row.valid), row.words("en"), row.basis) for row in rows] == [
        ("2017-01-01 – 2017-12-31", "25 000 listed per post", Basis.DECISION),
        ("2018-01-01 – 2018-01-31", "no value", None),
        ("2018-02-01 – …", "about 15 000 listed per post", Basis.ASSUMPTION),
    ]
    assert rows[1].figure is None
    assert history([NORM, NORM]) == rows + rows


def decided(name: str, *bases: str) -> Decision:
    """Return a decision that rests on others."""
    return Decision(id=name, body=name, rests_on=bases)


def test_the_chain_of_decisions() -> None:
    """What is built on comes first; each comes once, also where they rest on each other."""
    decisions = (
        decided("top", "left", "right"),
        decided("left", "base"),
        decided("right", "base", "left"),
        decided("base", "top"),
        decided("other"),
    )
    code_set = CodeSet(
        id="c", title=Label("c"), namespace=Namespace(shape=CodeShape.KMA), decisions=decisions
    )
    assert [d.id for d in chain(code_set, "top")] == ["base", "left", "right", "top"]
    assert [d.id for d in chain(code_set, "other")] == ["other"]
    with pytest.raises(UnknownNameError) as caught:
        chain(code_set, "tops")
    assert str(caught.value) == "no decision 'tops'; did you mean top?"
