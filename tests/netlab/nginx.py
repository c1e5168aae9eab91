"""Configuration of the web servers: the pretend internet's, and the sign-in page in the router."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from urllib.parse import urlsplit

from conntest.model.host import CaptiveCheck, EchoKind, EchoService, Group

from .certificates import SIGN_IN_HOST, Certificates
from .change import OTHER_PROVIDER6
from .gateway_server import SILENT
from .zone import PORT_QUIZ, Site, Zone

TLS_PORTS = frozenset({443, 853})
#: Left to dnsmasq.
DNS_PORT = 53

#: Ports on which the internet's server shows a bad certificate; a scenario's rules send connections there.
EXPIRED, WRONG_NAME = 10443, 11443
#: Ports of the sign-in page in the router.
SIGN_IN_REDIRECT, SIGN_IN_PAGE, SIGN_IN_TLS = 8080, 8081, 8443

#: Ports where services that tell a visitor's address do it badly, with good certificates.
ECHO_PAGE, ECHO_PRIVATE, ECHO_LIE, ECHO_CHANGING, ECHO_STALL, ECHO_LIMIT = 12443, 13443, 14443, 15443, 16443, 17443
#: Public addresses that no visitor here has.
LIE, ANOTHER_LIE = "93.184.216.34", "93.184.216.35"
BAD_ECHOES: Mapping[int, str] = {
    ECHO_PAGE: "return 200 '<html><title>Welcome</title>You are one of many: 93.184.216.1, 93.184.216.2</html>';",
    ECHO_PRIVATE: "return 200 '10.11.12.13';",
    ECHO_LIE: f"return 200 '{LIE}';",
    ECHO_CHANGING: "return 200 '$somebody';",
    ECHO_STALL: f"proxy_pass http://127.0.0.1:{SILENT};",
    ECHO_LIMIT: "return 429 '$remote_addr';",
}

#: Whose network and country an address is in, as such services look it up. One address of the router is another
#: provider's.
_NETWORK_OF_ADDRESS = (
    f"map $remote_addr $network {{ default AS64500; {OTHER_PROVIDER6} AS64501; }} "
    f"map $remote_addr $country {{ default DE; {OTHER_PROVIDER6} NL; }}"
)
_SOMEBODY = f"split_clients $request_id $somebody {{ 50% {LIE}; * {ANOTHER_LIE}; }}"

#: What real hosts do with `GET /`, where it is not a plain page. Redirects to another path, to another host and
#: refusals are all signs of a healthy host.
HABITS: Mapping[str, str] = {
    "www.interactivebrokers.com": "return 302 https://www.interactivebrokers.com/en/home.php;",
    "www.interactivebrokers.co.uk": "return 301 /en/home.php;",
    "www.ibkr.com.cn": "return 302 https://www.interactivebrokers.com.hk/cn/home.php;",
    "api.ibkr.com": 'return 401 \'{"error":"not authenticated"}\';',
    "download2.interactivebrokers.com": "return 403 'Access Denied';",
    "s3.amazonaws.com": "return 307 https://aws.amazon.com/s3/;",
}
PORTAL_HABIT = "return 302 https://$host/sso/Login?RL=1;"


def internet(zone: Zone, files: Certificates, folder: Path) -> str:
    servers = [_NETWORK_OF_ADDRESS, _SOMEBODY]
    servers += [server for site in zone.web for server in _servers(zone, site, files)]
    servers += [_echoing_badly(port, content, files) for port, content in BAD_ECHOES.items()]
    servers += [_faulty(EXPIRED, f"{files.expired()}/$ssl_server_name.pem"), _faulty(WRONG_NAME, str(files.elsewhere))]
    return _document(folder, servers)


def sign_in(files: Certificates, folder: Path) -> str:
    """A hotel's router: every page leads to the sign-in page."""
    page = "<html><title>Welcome, please sign in</title><form action=/login><input name=room></form></html>"
    return _document(
        folder,
        [
            _server((f"{SIGN_IN_REDIRECT}",), f"return 302 http://{SIGN_IN_HOST}/?back=$host;"),
            _server((f"{SIGN_IN_PAGE}",), f"return 200 '{page}';"),
            _server((f"{SIGN_IN_TLS} ssl",), f"return 302 http://{SIGN_IN_HOST}/;", str(files.sign_in)),
        ],
    )


def _document(folder: Path, servers: list[str]) -> str:
    # One process, so that nothing outlives it when it is ended by its id.
    return "\n".join(
        [
            f"daemon off; master_process off; user root; pid {folder}/pid; error_log {folder}/error.log;",
            "events { worker_connections 2048; }",
            "http { access_log off; default_type text/html; server_names_hash_bucket_size 128;",
            *(f"{kind}_temp_path {folder}/temp;" for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")),
            *servers,
            "}",
        ]
    )


def _servers(zone: Zone, site: Site, files: Certificates) -> Iterator[str]:
    checks = [check for check in zone.table.captive_checks if urlsplit(check.url).hostname in site.names]
    plain = sorted(site.ports - TLS_PORTS - {DNS_PORT})
    secure = sorted(site.ports & TLS_PORTS)
    if plain:
        yield _server(_listen(site, plain), _plain_content(site, checks), names=site.names)
    if secure:
        name = (site.names or site.addresses)[0]
        echoes = [row for row in zone.table.echo_services if _is_at(row, site)]
        content = _secure_content(site, echoes)
        yield _server(_listen(site, secure, " ssl"), content, str(files.of(name)), names=site.names)


def _listen(site: Site, ports: list[int], flags: str = "") -> tuple[str, ...]:
    return tuple(f"{f'[{a}]' if ':' in a else a}:{port}{flags}" for a in site.addresses for port in ports)


def _plain_content(site: Site, checks: list[CaptiveCheck]) -> str:
    if PORT_QUIZ in site.names:
        return "location / { return 200 'Port $server_port test successful!\\nYour IP: $remote_addr\\n'; }"
    answers = "".join(_check_location(check) for check in checks)
    rest = "return 301 https://$host$request_uri;" if site.group and site.ports & TLS_PORTS else "return 200 'ok';"
    return f"{answers} location / {{ {rest} }}"


def _check_location(check: CaptiveCheck) -> str:
    answer = f"return {check.status} '{check.body}\\n';" if check.body is not None else f"return {check.status};"
    return f"location = {urlsplit(check.url).path} {{ {answer} }} "


def _is_at(row: EchoService, site: Site) -> bool:
    url = urlsplit(row.url)
    return url.scheme == "https" and url.hostname in site.names


def _echo_location(row: EchoService) -> str:
    return f"location = {urlsplit(row.url).path or '/'} {{ return 200 '{_echo(row)}'; }} "


def _echo(row: EchoService) -> str:
    """What such a service really answers, as far as it is known."""
    match row.kind:
        case EchoKind.TRACE:
            return "fl=1\\nh=$host\\nip=$remote_addr\\nts=1700000000\\ncolo=FRA\\nloc=$country\\nwarp=off\\n"
        case EchoKind.HTML:
            return "<html><body>Current IP Address: $remote_addr</body></html>"
        case EchoKind.JSON if "torproject" in row.url:
            return '{"IsTor":false,"IP":"$remote_addr"}'
        case EchoKind.JSON if "ipip" in row.url:
            return '{"ret":"ok","data":{"ip":"$remote_addr","location":["a","b"]}}'
        case EchoKind.JSON:
            return '{"ip":"$remote_addr","country_iso":"$country","asn":"$network","asn_org":"Example"}'
        case _:
            return "$remote_addr\\n"


def _echoing_badly(port: int, content: str, files: Certificates) -> str:
    return _server(
        (f"{port} ssl", f"[::]:{port} ssl"), f"location / {{ {content} }}", f"{files.folder}/$ssl_server_name.pem"
    )


def _secure_content(site: Site, echoes: list[EchoService]) -> str:
    if echoes:
        return "".join(map(_echo_location, echoes)) + "location / { return 200 'ok'; }"
    page = f"<html><title>{site.names[0] if site.names else 'control'}</title>Your address is $remote_addr</html>"
    default = PORTAL_HABIT if site.group is Group.CLIENT_PORTAL else f"return 200 '{page}';"
    habit = next((HABITS[name] for name in site.names if name in HABITS), default)
    return f"location = / {{ {habit} }} location / {{ return 200 '{page}'; }}"


def _faulty(port: int, certificate: str) -> str:
    return _server((f"{port} ssl", f"[::]:{port} ssl"), "return 200 'ok';", certificate)


def _server(listen: tuple[str, ...], content: str, certificate: str | None = None, names: tuple[str, ...] = ()) -> str:
    """`names` tell apart those that share an address."""
    lines = [f"listen {where};" for where in listen]
    lines += [f"server_name {' '.join(names)};"] if names else []
    if certificate:
        lines += [f"ssl_certificate {certificate};", f"ssl_certificate_key {certificate};"]
    return "server { " + " ".join([*lines, content]) + " }"
