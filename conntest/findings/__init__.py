"""Every finding that conntest can report: a file each, with its facts, its rule and its words.

A new finding is a file here, its code in `conntest.model.finding.Code`, and a case in `finding_type`, which the type
checker then asks for. A finding is imported when it is asked for: `conntest explain CODE` needs one of them.
"""

from functools import cache
from typing import assert_never

from conntest.findings.base import About, Conclusion
from conntest.model.finding import Code


def finding_type(code: Code) -> type[Conclusion]:
    """The finding of `code`."""
    match code:
        case Code.NO_NETWORK:
            from conntest.findings.no_network import NoNetwork

            return NoNetwork
        case Code.NO_INTERNET:
            from conntest.findings.no_internet import NoInternet

            return NoInternet
        case Code.IPV4_BROKEN:
            from conntest.findings.ipv4_broken import Ipv4Broken

            return Ipv4Broken
        case Code.CAPTIVE_PORTAL:
            from conntest.findings.captive_portal import CaptivePortal

            return CaptivePortal
        case Code.DNS_UNAVAILABLE:
            from conntest.findings.dns_unavailable import DnsUnavailable

            return DnsUnavailable
        case Code.DNS_NAMES_MISSING:
            from conntest.findings.dns_names_missing import DnsNamesMissing

            return DnsNamesMissing
        case Code.DNS_TAMPERED:
            from conntest.findings.dns_tampered import DnsTampered

            return DnsTampered
        case Code.CLOCK_SKEW:
            from conntest.findings.clock_skew import ClockSkew

            return ClockSkew
        case Code.TRANSPARENT_ACCEPTOR:
            from conntest.findings.transparent_acceptor import TransparentAcceptor

            return TransparentAcceptor
        case Code.LARGE_PACKETS_LOST:
            from conntest.findings.large_packets_lost import LargePacketsLost

            return LargePacketsLost
        case Code.TLS_INTERCEPTED:
            from conntest.findings.tls_intercepted import TlsIntercepted

            return TlsIntercepted
        case Code.ANONYMISER_EXIT:
            from conntest.findings.anonymiser_exit import AnonymiserExit

            return AnonymiserExit
        case Code.TWS_PORTS_BLOCKED:
            from conntest.findings.tws_ports_blocked import TwsPortsBlocked

            return TwsPortsBlocked
        case Code.HTTP_PROXY_CANNOT_CARRY_TWS:
            from conntest.findings.http_proxy_cannot_carry_tws import HttpProxyCannotCarryTws

            return HttpProxyCannotCarryTws
        case Code.PROXY_REFUSES_TWS:
            from conntest.findings.proxy_refuses_tws import ProxyRefusesTws

            return ProxyRefusesTws
        case Code.TWS_PORT_PARTLY_BLOCKED:
            from conntest.findings.tws_port_partly_blocked import TwsPortPartlyBlocked

            return TwsPortPartlyBlocked
        case Code.TWS_PAYLOAD_BLOCKED:
            from conntest.findings.tws_payload_blocked import TwsPayloadBlocked

            return TwsPayloadBlocked
        case Code.UNEXPECTED_PROTOCOL:
            from conntest.findings.unexpected_protocol import UnexpectedProtocol

            return UnexpectedProtocol
        case Code.REGION_UNREACHABLE:
            from conntest.findings.region_unreachable import RegionUnreachable

            return RegionUnreachable
        case Code.PORTAL_BLOCKED:
            from conntest.findings.portal_blocked import PortalBlocked

            return PortalBlocked
        case Code.IBKR_MAINTENANCE:
            from conntest.findings.ibkr_maintenance import IbkrMaintenance

            return IbkrMaintenance
        case Code.PROXY_UNREACHABLE:
            from conntest.findings.proxy_unreachable import ProxyUnreachable

            return ProxyUnreachable
        case Code.PROXY_PROTOCOL_MISMATCH:
            from conntest.findings.proxy_protocol_mismatch import ProxyProtocolMismatch

            return ProxyProtocolMismatch
        case Code.PROXY_AUTH_REQUIRED:
            from conntest.findings.proxy_auth_required import ProxyAuthRequired

            return ProxyAuthRequired
        case Code.PROXY_PASSES_NOTHING:
            from conntest.findings.proxy_passes_nothing import ProxyPassesNothing

            return ProxyPassesNothing
        case Code.PAC_UNREACHABLE:
            from conntest.findings.pac_unreachable import PacUnreachable

            return PacUnreachable
        case Code.PAC_INVALID:
            from conntest.findings.pac_invalid import PacInvalid

            return PacInvalid
        case Code.INSTALL_FOLDER_NOT_WRITABLE:
            from conntest.findings.install_folder_not_writable import InstallFolderNotWritable

            return InstallFolderNotWritable
        case Code.EGRESS_IP_ROTATION:
            from conntest.findings.egress_ip_rotation import EgressIpRotation

            return EgressIpRotation
        case Code.TLS_CERTIFICATE_INVALID:
            from conntest.findings.tls_certificate_invalid import TlsCertificateInvalid

            return TlsCertificateInvalid
        case Code.SOCKS_REQUIRED:
            from conntest.findings.socks_required import SocksRequired

            return SocksRequired
        case Code.PRIMARY_UNREACHABLE:
            from conntest.findings.primary_unreachable import PrimaryUnreachable

            return PrimaryUnreachable
        case Code.JAVA_PROXY_OVERRIDE:
            from conntest.findings.java_proxy_override import JavaProxyOverride

            return JavaProxyOverride
        case Code.PROXY_SETTINGS_CONFLICT:
            from conntest.findings.proxy_settings_conflict import ProxySettingsConflict

            return ProxySettingsConflict
        case Code.CONNECTIONS_LIMITED:
            from conntest.findings.connections_limited import ConnectionsLimited

            return ConnectionsLimited
        case Code.CONNECTION_UNSTABLE:
            from conntest.findings.connection_unstable import ConnectionUnstable

            return ConnectionUnstable
        case Code.IPV6_BROKEN:
            from conntest.findings.ipv6_broken import Ipv6Broken

            return Ipv6Broken
        case Code.EGRESS_IP_CHANGED:
            from conntest.findings.egress_ip_changed import EgressIpChanged

            return EgressIpChanged
        case Code.DISK_SPACE_LOW:
            from conntest.findings.disk_space_low import DiskSpaceLow

            return DiskSpaceLow
        case Code.LOCAL_LIMITS:
            from conntest.findings.local_limits import LocalLimits

            return LocalLimits
        case Code.PUSH_NOTIFICATIONS_BLOCKED:
            from conntest.findings.push_notifications_blocked import PushNotificationsBlocked

            return PushNotificationsBlocked
        case Code.DNS_SLOW:
            from conntest.findings.dns_slow import DnsSlow

            return DnsSlow
        case Code.DESTINATION_IP_ROTATION:
            from conntest.findings.destination_ip_rotation import DestinationIpRotation

            return DestinationIpRotation
        case Code.EGRESS_FAMILY_SPLIT:
            from conntest.findings.egress_family_split import EgressFamilySplit

            return EgressFamilySplit
        case Code.EGRESS_UNKNOWN:
            from conntest.findings.egress_unknown import EgressUnknown

            return EgressUnknown
        case Code.VPN_ACTIVE:
            from conntest.findings.vpn_active import VpnActive

            return VpnActive
        case Code.TWS_RUNNING:
            from conntest.findings.tws_running import TwsRunning

            return TwsRunning
    assert_never(code)


@cache
def every_finding() -> tuple[type[Conclusion], ...]:
    """All of them, in the order of their codes."""
    return tuple(map(finding_type, Code))


def about(code: Code) -> About:
    """What is true of every finding of `code`."""
    return finding_type(code).about()
