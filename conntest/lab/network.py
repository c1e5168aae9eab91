"""The simulated network of one scenario, whole: servers, name servers, routes, and the machine that looks at them."""

import asyncio
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import UTC, datetime
from typing import Any

from conntest.lab import proxy, web
from conntest.lab.authority import Roots, authorities
from conntest.lab.computer import ROUTER
from conntest.lab.datagrams import answering, closed_port
from conntest.lab.egress import Nat
from conntest.lab.lookup import getaddrinfo
from conntest.lab.names import Directory, NameServer
from conntest.lab.scenario import Asked, Fate, Lie, Rule, Scenario
from conntest.lab.servers import Servers
from conntest.lab.serving import LOOPBACK, Doors
from conntest.lab.sites import EVERYTHING, Site, build, exit_list
from conntest.lab.upstream import Upstream
from conntest.lab.ways import Way, Ways
from conntest.model.host import HostTable
from conntest.values import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Network:
    """What stands for the world. `way` says where a connection leads, `datagram` where UDP does, `name_server` where
    the server at an address really is, `is_silent` whether it lets a question about a name wait for ever; `lookup`
    stands for `socket.getaddrinfo`. `hardly_answers` where next to nothing is answered. `roots` are whom certificates
    are to be judged by. `lookup_s` is what the system's name server takes for a name."""

    way: Callable[[str, int], Way]
    datagram: Callable[[str, int], tuple[str, int]]
    name_server: Callable[[str], tuple[str, int]]
    is_silent: Callable[[str, str], bool]
    lookup: Callable[..., list[tuple[Any, ...]]]
    hardly_answers: bool
    roots: Roots
    lookup_s: float


@asynccontextmanager
async def simulated(scenario: Scenario, table: HostTable, *, lost_s: float) -> AsyncIterator[Network]:
    """The network while it stands. `lost_s` is how long the simulated system's own lookups wait for nothing."""
    sites = (
        *build(table, scenario.layout),
        *proxy.sites(scenario),
        *(exit_list(scenario.exits) if scenario.tor else ()),
    )
    async with AsyncExitStack() as stack:
        roots = authorities().roots(trusts_inspector=scenario.trusts_inspector)
        directory = Directory(sites=sites, answers=scenario.answers, ipv6=scenario.ipv6)
        ports = await _serve_names(directory, stack)
        nat = Nat(scenario.exits)
        echoes = await _serve_echoes(nat, stack)
        async with asyncio.TaskGroup() as tasks:
            doors = Doors(tasks)
            server = web.WebServer(nat=nat, ahead_s=_ahead_s(scenario), tor=scenario.tor)
            servers = Servers(doors, authorities(), server)
            ways = Ways(sites, scenario.rules, servers, _families(scenario))
            _add_proxy(scenario, directory, sites, servers)
            if scenario.script:
                proxy.add_script(servers, scenario.script, server)
            ways.open_all()
            yield Network(
                way=ways.way,
                datagram=lambda address, port: (LOOPBACK, echoes[ways.told_by(address, port)]),
                name_server=lambda server: (LOOPBACK, ports[_kind(server)]),
                is_silent=lambda server, name: directory.look_up(name, _kind(server)) is Lie.SILENCE,
                lookup=getaddrinfo(directory, lost_s),
                hardly_answers=not scenario.network or any(_is_the_end(rule) for rule in scenario.rules),
                roots=roots,
                lookup_s=scenario.lookup_s,
            )
            doors.shut()


def _add_proxy(scenario: Scenario, directory: Directory, sites: Sequence[Site], servers: Servers) -> None:
    """The scenario's proxy, if it has one. Where it stands, no rule of the scenario is in the way."""
    if scenario.proxy:
        outside = Ways(sites, (), servers, frozenset({4}))
        proxy.add(servers, scenario.proxy, Upstream(directory, outside, scenario.proxy.ports))


def _is_the_end(rule: Rule) -> bool:
    """Whether nothing that comes to this rule is ever answered."""
    return rule.fate in (Fate.ACCEPTED, Fate.DROPPED) and EVERYTHING in rule.to and not rule.ports and not rule.family


def _families(scenario: Scenario) -> frozenset[int]:
    if not scenario.network:
        return frozenset()
    return frozenset({4, 6}) if scenario.ipv6 else frozenset({4})


async def _serve_names(directory: Directory, stack: AsyncExitStack) -> Mapping[Asked, int]:
    servers = {asked: NameServer(directory, asked) for asked in Asked}
    return {asked: await stack.enter_async_context(answering(server.answer)) for asked, server in servers.items()}


async def _serve_echoes(nat: Nat, stack: AsyncExitStack) -> Mapping[str, int]:
    """By the scheme of the services' URLs; an empty one is where nobody answers."""
    answers = {"dns": nat.tell_by_dns, "stun": nat.tell_by_stun}
    ports = {scheme: await stack.enter_async_context(answering(answer)) for scheme, answer in answers.items()}
    return ports | {"": closed_port()}


def _ahead_s(scenario: Scenario) -> float:
    """How far the real time is ahead of what web servers say: the client's clock counts from the scenario's moment."""
    return (datetime.now(UTC) - scenario.now()).total_seconds() + scenario.clock_ahead_s


def _kind(server: str) -> Asked:
    return Asked.SYSTEM if server == ROUTER else Asked.PUBLIC
