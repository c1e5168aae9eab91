"""The public pages that the remedies rest on.

Only addresses that were seen to exist are here. IBKR's articles on proxies ("TWS / IB Gateway and their interaction
with Proxy servers") and on the installer's "Cannot create ... file" have no page of their own that could be confirmed,
so remedies that rest on them have no link.
"""

#: "IBKR Host and Ports Documentation": names, ports, public networks, load balancers.
HOSTS_AND_PORTS = "https://ibkr.info/article/2816"
#: "Security considerations following SLS opt out": restricting an account to given public addresses.
IP_RESTRICTION = "https://ibkr.info/article/1198"
#: "I am not receiving IBKR Mobile notifications".
NOTIFICATIONS = "https://ibkr.info/article/3234"
#: IB Key with a QR code or with challenge/response, when no notification arrives.
CHALLENGE_RESPONSE = "https://www.ibkrguides.com/brokerportal/sls/notification-not-received.htm"
#: The state of IBKR's systems, and the daily times at which each region restarts its servers.
SYSTEM_STATUS = "https://www.interactivebrokers.com/en/software/systemStatus.php"
