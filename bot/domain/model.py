"""The frozen pydantic base of everything that is written down: commands, events, playbooks."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict


class Model(BaseModel):
    """Immutable, and strict about field names, so that a stored line is read back as it was meant."""

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)
