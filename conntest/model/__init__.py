"""The vocabulary of conntest: frozen values, no I/O, nothing but the standard library."""
