"""Why a command ends without what was asked for."""


class UserError(Exception):
    """What the user can mend. Its text is a sentence that says what is wrong and what to do. Exit code 2."""
