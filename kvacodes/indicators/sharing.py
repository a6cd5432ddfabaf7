"""Several questions about the same contacts: what one call has reduced, the next may use."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Hashable, Iterator
from contextvars import ContextVar
from typing import Any, TypeVar

__all__ = ["are_shared", "kept", "shared"]

T = TypeVar("T")
_KEPT: ContextVar[dict[Hashable, tuple[object, Any]] | None] = ContextVar("kept", default=None)


@contextlib.contextmanager
def shared() -> Iterator[None]:
    """Let the calls inside reduce the same contacts once; they must not change meanwhile."""
    token = _KEPT.set({})
    try:
        yield
    finally:
        _KEPT.reset(token)


def are_shared() -> bool:
    """Say whether later calls may use what this one reduces."""
    return _KEPT.get() is not None


def kept(make: Callable[[], T], *sources: object, asked: Hashable) -> T:
    """Return what is made of the sources, from an earlier call if it was the same.

    Args:
        make: Makes it.
        sources: What it is made of, told apart by identity.
        asked: What else it depends on.
    """
    kept_so_far = _KEPT.get()
    if kept_so_far is None:
        return make()
    key = (*(id(source) for source in sources), asked)
    if key not in kept_so_far:
        # The sources are held, so that no other object can get the identity of one.
        kept_so_far[key] = (sources, make())
    made: T = kept_so_far[key][1]
    return made
