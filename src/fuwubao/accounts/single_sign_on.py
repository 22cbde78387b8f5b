"""Log-in at the firm's identity provider by OpenID Connect (extra ``oidc``).

The provider says who somebody is; the account, its roles and their dates are made here by appointment. Nobody gets an
account by logging in. Code flow with PKCE; state, nonce and signature are checked by Authlib.
"""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse

from fuwubao.accounts import workspace
from fuwubao.accounts.errors import SignOnNotSet, SignOnUnanswered, SignOnWithoutName

CALLBACK_SESSION_KEY = "single_sign_on_next"


def name_of_provider() -> str:
    """Return the word on the log-in button, empty when the firm has set no provider."""
    if not workspace.setting("OIDC_ISSUER"):
        return ""
    return workspace.setting("OIDC_NAME", "OpenID Connect")


def _provider() -> Any:  # noqa: ANN401  Authlib's client carries no types
    if not workspace.setting("OIDC_ISSUER"):
        raise SignOnNotSet
    from authlib.integrations.django_client import OAuth  # the extra: only where the firm has set a provider

    return OAuth().register(
        "firm",
        client_id=workspace.setting("OIDC_CLIENT_ID"),
        client_secret=workspace.setting("OIDC_CLIENT_SECRET") or None,
        server_metadata_url=workspace.setting("OIDC_ISSUER").rstrip("/") + "/.well-known/openid-configuration",
        client_kwargs={"scope": "openid profile", "code_challenge_method": "S256", "timeout": 10},
    )


def send_to_provider(request: HttpRequest, *, back: str) -> HttpResponse:
    """Return the way to the provider's log-in page, which leads back to the address ``back``.

    Raises: SignOnNotSet, SignOnUnanswered.
    """
    provider = _provider()
    try:
        answer = provider.authorize_redirect(request, back)
    except (OSError, ValueError) as fault:  # requests' faults are OSErrors; an answer that is no JSON is a ValueError
        raise SignOnUnanswered(why=type(fault).__name__) from fault
    assert isinstance(answer, HttpResponse)
    return answer


def login_told_by_provider(request: HttpRequest) -> str:
    """Return the login that the provider vouches for, by ``FUWUBAO_OIDC_CLAIM`` (default preferred_username).

    Raises: SignOnNotSet, SignOnUnanswered, SignOnWithoutName.
    """
    provider = _provider()
    from authlib.common.errors import AuthlibBaseError
    from joserfc.errors import JoseError

    try:
        told = provider.authorize_access_token(request).get("userinfo") or {}
    except (AuthlibBaseError, JoseError, OSError, ValueError) as fault:
        raise SignOnUnanswered(why=type(fault).__name__) from fault
    claim = workspace.setting("OIDC_CLAIM", "preferred_username")
    login = str(told.get(claim) or "")
    if not login:
        raise SignOnWithoutName(claim=claim)
    return login
