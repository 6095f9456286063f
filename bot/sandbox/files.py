"""Uploaded files: first an address to upload to, then the bytes, then the sharing."""

import mimetypes
import secrets
from dataclasses import dataclass
from pathlib import PurePosixPath
from urllib.parse import quote

from bot.sandbox.errors import Json

MAX_BYTES = 64 * 1024 * 1024


@dataclass
class StoredFile:
    """`ticket` is the secret part of the upload address; `content` is None until the bytes came."""

    id: str
    ticket: str
    name: str
    title: str
    user: str
    created: int
    length: int
    alt_txt: str = ""
    content: bytes | None = None
    shared: bool = False

    @property
    def mimetype(self) -> str:
        return mimetypes.guess_type(self.name)[0] or "application/octet-stream"

    def json(self, base_url: str, team_id: str) -> Json:
        address = f"{base_url}/files/{self.id}-{self.ticket}/{quote(self.name)}"
        suffix = PurePosixPath(self.name).suffix.lstrip(".").lower()
        told: Json = {
            "id": self.id,
            "created": self.created,
            "timestamp": self.created,
            "name": self.name,
            "title": self.title,
            "mimetype": self.mimetype,
            "filetype": suffix or "binary",
            "pretty_type": suffix.upper() or "Binary",
            "user": self.user,
            "user_team": team_id,
            "editable": False,
            "size": len(self.content or b""),
            "mode": "hosted",
            "is_external": False,
            "external_type": "",
            "is_public": self.shared,
            "public_url_shared": False,
            "display_as_bot": False,
            "username": "",
            "url_private": address,
            "url_private_download": address,
            "permalink": address,
            "has_rich_preview": False,
            "file_access": "visible",
            "alt_txt": self.alt_txt,
        }
        if self.mimetype.startswith("image/"):
            told["thumb_360"] = address
        return told


class FileStore:
    def __init__(self) -> None:
        self._files: dict[str, StoredFile] = {}
        self._by_ticket: dict[str, StoredFile] = {}

    def reserve(self, file_id: str, name: str, user: str, created: int, length: int) -> StoredFile:
        file = StoredFile(file_id, secrets.token_hex(12), name, name, user, created, length)
        self._files[file.id] = file
        self._by_ticket[file.ticket] = file
        return file

    def get(self, file_id: object) -> StoredFile | None:
        return self._files.get(str(file_id))

    def by_ticket(self, ticket: str) -> StoredFile | None:
        return self._by_ticket.get(ticket)

    def remove(self, file: StoredFile) -> None:
        self._files.pop(file.id, None)
        self._by_ticket.pop(file.ticket, None)
