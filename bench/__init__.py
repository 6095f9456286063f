"""Figures: how the bot behaves at sizes that tests do not wait for."""
