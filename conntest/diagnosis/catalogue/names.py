"""What can go wrong when names are turned into addresses (DNS)."""

from conntest.diagnosis.catalogue.entry import DEFAULT, Entry
from conntest.diagnosis.catalogue.links import HOSTS_AND_PORTS
from conntest.model.finding import Code, Remedy, Who

_NAME_SERVER_SETTING = (
    "Windows: Settings → Network & internet → your connection → DNS server assignment: choose Automatic, unless "
    "somebody set it on purpose; then run `ipconfig /flushdns`",
    "macOS: System Settings → Network → your connection → Details → DNS: remove servers that nobody set on purpose.",
    "Linux: see with `resolvectl status`, or in /etc/resolv.conf, which servers are used, and remove stale ones.",
)

_RESTART_AND_VPN = (
    "Restart the router, and disconnect a VPN if one is on: both bring name servers of their own. Then run conntest "
    "again."
)

_UNBLOCK_NAMES = (
    "If an ad blocker, parental control or security software answers names here (Pi-hole, AdGuard, a family "
    "filter), allow ibllc.com, ibllc.com.cn, interactivebrokers.com and ibkr.com in it."
)

_ADMIN_UNBLOCK = (
    "Look in the DNS filter, response policy zone or security gateway for a rule or category that matches IBKR's "
    "names, and allow every name that `conntest hosts` prints."
)

DNS_UNAVAILABLE = Entry(
    code=Code.DNS_UNAVAILABLE,
    title="The name servers of this computer do not answer",
    meaning=(
        "Every program needs a name server to find IBKR's addresses, and the ones this computer uses give no usable "
        "answer. TWS, the browser and everything else fail for that reason, even if the line itself works.\n\n"
        "Each configured server was asked by itself, for neutral names too, and none gave an answer. A timeout means "
        "that the server is down or that a firewall drops port 53; a refusal means that it does not serve this "
        "network; a server failure, or the denial of every name, means that it cannot resolve anything itself."
    ),
    summaries={
        "timeout": (
            "None of this computer's name servers answers in time, so no name can be resolved. Servers asked: "
            "{servers}."
        ),
        "refused": (
            "This computer's name servers refuse its questions, so no name can be resolved. Servers asked: {servers}. "
            "Servers that belong to another network behave like that."
        ),
        "servfail": (
            "This computer's name servers answer every question with a server failure, so no name can be resolved. "
            "Servers asked: {servers}. They seem to have no way to the internet themselves."
        ),
        "denies-all": (
            "This computer's name servers deny that any name exists, neutral ones included. Servers asked: {servers}. "
            "They may serve another network's names only, or have no way to the internet themselves."
        ),
        "mixed": (
            "None of this computer's name servers gives a usable answer: some stay silent, others fail or refuse. "
            "Servers asked: {servers}."
        ),
    },
    remedies={
        DEFAULT: (
            Remedy(who=Who.YOU, steps=(_RESTART_AND_VPN, *_NAME_SERVER_SETTING)),
            Remedy(
                who=Who.IT,
                steps=(
                    "Check that the name servers in the summary run, serve this computer's network, and reach the "
                    "servers they forward to.",
                    "Check that UDP and TCP port 53 are allowed from this computer to them.",
                ),
            ),
            Remedy(
                who=Who.ISP,
                steps=("If they are the provider's servers and fail for every device on your line, report a fault.",),
            ),
        ),
    },
)

DNS_NAMES_MISSING = Entry(
    code=Code.DNS_NAMES_MISSING,
    title="The name server says that IBKR's names do not exist",
    meaning=(
        "The name server answers for other names and denies those of IBKR, so TWS or the browser has no address to "
        "connect to. Filters for advertising, families or companies often work this way.\n\n"
        "The same server resolves neutral names, so it is alive. The names come from IBKR's own list and public "
        "copies of it. Where an independent resolver knows them, filtering is the likely cause; where none confirms "
        "them, a name that IBKR has retired is possible as well, above all if only a few are missing."
    ),
    summaries={
        "all": (
            "The name server denies that any of IBKR's names exist, while it answers for others. Names: {names}. "
            "Server: {servers}. The names may be filtered here; no independent resolver confirmed that they exist."
        ),
        "some": (
            "The name server denies that some of IBKR's names exist. Names: {names}. Server: {servers}. They may be "
            "filtered here or no longer in use; no independent resolver confirmed that they exist."
        ),
        "all-independent": (
            "The name server denies that any of IBKR's names exist, while it answers for others. Names: {names}. "
            "Server: {servers}. An independent resolver knows them ({independent}), so they seem to be filtered here."
        ),
        "some-independent": (
            "The name server denies that some of IBKR's names exist. Names: {names}. Server: {servers}. An independent "
            "resolver knows them ({independent}), so they seem to be filtered here."
        ),
    },
    remedies={
        DEFAULT: (
            Remedy(who=Who.YOU, steps=(_UNBLOCK_NAMES, _RESTART_AND_VPN, *_NAME_SERVER_SETTING)),
            Remedy(
                who=Who.IT,
                steps=(
                    _ADMIN_UNBLOCK,
                    "Prove it, and later the cure, with `nslookup ndc1.ibllc.com`, once against your server and once "
                    "against an independent one.",
                ),
                link=HOSTS_AND_PORTS,
            ),
            Remedy(
                who=Who.ISP,
                steps=("If it is the provider's server and nobody ordered a filter, ask for these names to be freed.",),
            ),
        ),
    },
)

DNS_TAMPERED = Entry(
    code=Code.DNS_TAMPERED,
    title="IBKR's names lead to wrong addresses",
    meaning=(
        "The address given for a name of IBKR is not IBKR's, so TWS or the browser connects to somewhere else. A "
        "filter that sends blocked names to a dead end does this, and so does an attacker. Do not enter your password "
        "on a page reached this way.\n\n"
        "An address that cannot belong to a public server, a certificate of another owner, or an independent resolver "
        "that says otherwise is the evidence; a different public address alone would not be, since large sites have "
        "several. Whether it was done on purpose, and by whom, cannot be seen from here. An entry in the hosts file "
        "is a setting of this computer."
    ),
    summaries={
        "bogon": (
            "The address given for a name of IBKR is {address} ({kind}), which cannot be one of IBKR's servers. Names: "
            "{names}. The answer came from: {servers}."
        ),
        "other-server": (
            "The name server gives {address} for a name of IBKR, and an independent resolver ({independent}) gives "
            "{truth}. Names: {names}. Server: {servers}. The connections end at another server than IBKR's."
        ),
        "wrong-owner": (
            "Names of IBKR lead to {address}, where {owner} answers in IBKR's place. Names: {names}. The name server "
            "seems to give a wrong address for them."
        ),
        "hosts-file": (
            "This computer's hosts file sets the address of a name of IBKR by hand: {address}. Names: {names}. "
            "Programs use that entry and do not ask the name server."
        ),
    },
    remedies={
        DEFAULT: (
            Remedy(
                who=Who.YOU,
                steps=(
                    "Do not sign in to IBKR on this network until it is repaired, and heed every certificate warning.",
                    _UNBLOCK_NAMES,
                    _RESTART_AND_VPN,
                    *_NAME_SERVER_SETTING,
                    "If the server shown is your router, check the name servers set in it and update its software.",
                ),
            ),
            Remedy(
                who=Who.IT,
                steps=(
                    _ADMIN_UNBLOCK,
                    "If no such rule exists, treat it as an incident: find out who answers in the name server's place.",
                ),
                link=HOSTS_AND_PORTS,
            ),
            Remedy(who=Who.ISP, steps=("If it is the provider's server, show them this finding.",)),
        ),
        "hosts-file": (
            Remedy(
                who=Who.YOU,
                steps=(
                    "If your company set the entry on purpose, for example to lead TWS over a forwarding gateway, ask "
                    "IT whether its address is still current, and change nothing yourself.",
                    "Windows: start Notepad as administrator, open C:\\Windows\\System32\\drivers\\etc\\hosts, and "
                    "remove the lines with these names; then run `ipconfig /flushdns`",
                    "macOS: run `sudo nano /etc/hosts`, remove the lines with these names, then run "
                    "`sudo dscacheutil -flushcache`",
                    "Linux: run `sudo nano /etc/hosts` and remove the lines with these names.",
                    "If nobody knows where the entry came from, have this computer scanned for malware.",
                ),
            ),
            Remedy(
                who=Who.IT,
                steps=(
                    "If hosts files are managed centrally, compare the entry with what public DNS gives today; IBKR's "
                    "addresses change, and entries have to follow.",
                ),
                link=HOSTS_AND_PORTS,
            ),
        ),
    },
    cases={"hosts-file": "Where the entry is in this computer's hosts file"},
    healthy_cause=(
        "A company may lead IBKR's names to a forwarding gateway of its own on purpose, and some proxy programs give "
        "every name a made-up address from 198.18.0.0/15."
    ),
)
