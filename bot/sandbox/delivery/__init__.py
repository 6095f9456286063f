"""The way from the workspace to an app: signed HTTP requests or Socket Mode envelopes."""
