"""A small simulated IBKR network on 127.0.0.1 and high ports: what `conntest demo` runs against.

Beside the house: it imports the model and the bytes of `wire`, and only `app` imports it, late.
"""
