"""Where a setting was found. Reports name it in English; what a system calls it stays in every language, and the
program's own words are translated where they are read."""

from conntest import lists
from conntest.language import N_
from conntest.language import gettext as _

# translators: an environment variable.
VARIABLE = N_("variable {name}")
# translators: a program that runs, TWS or IB Gateway.
RUNNING = N_("running {name}")
# translators: an option of the command line, such as --socks.
OPTION = N_("option {name}")
# translators: a dial-up or VPN connection of Windows.
CONNECTION = N_("connection {name}")
# translators: {name} is the place that a proxy setup script is set in.
SCRIPT = N_("setup script of {name}")

#: In English each begins with its words and ends with the value.
_TEMPLATES = {template.removesuffix("{name}"): template for template in (VARIABLE, RUNNING, OPTION, CONNECTION, SCRIPT)}


def place(source: str) -> str:
    """`source`, one place or several with ", " between them, in the language in use."""
    whole = _(source)
    parts = source.split(", ")
    told = [_part(part) for part in parts]
    return whole if whole != source or told == parts else lists.separated(told)


def _part(source: str) -> str:
    for words, template in _TEMPLATES.items():
        if source.startswith(words):
            return _(template).format(name=_part(source.removeprefix(words)))
    return _(source)
