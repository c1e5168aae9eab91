"""Every finding that conntest can report: a file each, with its facts, its rule and its words.

A new finding is a file here, its code in `conntest.model.finding.Code`, and a line in `FINDINGS`, which is in the order
of importance: of two findings with the same severity, the earlier one leads the report.
"""

from conntest.findings.anonymiser_exit import AnonymiserExit
from conntest.findings.base import About, Conclusion
from conntest.findings.captive_portal import CaptivePortal
from conntest.findings.clock_skew import ClockSkew
from conntest.findings.connection_unstable import ConnectionUnstable
from conntest.findings.connections_limited import ConnectionsLimited
from conntest.findings.destination_ip_rotation import DestinationIpRotation
from conntest.findings.disk_space_low import DiskSpaceLow
from conntest.findings.dns_names_missing import DnsNamesMissing
from conntest.findings.dns_slow import DnsSlow
from conntest.findings.dns_tampered import DnsTampered
from conntest.findings.dns_unavailable import DnsUnavailable
from conntest.findings.egress_family_split import EgressFamilySplit
from conntest.findings.egress_ip_changed import EgressIpChanged
from conntest.findings.egress_ip_rotation import EgressIpRotation
from conntest.findings.egress_unknown import EgressUnknown
from conntest.findings.http_proxy_cannot_carry_tws import HttpProxyCannotCarryTws
from conntest.findings.ibkr_maintenance import IbkrMaintenance
from conntest.findings.install_folder_not_writable import InstallFolderNotWritable
from conntest.findings.ipv4_broken import Ipv4Broken
from conntest.findings.ipv6_broken import Ipv6Broken
from conntest.findings.java_proxy_override import JavaProxyOverride
from conntest.findings.large_packets_lost import LargePacketsLost
from conntest.findings.local_limits import LocalLimits
from conntest.findings.no_internet import NoInternet
from conntest.findings.no_network import NoNetwork
from conntest.findings.pac_invalid import PacInvalid
from conntest.findings.pac_unreachable import PacUnreachable
from conntest.findings.portal_blocked import PortalBlocked
from conntest.findings.primary_unreachable import PrimaryUnreachable
from conntest.findings.proxy_auth_required import ProxyAuthRequired
from conntest.findings.proxy_passes_nothing import ProxyPassesNothing
from conntest.findings.proxy_protocol_mismatch import ProxyProtocolMismatch
from conntest.findings.proxy_refuses_tws import ProxyRefusesTws
from conntest.findings.proxy_settings_conflict import ProxySettingsConflict
from conntest.findings.proxy_unreachable import ProxyUnreachable
from conntest.findings.push_notifications_blocked import PushNotificationsBlocked
from conntest.findings.region_unreachable import RegionUnreachable
from conntest.findings.socks_required import SocksRequired
from conntest.findings.tls_certificate_invalid import TlsCertificateInvalid
from conntest.findings.tls_intercepted import TlsIntercepted
from conntest.findings.transparent_acceptor import TransparentAcceptor
from conntest.findings.tws_payload_blocked import TwsPayloadBlocked
from conntest.findings.tws_port_partly_blocked import TwsPortPartlyBlocked
from conntest.findings.tws_ports_blocked import TwsPortsBlocked
from conntest.findings.tws_running import TwsRunning
from conntest.findings.unexpected_protocol import UnexpectedProtocol
from conntest.findings.vpn_active import VpnActive
from conntest.model.finding import Code

FINDINGS: tuple[type[Conclusion], ...] = (
    NoNetwork,
    NoInternet,
    Ipv4Broken,
    CaptivePortal,
    DnsUnavailable,
    DnsNamesMissing,
    DnsTampered,
    ClockSkew,
    TransparentAcceptor,
    LargePacketsLost,
    TlsIntercepted,
    AnonymiserExit,
    TwsPortsBlocked,
    HttpProxyCannotCarryTws,
    ProxyRefusesTws,
    TwsPortPartlyBlocked,
    TwsPayloadBlocked,
    UnexpectedProtocol,
    RegionUnreachable,
    PortalBlocked,
    IbkrMaintenance,
    ProxyUnreachable,
    ProxyProtocolMismatch,
    ProxyAuthRequired,
    ProxyPassesNothing,
    PacUnreachable,
    PacInvalid,
    InstallFolderNotWritable,
    EgressIpRotation,
    TlsCertificateInvalid,
    SocksRequired,
    PrimaryUnreachable,
    JavaProxyOverride,
    ProxySettingsConflict,
    ConnectionsLimited,
    ConnectionUnstable,
    Ipv6Broken,
    EgressIpChanged,
    DiskSpaceLow,
    LocalLimits,
    PushNotificationsBlocked,
    DnsSlow,
    DestinationIpRotation,
    EgressFamilySplit,
    EgressUnknown,
    VpnActive,
    TwsRunning,
)

_BY_CODE = {one.about().code: one for one in FINDINGS}


def finding_type(code: Code) -> type[Conclusion]:
    """The finding of `code`."""
    return _BY_CODE[code]


def about(code: Code) -> About:
    """What is true of every finding of `code`."""
    return finding_type(code).about()
