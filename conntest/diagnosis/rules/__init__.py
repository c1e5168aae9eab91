"""The rules, most fundamental first: where two findings have the same severity, the earlier rule's leads the report.

A rule is a pure generator from a case to drafts. Its docstring states what the evidence allows one to say.
A new rule is a function in the file of its layer and a line here.
"""

from collections.abc import Callable, Iterator

from conntest.diagnosis.legacy import legacy
from conntest.diagnosis.rules import (
    egress,
    passage,
    proxies,
    proxy_settings,
)
from conntest.evidence.evidence import Evidence
from conntest.findings.anonymiser_exit import AnonymiserExit
from conntest.findings.captive_portal import CaptivePortal
from conntest.findings.clock_skew import ClockSkew
from conntest.findings.connection_unstable import ConnectionUnstable
from conntest.findings.destination_ip_rotation import DestinationIpRotation
from conntest.findings.disk_space_low import DiskSpaceLow
from conntest.findings.dns_names_missing import DnsNamesMissing
from conntest.findings.dns_slow import DnsSlow
from conntest.findings.dns_tampered import DnsTampered
from conntest.findings.dns_unavailable import DnsUnavailable
from conntest.findings.install_folder_not_writable import InstallFolderNotWritable
from conntest.findings.ipv6_broken import Ipv6Broken
from conntest.findings.no_internet import NoInternet
from conntest.findings.no_network import NoNetwork
from conntest.findings.portal_blocked import PortalBlocked
from conntest.findings.primary_unreachable import PrimaryUnreachable
from conntest.findings.push_notifications_blocked import PushNotificationsBlocked
from conntest.findings.region_unreachable import RegionUnreachable
from conntest.findings.tls_certificate_invalid import TlsCertificateInvalid
from conntest.findings.tls_intercepted import TlsIntercepted
from conntest.findings.transparent_acceptor import TransparentAcceptor
from conntest.findings.tws_payload_blocked import TwsPayloadBlocked
from conntest.findings.tws_port_partly_blocked import TwsPortPartlyBlocked
from conntest.findings.tws_ports_blocked import TwsPortsBlocked
from conntest.findings.tws_running import TwsRunning
from conntest.findings.unexpected_protocol import UnexpectedProtocol
from conntest.findings.vpn_active import VpnActive
from conntest.model.finding import Finding

Rule = Callable[[Evidence], Iterator[Finding]]

RULES: tuple[Rule, ...] = (
    NoNetwork.conclude,
    NoInternet.conclude,
    CaptivePortal.conclude,
    DnsUnavailable.conclude,
    DnsNamesMissing.conclude,
    DnsTampered.conclude,
    ClockSkew.conclude,
    TransparentAcceptor.conclude,
    TlsIntercepted.conclude,
    AnonymiserExit.conclude,
    TwsPortsBlocked.conclude,
    legacy(passage.http_proxy_cannot_carry_tws),
    legacy(passage.proxy_refuses_tws),
    TwsPortPartlyBlocked.conclude,
    TwsPayloadBlocked.conclude,
    UnexpectedProtocol.conclude,
    RegionUnreachable.conclude,
    PortalBlocked.conclude,
    legacy(proxies.proxy_unreachable),
    legacy(proxies.proxy_protocol_mismatch),
    legacy(proxies.proxy_auth_required),
    legacy(proxy_settings.pac_unreachable),
    legacy(proxy_settings.pac_invalid),
    InstallFolderNotWritable.conclude,
    legacy(egress.egress_ip_rotation),
    TlsCertificateInvalid.conclude,
    legacy(passage.socks_required),
    PrimaryUnreachable.conclude,
    legacy(proxy_settings.java_proxy_override),
    legacy(proxy_settings.proxy_settings_conflict),
    ConnectionUnstable.conclude,
    Ipv6Broken.conclude,
    legacy(egress.egress_ip_changed),
    DiskSpaceLow.conclude,
    PushNotificationsBlocked.conclude,
    DnsSlow.conclude,
    DestinationIpRotation.conclude,
    legacy(egress.egress_family_split),
    legacy(egress.egress_unknown),
    VpnActive.conclude,
    TwsRunning.conclude,
)
