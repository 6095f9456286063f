"""What a crisis is: commands, events and rules. Pure: no Slack, no SQL, no I/O; time is an argument."""
