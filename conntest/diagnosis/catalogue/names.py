"""What can go wrong when names are turned into addresses (DNS)."""

from conntest.diagnosis.catalogue.entry import DEFAULT, Entry
from conntest.findings.links import HOSTS_AND_PORTS
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
    title="This computer cannot resolve names",
    meaning=(
        "Every program needs a name server to find IBKR's addresses, and no name asked for could be resolved here. "
        "TWS, the browser and everything else fail for that reason, even if the line itself works.\n\n"
        "Programs were given no address for any name, and each configured server that is known was asked by itself "
        "as well. A timeout means that the server is down or that a firewall drops port 53; a refusal means that it "
        "does not serve this network; a server failure, or the denial of every name, means that it cannot resolve "
        "anything itself. If servers answer when asked by themselves, the fault is on this computer."
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
            "None of this computer's name servers gives a usable answer, so no name can be resolved. Servers asked: "
            "{servers}."
        ),
        "not-asked": (
            "No name could be resolved on this computer, neutral ones included. Which name servers it uses could not "
            "be found out, so none of them was asked by itself."
        ),
        "this-computer": (
            "Programs on this computer cannot resolve any name, although name servers answer when they are asked by "
            "themselves ({servers}). The fault seems to be in this computer's own settings or software."
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
        "this-computer": (
            Remedy(
                who=Who.YOU,
                steps=(
                    "Restart this computer: the service that resolves names may hang.",
                    "Disconnect a VPN and quit security software that filters names, one after the other, and run "
                    "conntest again after each.",
                    *_NAME_SERVER_SETTING,
                ),
            ),
            Remedy(
                who=Who.IT,
                steps=(
                    "Compare how the system resolves with what its name servers say: Name Resolution Policy Table on "
                    "Windows, `scutil --dns` on macOS, the hosts line of /etc/nsswitch.conf on Linux.",
                ),
            ),
        ),
    },
    cases={"this-computer": "Where name servers answer and this computer's own lookups fail"},
)

DNS_NAMES_MISSING = Entry(
    code=Code.DNS_NAMES_MISSING,
    title="The name server gives no address for names of IBKR",
    meaning=(
        "The name server denies names of IBKR, or fails for them, so TWS or the browser has no address to connect to. "
        "Filters for advertising, families or companies often work this way.\n\n"
        "The names come from IBKR's own list and public copies of it. Where another resolver knows them, filtering is "
        "the likely cause. Where none confirms them, they are reported only if whole domains are missing, since IBKR "
        "retires single names. Whether the server resolves other names is part of the summary."
    ),
    summaries={
        "all": (
            "Names of IBKR do not exist here, although other names do. Affected: {names}. Name server: {servers}. They "
            "seem to be filtered, since a whole company's names do not vanish; no other resolver confirmed them."
        ),
        "some": (
            "Names of IBKR do not exist here, while others of IBKR do. Affected: {names}. Name server: {servers}. They "
            "seem to be filtered, since whole domains are missing; no other resolver confirmed them."
        ),
        "all-independent": (
            "Names of IBKR do not exist here, although other names do. Affected: {names}. Name server: {servers}. "
            "Another resolver knows them ({independent}), so they seem to be filtered here."
        ),
        "some-independent": (
            "Names of IBKR do not exist here, while others of IBKR do. Affected: {names}. Name server: {servers}. "
            "Another resolver knows them ({independent}), so they seem to be filtered here."
        ),
        "alone": (
            "Names of IBKR do not exist here. Affected: {names}. Name server: {servers}. No other names were asked "
            "for, so these may be filtered, or the server may deny every name."
        ),
        "unanswered": (
            "The name server gives no answer for names of IBKR, while it answers for others. Affected: {names}. Name "
            "server: {servers}. Another resolver knows them ({independent}), so the trouble seems to be with this "
            "network's name server."
        ),
        "this-computer": (
            "Programs on this computer get no address for names of IBKR, although name servers give one when they are "
            "asked by themselves ({independent}). Affected: {names}. Something on this computer seems to filter names."
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
        "this-computer": (
            Remedy(
                who=Who.YOU,
                steps=(
                    "If an ad blocker, parental control or security software on this computer filters names, allow "
                    "ibllc.com, ibllc.com.cn, interactivebrokers.com and ibkr.com in it.",
                    "If a VPN is on, compare once with it and once without it.",
                ),
            ),
            Remedy(
                who=Who.IT, steps=("Look for a policy of endpoint protection that filters names, and allow these.",)
            ),
        ),
    },
    cases={"this-computer": "Where name servers know the names and this computer's own lookups fail"},
)

DNS_TAMPERED = Entry(
    code=Code.DNS_TAMPERED,
    title="IBKR's names lead to wrong addresses",
    titles={"hosts-file": "The hosts file leads IBKR's names to wrong addresses"},
    meaning=(
        "The address given for a name of IBKR is not IBKR's, so TWS or the browser connects to somewhere else. A "
        "filter that sends blocked names to a dead end does this, and so does an attacker. Do not enter your password "
        "on a page reached this way.\n\n"
        "An address that cannot belong to a public server, one address for servers in different places, or IBKR's "
        "server found at another address while a stranger or nobody answers at this one is the evidence; a different "
        "public address alone would not be, since large sites have several. Whether it was done on purpose, and by "
        "whom, cannot be seen from here. An entry in the hosts file is a setting of this computer."
    ),
    summaries={
        "bogon": (
            "The address given for {name} is {address} ({kind}), which cannot be one of IBKR's servers. Affected: "
            "{names}. The answer came from: {servers}."
        ),
        "other-server": (
            "The address given for {name} is {address}, and another server than IBKR's answers there. IBKR's server "
            "answers at {truth}, the address according to {independent}. Affected: {names}. The wrong answer came "
            "from: {servers}."
        ),
        "dead-end": (
            "The address given for {name} is {address}, and no server of IBKR answers there. IBKR's server answers at "
            "{truth}, the address according to {independent}. Affected: {names}. The other answer came from: {servers}."
        ),
        "one-address": (
            "Names of IBKR that belong to servers in different places all lead to {address}, where {owner}. Affected: "
            "{names}. The answer came from: {servers}."
        ),
        "hosts-file": (
            "This computer's hosts file sets the address of {name} by hand: {address}. No server of IBKR answers "
            "there. Affected: {names}. Programs use such an entry and do not ask the name server."
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
        "dead-end": (
            Remedy(who=Who.YOU, steps=(_RESTART_AND_VPN, *_NAME_SERVER_SETTING, _UNBLOCK_NAMES)),
            Remedy(
                who=Who.IT,
                steps=(
                    "Compare what your name server gives for these names with what an independent one gives. If "
                    "nobody set it on purpose, empty the server's cache: an address that IBKR has given up may be "
                    "left in it.",
                    _ADMIN_UNBLOCK,
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
                    "`sudo dscacheutil -flushcache; sudo killall -HUP mDNSResponder`",
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
    cases={
        "dead-end": "Where nobody answers at the address given",
        "hosts-file": "Where the entry is in this computer's hosts file",
    },
    healthy_cause=(
        "A company may lead IBKR's names to a forwarding gateway of its own on purpose, and some proxy programs give "
        "every name a made-up address from 198.18.0.0/15."
    ),
)
