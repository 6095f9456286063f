"""Files."""

import aiohttp
from slack_sdk.web.async_client import AsyncWebClient

from tests.sandbox.conftest import refused


async def test_slacks_own_client_uploads_a_file(client: AsyncWebClient, kitchen: str) -> None:
    """files_upload_v2 shares the file with its comment, title and alternative text, and its bytes come back."""
    answer = await client.files_upload_v2(
        channel=kitchen, content=b"\x89PNG", filename="soup.png", title="Soup", alt_txt="A soup", initial_comment="!"
    )
    assert (answer["file"]["title"], answer["file"]["alt_txt"]) == ("Soup", "A soup")
    message = (await client.conversations_history(channel=kitchen, limit=1))["messages"][0]
    assert (message["text"], message["files"][0]["mimetype"]) == ("!", "image/png")
    async with aiohttp.ClientSession() as session, session.get(message["files"][0]["url_private"]) as got:
        assert (await got.read(), got.content_type) == (b"\x89PNG", "image/png")


async def test_a_page_that_was_uploaded_is_never_run(client: AsyncWebClient, kitchen: str) -> None:
    """HTML is offered for download, not shown."""
    answer = await client.files_upload_v2(channel=kitchen, content="<script>", filename="x.html")
    async with aiohttp.ClientSession() as session, session.get(answer["file"]["url_private"]) as got:
        assert got.content_type == "application/octet-stream"
        assert got.headers["Content-Disposition"] == "attachment"


async def test_a_file_without_bytes_cannot_be_shared(client: AsyncWebClient, kitchen: str, general: str) -> None:
    """Completing before the upload, or into a channel that the app is not in, is refused."""
    reserved = await client.files_getUploadURLExternal(filename="a.txt", length=3)
    with refused("file_not_found"):
        await client.files_completeUploadExternal(files=[{"id": reserved["file_id"]}], channel_id=kitchen)
    with refused("not_in_channel"):
        await client.files_completeUploadExternal(files=[{"id": reserved["file_id"]}], channel_id=general)
    with refused("invalid_arguments"):
        await client.files_getUploadURLExternal(filename="a.txt", length=0)


async def test_a_deleted_file_is_gone(client: AsyncWebClient, kitchen: str) -> None:
    """After files.delete its information is gone, and the message that showed it says so."""
    file = (await client.files_upload_v2(channel=kitchen, content="a", filename="a.txt"))["file"]["id"]
    assert (await client.files_info(file=file))["file"]["size"] == 1
    await client.files_delete(file=file)
    with refused("file_not_found"):
        await client.files_info(file=file)
    (message,) = [m for m in (await client.conversations_history(channel=kitchen))["messages"] if m.get("files")]
    assert message["files"] == [{"id": file, "mode": "tombstone"}]
