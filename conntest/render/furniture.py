"""The furniture of a document: headings, labels and sentences that stand around what a report holds.

All of it is here, so that it can be said in another language; what the model names is in `words`. A text with
`{}` is for `str.format`.
"""

from collections.abc import Mapping

from conntest.model.echo import Series
from conntest.model.egress import Pattern
from conntest.model.failure import Operation
from conntest.model.finding import Verdict
from conntest.model.observation import RttSource
from conntest.model.proxy import How, Scope

TITLE = "conntest: {}: {}"
REPORT = "Connection report"
SKIP = "Skip to the findings"
CONTENTS = "Contents"

WHAT_TO_DO = "What to do first"
ALL_STEPS = "All steps and the evidence"
SEE_FINDINGS = "See the findings below."
NO_ACT: Mapping[Verdict, str] = {
    Verdict.PASS: "Nothing. What TWS and Client Portal need from this network works.",
    Verdict.WARN: "Nothing that a finding below does not say.",
    Verdict.FAIL: "The verdicts below say what failed.",
    Verdict.INCONCLUSIVE: "Nothing certain can be said yet. The verdicts below say why, and what is missing.",
}

FINDINGS = "Findings"
NO_FINDINGS = "None. Nothing in this run points to trouble."
WHAT_WAS_SEEN = "What was seen"
AT = "at {} UTC"
FROM_TO = "from {} to {} UTC"
WHERE, ADDRESS, WHAT = "Where", "Address", "What happened"
MORE_LIKE_THESE = "{} more like these"
AMONG_RAW = "{} more are among the raw observations."
ON_OTHER_SYSTEMS = "On other systems"
ARTICLE = "Article"
ACCOUNTS_FOR = "Also accounts for"
CODE = "Code"

ALSO_FOUND = "Also found"
MORE = "{} more"
ENDPOINTS = "Endpoints"

VERDICTS = "Verdicts"
ABOUT, VERDICT, BECAUSE = "About", "Verdict", "Because"

HOSTS = "Hosts and paths"
HOSTS_INTRO = (
    "Every host with its ports, on every path that was tried. A time is the round trip to the host; "
    "anything else says what went wrong, or what answered."
)
HOST, PATH, ROLE = "Host", "Path", "Role"
DIRECT = "direct"
YOUR_REGION = "your region"
AS_EXPECTED = "{} of {} as expected"
NOT_TESTED = "not tested"
HOSTS_HIDDEN = "{} hosts are not shown: of so many, only those in trouble are listed here."

TIMING = "Timing"
WATERFALLS = "Waterfalls"
WATERFALLS_INTRO = (
    "What each attempt spent its time on. All bars of one endpoint share a time axis that begins when its name was "
    "looked up; waiting between attempts is left out. A bar that failed says so beside it."
)
ATTEMPT, TIME_AXIS, IN_WORDS = "Attempt", "Time axis", "In words"
ATTEMPTS_HIDDEN = "{} more attempts are among the raw observations."
COLOURS = "Colours of the bars"
FAILED = "failed"
VIA = "via {}"
FAILED_AFTER = "{} after {}"
TIMES = "{}, {} times"
OPERATION: Mapping[Operation, str] = {
    Operation.RESOLVE: "resolve",
    Operation.CONNECT: "connect",
    Operation.PROXY_CONNECT: "proxy",
    Operation.TLS_HANDSHAKE: "TLS",
    Operation.HTTP_ROUND_TRIP: "HTTP",
    Operation.GATEWAY_GREETING: "greeting",
    Operation.ECHO: "echo",
}

ROUND_TRIPS = "Round trips"
ROUND_TRIPS_INTRO = "Each dot is one measurement; all hosts of a group share a scale, the slowest come first."
MEASURED = "Round trips"
MEDIAN = "{} ({} to {})"
RTT_CLOCK: Mapping[RttSource, str] = {
    RttSource.KERNEL: "Measured by the system's own TCP, free of this program's delays.",
    RttSource.READINESS: "Measured from the call until the system reported the connection.",
}

EGRESS = "Public address"
EGRESS_INTRO = "Which address services outside saw. Each dot is one new connection, from the beginning of the run on."
EGRESS_TITLE = "IPv{}, {}"
SAMPLES = "Samples"
ALL_SAMPLES = "All {} samples"
SAMPLE_AT, ASKED, ANSWER = "Second", "Asked", "Answer"
NO_ANSWER = "no answer"
CONFIDENCE = (
    "From {flows} new connections: with {level} confidence, addresses that were not seen carry no more than {share} of "
    "all connections together."
)
DISSENTERS = "{} saw another address than all others, and is not believed."
ELSEWHERE = "Only UDP (DNS, STUN) left from {}."
PATTERN: Mapping[Pattern, str] = {
    Pattern.CONSTANT: "Every new connection came from the same address.",
    Pattern.ROUND_ROBIN: "New connections take several addresses in turn.",
    Pattern.PER_FLOW: "New connections take one of several addresses, irregularly.",
    Pattern.CGNAT_POOL: "New connections take addresses of a pool that the provider shares among customers.",
    Pattern.PER_DESTINATION: "The address depends on the destination, and is always the same for one.",
    Pattern.SPLIT_TUNNEL: "Services in mainland China see one address, all others another.",
    Pattern.PER_PORT: "Other ports than the web's leave from another address.",
    Pattern.FAILOVER: "The address changed once, and the new one stayed.",
    Pattern.HTTP_POOL: "The address changed within one connection: something relays the requests in it.",
    Pattern.UNCONFIRMED: "Several addresses were seen, by one operator only.",
    Pattern.UNKNOWN: "No service answered with an address.",
}
SERIES: Mapping[Series, str] = {
    Series.EACH_SERVICE: "a new connection",
    Series.REPEATED: "repeated",
    Series.CONFIRMING: "to confirm",
    Series.LATER: "later",
    Series.OTHER_PORT: "another port",
    Series.KEPT_ALIVE: "the same connection",
    Series.DNS: "by DNS",
    Series.STUN: "by STUN",
}

MACHINE = "This computer"
PROXY_SETTINGS = "Proxy settings"
NO_PROXY_SETTINGS = "No proxy is set anywhere on this computer."
SOURCE, SAYS, GOVERNS, STATE = "Where", "Says", "Governs", "State"
HOW: Mapping[How, str] = {
    How.MANUAL: "nothing",
    How.PAC: "a setup script",
    How.WPAD: "automatic detection",
    How.NONE: "no proxy",
}
SCOPE: Mapping[Scope, str] = {
    Scope.WEB: "web",
    Scope.RAW_TCP: "any connection",
    Scope.JAVA: "Java programs",
    Scope.TOOLS: "command-line tools",
    Scope.SERVICES: "system services",
}
SWITCHED_OFF = "switched off"
OVERRULED = "overruled by another"
DECIDES = "decides for: {}"
MALFORMED = "not understood: {}"
PATHS = "Paths that were tried"
USED_BY = "Used by"
LISTENS = "{} listens there"
SOMEBODY = "a program"
NOBODY_LISTENS = "nothing listens there"

RAW = "Raw observations"
RAW_INTRO = "Every attempt with all its steps: seconds since the beginning, what happened, how long it took."
OBSERVATION, STEPS = "Observation", "Steps"
CERTIFICATES = "Certificates"
SUBJECT, ISSUER, VALID, FINGERPRINT = "Subject", "Issuer", "Valid", "SHA-256"
OTHERS = "Others"
RAW_HIDDEN = "{} more observations are in the JSON report."

THIS_REPORT = "This report"
MADE_BY, RUN, HOST_TABLE, SCOPE_OF_RUN = "Made by", "Run", "Host table", "Scope"
RUN_TOOK = "{}, {}"
EVERYTHING = "everything in the table"
SHARING, REDACTED, FORMAT = "For sharing", "Removed", "Format"
SCHEMA = "schema {}"
NOTHING_REDACTED = "nothing"
INDEPENDENT = "conntest is an independent project, not a product of Interactive Brokers."

HOW_TO_READ = "How to read it"
READ: tuple[tuple[str, str], ...] = (
    ("✓ passed", "It works from here."),
    ("! with warnings", "It works, but not well, or not at every address."),
    ("✗ failed", "It does not work, and there is evidence for it."),
    ("? inconclusive", "Nothing certain can be said, and the verdict gives the reason."),
    ("- skipped", "It was not tried."),
    ("Verdicts", "TWS can fail while Client Portal passes: they use different ports."),
    ("A cause hides its symptoms", "Without internet, nobody needs to hear that 36 ports are closed as well."),
    ("Comparison", "Hosts that are not IBKR's are asked so that a fault has somewhere to be compared with."),
    ("Times", "Clock times are UTC, as firewall logs are searched; a code such as generic_timeout_error is for tools."),
)

#: The first part of every JUnit class name, by which a pipeline groups its cases.
JUNIT_CLASS = "conntest"
ONLY_COMPARED = "{} (asked for comparison only)"
ANOTHER_WORKS = "{} (another way works)"
OBSERVED = "observation {}, path {}"
