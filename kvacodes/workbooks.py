"""Reading the cells of workbooks, whoever filled them in and whatever became of them since."""

from __future__ import annotations

import io
import warnings
import zipfile
import zlib

from attrs import frozen

from kvacodes.errors import NOTHING, InputError, MissingExtraError, Phrase

__all__ = ["Sheet", "is_workbook", "sheets_of"]

_MAGIC = b"PK\x03\x04"

# What a damaged workbook makes zipfile, zlib, the parser of XML and openpyxl raise.
_DAMAGED = (
    zipfile.BadZipFile, zlib.error, EOFError, LookupError, ValueError, SyntaxError,
    NotImplementedError, RuntimeError, TypeError, AttributeError,
)  # fmt: skip


@frozen
class Sheet:
    """The cells of one sheet.

    Attributes:
        title: What it is called.
        rows: The cells of each row, from the first one, as who looks at them sees them: days
            without midnight, whole numbers without a point, nothing for an empty one.
    """

    title: str
    rows: tuple[tuple[str, ...], ...]


def is_workbook(content: bytes) -> bool:
    """Tell whether bytes begin as a workbook does."""
    return content.startswith(_MAGIC)


def sheets_of(
    content: bytes, *, where: str, expected: Phrase, hint: Phrase = NOTHING
) -> tuple[Sheet, ...]:
    """Return the sheets of a workbook; formulas as the values they had when it was saved.

    Args:
        content: The file.
        where: What to call it where it cannot be read.
        expected: What it should be.
        hint: What to do about it.

    Raises:
        InputError: It is damaged, or no workbook.
        MissingExtraError: openpyxl is not installed.
    """
    try:
        import openpyxl
    except ModuleNotFoundError:
        raise MissingExtraError("report", "openpyxl") from None
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # openpyxl tells of styles that it leaves out
            book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True)
            return tuple(
                Sheet(
                    sheet.title,
                    tuple(tuple(map(_shown, row)) for row in sheet.iter_rows(values_only=True)),
                )
                for sheet in book.worksheets
            )
    except _DAMAGED as error:
        # A value that could not be read may hold what a cell does.
        why = type(error).__name__ if isinstance(error, ValueError) else error
        found = Phrase(
            f"a workbook that cannot be read ({why})", f"en arbetsbok som inte går att läsa ({why})"
        )
        raise InputError(where=where, found=found, expected=expected, hint=hint) from error


def _shown(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).strip().removesuffix(" 00:00:00")
