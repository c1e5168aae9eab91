"""The text of a setup script: how its bytes are read, and the URLs that carry one themselves. Pure."""

import base64
import binascii
import codecs
from contextlib import suppress
from email.message import Message
from urllib.parse import unquote_to_bytes

from conntest.model.pac_url import is_data
from conntest.values import dataclass

#: Chromium's kBomMappings (pac_file_fetcher_impl.cc).
_MARKS = ((codecs.BOM_UTF16_BE, "utf-16-be"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF8, "utf-8"))


def decoded(data: bytes, charset: str | None = None) -> str:
    """The script in `data`: by the charset that its server names, else by its byte order mark, else as UTF-8 if it is
    that, and as Latin-1 if not. Chromium does so but for UTF-8 without a mark, which is Firefox's rule; it matters to
    texts outside ASCII alone, which are comments. What is no character becomes U+FFFD."""
    if charset:
        # An encoding that does not exist, or is none of text, is as good as none.
        with suppress(LookupError, ValueError):
            return data.decode(charset, errors="replace").removeprefix("\ufeff")
    for mark, codec in _MARKS:
        if data.startswith(mark):
            return data[len(mark) :].decode(codec, errors="replace")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return data.decode("latin-1")


def charset_of(content_type: str | None) -> str | None:
    """The charset that a Content-Type names (RFC 9110, section 8.3.2)."""
    if not content_type:
        return None
    header = Message()
    header["Content-Type"] = content_type
    charset = header.get_param("charset")
    return charset if isinstance(charset, str) and charset else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Carried:
    """A script that a `data:` URL carries, and the charset it names."""

    data: bytes
    charset: str | None


def data_url(url: str) -> Carried:
    """The content of a `data:` URL (RFC 2397). Raises ValueError where it is none."""
    head, comma, body = url.partition(",")
    if not is_data(url) or not comma:
        raise ValueError("no data URL")
    kind = head[5:]
    data = unquote_to_bytes(body)
    if kind.lower().rstrip().endswith(";base64"):
        kind = kind[: kind.rindex(";")]
        try:
            # Browsers take it without padding, and with blanks in it.
            data = _unpadded(data.translate(None, b" \t\r\n").rstrip(b"="))
        except binascii.Error as error:
            raise ValueError("no base64") from error
    return Carried(data=data, charset=charset_of(kind))


def _unpadded(data: bytes) -> bytes:
    return base64.b64decode(data + b"=" * (-len(data) % 4), validate=True)
