"""What the user can mend."""


class UserError(Exception):
    """Its text is a sentence that says what is wrong and what to do. Exit code 2."""
