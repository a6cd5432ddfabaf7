"""Days: intervals, calendar arithmetic, ages, reporting periods.

Intervals are half-open inside the library (``start <= day < end``). Where people
write or read days, the last day is included; `Interval.last` and `Period.last`
are those days.
"""

from __future__ import annotations

import calendar
import enum
import operator
from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta

from attrs import field, frozen

from kvacodes.errors import InputError, Phrase, UsageError, a_value

__all__ = [
    "ALWAYS",
    "Interval",
    "MonthEnd",
    "Period",
    "Span",
    "add_months",
    "age_in_months",
    "as_day",
    "is_missing",
    "require_comparable",
    "required_day",
]

_ONE_DAY = timedelta(days=1)


def is_missing(value: object) -> bool:
    """Say whether a value is one that pandas or NumPy has for a missing one."""
    # pandas.NA is neither equal to itself nor not; the others are not.
    return type(value).__name__ == "NAType" or value != value  # noqa: PLR0124


def as_day(value: object, where: str = "day") -> date | None:
    """Return the day of a date or a timestamp without time zone; None stays None.

    Raises:
        InputError: The value is no day, or a timestamp whose day depends on a time zone.
    """
    if value is None or type(value) is date:
        return value
    if is_missing(value):
        return None
    if isinstance(value, datetime):
        if value.tzinfo is None:
            return value.date()
        raise InputError(
            where=where,
            found=Phrase("a timestamp with a time zone", "en tidpunkt med tidszon"),
            expected=Phrase("a date", "ett datum"),
            hint=Phrase(
                "convert it to local time first; its day depends on the zone",
                "gör om den till lokal tid först; dagen beror på tidszonen",
            ),
        )
    if isinstance(value, date):
        return date(value.year, value.month, value.day)
    raise InputError(
        where=where,
        found=a_value(value),
        expected=Phrase("a date", "ett datum"),
        hint=Phrase(
            "use datetime.date.fromisoformat for text such as 2019-03-01",
            "använd datetime.date.fromisoformat för text som 2019-03-01",
        ),
    )


def required_day(value: object, where: str) -> date:
    """Return the day; None is an error here.

    Raises:
        InputError: The value is no day.
    """
    day = as_day(value, where)
    if day is None:
        raise InputError(
            where=where, found=Phrase("None", "None"), expected=Phrase("a date", "ett datum")
        )
    return day


class MonthEnd(enum.StrEnum):
    """What happens to a day that the target month does not have."""

    CLAMP = "clamp"
    """31 January + 1 month is the last of February."""
    ROLL = "roll"
    """29 February + 1 year is 1 March."""


def add_months(day: date, months: int, month_end: MonthEnd = MonthEnd.CLAMP) -> date:
    """Return the same day of the month, so many months later (or earlier, if negative).

    A day that the target month lacks becomes its last day, or with `MonthEnd.ROLL` the
    first of the month after. Beyond the calendar the result is `date.max` or `date.min`.
    """
    # Not relativedelta: this runs twelve times for each child checked at registration,
    # and is ten times as fast. The tests hold the two equal.
    month = day.month - 1 + months
    year, month = day.year + month // 12, month % 12 + 1
    try:
        return date(year, month, day.day)
    except ValueError:
        if year > date.max.year:
            return date.max
        if year < date.min.year:
            return date.min
        last = date(year, month, calendar.monthrange(year, month)[1])
        return last if month_end is MonthEnd.CLAMP else last + _ONE_DAY


def age_in_months(birth: date, day: date) -> int:
    """Return the completed months: the largest n with ``birth + n months <= day``.

    Negative before birth. Months clamp, so one born on 31 January is one month old
    on the last day of February.
    """
    months = (day.year - birth.year) * 12 + day.month - birth.month
    return months if add_months(birth, months) <= day else months - 1


@frozen
class Span:
    """A length of calendar time: months first, then days.

    Years are twelve months and weeks seven days; both are exact.

    Attributes:
        months: Whole months.
        days: Whole days, after the months.
        written: The numbers with their units as they were written, to be said again so;
            empty where they were worked out. Equal lengths are equal however written.
    """

    months: int = 0
    days: int = 0
    written: tuple[tuple[int, str], ...] = field(default=(), eq=False, repr=False, kw_only=True)

    def after(self, day: date, month_end: MonthEnd = MonthEnd.CLAMP) -> date:
        """Return the day this long after `day`; `date.max` beyond the calendar."""
        if self.months:
            day = add_months(day, self.months, month_end)
        if self.days:
            try:
                return day + timedelta(days=self.days)
            except OverflowError:
                return date.max if self.days > 0 else date.min
        return day

    def before(self, day: date, month_end: MonthEnd = MonthEnd.CLAMP) -> date:
        """Return the day this long before `day`: days are taken off last."""
        return Span(-self.months, -self.days).after(day, month_end)

    @property
    def approximate_days(self) -> float:
        """The length in days with months of mean length; for comparing, never for dating."""
        return self.months * 30.436875 + self.days

    def __bool__(self) -> bool:
        """Say whether there is any length at all."""
        return bool(self.months or self.days)

    def __str__(self) -> str:
        """Return for example ``2 months 3 days``."""
        parts = [f"{n} {word if n != 1 else word[:-1]}" for n, word in self.parts() if n]
        return " ".join(parts) or "0 days"

    def parts(self) -> tuple[tuple[int, str], ...]:
        """Return the numbers with their units, as written or the way people would write them.

        Whole years and whole weeks are written as such; the rest as months and days.
        """
        if self.written:
            return self.written
        years, months = divmod(self.months, 12)
        if months:
            years, months = 0, self.months
        weeks, days = divmod(self.days, 7)
        if days or self.months:
            weeks, days = 0, self.days
        return ((years, "years"), (months, "months"), (weeks, "weeks"), (days, "days"))


def _is_after_start(interval: Interval, _: object, end: date | None) -> None:
    if interval.start is not None and end is not None and end <= interval.start:
        message = Phrase(
            f"an interval that ends {end} cannot start {interval.start}",
            f"ett intervall som slutar {end} kan inte börja {interval.start}",
        )
        raise UsageError(message)


@frozen
class Interval:
    """Days from `start` up to but not including `end`; None is open.

    Raises:
        ValueError: The end is not after the start.
    """

    start: date | None = None
    end: date | None = field(default=None, validator=_is_after_start)

    @classmethod
    def through(cls, first: date | None, last: date | None) -> Interval:
        """Make an interval of its first and last day, both included."""
        end = None if last is None or last == date.max else last + _ONE_DAY
        return cls(first, end)

    def __contains__(self, day: date) -> bool:
        """Say whether the day lies in the interval."""
        return (self.start is None or self.start <= day) and (self.end is None or day < self.end)

    @property
    def last(self) -> date | None:
        """The last day that belongs to the interval; None where it is open."""
        return None if self.end is None else self.end - _ONE_DAY

    def overlap(self, other: Interval) -> Interval | None:
        """Return the days in both, or None."""
        starts = [day for day in (self.start, other.start) if day is not None]
        ends = [day for day in (self.end, other.end) if day is not None]
        start, end = max(starts, default=None), min(ends, default=None)
        if start is not None and end is not None and end <= start:
            return None
        return Interval(start, end)

    def covers(self, others: Iterable[Interval]) -> bool:
        """Say whether every one of the others lies within this one."""
        return all(self.overlap(other) == other for other in others)

    def __str__(self) -> str:
        """Return the first and last day, for example ``2019-01-01 – 2019-12-31``."""
        return f"{self.start or '…'} – {self.last or '…'}"


ALWAYS = Interval()
"""The interval that holds every day."""


def merged(intervals: Iterable[Interval]) -> tuple[Interval, ...]:
    """Return the same days as the fewest intervals, in order."""
    result: list[Interval] = []
    for interval in sorted(intervals, key=lambda i: i.start or date.min):
        previous = result[-1] if result else None
        if previous is None or (
            previous.end is not None
            and interval.start is not None
            and previous.end < interval.start
        ):
            result.append(interval)
        elif previous.end is not None and (interval.end is None or interval.end > previous.end):
            result[-1] = Interval(previous.start, interval.end)
    return tuple(result)


def _is_not_before_first(period: Period, _: object, last: date) -> None:
    if last < period.first:
        message = Phrase(
            f"a period that ends {last} cannot start {period.first}",
            f"en period som slutar {last} kan inte börja {period.first}",
        )
        raise UsageError(message)


_YEAR, _MONTH = Phrase("year", "året"), Phrase("month", "månaden")


def _number(value: int, what: Phrase, most: int) -> int:
    try:
        number = operator.index(value)
    except TypeError:
        number = 0
    if not 1 <= number <= most:
        message = Phrase(
            f"{what} is {value!r}; expected a whole number from 1 to {most}",
            f"{what.sv} är {value!r}; väntade ett heltal från 1 till {most}",
        )
        raise UsageError(message)
    return number


def _first_day(day: date) -> date:
    return required_day(day, "Period.first")


def _last_day(day: date) -> date:
    return required_day(day, "Period.last")


@frozen
class Period:
    """A reporting period: two days, both included.

    ```pycon
    >>> Period.interim(2025, 8)
    Period(first=datetime.date(2025, 1, 1), last=datetime.date(2025, 8, 31))

    ```

    Raises:
        ValueError: The last day is before the first, or one of them is no day.
    """

    first: date = field(converter=_first_day)
    last: date = field(converter=_last_day, validator=_is_not_before_first)

    @classmethod
    def year(cls, year: int) -> Period:
        """Make the period of a calendar year (årsredovisning)."""
        year = _number(year, _YEAR, date.max.year)
        return cls(date(year, 1, 1), date(year, 12, 31))

    @classmethod
    def half_year(cls, year: int, half: int) -> Period:
        """Make January–June (1) or July–December (2) of a year."""
        if half not in {1, 2}:
            message = Phrase(
                f"half is {half}; expected 1 (January–June) or 2 (July–December)",
                f"halvåret är {half}; väntade 1 (januari–juni) eller 2 (juli–december)",
            )
            raise UsageError(message)
        year = _number(year, _YEAR, date.max.year)
        return cls(date(year, 6 * half - 5, 1), date(year, 6 * half, 30 if half == 1 else 31))

    @classmethod
    def interim(cls, year: int, month: int) -> Period:
        """Make the cumulative period from 1 January through the month (delårsrapport)."""
        year, month = _number(year, _YEAR, date.max.year), _number(month, _MONTH, 12)
        return cls(date(year, 1, 1), date(year, month, calendar.monthrange(year, month)[1]))

    @classmethod
    def to(cls, day: date) -> Period:
        """Make the cumulative period from 1 January of the day's year through the day."""
        day = required_day(day, "day")
        return cls(date(day.year, 1, 1), day)

    @classmethod
    def parse(cls, text: str) -> Period:
        """Read a period as people write it.

        ``2019`` is the year, ``2019-H1`` a half-year, ``2019-08`` the months from January
        through August (cumulative, as interim reports are), and ``2019-01-01/2019-06-30``
        two days, both included.

        Raises:
            ValueError: The text is none of these; says which there are.
        """
        try:
            text = str(text)
            if "/" in text:
                first, last = (date.fromisoformat(part.strip()) for part in text.split("/"))
                return cls(first, last)
            year, dash, rest = text.strip().partition("-")
            if not dash:
                return cls.year(int(year))
            if rest[:1] in {"H", "h"}:
                return cls.half_year(int(year), int(rest[1:]))
            return cls.interim(int(year), int(rest))
        except ValueError as error:
            message = Phrase(
                f"{text!r} is no period; expected 2019, 2019-H1, 2019-08 (January through "
                "August) or 2019-01-01/2019-06-30",
                f"{text!r} är ingen period; väntade 2019, 2019-H1, 2019-08 (januari till och "
                "med augusti) eller 2019-01-01/2019-06-30",
            )
            raise UsageError(message) from error

    @property
    def previous(self) -> Period:
        """The same period a year earlier.

        ```pycon
        >>> Period.interim(2025, 2).previous.label
        '2024-01-01/2024-02-29'

        ```
        """
        return self.months_earlier(12)

    def months_earlier(self, months: int) -> Period:
        """Return the period so many months earlier; one that ends with a month still does."""
        first = add_months(self.first, -months)
        after = add_months(self.last + _ONE_DAY, -months)
        return Period(first, after - _ONE_DAY)

    @property
    def interval(self) -> Interval:
        """The same days, half-open."""
        return Interval.through(self.first, self.last)

    @property
    def label(self) -> str:
        """``2019``, ``2019-H1``, or the two days as an ISO 8601 interval."""
        year = self.first.year
        if self == Period.year(year):
            return str(year)
        for half in (1, 2):
            if self == Period.half_year(year, half):
                return f"{year}-H{half}"
        return f"{self.first}/{self.last}"

    def __contains__(self, day: date) -> bool:
        """Say whether the day lies in the period."""
        return self.first <= day <= self.last

    def months(self) -> Iterator[date]:
        """Give the first day of each calendar month that the period touches."""
        month = self.first.replace(day=1)
        while month <= self.last:
            yield month
            month = add_months(month, 1)

    def __str__(self) -> str:
        """Return the label."""
        return self.label


def require_comparable(period: Period, earlier: Period) -> None:
    """Check that a period may be compared with an earlier one.

    The earlier one is the same occasion of an earlier year, or else it is over when the
    period begins and is as long: as many days, or as many whole months.

    Raises:
        UsageError: It is not earlier, or not as long.
    """
    if _is_same_occasion(period, earlier):
        return
    if earlier.last >= period.first:
        message = Phrase(
            f"{earlier} is not over when {period} begins; compare with an earlier period, "
            f"such as {period.previous}",
            f"{earlier} är inte slut när {period} börjar; jämför med en tidigare period, "
            f"till exempel {period.previous}",
        )
        raise UsageError(message)
    if _lengths(period).isdisjoint(_lengths(earlier)):
        message = Phrase(
            f"{earlier} is not as long as {period}; compare with a period of the same length, "
            f"such as {period.previous}",
            f"{earlier} är inte lika lång som {period}; jämför med en lika lång period, "
            f"till exempel {period.previous}",
        )
        raise UsageError(message)


def _is_same_occasion(period: Period, earlier: Period) -> bool:
    """Say whether the earlier one is the same days of an earlier year."""
    months = 12 * (period.first.year - earlier.first.year)
    return months > 0 and period.months_earlier(months) == earlier


def _lengths(period: Period) -> set[tuple[str, int]]:
    """Return how long a period is: in days, and in months where it is whole ones."""
    days = {("days", (period.last - period.first).days)}
    last = calendar.monthrange(period.last.year, period.last.month)[1]
    if period.first.day != 1 or period.last.day != last:
        return days
    return days | {("months", age_in_months(period.first, period.last))}
