"""Proxy setup scripts in words: what a plan will do about them, and what became of them."""

from collections.abc import Iterable, Iterator
from functools import reduce

from rich.text import Text

from conntest import lists
from conntest.language import N_, ngettext
from conntest.language import gettext as _
from conntest.model.pac import Browser, PacOutcome, PacReport
from conntest.model.pac_url import not_followed_by, shown
from conntest.model.plan import ProbePlan, ScriptProbe
from conntest.render import counts, words
from conntest.render.sheet import FAINT, STRONG, Sheet
from conntest.wording import phrases

_OUTCOMES = {
    PacOutcome.EVALUATED: N_("{script} works"),
    PacOutcome.NOT_OFFERED: N_("{script} none found"),
    PacOutcome.NOT_FETCHED: N_("{script} could not be loaded"),
    PacOutcome.TOO_LARGE: N_("{script} is no script"),
    PacOutcome.NO_SCRIPT: N_("{script} is no script"),
    PacOutcome.NO_FUNCTION: N_("{script} is no script"),
    PacOutcome.THROWS: N_("{script} stops with an error"),
    PacOutcome.ENDLESS: N_("{script} had to be stopped"),
    PacOutcome.EATS_MEMORY: N_("{script} had to be stopped"),
    PacOutcome.RUBBISH: N_("{script} does not answer with a way out"),
    PacOutcome.NOT_RUN: N_("{script} was not run"),
}


def told(report: PacReport) -> str:
    """`http://wpad/proxy.pac works: direct for 40 hosts, http://proxy:3128 then direct for 3 hosts`."""
    where = report.url or _("automatic detection")
    outcome = _(_OUTCOMES[report.outcome]).format(script=where)
    more = lists.clauses(_details(report))
    return lists.labelled(outcome, more) if more else outcome


def _details(report: PacReport) -> Iterator[str]:
    """What went wrong or what was decided, and where browsers differ."""
    if report.reason:
        yield _(report.reason)
    else:
        for way, hosts in decided(report):
            yield _("{way} for {hosts}").format(way=way, hosts=counts.hosts(len(hosts)))
        for way, hosts in _in_firefox(report):
            yield _("in Firefox {way} for {hosts}").format(way=way, hosts=counts.hosts(len(hosts)))
    if report.troubled:
        yield _("no answer that browsers understand for {hosts}").format(hosts=counts.hosts(len(report.troubled)))
    if Browser.CHROMIUM in report.not_followed_by:
        yield _("Chrome and Edge do not follow it")


def decided(report: PacReport) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Each way out that the script names, such as `http://proxy:3128 then direct`, and the hosts it is for."""
    return _by_way((one.choices, one.host) for one in report.decisions)


def _in_firefox(report: PacReport) -> Iterator[tuple[str, tuple[str, ...]]]:
    """The same of the hosts for which Firefox decides otherwise."""
    return _by_way((one.firefox, one.host) for one in report.decisions if one.firefox is not None)


def _by_way(decisions: Iterable[tuple[tuple[str, ...], str]]) -> Iterator[tuple[str, tuple[str, ...]]]:
    by_way: dict[tuple[str, ...], list[str]] = {}
    for choices, host in decisions:
        by_way.setdefault(choices, []).append(host)
    for choices, hosts in sorted(by_way.items(), key=lambda way: -len(way[1])):
        yield reduce(_then, map(words.way, choices)) if choices else "", tuple(hosts)


def _then(one: str, other: str) -> str:
    # translators: ways to the network, in the order in which they are tried.
    return _("{one} then {other}").format(one=one, other=other)


def script_lines(plan: ProbePlan, sheet: Sheet) -> Iterator[Text]:
    """A heading, and each script with why it is looked at and where. Nothing where there is none."""
    if not plan.scripts:
        return
    yield from sheet.heading(_("Setup scripts"))
    for probe in plan.scripts:
        yield from sheet.paragraph(sheet.text(_why(probe), STRONG), first="  ", indent=4)
        yield from sheet.paragraph(_where(probe), first="    ")
        number = len(probe.hosts)
        asked = ngettext(
            "asked for the way to {number} host, in a process of its own",
            "asked for the way to {number} hosts, in a process of its own",
            number,
        ).format(number=words.figure(number))
        yield from sheet.paragraph(sheet.text(asked, FAINT), first="    ")


def _why(probe: ScriptProbe) -> str:
    if not probe.set_in:
        return words.data(probe.why)
    message = _("the setup script that browsers follow: set in {source}")
    if probe.detected:
        message = _("a setup script, looked for as browsers do: set in {source}")
    elif any(not_followed_by(url) for url in probe.urls):
        message = _("a setup script that Firefox follows, and Chrome and Edge do not: set in {source}")
    return message.format(source=phrases.place(probe.set_in))


def _where(probe: ScriptProbe) -> str:
    """Where the script is fetched from, or will be looked for."""
    if not probe.urls:
        return _("this computer has no domain to look in")
    message = _("looked for at {places}") if probe.detected else _("fetched from {places}")
    return message.format(places=lists.listed([shown(url) for url in probe.urls]))
