"""The host table of a command, and whether the options leave anything of it."""

from pathlib import Path

from conntest.app.errors import UserError
from conntest.hosts import TableError, load_table
from conntest.model.host import OPERATOR_GROUPS, Group, HostTable
from conntest.model.plan import ProbePlan


def load(file: str | None) -> HostTable:
    """The table in `file`, or the built-in one. Raises UserError with every mistake of the file."""
    try:
        return load_table(Path(file) if file is not None else None)
    except TableError as error:
        raise UserError(str(error)) from error


def check_left(plan: ProbePlan, table: HostTable) -> None:
    """Raises UserError where the options leave none of the operator's hosts."""
    if not any(endpoint.group in (*OPERATOR_GROUPS, Group.PUSH) for endpoint in plan.endpoints):
        raise UserError(
            f"nothing is left to test: no host of {table.operator} in the table remains after --group, --include and"
            " --exclude (`conntest hosts` lists them)"
        )
