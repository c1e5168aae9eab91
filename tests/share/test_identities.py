"""Persons: their logins, homes, names and hardware."""

from conntest.share import LocalIdentity, credentials
from conntest.share.pseudonyms import Pseudonyms, Removed
from tests.every import every
from tests.share.knowledge import identities


def ours(text: str) -> str:
    """What remains of a text of ours, with values in it."""
    return identities().in_text(credentials.without_logins(text), untrusted=False)


def untrusted(text: str) -> str:
    """What remains of words of others."""
    return identities().in_text(credentials.without_secrets(text, lambda _: None), untrusted=True)


EVERYWHERE = [
    ("/home/jdoe/Jts/jts.ini", "~/Jts/jts.ini"),
    ("/Users/jane.doe/Library", "~/Library"),
    ("/var/home/jdoe", "~"),
    (r"C:\Users\John Doe\Jts", r"~\Jts"),
    (r"C:\\Users\\jdoe\\Jts", r"~\\Jts"),
    ("c:/users/jdoe/proxy.pac", "~/proxy.pac"),
    (r"D:\Documents and Settings\jdoe\x", r"~\x"),
    ("file:///C:/Users/John%20Doe/proxy.pac", "file:///~/proxy.pac"),
    ("file%3A%2F%2F%2Fhome%2Fjdoe%2Fproxy.pac", "file%3A%2F%2F~%2Fproxy.pac"),
    (r"\\files\users\jdoe\proxy.pac", r"\\files\~\proxy.pac"),
    ("~jdoe/Jts, ~/Jts", "~/Jts, ~/Jts"),
    ("/root/Jts", "~/Jts"),
    ("http://jdoe:s3cret@proxy:3128", "http://proxy:3128"),
    ("http://jdoe@proxy:3128", "http://proxy:3128"),
    ("jdoe:s3cret@proxy:3128", "proxy:3128"),
    ("00:1a:2b:3c:4d:5e 00-1A-2B-3C-4D-5E 001a.2b3c.4d5e enx001a2b3c4d5e", "MAC-1 MAC-1 MAC-1 enxMAC-1"),
    ("00%3A1a%3A2b%3A3c%3A4d%3A5e", "MAC-1"),
    (r"C:\Users\Jürgen Müller\Jts, 'C:\Users\Jürgen Müller', C:\Users\JURGEN~1\x", r"~\Jts, '~', ~\x"),
    (r"in C:\Users\Jane Q. Trader", "in ~"),
    (r"'C:\Users\jane trader'", "'~'"),
    (r"C:\Benutzer\jdoe\x C:\Dokumente und Einstellungen\jdoe\x", r"~\x ~\x"),
    ("/Users/名前/Library /home/u/x /homes/jdoe/x /mnt/c/Users/jdoe/x", "~/Library ~/x ~/x ~/x"),
    (r"/home/CORP\jdoe/x /home/CORP/jdoe/x /home/corp.local/jdoe/x /home/jdoe@corp.local/x", "~/x ~/x ~/x ~/x"),
    ("smb://files/home/jdoe/x", "smb://files/~/x"),
    ("U1234567, DU123456, S-1-5-21-3623811015-3361044348-30300820-1013", "user-1, user-2, user-3"),
]


@every(("text", "shown"), EVERYWHERE)
def test_these_go_from_every_text(text: str, shown: str) -> None:
    assert ours(text) == shown
    assert untrusted(text) == shown


STRANGE = [
    (r"User: CORP\jdoe", "User: user-1"),
    (r"denied for CORP\jdoe.", "denied for user-1"),
    ("username=jdoe; x=1", "username=user-1; x=1"),
    ("mail jdoe@bigbank.com", "mail user-1@bigbank.com"),
    ("Proxy-Authorization: Basic amRvZTpzM2NyZXQ=", "Proxy-Authorization: (removed)"),
    ("NTLM TlRMTVNTUAACAAAA", "NTLM (removed)"),
    ("password=s3cret;token: abc", "password=(removed);token: (removed)"),
    ("http://jdoe:s3/cr@t@proxy/", "http://proxy/"),
    ("http://jdoe:1234@proxy/", "http://proxy/"),
    (r"denied for corp\jdoe, bigbank.com\jdoe and CORP\jo", "denied for user-1, user-1 and user-2"),
    ("refused for user jdoe, user 'jdoe'", "refused for user user-1, user 'user-1'"),
    ('{"username": "jdoe", "password":"s3cret"}', '{"username": "user-1", "password":"(removed)"}'),
    ("<td>User:</td><td>jdoe</td> <b>Login:</b> jdoe", "<td>User:</td><td>user-1</td> <b>Login:</b> user-1"),
    ('<input name="username" value="jdoe">', '<input name="username" value="user-1">'),
    ("Benutzername: jdoe ユーザー名\uff1ajdoe", "Benutzername: user-1 ユーザー名\uff1auser-1"),
    ("-Dhttp.proxyUser=jdoe -Dhttp.proxyPassword=s3cret", "-Dhttp.proxyUser=user-1 -Dhttp.proxyPassword=(removed)"),
    ('Digest username="jdoe", realm="r"', 'Digest username="user-1", realm="r"'),
    ("/a;jsessionid=CAFE?x PHPSESSID=abc&magic=0a1b", "/a;jsessionid=(removed) PHPSESSID=(removed)&magic=(removed)"),
    ("HTTP/jdoe@CORP.LOCAL jdoe@CORP jürgen.m@x.de", "HTTP/user-1@CORP.LOCAL user-1@CORP user-2@x.de"),
    (
        "user: jdoe:(hidden), user=(hidden), password=(hidden)",
        "user: user-1:(hidden), user=(hidden), password=(hidden)",
    ),
    ("mac=001a2b3c4d5e, client_mac=001a2b-3c4d5e", "mac=MAC-1, client_mac=MAC-1"),
]


@every(("text", "shown"), STRANGE)
def test_in_strange_words_these_go_too(text: str, shown: str) -> None:
    assert untrusted(text) == shown


STAY = [
    "http://proxy:3128/speaks-http@10.0.0.1",
    "ndc1:4000/greeting/socks5://192.168.77.8:1080@208.245.107.1",
    "ndc1:4000/greeting/socks5://[::1]:1080@[::1]",
    "ndc1:4000/greeting@208.245.107.3",
    "Sun, 22 Nov 2026 02:35:12 GMT",
    "https://www.interactivebrokers.com/en/home/index.php",
    "AB:CD:EF:01:02:03:04:05:06:07",
    "~/Jts/1037/tws.vmoptions",
    "/etc/apt/apt.conf.d/90proxy",
    r"C:\Jts",
    "Basic realm",
    "Basic authentication is required",
    r"it said\nnothing, Jts\jts.ini, C:\Jts\tws.exe",
    "User-Agent: Mozilla/5.0 of a user",
    "error F12, #F123456, \\U0001234",
]


@every("text", STAY)
def test_ids_times_fingerprints_and_system_folders_stay(text: str) -> None:
    assert ours(text) == text
    if "://" not in text or text.startswith("https"):
        assert untrusted(text) == text


def test_whoever_was_met_once_is_known_from_then_on() -> None:
    pseudonyms = Pseudonyms()
    made = identities(pseudonyms)
    made.in_text("/home/jdoe/x", untrusted=False)
    assert made.in_text("session of JDOE, not jdoe2", untrusted=True) == "session of user-1, not jdoe2"
    assert pseudonyms.of(Removed.USER) == {"jdoe"}


def test_this_computer_s_user_goes_even_where_homes_are_elsewhere() -> None:
    made = identities(
        own=LocalIdentity(homes=("/srv/people/j_doe", r"E:\People\j_doe"), users=("j_doe", "root", "user"))
    )
    assert made.in_text("/srv/people/j_doe/Jts of j_doe", untrusted=False) == "~/Jts of user-1"
    assert made.in_text(r"e:\people\j_doe\Jts", untrusted=False) == r"~\Jts"
    assert made.in_text("/srv/people/j_doe2, root, user", untrusted=True) == "/srv/people/j_doe2, root, user"
