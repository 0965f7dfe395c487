"""A security key made of software, for the tests of the forms that take the answer of one."""

import json
import os
from hashlib import sha256
from typing import Any

from allauth.mfa.webauthn.internal.auth import STATE_SESSION_KEY, WebAuthn
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from django.test import Client
from fido2.cose import ES256
from fido2.utils import websafe_encode
from fido2.webauthn import (
    Aaguid,
    AttestationObject,
    AttestedCredentialData,
    AuthenticatorData,
    CollectedClientData,
)

from dossiers.models import User

SITE = "testserver"
SITE_HASH = sha256(SITE.encode()).digest()
PRESENT = AuthenticatorData.FLAG.UP | AuthenticatorData.FLAG.UV


class SoftwareKey:
    """Holds a private key and answers what a page asks."""

    def __init__(self) -> None:
        self.private = ec.generate_private_key(ec.SECP256R1())
        self.id = os.urandom(16)

    def belong_to(self, user: User) -> None:
        """Be one of the factors of somebody."""
        public = ES256.from_cryptography_key(self.private.public_key())
        data = AuthenticatorData.create(
            SITE_HASH,
            PRESENT | AuthenticatorData.FLAG.AT,
            1,
            AttestedCredentialData.create(Aaguid(bytes(16)), self.id, public),
        )
        made = CollectedClientData.create("webauthn.create", os.urandom(32), f"https://{SITE}")
        attested = AttestationObject.create("none", data, {})
        response = {
            "clientDataJSON": websafe_encode(made),
            "attestationObject": websafe_encode(attested),
        }
        WebAuthn.add(user, "key", self._credential(response))

    def answer(self, browser: Client) -> str:
        """Return what the browser sends to the question that the page has asked last."""
        state = browser.session[STATE_SESSION_KEY]
        asked = CollectedClientData.create("webauthn.get", state["challenge"], f"https://{SITE}")
        data = AuthenticatorData.create(SITE_HASH, PRESENT, 2)
        signature = self.private.sign(data + asked.hash, ec.ECDSA(SHA256()))
        response = {
            "clientDataJSON": websafe_encode(asked),
            "authenticatorData": websafe_encode(data),
            "signature": websafe_encode(signature),
        }
        return json.dumps(self._credential(response))

    def _credential(self, response: dict[str, str]) -> dict[str, Any]:
        name = websafe_encode(self.id)
        return {
            "id": name,
            "rawId": name,
            "type": "public-key",
            "response": response,
            "clientExtensionResults": {},
        }
