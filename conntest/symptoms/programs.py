"""Messages that programs get from TWS's API (IBKR: "Message Codes")."""

from conntest.findings.symptoms import Symptom
from conntest.language import N_
from conntest.symptoms.entry import Command, Entry, Place

_RESET = N_(
    "Then it was most likely IBKR's daily reset (`conntest explain reset-windows`) or another login of the same user. "
    "TWS connects again by itself."
)
_HARMLESS = N_("Nothing has to be done.")
_NOT_THE_INTERNET = N_(
    "Neither IBKR nor the internet is involved: the program and TWS are both yours. Check the port number and the "
    "API's settings in TWS: Global Configuration, API, Settings."
)

ENTRIES: tuple[Entry, ...] = (
    Entry(
        symptom=Symptom.API_CONNECTIVITY_LOST,
        place=Place.API,
        numbers=(1100,),
        phrases=(
            "connectivity between ib and trader workstation has been lost",
            "has been lost",
            "keeps disconnecting",
            "connection lost",
            "lost connection",
            "切断される",
            "经常断开",
            "经常掉线",
            "接続が失われました",
            "连接已丢失",
        ),
        meaning=N_(
            "TWS has lost its connection to IBKR: trouble of the internet line, IBKR's reset, or another login."
        ),
        otherwise=_RESET,
    ),
    Entry(
        symptom=Symptom.API_CONNECTIVITY_RESTORED,
        place=Place.API,
        numbers=(1101, 1102),
        phrases=("has been restored", "接続が回復", "连接已恢复"),
        meaning=N_(
            "TWS is connected to IBKR again. After 1101 market data has to be requested anew; after 1102 it continues "
            "by itself."
        ),
        otherwise=_RESET,
    ),
    Entry(
        symptom=Symptom.API_CONNECTIVITY_BROKEN,
        place=Place.API,
        numbers=(2110,),
        phrases=("connectivity between trader workstation and server is broken", "server is broken"),
        meaning=N_("TWS has lost its connection to IBKR, and connects again by itself."),
        otherwise=_RESET,
    ),
    Entry(
        symptom=Symptom.API_DATA_FARM_BROKEN,
        place=Place.API,
        numbers=(2103, 2105, 2157),
        phrases=(
            *(
                "data farm connection is broken",
                "market data farm connection is broken",
                "HMDS data farm connection is broken",
            ),
            *("sec-def data farm connection is broken", "データファーム", "数据农场"),
        ),
        meaning=N_(
            "TWS is logged in, but not connected to one of the servers that send prices or history, which use port "
            "4000. Outside IBKR's resets this is usually an internet problem."
        ),
        otherwise=_RESET,
    ),
    Entry(
        symptom=Symptom.API_DATA_FARM_FINE,
        place=Place.API,
        numbers=(2104, 2106, 2107, 2108, 2119, 2158),
        phrases=(
            *("data farm connection is ok", "farm connection is inactive", "should be available upon demand"),
            *("data farm is connecting",),
        ),
        meaning=N_("This is no error: it says that a data server is connected, or will be when it is needed."),
        otherwise=_HARMLESS,
        command=Command.NONE,
    ),
    Entry(
        symptom=Symptom.API_NO_SUBSCRIPTION,
        place=Place.API,
        numbers=(354, 10089, 10090, 10167, 10168, 10186),
        phrases=("market data is not subscribed", "requires additional subscription", "displaying delayed market data"),
        meaning=N_("The account has no subscription for these prices, or not for use by the API."),
        otherwise=N_("Subscribe to the market data in Client Portal's settings, or request delayed data."),
        command=Command.NONE,
    ),
    Entry(
        symptom=Symptom.API_CANNOT_CONNECT,
        place=Place.API,
        numbers=(502,),
        phrases=(
            *(
                "couldn't connect to tws",
                "could not connect to tws",
                "confirm that api is enabled",
                "ConnectionRefusedError",
                "ECONNREFUSED",
                "WinError 10061",
            ),
            *(
                "connect call failed",
                "make sure api port on tws/ibg is open",
                "No connection could be made because the target",
            ),
            *("TWSに接続できません", "无法连接到TWS", "无法连接TWS", "socket", "ソケット", "套接字"),
            *("port 7496", "port 7497", "port 4002"),
        ),
        meaning=N_(
            "A program could not connect to TWS or IB Gateway itself: it does not run or is not logged in, its API is "
            "not enabled, or the port is another one. TWS listens on 7496 (paper: 7497), IB Gateway on 4001 (paper: "
            "4002)."
        ),
        otherwise=_NOT_THE_INTERNET,
        command=Command.API,
    ),
    Entry(
        symptom=Symptom.API_NOT_CONNECTED,
        place=Place.API,
        numbers=(504,),
        phrases=("not connected",),
        meaning=N_(
            "A program asked for something before it was connected to TWS, or after it had lost that connection."
        ),
        otherwise=_NOT_THE_INTERNET,
        command=Command.API,
    ),
    Entry(
        symptom=Symptom.API_TIMEOUT,
        place=Place.API,
        phrases=("api connection failed", "TimeoutError"),
        meaning=N_(
            "The port of TWS's API accepts connections and stays silent: a question waits in a window of TWS, or a "
            "container forwards the port to nothing."
        ),
        otherwise=_NOT_THE_INTERNET,
        command=Command.API,
    ),
    Entry(
        symptom=Symptom.API_CLIENT_ID,
        place=Place.API,
        numbers=(326,),
        phrases=("client id is already in use", "clientId already in use", "peer closed connection"),
        meaning=N_("Another program is connected to TWS with the same client id."),
        otherwise=N_("Give each program a client id of its own, or restart TWS where an old connection is stuck."),
        command=Command.API,
    ),
    Entry(
        symptom=Symptom.API_BAD_LENGTH,
        place=Place.API,
        numbers=(507, 509),
        phrases=("exception caught while reading socket",),
        meaning=N_(
            "The connection to TWS was closed, or something else than TWS answered: TWS does not trust the address "
            "that the program connects from, or the port is another program's."
        ),
        otherwise=_NOT_THE_INTERNET,
        command=Command.API,
    ),
    Entry(
        symptom=Symptom.API_PORT_RESET,
        place=Place.API,
        numbers=(1300,),
        phrases=("socket port has been reset",),
        meaning=N_("The port of TWS's API was changed in its settings, and all programs were disconnected."),
        otherwise=_NOT_THE_INTERNET,
        command=Command.API,
    ),
)
