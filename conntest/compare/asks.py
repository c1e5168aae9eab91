"""What to ask for, so that several findings are gone at once: sites that report different symptoms of one rule in a
firewall are one request."""

from collections.abc import Mapping

from conntest.language import N_
from conntest.model.finding import Code, Who
from conntest.values import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Ask:
    """A request, in English, marked for translators; it completes "Ask for: ". `who` can grant it."""

    what: str
    who: Who
    codes: tuple[Code, ...]


#: A finding that is in none of these stands for itself.
ASKS: tuple[Ask, ...] = (
    Ask(
        what=N_("outgoing TCP to ports 4000 and 4001 of IBKR's gateways"),
        who=Who.IT,
        codes=(
            Code.TWS_PORTS_BLOCKED,
            Code.TWS_PORT_PARTLY_BLOCKED,
            Code.HTTP_PROXY_CANNOT_CARRY_TWS,
            Code.PROXY_REFUSES_TWS,
            Code.SOCKS_REQUIRED,
        ),
    ),
    Ask(
        what=N_("no inspection of connections to IBKR: neither of TLS nor by application"),
        who=Who.IT,
        codes=(Code.TWS_PAYLOAD_BLOCKED, Code.TLS_INTERCEPTED),
    ),
    Ask(
        what=N_("name servers that answer for IBKR's names"),
        who=Who.IT,
        codes=(Code.DNS_UNAVAILABLE, Code.DNS_NAMES_MISSING, Code.DNS_TAMPERED),
    ),
    Ask(
        what=N_("one fixed public address for connections to IBKR"),
        who=Who.IT,
        codes=(Code.EGRESS_IP_ROTATION, Code.EGRESS_IP_CHANGED, Code.ANONYMISER_EXIT),
    ),
    Ask(
        what=N_("proxy settings that agree and lead to a proxy that works"),
        who=Who.IT,
        codes=(
            Code.PROXY_UNREACHABLE,
            Code.PROXY_PROTOCOL_MISMATCH,
            Code.PROXY_AUTH_REQUIRED,
            Code.PROXY_SETTINGS_CONFLICT,
            Code.PAC_UNREACHABLE,
            Code.PAC_INVALID,
            Code.JAVA_PROXY_OVERRIDE,
        ),
    ),
)

ASK_FOR: Mapping[Code, Ask] = {code: ask for ask in ASKS for code in ask.codes}
