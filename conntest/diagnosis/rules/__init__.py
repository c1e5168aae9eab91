"""The rules, most fundamental first: where two findings have the same severity, the earlier rule's leads the report.

A rule is a pure generator from a case to drafts. Its docstring states what the evidence allows one to say.
A new rule is a function in the file of its layer and a line here.
"""

from collections.abc import Callable, Iterator

from conntest.diagnosis.rules import (
    anonymity,
    certificates,
    clock,
    computer,
    destinations,
    dns,
    egress,
    middlebox,
    network,
    passage,
    ports,
    proxies,
    proxy_settings,
    push,
    quality,
    reach,
    talking,
    tampering,
)
from conntest.evidence.evidence import Evidence
from conntest.model.finding import Draft

Rule = Callable[[Evidence], Iterator[Draft]]

RULES: tuple[Rule, ...] = (
    network.no_network,
    network.no_internet,
    middlebox.captive_portal,
    dns.dns_unavailable,
    dns.dns_names_missing,
    tampering.dns_tampered,
    clock.clock_skew,
    middlebox.transparent_acceptor,
    certificates.tls_intercepted,
    anonymity.anonymiser_exit,
    ports.tws_ports_blocked,
    passage.http_proxy_cannot_carry_tws,
    passage.proxy_refuses_tws,
    ports.tws_port_partly_blocked,
    talking.tws_payload_blocked,
    talking.unexpected_protocol,
    reach.region_unreachable,
    reach.portal_blocked,
    passage.portal_blocked_by_proxy,
    proxies.proxy_unreachable,
    proxies.proxy_protocol_mismatch,
    proxies.proxy_auth_required,
    proxy_settings.pac_unreachable,
    proxy_settings.pac_invalid,
    computer.install_folder_not_writable,
    egress.egress_ip_rotation,
    certificates.tls_certificate_invalid,
    passage.socks_required,
    reach.primary_unreachable,
    proxy_settings.java_proxy_override,
    proxy_settings.proxy_settings_conflict,
    quality.connection_unstable,
    quality.ipv6_broken,
    egress.egress_ip_changed,
    computer.disk_space_low,
    push.push_notifications_blocked,
    dns.dns_slow,
    destinations.destination_ip_rotation,
    egress.egress_family_split,
    egress.egress_unknown,
    anonymity.vpn_active,
    computer.tws_running,
)
