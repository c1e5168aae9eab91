"""A policy for pods in a Kubernetes cluster with Cilium, whose policies can hold names (`toFQDNs`)."""

import json
from collections.abc import Iterable, Iterator

from conntest.allowlist.plain import commented, header, title
from conntest.model.allow import AllowList, AllowRow, literal

#: What one entry of `toPorts` holds (Cilium's CRD: maxItems 40).
_MOST_PORTS = 40

_ADVICE = (
    "For clusters with Cilium. Kubernetes' own NetworkPolicy cannot hold names, only addresses, and these change. "
    "Change the labels to those of your pods, and those of the DNS service where yours differ.",
    "Once it applies, everything else that these pods send is denied, unless another policy allows it. Cilium learns "
    "the addresses from the pods' own DNS queries, which is why those are allowed, and looked at, here.",
    "Old versions of Cilium refuse names with an underscore. Delete those lines there: they are older spellings.",
)

#: Pods may ask for any name: a search domain makes several of each. What they may connect to is below.
_HEAD = """\
apiVersion: cilium.io/v2
kind: CiliumNetworkPolicy
metadata:
  name: tws-allow
spec:
  endpointSelector:
    matchLabels:
      app: ib-gateway
  egress:
    - toEndpoints:
        - matchLabels:
            k8s:io.kubernetes.pod.namespace: kube-system
            k8s-app: kube-dns
      toPorts:
        - ports:
            - port: "53"
              protocol: UDP
            - port: "53"
              protocol: TCP
          rules:
            dns:
              - matchPattern: "*\""""


def to_kubernetes(allow: AllowList) -> str:
    """`allow` as a CiliumNetworkPolicy in YAML."""
    return "\n".join(_lines(allow)) + "\n"


def _lines(allow: AllowList) -> Iterator[str]:
    yield from commented(header(allow, *_ADVICE), "#")
    yield _HEAD
    groups: dict[tuple[int, ...], list[AllowRow]] = {}
    for row in allow.rows:
        groups.setdefault(row.ports, []).append(row)
    for ports, rows in groups.items():
        named = [row for row in rows if row.names]
        yield from _rule("toFQDNs", named, ports)
        yield from _rule("toCIDR", [row for row in rows if not row.names], ports)


def _rule(key: str, rows: Iterable[AllowRow], ports: tuple[int, ...]) -> Iterator[str]:
    """One entry of `egress`: a rule has names or networks, never both."""
    peers = [line for row in rows for line in _peers(row)]
    if not peers:
        return
    yield f"    - {key}:"
    yield from peers
    yield "      toPorts:"
    for start in range(0, len(ports), _MOST_PORTS):
        yield "        - ports:"
        for port in ports[start : start + _MOST_PORTS]:
            yield f'            - port: "{port}"'
            yield "              protocol: TCP"


def _peers(row: AllowRow) -> Iterator[str]:
    yield f"        # {title(row)}"
    yield from (f"        - matchName: {json.dumps(name)}" for name in row.names)
    if address := literal(row.host):
        yield f"        - {json.dumps(f'{address}/{address.max_prefixlen}')}"
