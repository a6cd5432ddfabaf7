"""The follow-up report as files: page, JSON and workbook."""

from __future__ import annotations

from pathlib import Path

from kvacodes.reports.document import as_json
from kvacodes.reports.html import as_html
from kvacodes.reports.model import FollowUpReport
from kvacodes.reports.workbook import write_xlsx

__all__ = ["write_follow_up", "write_html", "write_json", "write_xlsx"]


def write_html(report: FollowUpReport, path: str | Path) -> None:
    """Write the report as one HTML page that needs nothing else."""
    Path(path).write_text(as_html(report), encoding="utf-8", newline="\n")


def write_json(report: FollowUpReport, path: str | Path) -> None:
    """Write the report as JSON."""
    Path(path).write_text(as_json(report), encoding="utf-8", newline="\n")


def write_follow_up(report: FollowUpReport, folder: str | Path) -> tuple[Path, ...]:
    """Write ``report.html``, ``report.json`` and ``report.xlsx`` into a folder.

    The folder is made if need be. Returns the files.
    """
    into = Path(folder)
    into.mkdir(parents=True, exist_ok=True)
    files = tuple(into / f"report.{end}" for end in ("html", "json", "xlsx"))
    for write, file in zip((write_html, write_json, write_xlsx), files, strict=True):
        write(report, file)
    return files
