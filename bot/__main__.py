"""`python -m bot` is `crisis-bot`."""

from bot.cli import main

main(prog_name="crisis-bot")
