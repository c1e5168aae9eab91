"""What each operation of an attempt is called and how a page draws it: one case per operation, which the type checker
holds complete."""

from dataclasses import dataclass
from typing import assert_never

from conntest.language import N_
from conntest.language import gettext as _
from conntest.model.failure import Operation


@dataclass(frozen=True, slots=True, kw_only=True)
class OperationText:
    """`label` is English, for translators, and short: it stands beside the bars of a waterfall, in a column some ten
    letters wide. `bar` is the class in the page's style sheet that colours its bar: a letter, since a page has a
    thousand bars."""

    label: str
    bar: str


def label(operation: Operation) -> str:
    """`greeting`, in the language in use."""
    return _(operation_text(operation).label)


def operation_text(operation: Operation) -> OperationText:
    """How `operation` is named and drawn."""
    match operation:
        case Operation.RESOLVE:
            # translators: beside a bar that shows how long looking up a name took; as short as can be.
            return OperationText(label=N_("resolve"), bar="r")
        case Operation.CONNECT:
            # translators: beside a bar that shows how long opening a TCP connection took; as short as can be.
            return OperationText(label=N_("connect"), bar="c")
        case Operation.PROXY_CONNECT:
            # translators: beside a bar that shows how long a proxy took to open the way; as short as can be.
            return OperationText(label=N_("proxy"), bar="p")
        case Operation.TLS_HANDSHAKE:
            return OperationText(label="TLS", bar="t")
        case Operation.HTTP_ROUND_TRIP:
            return OperationText(label="HTTP", bar="h")
        case Operation.GATEWAY_GREETING:
            # translators: beside a bar that shows how long the first words with a gateway took; as short as can be.
            return OperationText(label=N_("greeting"), bar="g")
        case Operation.ECHO:
            # translators: beside a bar that shows how long telling the public address took; as short as can be.
            return OperationText(label=N_("echo"), bar="e")
    assert_never(operation)
