"""A step of an observation in words: what was asked, and what came of it."""

import re
from collections.abc import Mapping
from typing import assert_never

from conntest import lists
from conntest.language import N_
from conntest.language import gettext as _
from conntest.model.echo import EchoStep
from conntest.model.failure import Failure
from conntest.model.observation import (
    AskedBy,
    ConnectStep,
    GreetingStep,
    HttpStep,
    Protocol,
    ProxyConnectStep,
    ResolveStep,
    Step,
    TlsStep,
    Trust,
)
from conntest.render import words
from conntest.render.printable import quoted


def told(step: Step) -> str:
    """What a step did and what came of it, in words and without its times."""
    match step:
        case ResolveStep():
            return _resolve(step)
        case ConnectStep():
            return _connect(step)
        case ProxyConnectStep():
            return _proxy_connect(step)
        case TlsStep():
            return _tls(step)
        case HttpStep():
            return _http(step)
        case GreetingStep():
            return _greeting(step)
        case EchoStep():
            return _echo(step)
        case _:
            assert_never(step)


_ASKED: Mapping[AskedBy, str] = {
    AskedBy.SYSTEM: N_("this system"),
    AskedBy.NAME_SERVER: N_("name server {server}"),
    AskedBy.INDEPENDENT: N_("public resolver {server}"),
}


#: Failures whose names say too little without the raw error.
_VAGUE = frozenset({Failure.UNKNOWN, Failure.DNS_SERVER_ERROR, Failure.LOCAL_RESOURCES_EXHAUSTED})


def _failed(step: Step) -> str:
    """The failure of a step, with the raw error where its name says too little."""
    if step.error is None:
        return ""
    failure = words.failure(step.error.kind)
    if step.error.kind not in _VAGUE or not step.error.text:
        return failure
    return _("{failure} ({error})").format(failure=failure, error=step.error.text)


def _resolve(step: ResolveStep) -> str:
    detail = step.detail
    whom = _(_ASKED[detail.asked_by]).format(server=detail.server)
    problem = _failed(step) if step.failure else ""
    answer = lists.clauses(filter(None, (", ".join(detail.addresses), problem))) or _("no address")
    # translators: {question} is who was asked: "name server 192.0.2.1".
    message = _("{question}: {answer}") if detail.addresses else _("{question}, {type}: {answer}")
    return message.format(question=whom, type=detail.rrtype, answer=answer)


def _connect(step: ConnectStep) -> str:
    if step.failure is None:
        return _("connect: accepted")
    failure, icmp = _failed(step), step.detail.icmp
    if icmp:
        message = _("connect: {failure} (ICMP type {type} code {code})")
        if icmp.sender:
            message = _("connect: {failure} (ICMP type {type} code {code} by {sender})")
        return message.format(failure=failure, type=icmp.type, code=icmp.code, sender=icmp.sender)
    return _("connect: {failure}").format(failure=failure)


def _proxy_connect(step: ProxyConnectStep) -> str:
    """What the proxy was asked, what came of it, and its own words for that."""
    detail = step.detail
    # translators: a question to a proxy; the answer follows after a colon.
    asked = _("does it speak {protocol}").format(protocol=detail.scheme)
    if detail.target:
        asked = _("tunnel to {target}").format(target=detail.target)
    # translators: the proxy does what it was asked for.
    answer = _failed(step) if step.failure else _("yes")
    said = _("{question}: {answer}").format(question=asked, answer=answer)
    if detail.status is not None:
        said = lists.clauses((said, f"HTTP {detail.status} {detail.reason or ''}".rstrip()))
    if detail.reply is not None and step.failure:
        said = _("{told}, reply {code}").format(told=said, code=detail.reply)
    return _with_preview(said, _title(detail.page) if detail.page and step.failure else None)


def _with_preview(said: str, preview: str | None) -> str:
    return _("{told}, it sent {text}").format(told=said, text=quoted(preview)) if preview else said


def _title(page: str) -> str:
    """What a block page calls itself, where it does: it begins with markup that says nothing."""
    titled = re.search(r"<title[^>]*>([^<]+)", page, re.IGNORECASE)
    return titled[1].strip() if titled else page


_ROOTS: Mapping[Trust, str] = {
    Trust.PUBLIC: N_("TLS, public roots: {result}"),
    Trust.SYSTEM: N_("TLS, this system's roots: {result}"),
    Trust.UNVERIFIED: N_("TLS, not verified: {result}"),
}


def _tls(step: TlsStep) -> str:
    detail = step.detail
    # translators: a TLS handshake that succeeded.
    result = _failed(step) if step.failure else detail.version or _("done")
    said = _(_ROOTS[detail.trust]).format(result=result)
    if detail.chain:
        issuer = detail.chain[0].issuer_organization or detail.chain[0].issuer
        said = _("{told}, issued by {issuer}").format(told=said, issuer=quoted(issuer))
    return _with_preview(said, detail.preview)


def _http(step: HttpStep) -> str:
    detail = step.detail
    answer = _failed(step) if step.failure else str(detail.status)
    said = _("{question}: {answer}").format(question=f"{detail.method} {detail.url}", answer=answer)
    target = None if step.failure else detail.header("location")
    return _("{told}, to {target}").format(told=said, target=quoted(target)) if target else said


_SPOKEN: Mapping[Protocol, str] = {
    Protocol.IBKR_GATEWAY: N_("a gateway's answer"),
    Protocol.HTTP: "HTTP",
    Protocol.TLS: "TLS",
    Protocol.SSH: "SSH",
    Protocol.SMTP: "SMTP",
    Protocol.FTP: "FTP",
    Protocol.SOCKS: "SOCKS",
    Protocol.UNKNOWN: N_("something else"),
}


def _greeting(step: GreetingStep) -> str:
    spoken = step.detail.spoken
    if spoken is not None:
        answer = _(_SPOKEN[spoken])
    else:
        answer = _failed(step) if step.failure else _("no answer")
    said = _("greeting: {answer}").format(answer=answer)
    return _with_preview(said, step.detail.preview if step.failure else None)


def _echo(step: EchoStep) -> str:
    address = step.detail.address
    if address is None:
        answer = quoted(step.raw_error) if step.raw_error else _("no answer")
        return _("public address: {answer}").format(answer=answer)
    message = _("public address: {answer}, a Tor exit") if step.detail.tor else _("public address: {answer}")
    return message.format(answer=address)
