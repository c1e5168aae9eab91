"""The furniture of a document: headings, labels and sentences that stand around what a report holds.

All of it is here, marked for translators, and read through `conntest.language.gettext`; what the model names is in
`words`. A text with `{}` is for `str.format`, and a translation that changes the order counts: `{1}`, `{0}`.
"""

from collections.abc import Mapping

from conntest.language import N_
from conntest.model.echo import Series
from conntest.model.egress import Pattern
from conntest.model.failure import Operation
from conntest.model.finding import Verdict
from conntest.model.observation import RttSource
from conntest.model.proxy import How, Scope

TITLE = N_("conntest: {}: {}")
REPORT = N_("Connection report")
SKIP = N_("Skip to the findings")
CONTENTS = N_("Contents")

WHAT_TO_DO = N_("What to do first")
ALL_STEPS = N_("All steps and the evidence")
SEE_FINDINGS = N_("See the findings below.")
NO_ACT: Mapping[Verdict, str] = {
    Verdict.PASS: N_("Nothing. What TWS and Client Portal need from this network works."),
    Verdict.WARN: N_("Nothing that a finding below does not say."),
    Verdict.FAIL: N_("The verdicts below say what failed."),
    Verdict.INCONCLUSIVE: N_("Nothing certain can be said yet. The verdicts below say why, and what is missing."),
}

FINDINGS = N_("Findings")
NO_FINDINGS = N_("None. Nothing in this run points to trouble.")
WHAT_WAS_SEEN = N_("What was seen")
AT = N_("at {} UTC")
FROM_TO = N_("from {} to {} UTC")
WHERE, ADDRESS, WHAT = N_("Where"), N_("Address"), N_("What happened")
MORE_LIKE_THESE = N_("{} more like these")
AMONG_RAW = N_("{} more are among the raw observations.")
ON_OTHER_SYSTEMS = N_("On other systems")
ARTICLE = N_("Article")
ACCOUNTS_FOR = N_("Also accounts for")
CODE = N_("Code")

ALSO_FOUND = N_("Also found")
MORE = N_("{} more")
ENDPOINTS = N_("Endpoints")

VERDICTS = N_("Verdicts")
ABOUT, VERDICT, BECAUSE = N_("About"), N_("Verdict"), N_("Because")

HOSTS = N_("Hosts and paths")
HOSTS_INTRO = N_(
    "Every host with its ports, on every path that was tried. A time is the round trip to the host; "
    "anything else says what went wrong, or what answered."
)
HOST, PATH, ROLE = N_("Host"), N_("Path"), N_("Role")
DIRECT = N_("direct")
YOUR_REGION = N_("your region")
AS_EXPECTED = N_("{} of {} as expected")
NOT_TESTED = N_("not tested")
HOSTS_HIDDEN = N_("{} hosts are not shown: of so many, only those in trouble are listed here.")

TIMING = N_("Timing")
WATERFALLS = N_("Waterfalls")
WATERFALLS_INTRO = N_(
    "What each attempt spent its time on. All bars of one endpoint share a time axis that begins when its name was "
    "looked up; waiting between attempts is left out. A bar that failed says so beside it."
)
ATTEMPT, TIME_AXIS, IN_WORDS = N_("Attempt"), N_("Time axis"), N_("In words")
ATTEMPTS_HIDDEN = N_("{} more attempts are among the raw observations.")
COLOURS = N_("Colours of the bars")
FAILED = N_("failed")
VIA = N_("via {}")
FAILED_AFTER = N_("{} after {}")
TIMES = N_("{}, {} times")
OPERATION: Mapping[Operation, str] = {
    Operation.RESOLVE: N_("resolve"),
    Operation.CONNECT: N_("connect"),
    Operation.PROXY_CONNECT: N_("proxy"),
    Operation.TLS_HANDSHAKE: N_("TLS"),
    Operation.HTTP_ROUND_TRIP: N_("HTTP"),
    Operation.GATEWAY_GREETING: N_("greeting"),
    Operation.ECHO: N_("echo"),
}

ROUND_TRIPS = N_("Round trips")
ROUND_TRIPS_INTRO = N_("Each dot is one measurement; all hosts of a group share a scale, the slowest come first.")
MEASURED = N_("Round trips")
MEDIAN = N_("{} ({} to {})")
RTT_CLOCK: Mapping[RttSource, str] = {
    RttSource.KERNEL: N_("Measured by the system's own TCP, free of this program's delays."),
    RttSource.READINESS: N_("Measured from the call until the system reported the connection."),
}

EGRESS = N_("Public address")
EGRESS_INTRO = N_(
    "Which address services outside saw. Each dot is one new connection, from the beginning of the run on."
)
EGRESS_TITLE = N_("IPv{}, {}")
SAMPLES = N_("Samples")
ALL_SAMPLES = N_("All {} samples")
SAMPLE_AT, ASKED, ANSWER = N_("Second"), N_("Asked"), N_("Answer")
NO_ANSWER = N_("no answer")
CONFIDENCE = N_(
    "From {flows} new connections: with {level} confidence, addresses that were not seen carry no more than {share} of "
    "all connections together."
)
DISSENTERS = N_("{} saw another address than all others, and is not believed.")
ELSEWHERE = N_("Only UDP (DNS, STUN) left from {}.")
PATTERN: Mapping[Pattern, str] = {
    Pattern.CONSTANT: N_("Every new connection came from the same address."),
    Pattern.ROUND_ROBIN: N_("New connections take several addresses in turn."),
    Pattern.PER_FLOW: N_("New connections take one of several addresses, irregularly."),
    Pattern.CGNAT_POOL: N_("New connections take addresses of a pool that the provider shares among customers."),
    Pattern.PER_DESTINATION: N_("The address depends on the destination, and is always the same for one."),
    Pattern.SPLIT_TUNNEL: N_("Services in mainland China see one address, all others another."),
    Pattern.PER_PORT: N_("Other ports than the web's leave from another address."),
    Pattern.FAILOVER: N_("The address changed once, and the new one stayed."),
    Pattern.HTTP_POOL: N_("The address changed within one connection: something relays the requests in it."),
    Pattern.UNCONFIRMED: N_("Several addresses were seen, by one operator only."),
    Pattern.UNKNOWN: N_("No service answered with an address."),
}
SERIES: Mapping[Series, str] = {
    Series.EACH_SERVICE: N_("a new connection"),
    Series.REPEATED: N_("repeated"),
    Series.CONFIRMING: N_("to confirm"),
    Series.LATER: N_("later"),
    Series.OTHER_PORT: N_("another port"),
    Series.KEPT_ALIVE: N_("the same connection"),
    Series.DNS: N_("by DNS"),
    Series.STUN: N_("by STUN"),
}

MACHINE = N_("This computer")
PROXY_SETTINGS = N_("Proxy settings")
NO_PROXY_SETTINGS = N_("No proxy is set anywhere on this computer.")
SOURCE, SAYS, GOVERNS, STATE = N_("Where"), N_("Says"), N_("Governs"), N_("State")
HOW: Mapping[How, str] = {
    How.MANUAL: N_("nothing"),
    How.PAC: N_("a setup script"),
    How.WPAD: N_("automatic detection"),
    How.NONE: N_("no proxy"),
}
SCOPE: Mapping[Scope, str] = {
    Scope.WEB: N_("web"),
    Scope.RAW_TCP: N_("any connection"),
    Scope.JAVA: N_("Java programs"),
    Scope.TOOLS: N_("command-line tools"),
    Scope.SERVICES: N_("system services"),
}
SWITCHED_OFF = N_("switched off")
OVERRULED = N_("overruled by another")
DECIDES = N_("decides for: {}")
MALFORMED = N_("not understood: {}")
PATHS = N_("Paths that were tried")
USED_BY = N_("Used by")
LISTENS = N_("{} listens there")
SOMEBODY = N_("a program")
NOBODY_LISTENS = N_("nothing listens there")

RAW = N_("Raw observations")
RAW_INTRO = N_("Every attempt with all its steps: seconds since the beginning, what happened, how long it took.")
OBSERVATION, STEPS = N_("Observation"), N_("Steps")
CERTIFICATES = N_("Certificates")
SUBJECT, ISSUER, VALID, FINGERPRINT = N_("Subject"), N_("Issuer"), N_("Valid"), N_("SHA-256")
OTHERS = N_("Others")
RAW_HIDDEN = N_("{} more observations are in the JSON report.")

THIS_REPORT = N_("This report")
MADE_BY, RUN, HOST_TABLE, SCOPE_OF_RUN = N_("Made by"), N_("Run"), N_("Host table"), N_("Scope")
RUN_TOOK = N_("{}, {}")
EVERYTHING = N_("everything in the table")
SHARING, REDACTED, FORMAT = N_("For sharing"), N_("Removed"), N_("Format")
SCHEMA = N_("schema {}")
NOTHING_REDACTED = N_("nothing")
INDEPENDENT = N_("conntest is an independent project, not a product of Interactive Brokers.")

HOW_TO_READ = N_("How to read it")
READ: tuple[tuple[str, str], ...] = (
    (N_("✓ passed"), N_("It works from here.")),
    (N_("! with warnings"), N_("It works, but not well, or not at every address.")),
    (N_("✗ failed"), N_("It does not work, and there is evidence for it.")),
    (N_("? inconclusive"), N_("Nothing certain can be said, and the verdict gives the reason.")),
    (N_("- skipped"), N_("It was not tried.")),
    (N_("Verdicts"), N_("TWS can fail while Client Portal passes: they use different ports.")),
    (N_("A cause hides its symptoms"), N_("Without internet, nobody needs to hear that 36 ports are closed as well.")),
    (N_("Comparison"), N_("Hosts that are not IBKR's are asked so that a fault has somewhere to be compared with.")),
    (
        N_("Times"),
        N_("Clock times are UTC, as firewall logs are searched; a code such as generic_timeout_error is for tools."),
    ),
)

#: The first part of every JUnit class name, by which a pipeline groups its cases.
JUNIT_CLASS = "conntest"
ONLY_COMPARED = "{} (asked for comparison only)"
ANOTHER_WORKS = "{} (another way works)"
OBSERVED = "observation {}, path {}"
