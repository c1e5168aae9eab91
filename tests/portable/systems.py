"""The systems that a process can be made to look like, by name."""

from collections.abc import Callable, Mapping

from tests.portable.macos import become_macos
from tests.portable.windows import become_windows

BECOME: Mapping[str, Callable[[], None]] = {"windows": become_windows, "macos": become_macos}
