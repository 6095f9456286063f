"""The only place that knows Slack: payload to command, state to blocks, effect to Web API call."""
