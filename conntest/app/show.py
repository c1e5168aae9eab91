"""`conntest show`: a saved report again, in any format, judged anew from what was seen."""

from pathlib import Path

from conntest.app import saved, streams
from conntest.app.errors import UserError
from conntest.app.output import deliver
from conntest.app.recordings import show_recording
from conntest.app.wanted import Output, check
from conntest.language import gettext as _
from conntest.model.privacy import Share
from conntest.model.report import Report
from conntest.watch.documents import is_recording
from conntest.watch.values import Recording


def show_command(file: str, output: Output) -> Report | Recording:
    """Read, judge and deliver the report that `file` holds, `-` for stdin, at the level that was asked for or that it
    was saved with, whichever is stricter; or the recording of a watch. Raises UserError."""
    check(output)
    text = saved.text_of(Path(file))
    if is_recording(text):
        return show_recording(file, text, output)
    report = saved.parsed(Path(file), text)
    level = _level(file, report)
    if output.share and output.share.rank < level.rank:
        raise UserError(
            f"{file}: was saved for {level}, and what was taken out of it is not in it: --share {output.share} needs"
            " the report of the run itself"
        )
    if level is Share.PUBLIC and not output.quiet:
        streams.say(
            _(
                "This report was made for the public. Its addresses are pseudonyms, which cannot be judged anew: its"
                " own conclusions are shown."
            )
        )
    report = saved.judged(file, report)
    deliver(report, output)
    return report


def _level(file: str, report: Report) -> Share:
    try:
        return Share(report.run.share)
    except ValueError:
        raise UserError(f"{file}: this report cannot be read: run.share: this conntest knows no such level") from None
