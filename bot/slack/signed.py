"""Whether an HTTP request comes from Slack. Asked before anything reads the body, so that junk stays outside.

The SDK's verifier raises on a timestamp that is no number and on a signature that is not ASCII; here both are
simply not Slack's.
"""

from __future__ import annotations

from collections.abc import Mapping

from slack_sdk.signature import SignatureVerifier

LONGEST_TIMESTAMP = 12


class Signed:
    """Checks requests against the app's signing secret; older than five minutes is stale."""

    def __init__(self, secret: str) -> None:
        self._verifier = SignatureVerifier(secret)

    def is_from_slack(self, body: str, headers: Mapping[str, str]) -> bool:
        """Whether the signature fits the body and the time. Header names in any case."""
        timestamp = headers.get("X-Slack-Request-Timestamp", "")
        signature = headers.get("X-Slack-Signature", "")
        if not (timestamp.isascii() and timestamp.isdigit() and len(timestamp) <= LONGEST_TIMESTAMP):
            return False
        return signature.isascii() and self._verifier.is_valid(body, timestamp, signature)
