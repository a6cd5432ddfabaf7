"""What a follow-up report says, as plain data: every format is made from this alone.

Figures are numbers here and become text when written. A figure that is hidden is
`Hidden.SMALL` already in these structures, so that no format can show it.
"""

from __future__ import annotations

import enum
from datetime import date
from typing import TypeAlias

from attrs import frozen

from kvacodes.model.words import Lang
from kvacodes.periods import Period
from kvacodes.results import IndicatorRow, Provenance

__all__ = [
    "Answer",
    "Bar",
    "Bars",
    "Block",
    "Column",
    "FollowUpReport",
    "Funnel",
    "FunnelPoint",
    "Hidden",
    "Kind",
    "Multiples",
    "Panel",
    "Row",
    "Section",
    "Spread",
    "Spreads",
    "Table",
    "Text",
    "Value",
]


class Hidden(enum.Enum):
    """Why there is no number where there is one."""

    SMALL = "small"
    """It is small, or would give a small one away."""


Value: TypeAlias = str | int | float | Hidden | None
"""What a cell holds; None where there is nothing to say."""


class Kind(enum.StrEnum):
    """What a column holds, and so how it is written."""

    TEXT = "text"
    COUNT = "count"
    SHARE = "share"
    """Between 0 and 1; written in per cent."""
    NUMBER = "number"
    """Written with one decimal."""
    INDEX = "index"
    """Written with two decimals."""
    CHANGE = "change"
    """A difference of counts; written with its sign."""
    POINTS = "points"
    """A difference of shares in percentage points; written with its sign and one decimal."""


@frozen(kw_only=True)
class Column:
    """One column of a table: its id, what it is called, and what it holds."""

    id: str
    title: str
    kind: Kind = Kind.TEXT


@frozen(kw_only=True)
class Row:
    """One row of a table.

    Attributes:
        cells: A value for each column; the first one names the row.
        group: The heading under which it stands, where rows are grouped.
        is_total: Whether it sums up the others.
    """

    cells: tuple[Value, ...]
    group: str = ""
    is_total: bool = False


@frozen(kw_only=True)
class Table:
    """A table.

    Attributes:
        id: Stable name, unique in the report.
        title: What it shows.
        columns: Its columns.
        rows: Its rows.
        note: What a reader needs to know beside it.
    """

    id: str
    title: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    note: str = ""


@frozen(kw_only=True)
class Text:
    """A paragraph; with `is_note` one in smaller letters."""

    text: str
    is_note: bool = False


@frozen(kw_only=True)
class Bar:
    """One bar: how long it is, and the interval around its end where it has one."""

    label: str
    value: Value
    lower: float | None = None
    upper: float | None = None


@frozen(kw_only=True)
class Bars:
    """Bars, one below the other, or with `is_upright` one beside the other over time.

    Attributes:
        id: Stable name, unique in the report.
        title: What it shows.
        description: The same in a sentence or two, for those who cannot see it.
        bars: The bars in order.
        kind: What their length is.
    """

    id: str
    title: str
    description: str
    bars: tuple[Bar, ...]
    kind: Kind = Kind.COUNT
    is_upright: bool = False


@frozen(kw_only=True)
class Panel:
    """One of several small plots of the same kind."""

    label: str
    bars: tuple[Bar, ...]


@frozen(kw_only=True)
class Multiples:
    """Small multiples: the same bars for each unit."""

    id: str
    title: str
    description: str
    panels: tuple[Panel, ...]
    kind: Kind = Kind.SHARE


@frozen(kw_only=True)
class Spread:
    """How a measure is spread: the 10th, 25th, 50th, 75th and 90th percentile."""

    label: str
    values: tuple[Value, ...]


@frozen(kw_only=True)
class Spreads:
    """Spreads, one below the other on one scale.

    Attributes:
        id: Stable name, unique in the report.
        title: What it shows.
        description: The same in a sentence or two, for those who cannot see it.
        spreads: The spreads in order.
        across: What the scale is.
    """

    id: str
    title: str
    description: str
    spreads: tuple[Spread, ...]
    across: str = ""


@frozen(kw_only=True)
class FunnelPoint:
    """One unit in a funnel plot, and whether chance explains its share."""

    label: str
    denominator: int
    share: float
    is_outlier: bool = False


@frozen(kw_only=True)
class Funnel:
    """Shares against the size of the group, with limits of what chance explains.

    Attributes:
        id: Stable name, unique in the report.
        title: What it shows.
        description: The same in a sentence or two.
        centre: The share of all together.
        points: The units.
        across: What the sizes are.
        limits: For sizes from small to large: size, lowest and highest share by chance at
            95 %, and at 99.8 %.
    """

    id: str
    title: str
    description: str
    centre: float
    points: tuple[FunnelPoint, ...]
    limits: tuple[tuple[int, float, float, float, float], ...]
    across: str = ""


Block: TypeAlias = Text | Table | Bars | Multiples | Spreads | Funnel


@frozen(kw_only=True)
class Section:
    """A part of the report under a heading of its own."""

    id: str
    title: str
    blocks: tuple[Block, ...]


@frozen(kw_only=True)
class Answer:
    """The answer to one question of the follow-up plan.

    Attributes:
        number: Its place in the decision.
        id: Stable name of the question.
        wording: The question in the decision's own words.
        text: The answer in a sentence or two, with figures.
        figure: The figure that says most; None where there is none.
        kind: What the figure is.
        of: What the figure is a count or a share of.
        change: How it differs from the period compared with; empty where nothing is.
        reported: Whether units answer it themselves.
    """

    number: int
    id: str
    wording: str
    text: str
    figure: Value = None
    kind: Kind = Kind.COUNT
    of: str = ""
    change: str = ""
    reported: bool = False


@frozen(kw_only=True)
class FollowUpReport:
    """The follow-up of a programme for a period, ready to be written.

    Attributes:
        lang: The language it speaks.
        title: What the programme is called.
        period: The period.
        occasion: What the occasion is called, such as årsredovisning; or empty.
        as_of: The day on which the question was asked.
        made_from: Where the extract comes from; or empty.
        answers: The answers to the questions, in the decision's order.
        sections: The rest, in order.
        figures: All figures behind it, after disclosure control.
        provenance: From what it was made.
        decisions: The decisions it rests on, in words.
        assumptions: What rests on an assumption, in words.
        threshold: The smallest count shown.
        disclosure: What disclosure control hid, in words.
        notes: What a reader must know of the period as such.
    """

    lang: Lang
    title: str
    period: Period
    occasion: str
    as_of: date
    made_from: str
    answers: tuple[Answer, ...]
    sections: tuple[Section, ...]
    figures: tuple[IndicatorRow, ...]
    provenance: Provenance
    decisions: tuple[str, ...]
    assumptions: tuple[str, ...]
    threshold: int
    disclosure: str
    notes: tuple[str, ...] = ()
