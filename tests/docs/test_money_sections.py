"""Parameters and rules on money are told whole, whatever fields the model has."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from money_sections import money_sections

from kvacodes.model import Basis, DatedValue, Label, Parameter, Rules
from kvacodes.model.rules import ApplicationRule, Cap, CapPer, PaymentRule
from kvacodes.periods import Interval

YEAR = Interval(date(2017, 1, 1), date(2018, 1, 1))
AMOUNT = Parameter(
    id="contact-amount",
    title=Label("Belopp", "Amount"),
    unit="kr",
    values=(
        DatedValue(value=Decimal(3000), valid=YEAR, source="a page", approximate=True, unit="kr"),
    ),
)


def test_parameter_shows_value_days_and_ground() -> None:
    """A value that the source gives as about is shown so, with its days and source."""
    assert money_sections(Rules(parameters=(AMOUNT,))) == [
        "## Parameters", "",
        "### `contact-amount`", "",
        "Belopp (Amount). Unit: kr.", "",
        "| Value | Days | Rests on |",
        "| --- | --- | --- |",
        "| about 3000 kr | 2017-01-01 – 2017-12-31 | a page |", "",
    ]  # fmt: skip


def test_payment_shows_its_parameter_and_its_cap() -> None:
    """Fields of records inside records are told too, and what is empty is left out."""
    cap = Cap(per=CapPer.PERSON, basis=Basis.ASSUMPTION)
    payment = PaymentRule(id="contact", amount=AMOUNT, cap=cap, valid=YEAR)
    assert money_sections(Rules(payments=(payment,))) == [
        "## Payments", "",
        "### `contact`", "",
        "- **Amount**: `contact-amount`",
        "- **Cap**: Times 1, Per person, Basis assumption",
        "- **Valid**: 2017-01-01 – 2017-12-31", "",
    ]  # fmt: skip


def test_application_shows_its_deadline() -> None:
    """A rule with a title has it below its id."""
    rule = ApplicationRule(
        id="projects", deadline=date(2018, 2, 28), title=Label("Projekt"), attachments=("plan",)
    )
    assert money_sections(Rules(applications=(rule,))) == [
        "## Applications", "",
        "### `projects`", "",
        "Projekt", "",
        "- **Deadline**: 2018-02-28",
        "- **Attachments**: plan", "",
    ]  # fmt: skip
