"""Numbers of things, as a sentence counts them."""

from conntest.language import ngettext
from conntest.render.words import figure


def hosts(number: int) -> str:
    """`2 hosts`."""
    return ngettext("{number} host", "{number} hosts", number).format(number=figure(number))


def endpoints(number: int) -> str:
    """`2 endpoints`."""
    return ngettext("{number} endpoint", "{number} endpoints", number).format(number=figure(number))


def probes(number: int) -> str:
    """`2 probes`."""
    return ngettext("{number} probe", "{number} probes", number).format(number=figure(number))


def samples(number: int) -> str:
    """`2 samples`."""
    return ngettext("{number} sample", "{number} samples", number).format(number=figure(number))


def operators(number: int) -> str:
    """`2 operators`."""
    return ngettext("{number} operator", "{number} operators", number).format(number=figure(number))


def connections(number: int) -> str:
    """`2 connections`."""
    return ngettext("{number} connection", "{number} connections", number).format(number=figure(number))
