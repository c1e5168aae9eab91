"""Do the settings make sense: setup scripts that work, places that agree, and nothing that only Java sees?"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from ipaddress import ip_address

from conntest.diagnosis import phrases
from conntest.diagnosis.case import Case
from conntest.language import N_
from conntest.language import gettext as _
from conntest.model.failure import Failure
from conntest.model.finding import Code, Domain, Draft, Severity
from conntest.model.pac import PacDecision, PacOutcome, PacProblem, PacReport
from conntest.model.proxy import How, Proxy, ProxySetting, Scope, Traffic

_NO_NAME = frozenset({Failure.DNS_TIMEOUT, Failure.DNS_SERVFAIL, Failure.DNS_REFUSED})

_INVALID = {
    PacOutcome.NO_SCRIPT: "no-script",
    PacOutcome.TOO_LARGE: "no-script",
    PacOutcome.NO_FUNCTION: "no-script",
    PacOutcome.THROWS: "throws",
    PacOutcome.ENDLESS: "runs-away",
    PacOutcome.EATS_MEMORY: "runs-away",
    PacOutcome.RUBBISH: "rubbish",
}

#: Why there is no answer for one host.
_TROUBLES = {
    PacProblem.THREW: N_("it stops with {answer}"),
    PacProblem.NO_TEXT: N_("its answer is no text but {answer}"),
    PacProblem.RUBBISH: N_("it answers “{answer}”"),
    PacProblem.ENDLESS: N_("it runs without end"),
    PacProblem.EATS_MEMORY: N_("it wants more memory than 64 MiB"),
}

#: Scopes in which several places may speak for one program. Each of Java's places is read by known rules, and belongs
#: to `java_proxy_override`; services have one place each.
_SHARED_SCOPES = {
    Scope.WEB: N_("browsers"),
    Scope.RAW_TCP: N_("programs that ask the system for a proxy"),
    Scope.TOOLS: N_("command-line tools"),
}

#: Windows reads all of these for everyone, in a fixed order, so that they cannot disagree.
_WINDOWS_PLACES = ("policy-", "wininet")

_JAVA_PLACES = ("java-variable-", "java-options-", "java-runtime-", "jts-ini")

#: Ends the id of a setting that makes Java follow the system's proxies.
_FOLLOWS_SYSTEM = ":follows-system"


def pac_unreachable(case: Case) -> Iterator[Draft]:
    """The script of a setting that decides for somebody was not to be had. Silent where automatic detection found
    nothing, which is usual, and where no name at all resolves, of which the script's is but one."""
    for report, setting in _deciding_scripts(case):
        if report.outcome is PacOutcome.NOT_FETCHED and not _is_symptom(case, report):
            draft = _about_script(Code.PAC_UNREACHABLE, "", report, setting)
            # Chrome and Edge read no file, and connect directly whether it is there or not.
            yield replace(draft, variant="file", severity=Severity.WARN) if report.not_followed_by else draft


def pac_invalid(case: Case) -> Iterator[Draft]:
    """The script was loaded and run, and did not answer with ways out. Where it has answers for some hosts, browsers go
    on, and connect directly to the others. Nothing is said of one that could not be run here."""
    for report, setting in _deciding_scripts(case):
        if report.outcome in _INVALID:
            yield _about_script(Code.PAC_INVALID, _INVALID[report.outcome], report, setting)
        elif report.troubled:
            draft = _about_script(Code.PAC_INVALID, "some-hosts", report, setting)
            yield replace(draft, severity=Severity.WARN, params={**draft.params, **_troubles(report.troubled)})


def _troubles(decisions: Sequence[PacDecision]) -> dict[str, str]:
    first = decisions[0]
    reason = _(_TROUBLES[first.problem]).format(answer=first.answer) if first.problem else ""
    return {"hosts": phrases.listed(one.host for one in decisions), "reason": reason}


def _deciding_scripts(case: Case) -> Iterator[tuple[PacReport, ProxySetting]]:
    settings = {setting.id: setting for setting in case.machine.proxies or ()}
    for report in case.machine.pac or ():
        setting = settings.get(report.setting)
        if setting is not None and setting.active and setting.wins_for:
            yield report, setting


def _is_symptom(case: Case, report: PacReport) -> bool:
    return report.failure in _NO_NAME and not any(names.resolved for names in case.names.values())


def _about_script(code: Code, variant: str, report: PacReport, setting: ProxySetting) -> Draft:
    return Draft(
        code=code,
        severity=Severity.FAIL,
        variant=variant,
        params={
            "source": phrases.place(setting.source),
            # translators: the address of a setup script, where none is known.
            "url": report.url or setting.pac_url or _("its address"),
            "reason": _(report.reason) if report.reason else _("nobody knows why"),
        },
        subjects=(setting.id,),
        evidence=report.evidence,
        domains=frozenset({Domain.PROXY}),
    )


def proxy_settings_conflict(case: Case) -> Iterator[Draft]:
    """Two places that govern the same connections, both in force, name different servers. A script beside a fixed
    proxy is no contradiction that could be seen: it may well name that one."""
    for scope, who in _SHARED_SCOPES.items():
        for traffic in Traffic:
            named = _named(case.machine.proxies or (), scope, traffic)
            differing = [one for one in named[1:] if _server(one) != _server(named[0])]
            if differing:
                yield _conflict(_(who), named[0], differing[0], named)
                return


def _named(settings: Sequence[ProxySetting], scope: Scope, traffic: Traffic) -> list[ProxySetting]:
    """What each place says of these connections, the setting that wins first. Of one place only the first counts: it
    has rules of its own for the rest."""
    every = [s for s in settings if s.active and scope in s.scopes and traffic in s.traffic]
    scripted = {_reader(s) for s in every if s.how is How.PAC}
    by_reader: dict[str, ProxySetting] = {}
    for setting in sorted(every, key=lambda s: scope not in s.wins_for):
        if setting.proxies and _reader(setting) not in scripted:
            by_reader.setdefault(_reader(setting), setting)
    return list(by_reader.values())


def _reader(setting: ProxySetting) -> str:
    return "windows" if setting.place.startswith(_WINDOWS_PLACES) else setting.place


def _server(setting: ProxySetting) -> tuple[str, int]:
    """Where the setting's connections go. Proxy programs speak several protocols on one port of this machine."""
    proxy = setting.proxies[0]
    return ("localhost" if _is_loopback(proxy.host) else proxy.host), proxy.port


def _is_loopback(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _conflict(who: str, one: ProxySetting, other: ProxySetting, named: Sequence[ProxySetting]) -> Draft:
    return Draft(
        code=Code.PROXY_SETTINGS_CONFLICT,
        severity=Severity.WARN,
        params={
            "who": who,
            "one": phrases.place(one.source),
            "one_proxy": one.proxies[0].id,
            "other": phrases.place(other.source),
            "other_proxy": other.proxies[0].id,
        },
        subjects=tuple(setting.id for setting in named),
        domains=frozenset({Domain.PROXY}),
    )


def java_proxy_override(case: Case) -> Iterator[Draft]:
    """A Java option or a file of TWS names a proxy, and the rest of the computer does not use it. That it would govern
    TWS follows from Java's rules; it was not observed. Where the system names the same server, nobody is surprised."""
    settings = case.machine.proxies or ()
    elsewhere = {_server(s) for s in settings if s.wins_for and s.proxies and not _is_javas(s)}
    told: set[tuple[str, str]] = set()
    for setting in settings:
        if not (_is_javas(setting) and setting.active) or (setting.proxies and _server(setting) in elsewhere):
            continue
        variant, proxies = _override(setting, settings)
        if proxies and (setting.source, variant) not in told:
            told.add((setting.source, variant))
            yield _overridden(setting, variant, proxies)


def _is_javas(setting: ProxySetting) -> bool:
    return setting.place.startswith(_JAVA_PLACES)


def _override(setting: ProxySetting, settings: Sequence[ProxySetting]) -> tuple[str, tuple[Proxy, ...]]:
    """How the setting reaches into TWS, and the proxies it leads to; none where others overrule it."""
    if setting.place == "jts-ini":
        return "tws-file", setting.proxies
    if Scope.JAVA not in setting.wins_for:
        return "", ()
    if setting.id.endswith(_FOLLOWS_SYSTEM):
        followed = (s for s in settings if not _is_javas(s) and Scope.JAVA in s.wins_for)
        return "follows-system", tuple(proxy for s in followed for proxy in s.proxies)
    return "socks" if Traffic.TCP in setting.traffic else "web", setting.proxies


def _overridden(setting: ProxySetting, variant: str, proxies: Sequence[Proxy]) -> Draft:
    reaches_gateways = variant in ("socks", "follows-system")
    return Draft(
        code=Code.JAVA_PROXY_OVERRIDE,
        # TWS has fields for this one: who filled them in knows of it.
        severity=Severity.INFO if variant == "tws-file" else Severity.WARN,
        variant=variant,
        params={"source": phrases.place(setting.source), "proxy": phrases.listed(proxy.id for proxy in proxies)},
        subjects=(setting.id,),
        domains=frozenset({Domain.PROXY, Domain.TWS} if reaches_gateways else {Domain.PROXY}),
    )
