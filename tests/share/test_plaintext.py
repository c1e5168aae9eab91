"""The trace of a bug, which its reader is asked to send in."""

from conntest.share import LocalIdentity, for_support
from tests.share.knowledge import known

OWN = LocalIdentity(homes=("/home/zaphod",), users=("zaphod",), hosts=("heart-of-gold",))

TRACE = r"""Traceback (most recent call last):
  File "/home/zaphod/.venv/lib/python3.11/site-packages/conntest/app/run.py", line 3, in look
    raise ValueError(url)
ValueError: no port in http://zaphod:s3cret@px07:x, C:\Users\Za Ph\Jts on heart-of-gold
conntest.app.run, aiohttp.client_exceptions.ClientError
"""


def test_it_names_nobody_and_still_says_where_the_bug_is() -> None:
    shown = for_support(TRACE, known(), OWN)
    for secret in ("zaphod", "s3cret", "px07", "Za Ph", "heart-of-gold"):
        assert secret not in shown
    for kept in ('File "~/.venv/lib/python3.11/site-packages/conntest/app/run.py", line 3', "ValueError: no port in"):
        assert kept in shown
    assert shown.endswith("conntest.app.run, aiohttp.client_exceptions.ClientError\n")
