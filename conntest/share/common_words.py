"""Names that identify nobody, so that they are not looked for where they merely stand as words.

A name of a person's is none of these, however common a word it is: who is called Lane or Price is looked for.
"""

#: Accounts that systems, images and products bring along, and stand-ins for a user.
_ACCOUNTS = frozenset(
    """
    account admin administrator all alpine anonymous apache archlinux centos client conntest daemon debian default
    demo desktop docker everyone fedora ftp gateway guest home ibgateway ibkr jenkins jts laptop linux local login
    mac mail mysql name nginx nobody none office operator owner pi postgres proxy public root runner runneradmin
    sandbox server service shared support system test tester trader trading tws ubuntu user username users vagrant
    windows work workgroup workstation www-data you
    """.split()
)

#: What devices, services and zones are called after what they do.
_DEVICES = frozenset(
    """
    address any api app apple auth backup beta bin boot box browser build cache canary cdn central chain check china
    cloud code computer config conn connect connection connections console container control controls corp country
    cpu css data database date day detail device dhcp direct disk dmz dns domain download east eth0 europe example
    exit external fail false file files filter finding findings firewall free gateways github gnome google group
    head health home host hosts html http https image info install interactive interface internal internet intranet
    ipv4 ipv6 java json kernel lab lan library line live lo localhost log macbook machine machines main master media
    meta microsoft mobile monitor mtu names net network networks news node not null ok online open paper pass path
    paths phone ping pki plan point policy pool port portal ports print private process program proxies push python
    report reports reset resolver route router run scan script secure security servers services session setting
    settings share show simulated site sites socks socks4 socks5 source squid ssh ssl standard state static status
    step stun switch sync table tcp team temp text this time timeout tls tmp tor trade trial true trust tunnel udp
    unknown update url value verdict version virtual vpn wan warn web webproxy website west wifi win world wpad www
    """.split()
)

#: What pages and programs say where a name could stand: `Login: required`, `user agent`.
_PHRASES = frozenset(
    """
    a access again agent an and are area as at authentication authorization be because before blocked by can cannot
    category change contact could credentials denied disabled does enter error errors expired failed failing failure
    field for forbidden format from has have help here id if in incorrect input invalid is it its label line-height
    locked logged logout may md5 message missing must new no now of on or out page password please policies
    privileges reason refused register rejected remote request requests require required requires resolve response
    see seen sha1 sha256 sha384 sha512 sign successful that the their there these to too try type unauthorized
    unavailable undefined use used utf-8 utf8 valid via was were what when which who will with without wrong your
    z-index
    """.split()
)


def is_common_account(name: str) -> bool:
    """Whether a user of this name could be anybody. One letter is no name to look for."""
    return len(name) < 2 or name.lower() in _ACCOUNTS


def is_common_host(name: str) -> bool:
    """Whether a device or service of this name could be anyone's."""
    small = name.lower()
    return len(name) < 3 or small in _ACCOUNTS or small in _DEVICES


def is_phrase(name: str) -> bool:
    """Whether what stands where a name could is a word of a message rather."""
    return is_common_account(name) or is_common_host(name) or name.lower() in _PHRASES


def is_word(name: str) -> bool:
    """Whether `name` might be a word of some sentence: nothing but letters."""
    return name.isalpha()
