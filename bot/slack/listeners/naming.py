"""Names for what people start."""

from __future__ import annotations

import secrets


def new_crisis_id() -> str:
    """A name for a new crisis; the request's own name keeps a repeated request from opening a second one."""
    return f"crisis-{secrets.token_hex(6)}"
