"""`conntest watch`: light rounds all day, and what broke, when, for how long and where, by comparison."""
