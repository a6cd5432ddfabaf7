"""How long a contact took: from minutes, or else as bounds from the time-band codes.

Time belongs to the contact and is counted once. What the rows of a contact say is put
together here; nothing is ever made up between two bounds.
"""

from __future__ import annotations

from collections.abc import Iterable

from attrs import frozen

from kvacodes.indicators.time_bands import TIME_BANDS

__all__ = ["UNKNOWN_TIME_REASONS", "TimeSpent", "joined", "time_spent"]

UNKNOWN_TIME_REASONS = (
    "time-missing",
    "minutes-negative",
    "minutes-disagree",
    "time-bands-disagree",
)
"""Why the time of a contact is not known; the first that holds is the one counted."""


@frozen
class TimeSpent:
    """What is known of the time of one contact.

    Attributes:
        lower: The least number of minutes; None where nothing is known.
        upper: The most; None where nothing is known, or the band is open.
        unknown: Why nothing is known, one of `UNKNOWN_TIME_REASONS`; else empty.
    """

    lower: int | None = None
    upper: int | None = None
    unknown: str = ""

    @property
    def is_exact(self) -> bool:
        """Say whether the number of minutes is known."""
        return self.lower is not None and self.lower == self.upper


def time_spent(minutes: Iterable[int | None], codes: Iterable[str | None]) -> TimeSpent:
    """Put together what the rows of one contact say about its time.

    Minutes come first: time-band codes are looked at only where no row has minutes.
    Rows with different minutes, negative minutes, and bands that do not overlap leave
    the time unknown. Several bands that do overlap give what they have in common.

    ```pycon
    >>> time_spent([None], ["UX273", "ZV211"])
    TimeSpent(lower=60, upper=119, unknown='')
    >>> time_spent([45, 60], [])
    TimeSpent(lower=None, upper=None, unknown='minutes-disagree')

    ```
    """
    known = {m for m in minutes if m is not None}
    if any(m < 0 for m in known):
        return TimeSpent(unknown="minutes-negative")
    if len(known) > 1:
        return TimeSpent(unknown="minutes-disagree")
    if known:
        only = known.pop()
        return TimeSpent(only, only)
    bands = [TIME_BANDS[code] for code in codes if code in TIME_BANDS]
    if not bands:
        return TimeSpent(unknown="time-missing")
    lower = max(band.lower for band in bands)
    upper = min((band.upper for band in bands if band.upper is not None), default=None)
    if upper is not None and upper < lower:
        return TimeSpent(unknown="time-bands-disagree")
    return TimeSpent(lower, upper)


def joined(times: Iterable[TimeSpent]) -> TimeSpent:
    """Put together what several contacts say about the time of one visit.

    What they have in common counts; times that exclude one another leave it unknown.
    """
    several = tuple(times)
    known = [time for time in several if time.lower is not None]
    if not known:
        return several[0] if several else TimeSpent(unknown="time-missing")
    lower = max(time.lower for time in known if time.lower is not None)
    upper = min((time.upper for time in known if time.upper is not None), default=None)
    if upper is not None and upper < lower:
        return TimeSpent(unknown="minutes-disagree")
    return TimeSpent(lower, upper)
