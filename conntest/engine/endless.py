"""Attempts that nobody is to answer: they last as long as the others do."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import field

from conntest.values import dataclass

#: Seconds that such an attempt has at least: one repeated opening packet, and many times any round trip but a
#: satellite's.
AT_LEAST_S = 1.5


@dataclass(slots=True)
class Endless:
    """The scopes of those that are under way."""

    _scopes: dict[asyncio.Timeout, float] = field(default_factory=dict)
    _over: bool = False

    @contextmanager
    def waiting(self, scope: asyncio.Timeout) -> Iterator[None]:
        """`scope`, entered, is one of them: it expires when the others have ended, and no sooner than it may."""
        self._scopes[scope] = asyncio.get_running_loop().time()
        if self._over:
            self._expire(scope)
        try:
            yield
        finally:
            del self._scopes[scope]

    def end(self) -> None:
        """The others have ended."""
        self._over = True
        for scope in self._scopes:
            self._expire(scope)

    def _expire(self, scope: asyncio.Timeout) -> None:
        now = asyncio.get_running_loop().time()
        scope.reschedule(max(now, self._scopes[scope] + AT_LEAST_S))
