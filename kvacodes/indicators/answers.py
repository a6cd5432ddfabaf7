"""What units report themselves: the questions, and a template to fill in."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable

from kvacodes.errors import Phrase, UsageError
from kvacodes.indicators.answer_files import HEADERS, workbook_of
from kvacodes.indicators.request import as_period
from kvacodes.model import CodeSet, Question, QuestionKind
from kvacodes.model.words import Lang
from kvacodes.periods import Period

__all__ = [
    "TEMPLATE_COLUMNS",
    "allowed_value",
    "questions_of",
    "reported_template",
    "reported_workbook",
]

TEMPLATE_COLUMNS = tuple(HEADERS)
"""The columns of the template; ``question`` and ``allowed`` are there to be read."""


def questions_of(code_set: CodeSet) -> tuple[Question, ...]:
    """Return the questions that units answer themselves, in the decision's order."""
    if code_set.follow_up is None:
        return ()
    asked = [q for q in code_set.follow_up.questions if q.kind is QuestionKind.REPORTED]
    return tuple(sorted(asked, key=lambda q: q.number))


def _questions_to_ask(code_set: CodeSet) -> tuple[Question, ...]:
    questions = questions_of(code_set)
    if not questions:
        message = Phrase(
            f"the code set {code_set.id} has no questions that units report",
            f"kodmängden {code_set.id} har inga frågor som enheter svarar på",
        )
        raise UsageError(message)
    return questions


def reported_template(
    code_set: CodeSet, units: Iterable[str], *, period: Period, lang: Lang = "sv"
) -> str:
    """Make the template that units fill in: CSV with one row per unit and question.

    The dialect is that of a Swedish spreadsheet: semicolons. Allowed values stand beside
    each question; where there are none the answer is free text.

    Args:
        code_set: The programme.
        units: The units that are to answer.
        period: The period asked about.
        lang: The language of the questions.

    Raises:
        UsageError: The programme asks nothing of its units.
    """
    questions, label = _questions_to_ask(code_set), as_period(period).label
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\n")
    writer.writerow(TEMPLATE_COLUMNS)
    for unit in sorted(set(units)):
        for question in questions:
            wording = question.wording.in_language(lang)
            allowed = " | ".join(question.allowed)
            writer.writerow([unit, label, question.id, wording, allowed, ""])
    return out.getvalue()


def reported_workbook(
    code_set: CodeSet, units: Iterable[str], *, period: Period, lang: Lang = "sv"
) -> bytes:
    """Make the same template as an Excel workbook.

    The answers that the document allows are lists to choose from, the header stays in
    sight, only the cells for answers can be written in, and a sheet tells how it is done.

    Args:
        code_set: The programme.
        units: The units that are to answer.
        period: The period asked about.
        lang: The language of the questions and of the instructions.

    Raises:
        MissingExtraError: XlsxWriter is not installed.
        UsageError: The programme asks nothing of its units.
    """
    return workbook_of(
        sorted(set(units)),
        _questions_to_ask(code_set),
        title=code_set.title.in_language(lang),
        period=as_period(period).label,
        lang=lang,
    )


def allowed_value(question: Question, value: str) -> str | None:
    """Return the answer as the document writes it; None where it is not allowed.

    Letter case and blanks around do not matter. Free text is kept as it is.
    """
    said = value.strip()
    if not question.allowed:
        return said
    return next((a for a in question.allowed if a.casefold() == said.casefold()), None)
