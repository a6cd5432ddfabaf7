"""The answer of an indicator: figures with accounting, provenance and words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from attrs import frozen

from kvacodes.indicators.figures import Tabulated
from kvacodes.indicators.presenting import PRESENTER
from kvacodes.indicators.request import Request
from kvacodes.indicators.words import ABOUT_CONTACTS, About, explained
from kvacodes.model import Basis, Label
from kvacodes.results import (
    CONTACT_REASONS,
    Accounting,
    IndicatorRow,
    IndicatorRows,
    Provenance,
)

__all__ = [
    "NOTHING_READ",
    "Answer",
    "answer",
    "joint_assumption",
    "nominal_age_assumption",
    "provenance",
    "with_rows",
]

NOTHING_READ = Accounting(rows_read=0, reasons=CONTACT_REASONS)
"""The accounting of a table that an indicator does not look at."""


def provenance(request: Request, assumptions: Iterable[Label]) -> Provenance:
    """Make the provenance of an answer."""
    return Provenance.of(
        request.code_set,
        as_of=request.as_of,
        period=request.period,
        assumptions=(a.in_language("en") for a in assumptions),
    )


@frozen(kw_only=True, eq=False)
class Answer:
    """The answer of an indicator, to be given as rows or as a table.

    Attributes:
        figures: The figures, in order.
        accounting: Where the rows of contacts went.
        persons_accounting: Where the rows of persons went.
        provenance: From what the figures were made.
        words: The explanation in each language.
    """

    figures: Tabulated
    accounting: Accounting
    persons_accounting: Accounting
    provenance: Provenance
    words: Mapping[str, str]

    def rows(self) -> IndicatorRows:
        """Return it as on objects."""
        made = IndicatorRows(
            self.figures.rows(),
            accounting=self.accounting,
            persons_accounting=self.persons_accounting,
            provenance=self.provenance,
            words=self.words,
        )
        made.presenter = PRESENTER
        return made


def answer(
    figures: Tabulated,
    request: Request,
    *,
    meaning: Label,
    accounting: Accounting = NOTHING_READ,
    persons_accounting: Accounting,
    assumptions: tuple[Label, ...] = (),
    about: About = ABOUT_CONTACTS,
) -> Answer:
    """Put an answer together."""
    return Answer(
        figures=figures,
        accounting=accounting,
        persons_accounting=persons_accounting,
        provenance=provenance(request, assumptions),
        words=explained(
            meaning,
            request,
            accounting=accounting,
            persons_accounting=persons_accounting,
            assumptions=assumptions,
            about=about,
        ),
    )


def with_rows(result: IndicatorRows, rows: Iterable[IndicatorRow]) -> IndicatorRows:
    """Return other rows with the origin of a result."""
    made = IndicatorRows(
        rows,
        accounting=result.accounting,
        persons_accounting=result.persons_accounting,
        provenance=result.provenance,
        words=result.words,
    )
    made.presenter = result.presenter
    return made


def joint_assumption(request: Request) -> tuple[Label, ...]:
    """Say that the codes for joint visits are assumed, where they are."""
    joint = request.sequence.joint
    if joint is None or joint.basis is not Basis.ASSUMPTION or not joint.add_ons:
        return ()
    codes = ", ".join(joint.add_ons)
    return (
        Label(
            f"att {codes} på kontakten betyder ett besök i samverkan",
            f"that {codes} on the contact means a joint visit",
        ),
    )


def nominal_age_assumption(request: Request) -> tuple[Label, ...]:
    """Say that the ages of the steps are not from the decision, where they are not."""
    steps = [s for s in request.sequence.steps if s.nominal_age is not None]
    sources = sorted({s.nominal_source for s in steps if s.nominal_source})
    if not steps:
        return ()
    if not sources:
        return (Label("åldrarna för besöken", "the ages of the visits"),)
    cited = "; ".join(sources)
    return (
        Label(
            f"åldrarna för besöken är de publicerade, inte beslutets ({cited})",
            f"the ages of the visits are as published, not from the decision ({cited})",
        ),
    )
