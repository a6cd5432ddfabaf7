"""Allocation: posts and kronor to each unit by the number of persons listed there."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from attrs import field, frozen

from kvacodes.errors import Phrase, UsageError
from kvacodes.extracts import Columns, Person, as_objects
from kvacodes.funding.apportionment import Method, Rounding, apportion_quotas, round_fraction
from kvacodes.funding.figures import ORE, Figure, number_words, unit_words
from kvacodes.funding.grounds import (
    Ground,
    Quantity,
    assumptions,
    basis_of,
    grounds_words,
    is_approximate,
)
from kvacodes.funding.kinds import FundingFinding
from kvacodes.funding.listing import LISTING_REASONS, Ages, Counted, count_listed
from kvacodes.funding.terms import Terms, terms_of
from kvacodes.model.rules import AllocationRule
from kvacodes.model.words import Lang
from kvacodes.results import Accounting

__all__ = ["Allocation", "AllocationLine", "allocate", "allocation_of"]


@frozen(kw_only=True)
class AllocationLine:
    """What one unit gets.

    Attributes:
        unit_id: The unit.
        listed: How many persons count there.
        posts: Its posts, rounded; None where kronor are shared.
        amount: Its kronor; None where there is no amount per post.
        exact: Whether the posts are the quotient itself, not rounded.
        terms: What it was made by.
        all_listed: How many persons count at all units.
    """

    unit_id: str
    listed: int
    posts: Figure | None
    amount: Figure | None
    exact: bool
    terms: Terms = field(repr=False)
    all_listed: int = field(repr=False)

    def explain(self, lang: Lang = "sv") -> str:
        """Say how the line came about, in numbers."""
        terms, listed = self.terms, number_words(Decimal(self.listed), lang)
        count = f"{listed} {'listade' if lang == 'sv' else 'listed'}"
        if terms.norm is None or self.posts is None:
            everyone = number_words(Decimal(self.all_listed), lang)
            share = self.posts or self.amount
            whole, own = (f.words(lang) if f else "" for f in (_figure(terms.total), share))
            return f"{count} / {everyone} × {whole} = {own}"
        rounded = "" if self.exact else f" ({'avrundat' if lang == 'sv' else 'rounded'})"
        norm = _bare(terms.norm.figure, lang)
        said = f"{count} / {norm} = {self.posts.words(lang)}{rounded}"
        if terms.amount is not None and self.amount is not None:
            times = _bare(terms.amount.figure, lang)
            said += f"; {listed} × {times} / {norm} = {self.amount.words(lang)}"
        return said

    def __str__(self) -> str:
        """Say the unit and how its line came about, in English."""
        return f"{self.unit_id}: {self.explain('en')}"


def _figure(found: Ground | None) -> Figure | None:
    return None if found is None else found.figure


def _bare(figure: Figure, lang: Lang) -> str:
    """Write a figure without its unit, but with *about* where that belongs."""
    unit = unit_words(figure.unit, lang)
    return figure.words(lang).removesuffix(unit).rstrip()


@frozen(kw_only=True)
class Allocation:
    """What all units get.

    Attributes:
        lines: One for each unit, by unit.
        terms: What it was made by.
        listed_on: The day on which persons were counted; None where counts were given.
        method: How shares were rounded.
        accounting: Where the rows of persons went.
        findings: What is wrong with the rows.
        rounding_difference: The sum of the lines less the rounded sum of exact shares.
        table: The lines as a table, in the kind that came in; None for objects.
    """

    lines: tuple[AllocationLine, ...]
    terms: Terms
    listed_on: date | None
    method: Method
    accounting: Accounting
    findings: tuple[FundingFinding, ...] = ()
    rounding_difference: Decimal = Decimal(0)
    table: Any = field(default=None, repr=False, eq=False)

    @property
    def listed(self) -> int:
        """How many persons count at all units together."""
        return sum(line.listed for line in self.lines)

    @property
    def posts(self) -> Figure | None:
        """The posts of all lines together."""
        return _summed([line.posts for line in self.lines])

    @property
    def amount(self) -> Figure | None:
        """The kronor of all lines together, to the öre."""
        return _summed([line.amount for line in self.lines])

    @property
    def assumptions(self) -> tuple[str, ...]:
        """What it rests on that is assumed, carried forward or tried."""
        return assumptions(self.terms.grounds)

    def explain(self, lang: Lang = "sv") -> str:
        """Say by which decisions, parameters and values every line came about."""
        return "\n".join(_told(self, lang))

    def __iter__(self) -> Iterator[AllocationLine]:
        """Give the lines."""
        return iter(self.lines)

    def __len__(self) -> int:
        """Return the number of lines."""
        return len(self.lines)


def _summed(figures: list[Figure | None]) -> Figure | None:
    total: Figure | None = None
    for figure in figures:
        if figure is not None:
            total = figure if total is None else total + figure
    return total


def _told(allocation: Allocation, lang: Lang) -> Iterator[str]:
    sv, terms = lang == "sv", allocation.terms
    if title := terms.title.get(lang):
        yield title
    for words in grounds_words(terms.grounds, lang):
        yield f"- {words}"
    if terms.carried_to:
        told = "regeln är framskriven till" if sv else "the rule is carried forward to"
        yield f"- {told} {terms.carried_to}"
    yield f"- {_counted_words(allocation, lang)}"
    yield f"- {_rounding_words(allocation, lang)}"
    for line in allocation.lines:
        yield f"{line.unit_id}: {line.explain(lang)}"
    together = [f.words(lang) for f in (allocation.posts, allocation.amount) if f is not None]
    listed = number_words(Decimal(allocation.listed), lang)
    yield ", ".join(
        [f"{'summa' if sv else 'sum'}: {listed} {'listade' if sv else 'listed'}", *together]
    )
    for finding in allocation.findings:
        yield f"! {finding.words(lang)}"


def _counted_words(allocation: Allocation, lang: Lang) -> str:
    """Say who was counted, and when."""
    sv, day, terms = lang == "sv", allocation.listed_on, allocation.terms
    ages = terms.ages.words(lang) if terms.ages else ("alla åldrar" if sv else "all ages")
    if day is None:
        return f"antal angivna vid anropet, {ages}" if sv else f"counts given by the caller, {ages}"
    return f"listade {day}, {ages}" if sv else f"listed on {day}, {ages}"


def _rounding_words(allocation: Allocation, lang: Lang) -> str:
    """Say how shares were rounded, and what rounding made of the sum."""
    sv = lang == "sv"
    if allocation.amount is None and allocation.terms.total is None:
        return "tjänster avrundas till hundradelar" if sv else "posts are rounded to hundredths"
    if allocation.method is Method.LARGEST_REMAINDER:
        return (
            "största rest: raderna summerar exakt till hundradelen"
            if sv
            else "largest remainder: the lines add up to the last hundredth"
        )
    difference = number_words(allocation.rounding_difference, lang)
    return (
        f"varje rad avrundas för sig; avrundningen är tillsammans {difference}"
        if sv
        else f"each line is rounded by itself; rounding is {difference} in all"
    )


def allocate(
    listed: Mapping[str, int] | Iterable[Person] | Any,  # noqa: ANN401 - or any table
    rule: AllocationRule | None = None,
    *,
    on: date,
    listed_on: date | None = None,
    norm: Quantity | None = None,
    amount: Quantity | None = None,
    total: Quantity | None = None,
    ages: Ages | tuple[int, int | None] | None = None,
    method: Method | str = Method.LARGEST_REMAINDER,
    rounding: Rounding | str = Rounding.HALF_UP,
    carry_forward: bool = False,
    columns: Columns | None = None,
) -> Allocation:
    """Allocate posts and kronor to units by the number of persons listed there.

    By a norm, a unit's posts are its listed persons divided by the norm, rounded to
    hundredths; its kronor are made of the unrounded quotient. By a total, the total is shared
    in proportion to the listed persons. By largest remainder the kronor of the lines add
    up to the öre. Nothing listed gives no lines.

    >>> from datetime import date
    >>> found = allocate({"vc-1": 23_400}, norm=15_000, on=date(2018, 1, 1))
    >>> print(found.lines[0])
    vc-1: 23 400 listed / 15 000 = 1.56 posts

    Args:
        listed: Counts for each unit; or persons, as objects or a table, to be counted.
        rule: A rule of a document, which says norm, amount or total, and ages.
        on: The day for which parameters are read.
        listed_on: The day on which persons are counted; `on` by default.
        norm: How many listed persons give one post.
        amount: Kronor per post.
        total: What is shared instead; in posts where its unit is ``posts``.
        ages: The ages that count, in completed years, both included; ``(16, None)`` is
            16 and older. Counts that are given are taken as counts of these ages.
        method: How shares are rounded.
        rounding: How one share is rounded, where each is rounded by itself.
        carry_forward: Whether a parameter's last value is used after its end; the result
            says so.
        columns: What the columns of a table are called.

    Raises:
        OutsidePeriodsError: The rule is not in force on the day, or a parameter has no value.
        UsageError: There is neither a norm nor a total, or both; or a count is negative.
    """
    method, rounding = Method(method), Rounding(rounding)
    terms = terms_of(
        rule,
        on=on,
        norm=norm,
        amount=amount,
        total=total,
        ages=ages,
        carry_forward=carry_forward,
    )
    day = listed_on or on
    counted_on: date | None = day
    if isinstance(listed, Mapping):
        counts = dict(sorted(listed.items()))
        accounting = Accounting(rows_read=len(counts), reasons=LISTING_REASONS)
        counted, counted_on = Counted(units=counts, accounting=accounting), None
    else:
        persons = as_objects(listed, Person, "persons")
        if persons is None:
            from kvacodes.funding import tables

            return tables.allocate(
                listed, terms, listed_on=day, method=method, rounding=rounding, columns=columns
            )
        counted = count_listed(persons, on=day, ages=terms.ages)
    return allocation_of(
        counted.units,
        terms,
        listed_on=counted_on,
        method=method,
        rounding=rounding,
        accounting=counted.accounting,
        findings=counted.findings,
    )


def allocation_of(
    counts: Mapping[str, int],
    terms: Terms,
    *,
    listed_on: date | None,
    method: Method,
    rounding: Rounding,
    accounting: Accounting,
    findings: tuple[FundingFinding, ...] = (),
) -> Allocation:
    """Make the lines from counts and terms."""
    if below := [unit for unit, count in counts.items() if count < 0]:
        message = Phrase(
            f"the number listed at {below[0]} is below zero",
            f"antalet listade på {below[0]} är under noll",
        )
        raise UsageError(message)
    everyone = sum(counts.values())
    posts = _posts(counts, terms, rounding)
    shared, quotas = _kronor(counts, terms, everyone)
    shares = apportion_quotas(quotas, method=method, rounding=rounding)
    exact_sum = round_fraction(sum(quotas.values(), Fraction(0)), ORE)
    approximate, basis = is_approximate(terms.grounds), basis_of(terms.grounds)

    def figure(value: Decimal | None, unit: str) -> Figure | None:
        if value is None:
            return None
        return Figure(value, unit, approximate=approximate, basis=basis)

    in_posts = shared == "posts"
    lines = tuple(
        AllocationLine(
            unit_id=unit,
            listed=count,
            posts=figure(shares[unit] if in_posts else posts.get(unit), "posts"),
            amount=figure(None if in_posts else shares.get(unit), shared),
            exact=_is_exact(count, terms, posts.get(unit)),
            terms=terms,
            all_listed=everyone,
        )
        for unit, count in counts.items()
    )
    return Allocation(
        lines=lines,
        terms=terms,
        listed_on=listed_on,
        method=method,
        accounting=accounting,
        findings=findings,
        rounding_difference=sum(shares.values(), Decimal(0)) - exact_sum,
    )


def _posts(counts: Mapping[str, int], terms: Terms, rounding: Rounding) -> dict[str, Decimal]:
    if terms.norm is None:
        return {}
    norm = Fraction(terms.norm.dated.number)
    return {unit: round_fraction(count / norm, ORE, rounding) for unit, count in counts.items()}


def _is_exact(count: int, terms: Terms, posts: Decimal | None) -> bool:
    return posts is None or terms.norm is None or posts * terms.norm.dated.number == count


def _kronor(
    counts: Mapping[str, int], terms: Terms, everyone: int
) -> tuple[str, dict[str, Fraction]]:
    """Return the unit of what is shared, and each unit's exact share."""
    if terms.total is not None:
        whole = Fraction(terms.total.dated.number)
        if whole < 0 or (whole and counts and not everyone):
            message = Phrase(
                "there is a total to share, and nobody is listed",
                "det finns en summa att fördela, men ingen är listad",
            )
            raise UsageError(
                message
                if whole > 0
                else Phrase(
                    "a total below zero cannot be shared", "en summa under noll kan inte fördelas"
                )
            )
        unit = terms.total.unit or "kr"
        return unit, {u: whole * n / everyone if everyone else whole for u, n in counts.items()}
    if terms.norm is None or terms.amount is None:
        return "kr", {}
    rate = Fraction(terms.amount.dated.number) / Fraction(terms.norm.dated.number)
    return "kr", {unit: count * rate for unit, count in counts.items()}
