"""Why a command ends without what was asked for."""


class UserError(Exception):
    """What the user can mend. Its text is a sentence that says what is wrong and what to do. Exit code 2."""


class Withheld(Exception):
    """A document held what must not be shared, by a mistake of ours, and was not written. Its text is a sentence that
    asks to report it. Exit code 1."""
