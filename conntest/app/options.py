"""Words of the command line to typed options, with a sentence for each that makes no sense."""

from collections.abc import Iterable, Sequence
from enum import StrEnum
from typing import TypeVar

from conntest.app import streams
from conntest.app.countries import countries, regions_of
from conntest.app.errors import UserError
from conntest.language import gettext as _
from conntest.model.host import OPERATOR_GROUPS, Group, HostTable, Region
from conntest.model.report import RunOptions
from conntest.plan import known_ids, unmatched

E = TypeVar("E", bound=StrEnum)

#: The word for the region that the installed TWS is set to.
AUTO = "auto"


def run_options(
    *,
    regions: Sequence[str],
    groups: Sequence[str],
    include: Sequence[str],
    exclude: Sequence[str],
    timeout_s: float,
    deadline_s: float,
    ipv4: bool,
    ipv6: bool,
    third_party: bool,
    ca_bundle: bool,
    proxies: tuple[str, ...] = (),
    samples: int,
    hold_s: float | None,
    preinstall: bool = False,
) -> RunOptions:
    """Raises UserError for an unknown region or group, and for options that exclude one another."""
    named = [region for word in regions if word != AUTO for region in _regions(word)]
    if named and AUTO in regions:
        raise UserError(f"--region {AUTO} leaves the choice to the installed TWS; --region {named[0]} makes it")
    if deadline_s < timeout_s:
        raise UserError(
            f"--deadline {deadline_s:g} ends the run before one attempt may time out (--timeout {timeout_s:g})"
        )
    return RunOptions(
        regions=_chosen("region", named, tuple(Region), also=(AUTO,)),
        region_auto=AUTO in regions,
        groups=_chosen("group", groups, (*OPERATOR_GROUPS, Group.PUSH)),
        include=tuple(include),
        exclude=tuple(exclude),
        timeout_s=timeout_s,
        deadline_s=deadline_s,
        ipv4=ipv4,
        ipv6=ipv6,
        third_party=third_party,
        ca_bundle=ca_bundle,
        proxies=proxies,
        samples=samples,
        hold_s=hold_s,
        preinstall=preinstall,
    )


def _regions(word: str) -> tuple[str, ...]:
    """The regions that a word stands for: itself, if it is one in any case, or those of a country, which is said."""
    if word.lower() in set(Region):
        return (word.lower(),)
    found = regions_of(word)
    if not found:
        return (word,)
    told = _("--region {word}: tested as {regions}. IBKR decides which region serves an account; jts.ini names it.")
    streams.say(told.format(word=word, regions=", ".join(found)))
    return found


def check_globs(table: HostTable, options: RunOptions) -> None:
    """Raises UserError for a glob that is on nothing in the table: what was meant would be tested, or left out."""
    for option, globs in (("include", options.include), ("exclude", options.exclude)):
        for glob in unmatched(table, globs):
            hint = _hint(glob, known_ids(table))
            raise UserError(f"--{option} {glob}: matches no id of the host table.{hint} See `conntest hosts -v`.")


def _chosen(what: str, words: Sequence[str], known: Sequence[E], also: tuple[str, ...] = ()) -> tuple[E, ...]:
    """`also` are words that are known too, and mean something else."""
    values = {str(member): member for member in known}
    for word in words:
        if word not in values:
            hint = _hint(word, (*values, *countries()) if what == "region" else values)
            country = ", or a country such as Germany" if what == "region" else ""
            every = ", ".join((*values, *also)) + country
            raise UserError(f"--{what} {word}: there is no such {what}.{hint} Known: {every}.")
    return tuple(dict.fromkeys(values[word] for word in words))


def _hint(word: str, known: Iterable[str]) -> str:
    from difflib import get_close_matches  # late: only mistakes need it

    near = get_close_matches(word, list(known), n=1)
    return f" Did you mean {near[0]}?" if near else ""
