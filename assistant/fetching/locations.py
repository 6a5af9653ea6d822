"""Web addresses: which ones may be fetched at all, before any name is looked up."""

from __future__ import annotations

import ipaddress
import re
from dataclasses import dataclass, replace
from typing import Final
from urllib.parse import quote

from assistant.errors import FetchError
from assistant.language.word_lists import word_lists

_PORTS: Final = {"http": 80, "https": 443}
_LAST_PORT: Final = 65_535
_LONGEST: Final = 4_000
_SHOWN: Final = 100
# Blank space and backslashes are read differently by different programs, and so are good for
# nothing but showing one address and meaning another.
_DOUBTFUL: Final = re.compile(r"[\s\x00-\x20\x7f-\xa0\\<>\"\ufffd\ud800-\udfff]")
_NUMBER: Final = re.compile(r"(?:0x[0-9a-f]*|[0-9]+)\.?", re.IGNORECASE)
# What senders of links add to see where readers come from; no page depends on it.
_TRACKING: Final = re.compile("|".join(word_lists("addresses.toml").lines("tracking")), re.I)
# Characters that stand for themselves in an address; a backslash is refused, not escaped.
_KEPT: Final = "%:/?#[]@!$&'()*+,;=\\~-._"


@dataclass(frozen=True, slots=True)
class Location:
    """A web address that may be asked for: its parts, as they go over the line.

    ``host`` is a name in ASCII (no brackets around an IPv6 address), ``target`` the path and
    query. There is never a user, a password or a fragment.
    """

    scheme: str
    host: str
    port: int
    target: str

    @property
    def site(self) -> str:
        """Scheme, host and port: what robots.txt and the rate of requests are about."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        port = "" if self.port == _PORTS[self.scheme] else f":{self.port}"
        return f"{self.scheme}://{host}{port}"

    @property
    def address(self) -> str:
        """The whole address."""
        return f"{self.site}{self.target}"

    @property
    def path(self) -> str:
        """The path, without the query."""
        return self.target.partition("?")[0]


def locate(address: str, *, base: Location | None = None) -> Location:
    """Returns the location that an address names, by itself or on the page ``base``.

    Raises:
        FetchError: it is no http or https address, or is written in a way that serves to
            hide what it names.
    """
    import httpx

    text = address.strip(" \t\r\n\f")
    shown = text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"
    if len(text) > _LONGEST or _DOUBTFUL.search(text):
        raise _refused(shown, "is not a usable web address")
    try:
        url = httpx.URL(text) if base is None else httpx.URL(base.address).join(text)
        host = url.raw_host.decode("ascii").lower()
        target = url.raw_path.decode("ascii") or "/"
    except (httpx.InvalidURL, ValueError) as error:
        raise _refused(shown, f"is not a usable web address ({error})") from error
    if url.scheme not in _PORTS or not host:
        raise _refused(shown, "is no web address: only http and https are fetched")
    if url.userinfo:
        raise _refused(shown, "names a user or password, which are not sent")
    if _is_disguised(host):
        raise _refused(shown, "gives the address of a machine in a misleading form")
    port = _PORTS[url.scheme] if url.port is None else url.port
    if not 0 < port <= _LAST_PORT:
        raise _refused(shown, f"names a port that there is not ({port})")
    return Location(url.scheme, host.rstrip("."), port, target)


def followed(link: str, *, base: Location) -> Location:
    """Returns the location that a link on the page ``base`` leads to, its characters escaped.

    Raises:
        FetchError: it is none that may be fetched.
    """
    return locate(quote(link.strip(), safe=_KEPT), base=base)


def linked(link: str, *, base: Location) -> Location | None:
    """Returns the same without tracking; None where it is empty, or must not be fetched."""
    try:
        return without_tracking(followed(link, base=base)) if link.strip() else None
    except FetchError:
        return None  # whoever needs the page says that there is none


def without_tracking(location: Location) -> Location:
    """Returns the location without the parameters that only tell where a reader comes from."""
    path, mark, query = location.target.partition("?")
    if not mark:
        return location
    kept = [
        part
        for part in query.split("&")
        if part and not _TRACKING.fullmatch(part.partition("=")[0])
    ]
    return replace(location, target=f"{path}?{'&'.join(kept)}" if kept else path)


def _is_disguised(host: str) -> bool:
    """Whether a host is an IP address in another form than the usual one.

    ``2130706433``, ``0x7f.1`` and ``0177.0.0.1`` are all 127.0.0.1 to some systems; a zone
    (``fe80::1%eth0``) is for this machine alone.
    """
    if ":" in host:
        try:
            return ipaddress.IPv6Address(host).scope_id is not None
        except ValueError:
            return True
    if "%" in host or not host.strip("."):
        return True
    if not _NUMBER.fullmatch(host.rstrip(".").rpartition(".")[2]):
        return False
    try:
        ipaddress.IPv4Address(host)
    except ValueError:
        return True
    return False


def _refused(shown: str, problem: str) -> FetchError:
    return FetchError(
        f"{shown} {problem}", hint="Give the address as the browser shows it: https://…"
    )
