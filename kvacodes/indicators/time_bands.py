"""The national codes that say how long a contact took, as bands of minutes (facts alone).

The titles are those of KVÅ's editions of 2020 and 2026. From when the codes have been
in use is not stated there, so no start is given here.
"""

from __future__ import annotations

from attrs import frozen

__all__ = ["SOURCE", "TIME_BANDS", "TimeBand"]

SOURCE = "KVÅ, Socialstyrelsen, editions 2020 and 2026 (titles of ZV201–ZV224)"


@frozen
class TimeBand:
    """What a code says about the time: whole minutes, both ends included.

    Attributes:
        code: The add-on code.
        lower: The least time.
        upper: The most time; None where the band is open.
        title: The official title that says so.
        editions: The editions of the classification in which the title was read.
    """

    code: str
    lower: int
    upper: int | None
    title: str
    editions: tuple[int, ...]


_BOTH, _OLDER = (2020, 2026), (2020,)

# "Mer än 4 timmar" begins at 241: minutes are registered whole.
TIME_BANDS = {
    band.code: band
    for band in (
        TimeBand("ZV201", 0, 9, "000-009 minuter", _BOTH),
        TimeBand("ZV202", 10, 19, "010-019 minuter", _BOTH),
        TimeBand("ZV203", 20, 29, "020-029 minuter", _BOTH),
        TimeBand("ZV204", 30, 39, "030-039 minuter", _BOTH),
        TimeBand("ZV205", 40, 49, "040-049 minuter", _BOTH),
        TimeBand("ZV206", 50, 59, "050-059 minuter", _BOTH),
        TimeBand("ZV211", 60, 119, "060-119 minuter", _BOTH),
        TimeBand("ZV212", 120, 179, "120-179 minuter", _BOTH),
        TimeBand("ZV213", 180, 239, "180-239 minuter", _BOTH),
        TimeBand("ZV214", 240, 299, "240-299 minuter", _BOTH),
        TimeBand("ZV215", 300, 359, "300-359 minuter", _BOTH),
        TimeBand("ZV216", 360, 419, "360-419 minuter", _BOTH),
        TimeBand("ZV217", 420, 479, "420-479 minuter", _BOTH),
        TimeBand("ZV218", 480, 539, "480-539 minuter", _BOTH),
        TimeBand("ZV219", 540, None, "540-w minuter (9 timmar eller mer)", _BOTH),
        TimeBand("ZV220", 0, 240, "Upp till och med 4 timmar", _OLDER),
        TimeBand("ZV221", 241, 480, "Mer än 4 timmar upp till och med 8 timmar", _OLDER),
        TimeBand("ZV222", 481, 1080, "Mer än 8 timmar upp till och med 18 timmar", _OLDER),
        TimeBand("ZV223", 1081, 4320, "Mer än 18 timmar upp till och med 72 timmar", _OLDER),
        TimeBand("ZV224", 4321, None, "Mer än 72 timmar", _OLDER),
    )
}
"""The bands by code."""
