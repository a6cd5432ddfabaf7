"""The collector at rest, and back as it was."""

from __future__ import annotations

import gc

import pytest

from kvacodes.pausing import collector_paused


def test_the_collector_rests_inside_and_works_after_an_error() -> None:
    """Whatever ends the block, the collector is as it was before."""
    seen = []

    @collector_paused()
    def failing() -> None:
        seen.append(gc.isenabled())
        raise KeyError

    with pytest.raises(KeyError):
        failing()
    assert (seen, gc.isenabled()) == ([False], True)


def test_who_has_stopped_the_collector_finds_it_stopped() -> None:
    """A caller that pauses it for longer is not disturbed."""
    gc.disable()
    try:
        with collector_paused():
            pass
        assert not gc.isenabled()
    finally:
        gc.enable()
