"""The workspace's own sentences."""

import json
import string
from pathlib import Path

from bot.sandbox import texts

TABLE = json.loads(Path(texts.__file__).with_name("texts.json").read_text(encoding="utf-8"))


def test_every_sentence_is_there_in_both_languages() -> None:
    """French and English, with the same values in each."""
    for key, sentence in TABLE.items():
        assert set(sentence) == {"en", "fr"}, key
        names = [{name for _, name, _, _ in string.Formatter().parse(text) if name} for text in sentence.values()]
        assert names[0] == names[1], key


def test_other_languages_are_answered_in_english() -> None:
    """A locale that is neither French nor English reads English."""
    assert texts.tell("bad_url", "de-DE") == texts.tell("bad_url", "en-GB")
    assert texts.tell("bad_url", "fr-CA") != texts.tell("bad_url", "en-GB")
    assert texts.refusal_text("some_new_code", "fr-FR") == "some_new_code"
