"""Log-in at the firm's identity provider: a real provider answers on loopback, signs its word and is checked."""

from __future__ import annotations

import base64
import json
import threading
from collections.abc import Iterator
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client
from joserfc import jwt
from joserfc.jwk import RSAKey

from fuwubao.accounts.models import AuditEntry, User
from fuwubao.domain.roles import Role
from tests.accounts.conftest import Appoint

GOOD, STRANGE = RSAKey.generate_key(2048, {"kid": "k1"}), RSAKey.generate_key(2048, {"kid": "k1"})


class Provider(ThreadingHTTPServer):
    """An identity provider for one client; what it says next is set by the test."""

    claims: dict[str, str]
    nonce: str
    key: RSAKey
    asked: dict[str, list[str]]

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}"


class Answers(BaseHTTPRequestHandler):
    """Discovery, keys and tokens."""

    server: Provider

    def log_message(self, *_: object) -> None:
        """Say nothing on the terminal."""

    def _say(self, told: object) -> None:
        body = json.dumps(told).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def do_GET(self) -> None:
        url = self.server.url
        if self.path.startswith("/.well-known/"):
            self._say(
                {
                    "issuer": url,
                    "authorization_endpoint": f"{url}/authorize",
                    "token_endpoint": f"{url}/token",
                    "jwks_uri": f"{url}/keys",
                    "id_token_signing_alg_values_supported": ["RS256"],
                }
            )
        else:
            self._say({"keys": [GOOD.as_dict(private=False)]})

    def do_POST(self) -> None:
        length = int(self.headers["Content-Length"])
        self.server.asked = parse_qs(self.rfile.read(length).decode())
        moment = int(datetime.now(UTC).timestamp())
        claims = {
            "iss": self.server.url,
            "aud": "fuwubao",
            "sub": "7",
            "iat": moment,
            "exp": moment + 60,
            "nonce": self.server.nonce,
            **self.server.claims,
        }
        signed = jwt.encode({"alg": "RS256", "kid": "k1"}, claims, self.server.key)
        self._say({"access_token": "a", "token_type": "Bearer", "id_token": signed})


@pytest.fixture
def provider(monkeypatch: pytest.MonkeyPatch) -> Iterator[Provider]:
    server = Provider(("127.0.0.1", 0), Answers)
    server.key, server.claims, server.nonce = GOOD, {"preferred_username": "zhang"}, ""
    threading.Thread(target=server.serve_forever, daemon=True).start()
    monkeypatch.setenv("FUWUBAO_OIDC_ISSUER", server.url)
    monkeypatch.setenv("FUWUBAO_OIDC_CLIENT_ID", "fuwubao")
    monkeypatch.setenv("FUWUBAO_OIDC_CLIENT_SECRET", "between-us")
    monkeypatch.setenv("FUWUBAO_OIDC_NAME", "云澜统一认证")
    yield server
    server.shutdown()
    server.server_close()


def _go_and_come_back(client: Client, provider: Provider) -> tuple[int, str]:
    """Start the flow, let the provider sign, come back; returns the status and where it leads."""
    started = client.get("/login/provider/", {"next": "/reports/"})
    asked = {key: value[0] for key, value in parse_qs(urlsplit(started.headers["Location"]).query).items()}
    provider.nonce = provider.nonce or asked["nonce"]
    answer = client.get("/login/provider/back/", {"code": "c", "state": asked["state"]})
    return answer.status_code, answer.headers.get("Location", answer.content.decode())


def test_a_person_with_an_account_enters_where_she_wanted_to_go(
    client: Client, appoint: Appoint, provider: Provider
) -> None:
    user = appoint("zhang", Role.AUTHOR)
    assert "用 云澜统一认证 登录" in client.get("/login/?next=/reports/").content.decode()
    assert _go_and_come_back(client, provider) == (302, "/reports/")
    assert client.session["_auth_user_id"] == str(user.pk)
    assert AuditEntry.objects.filter(act="accounts.log_in", actor_login="zhang").count() == 1


def test_the_code_is_proven_by_pkce_and_the_secret_stays_out_of_the_address(
    client: Client, appoint: Appoint, provider: Provider
) -> None:
    appoint("zhang", Role.AUTHOR)
    started = client.get("/login/provider/")
    assert "code_challenge_method=S256" in started.headers["Location"]
    assert "between-us" not in started.headers["Location"]
    _go_and_come_back(client, provider)
    assert len(provider.asked["code_verifier"][0]) >= 43


def test_nobody_gets_an_account_by_logging_in(db: None, client: Client, provider: Provider) -> None:
    status, page = _go_and_come_back(client, provider)
    assert (status, "zhang 在本系统没有可用的账户" in page) == (403, True)
    assert not User.objects.filter(login="zhang").exists()


def test_a_closed_account_stays_closed(client: Client, appoint: Appoint, provider: Provider) -> None:
    user = appoint("zhang", Role.AUTHOR)
    User.objects.filter(pk=user.pk).update(is_active=False)
    assert _go_and_come_back(client, provider)[0] == 403
    assert "_auth_user_id" not in client.session


@pytest.mark.parametrize("fault", ["another key", "another nonce", "another client", "another issuer"])
def test_a_word_that_does_not_hold_is_refused(client: Client, appoint: Appoint, provider: Provider, fault: str) -> None:
    appoint("zhang", Role.AUTHOR)
    if fault == "another key":
        provider.key = STRANGE
    elif fault == "another nonce":
        provider.nonce = base64.b64encode(b"of another flow").decode()
    elif fault == "another client":
        provider.claims["aud"] = "somebody-else"
    else:
        provider.claims["iss"] = "http://127.0.0.9"
    status, page = _go_and_come_back(client, provider)
    assert (status, "统一身份认证没有给出有效答复" in page) == (503, True)
    assert "_auth_user_id" not in client.session


def test_an_answer_that_was_never_asked_for_is_refused(db: None, client: Client, provider: Provider) -> None:
    answer = client.get("/login/provider/back/", {"code": "c", "state": "forged"})
    assert answer.status_code == 503


def test_a_claim_that_is_missing_is_named(client: Client, provider: Provider, db: None) -> None:
    provider.claims = {"email": "z@firm.cn"}
    status, page = _go_and_come_back(client, provider)
    assert (status, "没有 preferred_username" in page) == (409, True)


def test_a_provider_that_is_away_is_told_and_the_password_still_works(
    client: Client, appoint: Appoint, monkeypatch: pytest.MonkeyPatch
) -> None:
    appoint("zhang", Role.AUTHOR)
    monkeypatch.setenv("FUWUBAO_OIDC_ISSUER", "http://127.0.0.1:9")
    answer = client.get("/login/provider/")
    assert (answer.status_code, "统一身份认证没有给出有效答复" in answer.content.decode()) == (503, True)
    assert client.get("/login/").status_code == 200


def test_without_a_provider_there_is_no_button_and_no_way(db: None, client: Client) -> None:
    assert "sign-on" not in client.get("/login/").content.decode()
    assert client.get("/login/provider/").status_code == 404
