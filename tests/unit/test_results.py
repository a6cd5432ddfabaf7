"""The account of rows: it adds up, and says so when it does not."""

from __future__ import annotations

import pytest

from kvacodes.errors import UsageError
from kvacodes.results import Accounting


def test_an_account_is_a_mapping_of_what_occurred() -> None:
    """Rows read, rows used, then the reasons in their order; what did not occur is not there."""
    account = Accounting(
        rows_read=5, excluded={"date-missing": 1, "other-code": 2, "person-unknown": 0},
        of_which={"early": 1, "late": 0},
    )  # fmt: skip
    assert dict(account) == {"rows_read": 5, "rows_used": 2, "other-code": 2, "date-missing": 1}
    assert len(account) == 4
    assert account.excluded == {"other-code": 2, "date-missing": 1}
    assert account.of_which == {"early": 1}
    with pytest.raises(KeyError):
        account["person-unknown"]


def test_accounts_are_equal_by_what_they_hold() -> None:
    """With another account also by what is told beside it; equal ones hash alike."""
    one, same = (Accounting(rows_read=2, excluded={"other-code": 1}) for _ in range(2))
    assert one == same
    assert hash(one) == hash(same)
    assert one == {"rows_read": 2, "rows_used": 1, "other-code": 1}
    assert one != Accounting(rows_read=2, excluded={"other-code": 1}, of_which={"early": 1})


@pytest.mark.parametrize(
    ("excluded", "message"),
    [
        ({"whim": 1}, "reasons ['whim'] are not among ['other-code']"),
        ({"other-code": 3}, "3 rows excluded of 2 read"),
    ],
)
def test_an_account_that_cannot_be_is_refused(excluded: dict[str, int], message: str) -> None:
    """A reason nobody knows, and more rows left out than read."""
    with pytest.raises(UsageError) as raised:
        Accounting(rows_read=2, excluded=excluded, reasons=("other-code",))
    assert str(raised.value) == message
