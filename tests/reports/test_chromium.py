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
# The page in a frame as wide as a phone; the title then says how wide it wants to be.
FRAME = """<!doctype html><title>waiting</title><body style="margin:0">
<iframe src="report.html" width="390" height="800" style="border:0"></iframe>
<script>document.querySelector("iframe").onload = (event) => {
  const page = event.target.contentDocument.documentElement;
  document.title = page.scrollWidth + " of " + page.clientWidth;
};</script>"""

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
    )
    write_html(made, into / "report.html")
    (into / "frame.html").write_text(FRAME, encoding="utf-8")
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


def test_it_fits_a_phone(chromium: str, folder: Path) -> None:
    """At 390 pixels nothing sticks out: wide tables scroll inside themselves."""
    dom = run(chromium, folder, "frame.html", "--dump-dom", "--virtual-time-budget=5000")
    found = re.search("<title>(.*?)</title>", dom)
    assert found is not None
    assert found[1] == "390 of 390"


def test_it_prints(chromium: str, folder: Path) -> None:
    """A PDF of some pages comes out."""
    file = folder / "report.pdf"
    run(chromium, folder, "report.html", f"--print-to-pdf={file}", "--no-pdf-header-footer")
    assert file.read_bytes().startswith(b"%PDF")
    assert file.stat().st_size > 20_000
