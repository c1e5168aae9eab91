"""The only sockets of the house: dialing, resolving, TLS and HTTP, and the table from exceptions to failures.

Nothing here raises for the network where another room can see it: a refused connection is a value, not an exception.
"""
