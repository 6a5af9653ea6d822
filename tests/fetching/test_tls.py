"""Who a server is has to be proved for the name that was asked for, wherever it lies."""

from __future__ import annotations

import ssl
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from assistant.errors import FetchError
from assistant.fetching import Fetcher, FetchLimits
from tests.fetching.waiting import Waits
from tests.news_server import Gives, NewsServer


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A certificate of its own making for ``news.example``, with its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "news.example")])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("news.example")]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    file = tmp_path_factory.mktemp("tls") / "server.pem"
    file.write_bytes(
        made.public_bytes(serialization.Encoding.PEM)
        + key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    return file


@pytest.fixture
def secured(certificate: Path) -> Iterator[NewsServer]:
    """A server that proves to be ``news.example``."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    server = NewsServer()
    server.socket = context.wrap_socket(server.socket, server_side=True)
    with server:
        server.pages["/a"] = Gives(b"in secret")
        yield server


def fetcher(trusting: Path | None) -> Fetcher:
    waits = Waits()
    return Fetcher(
        limits=FetchLimits(allow_private_network=True, tries=1),
        resolver=lambda _host: ["127.0.0.1"],
        clock=waits.clock,
        sleep=waits.sleep,
        tls=ssl.create_default_context(cafile=trusting) if trusting else None,
    )


def test_the_name_is_proved_though_the_connection_goes_to_an_address(
    secured: NewsServer, certificate: Path
) -> None:
    address = f"https://news.example:{secured.port}/a"
    assert fetcher(certificate).fetch(address).data == b"in secret"


@pytest.mark.parametrize("host", ["other.example", "127.0.0.1"])
def test_another_name_is_not(secured: NewsServer, certificate: Path, host: str) -> None:
    with pytest.raises(FetchError, match="not secure") as caught:
        fetcher(certificate).fetch(f"https://{host}:{secured.port}/a")
    assert not caught.value.passing
    assert secured.requests == []


def test_a_stranger_proves_nothing(secured: NewsServer) -> None:
    with pytest.raises(FetchError, match="not secure"):
        fetcher(None).fetch(f"https://news.example:{secured.port}/a")
    assert secured.requests == []
