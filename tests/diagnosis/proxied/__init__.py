"""Networks with a proxy, each with what is to be said of it."""

from tests.diagnosis.proxied import carried, itself
from tests.diagnosis.proxied.told import Told

TOLD: tuple[Told, ...] = (*itself.TOLD, *carried.TOLD)
