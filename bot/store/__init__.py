"""The logbook on disk: SQLite through sqlite-utils. The only place that knows SQL."""
