"""What surrounds the checks, in words: what became of a proxy, what a setting says, how addresses are spread."""

from collections.abc import Iterator

from conntest import lists
from conntest.language import gettext as _
from conntest.model.comparison import Side
from conntest.model.proxy import ProxySetting
from conntest.render import exits, ways, words
from conntest.render.page import names
from conntest.wording import phrases


def told(side: Side) -> str:
    """One side of such a change."""
    if side.state:
        return _(ways.STATE[side.state])
    if side.setting:
        return lists.parts(_setting(side.setting, side.told))
    if side.pattern:
        pattern = _(exits.PATTERNS[side.pattern])
        told = _("{addresses} ({pattern})").format(addresses=side.told, pattern=pattern)
        return told if side.told else pattern
    return phrases.place(side.told)


def _setting(setting: ProxySetting, names_proxy: str) -> Iterator[str]:
    yield names_proxy or _no_proxy(setting)
    if setting.bypass:
        yield _("except {hosts}").format(hosts=", ".join(setting.bypass))
    if not setting.active:
        yield _("not in use")
    elif setting.wins_for:
        yield _("decides for {scopes}").format(scopes=lists.separated(map(names.scope, setting.wins_for)))


def _no_proxy(setting: ProxySetting) -> str:
    if setting.malformed:
        return _("not understood: {text}").format(text=words.data(setting.malformed))
    return names.how(setting.how)
