"""Topics of IBKR's own articles that are no finding: what they mean for a connection, and what to do."""

from conntest.findings.links import HOSTS_AND_PORTS, IP_RESTRICTION, SYSTEM_STATUS
from conntest.language import N_
from conntest.model.finding import Code
from conntest.symptoms.match import normal
from conntest.values import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Topic:
    """`paragraphs` and `steps` are English, marked with `N_`; `phrases` are what it is asked for by, in any language.
    `resets`: whether the host table's reset windows belong to it."""

    id: str
    title: str
    phrases: tuple[str, ...]
    paragraphs: tuple[str, ...]
    steps: tuple[str, ...]
    codes: tuple[Code, ...] = ()
    link: str
    resets: bool = False


TOPICS: tuple[Topic, ...] = (
    Topic(
        id="ip-restriction",
        title=N_("IP restriction: an account that accepts certain public addresses only"),
        phrases=(
            "ip restriction",
            "ip restrictions",
            "ip whitelist",
            "restricted ip",
            "IP規制",
            "IP制限",
            "IP限制",
            "IP 限制",
        ),
        paragraphs=(
            N_(
                "An account can be limited to given public (WAN) addresses for trading platforms; Client Portal is not "
                "concerned. From any other address TWS cannot log in."
            ),
            N_(
                "The address in the list has to be the public one, not that of this computer in its own network, and "
                "it has to be static. A change takes effect after IBKR's nightly restart, up to 24 hours later."
            ),
        ),
        steps=(
            N_("Run `conntest`: the report shows your public address, and whether it changes."),
            N_("Ask your provider whether this address is static."),
            N_("Compare it with the list in Client Portal: Settings, User Settings, IP Restriction."),
        ),
        codes=(Code.EGRESS_IP_ROTATION, Code.EGRESS_IP_CHANGED, Code.EGRESS_UNKNOWN),
        link=IP_RESTRICTION,
    ),
    Topic(
        id="reset-windows",
        title=N_("Reset windows: when IBKR itself takes its systems down"),
        phrases=(
            *(
                "reset window",
                "reset windows",
                "reset times",
                "nightly reset",
                "daily reset",
                "nightly restart",
                "daily restart",
                "weekend",
                "maintenance",
            ),
            *("weekend reset", "system reset", "メンテナンス", "リセット", "再起動", "维护", "重置", "重启"),
        ),
        paragraphs=(
            N_(
                "IBKR resets its systems once a day in each region; logins may be interrupted, and an account may be "
                "unavailable for a moment. From Friday evening to Saturday morning, New York time, nothing is "
                "available in any region. Allow a quarter of an hour before and after."
            ),
        ),
        steps=(
            N_("Try again after the window."),
            N_("Look at IBKR's system status page: the times change, and unplanned trouble is announced there."),
        ),
        codes=(),
        link=SYSTEM_STATUS,
        resets=True,
    ),
    Topic(
        id="proxies",
        title=N_("Proxies and TWS: what a proxy can carry, and what it cannot"),
        phrases=(
            "proxies",
            "proxy",
            "proxy server",
            "proxifier",
            "socks",
            "プロキシ",
            "プロキシ・サーバー",
            "代理",
            "代理服务器",
        ),
        paragraphs=(
            N_(
                "TWS and IB Gateway connect to ports 4000 and 4001, and what they speak there is not HTTP: a web "
                "(HTTP) proxy cannot carry it. The Host and Port fields under More Options of the login screen are for "
                "web pages inside TWS only."
            ),
            N_(
                "A SOCKS proxy can carry TWS, but TWS has no setting for one. Something else has to lead its "
                "connections there: a program such as Proxifier, bound to tws.exe or ibgateway.exe, or routing in the "
                "network."
            ),
            N_(
                "A proxy setting that other software left behind stops TWS with “No Internet Connectivity” or "
                "“Connection attempt #”. Where no proxy is used, switch all proxy settings off."
            ),
        ),
        steps=(
            N_("Run `conntest proxies`: it shows every proxy setting here, which one wins, and whether it is alive."),
            N_("Test one proxy with `conntest --socks socks5://host:port` or `conntest --proxy http://host:port`."),
        ),
        codes=(
            *(Code.PROXY_UNREACHABLE, Code.HTTP_PROXY_CANNOT_CARRY_TWS, Code.SOCKS_REQUIRED, Code.PROXY_REFUSES_TWS),
            *(
                Code.PROXY_AUTH_REQUIRED,
                Code.PROXY_PROTOCOL_MISMATCH,
                Code.PROXY_SETTINGS_CONFLICT,
                Code.JAVA_PROXY_OVERRIDE,
            ),
        ),
        link=HOSTS_AND_PORTS,
    ),
)


def topic_for(text: str) -> Topic | None:
    """The topic that `text` names, by its id or any of its phrases."""
    plain = normal(text).replace("-", " ")
    return next((one for one in TOPICS if plain in {one.id.replace("-", " "), *map(normal, one.phrases)}), None)
