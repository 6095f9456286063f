LISTENED: set[str] = {"chat.postEphemeral","conversations.replies","usergroups.list","views.open","views.publish","views.push","views.update"}
