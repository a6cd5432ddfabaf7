"""The page in a real browser: it fits a phone, and prints."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest
from reports.extracts import AS_OF, contracts, persons, reported, visits

import kvacodes
from kvacodes.periods import Period
from kvacodes.reports.build import build_follow_up
from kvacodes.reports.write import write_html

QUIET = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--hide-scrollbars",
    "--allow-file-access-from-files",
)
# The page in a frame as wide as a phone or a desk; the title then says how wide it wants to
# be, and how many tables do not fit it.
FRAME = """<!doctype html><title>waiting</title><body style="margin:0">
<iframe src="report.html" width="{width}" height="800" style="border:0"></iframe>
<script>document.querySelector("iframe").onload = (event) => {{
  const page = event.target.contentDocument.documentElement;
  const tables = [...page.querySelectorAll(".scroll")];
  const wide = tables.filter((table) => table.scrollWidth > table.clientWidth).length;
  document.title = page.scrollWidth + " of " + page.clientWidth + ", " + wide + " to scroll";
}};</script>"""

pytestmark = pytest.mark.chromium


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with the page."""
    into = tmp_path_factory.mktemp("page")
    people = persons()
    made = build_follow_up(
        visits(people),
        people,
        kvacodes.load().code_set("utokat-hembesok-bvc"),
        period=Period.year(2020),
        as_of=AS_OF,
        reported=reported(),
        contracts=contracts(),
        compare=Period.year(2019),
    )
    write_html(made, into / "report.html")
    for width in (390, 1280):
        frame = FRAME.format(width=width)
        (into / f"frame-{width}.html").write_text(frame, encoding="utf-8")
    return into


def run(chromium: str, folder: Path, page: str, *options: str) -> str:
    """Open a page in a browser of its own, and return what it wrote."""
    command = [chromium, *QUIET, f"--user-data-dir={folder / 'profile'}", *options]
    done = subprocess.run(
        [*command, (folder / page).as_uri()],
        check=True,
        capture_output=True,
        text=True,
        timeout=120,
    )
    return done.stdout


@pytest.mark.parametrize(
    ("width", "expected"),
    [(390, r"390 of 390, \d+ to scroll"), (1280, "1280 of 1280, 0 to scroll")],
)
def test_it_fits(chromium: str, folder: Path, width: int, expected: str) -> None:
    """Nothing sticks out: on a phone wide tables scroll inside themselves, at a desk none does."""
    page = f"frame-{width}.html"
    window = f"--window-size={width},800"
    dom = run(chromium, folder, page, "--dump-dom", "--virtual-time-budget=5000", window)
    found = re.search("<title>(.*?)</title>", dom)
    assert found is not None
    assert re.fullmatch(expected, found[1])


def test_it_prints(chromium: str, folder: Path) -> None:
    """A PDF of some pages comes out."""
    file = folder / "report.pdf"
    run(chromium, folder, "report.html", f"--print-to-pdf={file}", "--no-pdf-header-footer")
    assert file.read_bytes().startswith(b"%PDF")
    assert file.stat().st_size > 20_000
