"""Who is in the workspace."""

from slack_sdk.web.async_client import AsyncWebClient

from tests.sandbox.conftest import refused


async def test_the_cast_has_eight_people_and_an_outsider(client: AsyncWebClient) -> None:
    """Eight people with title, zone and language; all but one are in the crisis cell's group."""
    members = (await client.users_list(include_locale=True))["members"]
    people = [user for user in members if not user["is_bot"]]
    assert len(people) == 8
    assert {user["locale"] for user in people} == {"fr-FR", "en-GB", "en-US"}
    assert all(user["profile"]["title"] and user["tz"] for user in people)
    (group,) = (await client.usergroups_list(include_users=True, include_count=True))["usergroups"]
    assert (group["handle"], group["user_count"]) == ("cellule-crise", 7)
    in_group = (await client.usergroups_users_list(usergroup=group["id"]))["users"]
    assert {user["id"] for user in people} - set(in_group) == {"U08"}


async def test_a_locale_is_told_only_when_asked_for(client: AsyncWebClient) -> None:
    """users.info tells the language with include_locale only, and an address only with its scope."""
    assert "locale" not in (await client.users_info(user="U05"))["user"]
    user = (await client.users_info(user="U05", include_locale=True))["user"]
    assert (user["locale"], user["tz"]) == ("en-GB", "Europe/London")
    assert "email" not in user["profile"]


async def test_who_is_not_there_is_not_found(client: AsyncWebClient) -> None:
    """Unknown people, groups and bots each have their code."""
    with refused("user_not_found"):
        await client.users_info(user="U404")
    with refused("no_such_subteam"):
        await client.usergroups_users_list(usergroup="S404")
    with refused("bot_not_found"):
        await client.bots_info(bot="B404")


async def test_an_app_knows_itself(client: AsyncWebClient) -> None:
    """auth.test, bots.info and team.info agree on who the app is and where."""
    me = await client.auth_test()
    bot = (await client.bots_info(bot=me["bot_id"]))["bot"]
    assert (bot["user_id"], bot["name"]) == (me["user_id"], "Lunch")
    assert (await client.team_info())["team"]["id"] == me["team_id"]
    assert (await client.users_info(user=me["user_id"]))["user"]["is_bot"]
