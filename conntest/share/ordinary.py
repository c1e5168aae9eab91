"""Names so ordinary that they identify nobody, and words of our own texts: as the name of a user or a host they are
taken out only where nothing else can be meant, such as behind `://`."""

ORDINARY = frozenset(
    """
    account address admin administrator all alpine android any api apple archlinux auth backup beta bin boot box
    browser build cache canary cdn central chain check china client cloud code computer config conn connect
    connection connections conntest console container control controls corp country cpu css daemon data database
    date day debian default demo desktop detail device dhcp direct disk dmz dns docker domain download east eth0
    europe example exit external fail false fedora file files filter finding findings firewall free ftp gateway
    gateways github gnome google group guest head health home host hosts html http https ibkr image info install
    interactive interface internal internet intranet ipv4 ipv6 java json kernel lab lan laptop library line linux
    live lo local localhost log login macbook machine machines mail main master media meta microsoft mobile monitor
    mtu mysql name names net network networks news nginx node none not null office ok online open operator owner
    paper pass path paths phone ping pki plan point policy pool port portal ports print private process program
    proxies proxy public push python report reports reset resolver root route router run runner sandbox scan script
    secure security server servers service services session setting settings share show simulated site sites socks
    socks4 socks5 source squid ssh ssl standard state static status step stun support switch sync system table tcp
    team temp test tester text this time timeout tls tmp tor trade trader trading trial true trust tunnel tws ubuntu
    udp unknown update url user username users value verdict version virtual vpn wan warn web webproxy website west
    wifi win windows work workgroup workstation world wpad www you
    """.split()
)


def is_ordinary(name: str) -> bool:
    """Too short, or too common a word, to be looked for in sentences."""
    return len(name) < 3 or name.lower() in ORDINARY


def is_word(name: str) -> bool:
    """Might be a word of some sentence: nothing but letters."""
    return name.isalpha()
