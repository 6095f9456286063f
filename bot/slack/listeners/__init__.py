"""From Slack's payloads to commands, and what the person gets to see."""
