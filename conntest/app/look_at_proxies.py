"""`conntest proxies`: what is set on this machine, whether it is alive, and what it speaks. Nothing is sent to IBKR but
one request for a tunnel to its website, which a web proxy is asked for."""

import os
from collections.abc import Sequence
from dataclasses import replace

from conntest.app import consoles, event_loop, streams
from conntest.app.computer import name_servers_in_use, with_redirectors
from conntest.app.proxies import Given, find
from conntest.app.run import Job, observe
from conntest.app.sharing import DEFAULT, Documents
from conntest.hosts import load_table
from conntest.model.event import Event
from conntest.model.finding import Code
from conntest.model.plan import ProbePlan
from conntest.model.privacy import Share
from conntest.model.report import Report, RunOptions
from conntest.net.ca_store import TrustStores
from conntest.net.clock import Clock
from conntest.net.dialer import DirectDialer
from conntest.net.domains import search_domains
from conntest.net.resolver import SystemResolver
from conntest.plan import with_proxies
from conntest.plan.scripts import with_scripts
from conntest.probes.world import World
from conntest.render import proxies
from conntest.system.machine import read_machine
from conntest.system.tws import started_now

#: What a look at nothing but proxies can tell.
_ABOUT_PROXIES = frozenset(
    {
        Code.PROXY_UNREACHABLE,
        Code.PROXY_PROTOCOL_MISMATCH,
        Code.PROXY_AUTH_REQUIRED,
        Code.PROXY_SETTINGS_CONFLICT,
        Code.PAC_UNREACHABLE,
        Code.PAC_INVALID,
        Code.JAVA_PROXY_OVERRIDE,
    }
)


def look_at_proxies(
    options: RunOptions,
    given: Sequence[Given],
    *,
    as_json: bool,
    verbose: bool,
    color: bool,
    share: Share | None = None,
) -> Report:
    """Look, print, and give what was found: a report without hosts, whose findings are about proxies. JSON is for
    support if `share` does not say another level, and the user's own screen shows everything. Raises UserError."""
    report = event_loop.run(observe(_job(options, given), _world(options), _unwatched))
    documents = Documents(report, share or (DEFAULT if as_json else Share.INTERNAL))
    if as_json:
        streams.write_document(documents.written(_json, "json"))
    else:
        with streams.writing():
            proxies.render(_narrowed(documents.report()), consoles.console(color=color), verbose=verbose)
    return _narrowed(report)


def _json(report: Report) -> str:
    return proxies.to_json(_narrowed(report))


def _narrowed(report: Report) -> Report:
    """Only what such a look can tell."""
    return replace(report, findings=tuple(f for f in report.findings if f.code in _ABOUT_PROXIES))


def _job(options: RunOptions, given: Sequence[Given]) -> Job:
    ways = find(given, (), started_now())
    machine = with_redirectors(
        replace(read_machine((), name_servers_in_use(), os.environ), proxies=ways.settings, proxy_uses=ways.uses)
    )
    plan = with_proxies(ProbePlan(options=options, endpoints=(), probes=()), ways.proxies)
    return Job(
        table=load_table(),
        options=options,
        machine=machine,
        ways=ways,
        plan=with_scripts(plan, machine, search_domains()),
    )


def _world(options: RunOptions) -> World:
    clock = Clock()
    trust = TrustStores()
    return World(
        clock=clock,
        dialer=DirectDialer(clock),
        resolver=SystemResolver(clock),
        trust=trust,
        timeout_s=options.timeout_s,
    )


def _unwatched(_: Event) -> None:
    """A few seconds need no progress."""
