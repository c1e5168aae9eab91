"""conntest: why Interactive Brokers' TWS cannot connect from here, and who can fix it."""

__version__ = "0.1.0"
