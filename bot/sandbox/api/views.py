"""views.*: modals and Home tabs that an app shows to one person."""

from bot.sandbox.api.registry import Call, method
from bot.sandbox.blockkit import check_view
from bot.sandbox.errors import Json, SlackError, invalid_arguments, refuse
from bot.sandbox.triggers import Trigger


def _view(call: Call, kind: str) -> Json:
    view = call.args["view"]
    refuse(check_view(view))
    if view["type"] != kind:
        raise invalid_arguments(f"must be a {kind} [json-pointer:/view/type]")
    return dict(view)


def _trigger(call: Call) -> Trigger:
    pointer = call.text("trigger_id") or call.text("interactivity_pointer")
    if not pointer:
        raise invalid_arguments("missing required field: trigger_id")
    return call.ws.triggers.exchange(pointer, call.app.id)


@method("views.open")
def open_(call: Call) -> Json:
    view = _view(call, "modal")
    user = _trigger(call).user
    opened = call.ws.views.open(call.app, user, view, call.ws.new_id)
    call.ws.live.send([user], {"type": "view", "action": "open", "view": opened.json})
    return {"view": opened.json}


@method("views.push")
def push(call: Call) -> Json:
    view = _view(call, "modal")
    user = _trigger(call).user
    opened = call.ws.views.push(call.app, user, view, call.ws.new_id)
    call.ws.live.send([user], {"type": "view", "action": "push", "view": opened.json})
    return {"view": opened.json}


@method("views.update")
def update(call: Call) -> Json:
    if not (call.text("view_id") or call.text("external_id")):
        raise invalid_arguments("missing required field: view_id")
    opened = call.ws.views.find(call.app, call.text("view_id"), call.text("external_id"))
    view = _view(call, opened.json["type"])
    call.ws.views.update(opened, view, call.args.get("hash"))
    if opened.json["type"] == "home":
        call.ws.live.send([opened.user], {"type": "home", "app": call.app.id, "view": opened.json})
    else:
        call.ws.live.send([opened.user], {"type": "view", "action": "update", "view": opened.json})
    return {"view": opened.json}


@method("views.publish")
def publish(call: Call) -> Json:
    view = _view(call, "home")
    user = call.text("user_id")
    if user not in call.ws.users or call.ws.users[user]["is_bot"]:
        raise SlackError("invalid_arguments", response_metadata={"messages": ["[ERROR] user not found"]})
    home = call.ws.views.publish(call.app, user, view, call.args.get("hash"), call.ws.new_id)
    call.ws.live.send([user], {"type": "home", "app": call.app.id, "view": home.json})
    return {"view": home.json}
