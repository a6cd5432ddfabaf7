"""What can be wrong with the rules on money in a document, as entries of the register.

Each entry is an id; its meaning, its message and its hint in Swedish and English; and how
much it matters.
"""

from __future__ import annotations

from kvacodes.findings import Severity

__all__ = ["RULES_OF_MONEY"]

_Words = tuple[str, str]

RULES_OF_MONEY: tuple[tuple[str, _Words, _Words, _Words, Severity], ...] = (
    (
        "unknown-parameter",
        ("Parametern finns inte i dokumentet.", "The document has no such parameter."),
        (
            "{at}: ingen parameter har id {found}; det finns {known}",
            "{at}: no parameter has the id {found}; there are {known}",
        ),
        ("", ""),
        Severity.ERROR,
    ),
    (
        "value-overlap",
        (
            "Två värden av en parameter gäller samma dag.",
            "Two values of a parameter hold on one day.",
        ),
        (
            "{parameter} har både {first} och {second} {days}",
            "{parameter} has both {first} and {second} for {days}",
        ),
        (
            "avsluta det tidigare dagen innan det senare börjar",
            "end the earlier one on the day before the later one begins",
        ),
        Severity.ERROR,
    ),
    (
        "value-hole",
        (
            "Mellan två värden av en parameter finns dagar utan värde.",
            "Between two values of a parameter there are days without one.",
        ),
        ("{parameter} har inget värde {days}", "{parameter} has no value for {days}"),
        (
            "låt perioderna följa på varandra, eller skriv i note varför de inte gör det",
            "let the periods follow on each other, or say in a note why they do not",
        ),
        Severity.WARNING,
    ),
    (
        "unit-changed",
        ("En parameter byter enhet.", "A parameter changes its unit."),
        (
            "{parameter} har enheten {expected}, men här {found}",
            "{parameter} has the unit {expected}, and here {found}",
        ),
        (
            "gör en ny parameter för den nya enheten",
            "make a new parameter for the new unit",
        ),
        Severity.ERROR,
    ),
    (
        "value-unfounded",
        (
            "Ett värde utan beslut, källa eller uttalat antagande.",
            "A value without decision, source, or stated assumption.",
        ),
        (
            "{at} har varken decision eller source",
            "{at} has neither decision nor source",
        ),
        (
            "skriv beslutets id eller en källa, eller basis: assumption",
            "write the id of the decision or a source, or basis: assumption",
        ),
        Severity.ERROR,
    ),
    (
        "rule-outlives-parameter",
        (
            "En regel gäller dagar då en parameter den bygger på saknar värde.",
            "A rule is in force on days when a parameter it builds on has no value.",
        ),
        (
            "{owner} gäller {days}, men {parameter} har inget värde då",
            "{owner} is in force for {days}, but {parameter} has no value then",
        ),
        (
            "avsluta regeln, eller ge parametern ett värde",
            "end the rule, or give the parameter a value",
        ),
        Severity.ERROR,
    ),
    (
        "rule-outlives-code",
        (
            "En regel gäller dagar då en kod den bygger på inte gäller.",
            "A rule is in force on days when a code it builds on is not.",
        ),
        (
            "{owner} gäller {days}, men koden {code} gör det inte",
            "{owner} is in force for {days}, but the code {code} is not",
        ),
        ("avsluta regeln, eller byt kod", "end the rule, or change the code"),
        Severity.ERROR,
    ),
    (
        "end-unstated",
        (
            "En regel sägs vara avslutad men har ingen sista dag.",
            "A rule is said to have ended but has no last day.",
        ),
        (
            "{owner} har ended_by men inget to i valid",
            "{owner} has ended_by, and valid has no to",
        ),
        ("skriv den sista dagen", "write the last day"),
        Severity.ERROR,
    ),
    (
        "terms-missing",
        (
            "En fördelning utan norm och utan summa.",
            "An allocation with neither norm nor total.",
        ),
        (
            "{owner} ska ha antingen norm eller total",
            "{owner} must have either norm or total",
        ),
        ("skriv en av dem", "write one of them"),
        Severity.ERROR,
    ),
)
"""All of them, in the order in which the rules of a document are read."""
