"""What can go wrong on this computer itself."""

from conntest.diagnosis.catalogue.entry import DEFAULT, Entry
from conntest.findings.links import CHALLENGE_RESPONSE, NOTIFICATIONS
from conntest.model.finding import Code, Remedy, Who

VPN_ACTIVE = Entry(
    code=Code.VPN_ACTIVE,
    title="A VPN carries this computer's traffic",
    meaning=(
        "Connections leave through a VPN, so everything in this report describes the VPN's network and not the one "
        "around you. That is no fault.\n\n"
        "A tunnel interface holds the default route. Some VPNs send only a part of the traffic through it, which the "
        "route alone does not show."
    ),
    summaries={DEFAULT: "The default route leads through {interfaces}, by its name a tunnel."},
    remedies={
        DEFAULT: (
            Remedy(
                who=Who.YOU,
                steps=(
                    "If there is another finding, run conntest once with the VPN and once without it: the difference "
                    "tells on which side it lies. Where your company requires the VPN, ask IT first.",
                ),
            ),
        ),
    },
    healthy_cause="You use a VPN on purpose.",
)

TWS_RUNNING = Entry(
    code=Code.TWS_RUNNING,
    title="TWS or IB Gateway is running",
    meaning=(
        "TWS or IB Gateway was running during the test, and its live connections are listed. A connection to a gateway "
        "that stays open is the best proof that the network lets it through.\n\n"
        "The list comes from the operating system at one moment. A connection through a proxy program on this "
        "computer shows that program's address instead of the gateway's."
    ),
    summaries={
        "connected": "{program} is running and has an open connection to {gateways}, by {interface}.",
        "stuck": "{program} is running and tries to connect to {gateways}; nothing has answered it yet.",
        "through-proxy": "{program} is running, and its connections lead to the proxy {proxy}.",
        "elsewhere": (
            "{program} is running and has an open connection to {gateways}, which is none of the addresses that the "
            "gateways' names have now."
        ),
        "no-connection": "{program} is running and has no connection to a gateway.",
        "unseen": "{program} is running. The system does not permit to see its connections.",
    },
    remedies={
        DEFAULT: (
            Remedy(
                who=Who.YOU,
                steps=(
                    "If TWS does not work although the test passes, compare the addresses listed with those in the "
                    "report, and restart TWS once.",
                ),
            ),
        ),
    },
    healthy_cause="TWS is meant to run.",
)

INSTALL_FOLDER_NOT_WRITABLE = Entry(
    code=Code.INSTALL_FOLDER_NOT_WRITABLE,
    title="The TWS installer cannot write to its folder",
    meaning=(
        "TWS installs into a folder of your own, and you have no permission to write there. The installer stops with "
        "“Cannot create … file. Shall I try again?”. Another program has often changed the permissions.\n\n"
        "It was tried to put a small file there, or to make the folder where there is none; it was removed again. The "
        "result is about this user only: the administrator may be able to write where you cannot."
    ),
    summaries={DEFAULT: "A trial file could not be put into {folder}: {error}."},
    remedies={
        DEFAULT: (
            Remedy(
                who=Who.YOU,
                steps=(
                    "Windows: right-click C:\\Jts → Properties → Security → Edit, and give your user Modify.",
                    "macOS: in the Finder press Command-Shift-H, select Applications in your home folder, press "
                    "Command-I, unlock the panel, give your user Read & Write and apply it to enclosed items.",
                    'Linux: see with `ls -ld ~/Jts` who owns the folder; `sudo chown -R "$USER" ~/Jts` gives it back '
                    "to you.",
                    "Run the installer again as yourself, not as administrator.",
                ),
            ),
            Remedy(
                who=Who.IT,
                steps=(
                    "If a policy or security software locks the folder, allow this user to write to it and the TWS "
                    "installer to run.",
                ),
            ),
        ),
    },
)

DISK_SPACE_LOW = Entry(
    code=Code.DISK_SPACE_LOW,
    title="There is little disk space left for TWS",
    meaning=(
        "The disk that holds the TWS folder is nearly full. The installer or an update may stop half-way, and TWS may "
        "fail to save its settings and logs.\n\n"
        "The free space was read from the system. IBKR names no exact need, so this is a warning, and no proof that "
        "anything will stop."
    ),
    summaries={DEFAULT: "The disk of {folder} has {free} left, and TWS should have {enough}."},
    remedies={
        DEFAULT: (
            Remedy(
                who=Who.YOU,
                steps=(
                    "Empty the trash and remove downloads that you no longer need.",
                    "Windows: Settings → System → Storage → Cleanup recommendations.",
                    "macOS: System Settings → General → Storage.",
                    "Linux: see with `df -h ~` and `du -sh ~/* | sort -h` what takes the space.",
                ),
            ),
        ),
    },
)

PUSH_NOTIFICATIONS_BLOCKED = Entry(
    code=Code.PUSH_NOTIFICATIONS_BLOCKED,
    title="Login notifications may not reach a phone on this network",
    meaning=(
        "The services that deliver push messages to phones cannot be reached from this network. A phone on its Wi-Fi "
        "may then not show the login notification of IBKR Mobile. You can log in with a QR code or with "
        "challenge/response instead. Google's service for Android does not work inside mainland China.\n\n"
        "Only this network was tested, not the phone: over mobile data the message may arrive. The phone itself was "
        "not looked at."
    ),
    summaries={
        DEFAULT: (
            "Notifications may not reach {phones} on this network: no connection to {hosts} succeeded on {ports} "
            "({how}), while {witness}."
        )
    },
    remedies={
        DEFAULT: (
            Remedy(
                who=Who.YOU,
                steps=(
                    "Switch the phone's Wi-Fi off for a moment, so that it uses mobile data, and log in again.",
                    "Or choose “Log in with QR Code” on the login screen, which needs internet on the phone.",
                    "Or choose “Login with Challenge/Response”, open IB Key in IBKR Mobile, enter the challenge, and "
                    "type the response into the login screen; the phone needs no internet for that.",
                ),
                link=CHALLENGE_RESPONSE,
            ),
            Remedy(
                who=Who.IT,
                steps=(
                    "Android: allow outgoing TCP to ports 5228, 5229, 5230 and 443 of mtalk.google.com and its like.",
                    "iPhone: allow outgoing TCP to ports 5223 and 443 of *.push.apple.com (17.0.0.0/8), without TLS "
                    "inspection.",
                ),
                link=NOTIFICATIONS,
            ),
        ),
    },
)
