"""Every finding that conntest can report: a file each, with its facts, its rule and its words.

A new finding is a file here, its code in `conntest.model.finding.Code`, and a case in `finding_type`, which the type
checker then asks for.
"""

from typing import assert_never

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


def finding_type(code: Code) -> type[Conclusion]:
    """The finding of `code`."""
    match code:
        case Code.NO_NETWORK:
            return NoNetwork
        case Code.NO_INTERNET:
            return NoInternet
        case Code.IPV4_BROKEN:
            return Ipv4Broken
        case Code.CAPTIVE_PORTAL:
            return CaptivePortal
        case Code.DNS_UNAVAILABLE:
            return DnsUnavailable
        case Code.DNS_NAMES_MISSING:
            return DnsNamesMissing
        case Code.DNS_TAMPERED:
            return DnsTampered
        case Code.CLOCK_SKEW:
            return ClockSkew
        case Code.TRANSPARENT_ACCEPTOR:
            return TransparentAcceptor
        case Code.LARGE_PACKETS_LOST:
            return LargePacketsLost
        case Code.TLS_INTERCEPTED:
            return TlsIntercepted
        case Code.ANONYMISER_EXIT:
            return AnonymiserExit
        case Code.TWS_PORTS_BLOCKED:
            return TwsPortsBlocked
        case Code.HTTP_PROXY_CANNOT_CARRY_TWS:
            return HttpProxyCannotCarryTws
        case Code.PROXY_REFUSES_TWS:
            return ProxyRefusesTws
        case Code.TWS_PORT_PARTLY_BLOCKED:
            return TwsPortPartlyBlocked
        case Code.TWS_PAYLOAD_BLOCKED:
            return TwsPayloadBlocked
        case Code.UNEXPECTED_PROTOCOL:
            return UnexpectedProtocol
        case Code.REGION_UNREACHABLE:
            return RegionUnreachable
        case Code.PORTAL_BLOCKED:
            return PortalBlocked
        case Code.IBKR_MAINTENANCE:
            return IbkrMaintenance
        case Code.PROXY_UNREACHABLE:
            return ProxyUnreachable
        case Code.PROXY_PROTOCOL_MISMATCH:
            return ProxyProtocolMismatch
        case Code.PROXY_AUTH_REQUIRED:
            return ProxyAuthRequired
        case Code.PROXY_PASSES_NOTHING:
            return ProxyPassesNothing
        case Code.PAC_UNREACHABLE:
            return PacUnreachable
        case Code.PAC_INVALID:
            return PacInvalid
        case Code.INSTALL_FOLDER_NOT_WRITABLE:
            return InstallFolderNotWritable
        case Code.EGRESS_IP_ROTATION:
            return EgressIpRotation
        case Code.TLS_CERTIFICATE_INVALID:
            return TlsCertificateInvalid
        case Code.SOCKS_REQUIRED:
            return SocksRequired
        case Code.PRIMARY_UNREACHABLE:
            return PrimaryUnreachable
        case Code.JAVA_PROXY_OVERRIDE:
            return JavaProxyOverride
        case Code.PROXY_SETTINGS_CONFLICT:
            return ProxySettingsConflict
        case Code.CONNECTIONS_LIMITED:
            return ConnectionsLimited
        case Code.CONNECTION_UNSTABLE:
            return ConnectionUnstable
        case Code.IPV6_BROKEN:
            return Ipv6Broken
        case Code.EGRESS_IP_CHANGED:
            return EgressIpChanged
        case Code.DISK_SPACE_LOW:
            return DiskSpaceLow
        case Code.LOCAL_LIMITS:
            return LocalLimits
        case Code.PUSH_NOTIFICATIONS_BLOCKED:
            return PushNotificationsBlocked
        case Code.DNS_SLOW:
            return DnsSlow
        case Code.DESTINATION_IP_ROTATION:
            return DestinationIpRotation
        case Code.EGRESS_FAMILY_SPLIT:
            return EgressFamilySplit
        case Code.EGRESS_UNKNOWN:
            return EgressUnknown
        case Code.VPN_ACTIVE:
            return VpnActive
        case Code.TWS_RUNNING:
            return TwsRunning
    assert_never(code)


#: In the order of their codes.
FINDINGS: tuple[type[Conclusion], ...] = tuple(map(finding_type, Code))


def about(code: Code) -> About:
    """What is true of every finding of `code`."""
    return finding_type(code).about()
