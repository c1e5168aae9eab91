"""Proxy setup scripts (PAC): run in isolation, their answers read. No network: names are resolved by the caller."""
