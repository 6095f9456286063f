from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.domain.kernel import Refused
from bot.domain.playbook import LANGUAGES, Language
from bot.domain.template import (
    GapType,
    Platform,
    StatementTemplate,
    TemplateKind,
    WrittenStatements,
    fill,
    is_unchanged,
    named,
)
from bot.library import Library, PlaybookErrors, builtin_directory, json_schema
from bot.library.statements import X_LIMIT, files_in, load_statements, read_statements
from bot.locale import texts_in
from tests.library.test_any_file import VALUES

BUILTIN = load_statements(builtin_directory())
TEMPLATES = list(BUILTIN.templates.values())
HOLDING = BUILTIN.of(TemplateKind.HOLDING)
ADMISSIONS = BUILTIN.of(TemplateKind.ADMISSION)
OURS = """\
crisis_kind:
  key: food
  label: {fr: Notre cantine, en: Our canteen}
gaps:
  - key: dish
    label: {fr: Le plat, en: The dish}
    hint: {fr: "Ex. : la soupe", en: "E.g. the soup"}
    max_length: 30
templates:
  - key: food.holding
    kind: holding
    label: {fr: Court, en: Short}
    platforms: [x]
    text:
      fr: "Ne mangez pas {dish}. Nous revenons à {next_time}."
      en: "Do not eat {dish}. We are back at {next_time}."
    pre_cleared: {by: "A. Martin, legal", on: 2026-11-02}
  - key: food.reply
    kind: reply
    label: {fr: Réponse, en: Answer}
    text: {fr: Merci., en: Thank you.}
"""
BY_KEY = pytest.mark.parametrize("template", TEMPLATES, ids=lambda template: template.key)
BY_LANGUAGE = pytest.mark.parametrize("language", LANGUAGES)


def own(folder: Path, text: str, name: str = "food.yaml") -> Path:
    """A team's folder of playbooks, with a file of templates."""
    (folder / "statements").mkdir(exist_ok=True)
    (folder / "statements" / name).write_text(text, encoding="utf-8")
    return folder


def brimful(template: StatementTemplate) -> dict[str, str]:
    """The longest value for each gap."""
    samples = {GapType.TIME: "22:45", GapType.DATE: "2026-09-30", GapType.NUMBER: "9"}
    return {
        gap.key: samples.get(gap.type, ("https://" if gap.type is GapType.LINK else "W").ljust(gap.max_length, "w"))
        for gap in template.gaps
    }


def test_every_kind_of_crisis_of_the_practice_has_its_words() -> None:
    """Nobody begins with a blank page, whatever has happened; the short form is there for X."""
    kinds = {kind.key for kind in BUILTIN.crisis_kinds}
    assert kinds == {
        "generic",
        "product-safety",
        "data-leak",
        "service-outage",
        "offensive-content",
        "executive-words",
        "workplace-accident",
        "environmental-harm",
        "supplier",
        "strike",
        "rumour",
        "consumer-anger",
        "campaign",
        "employee-misconduct",
    }
    for kind in kinds:
        first, second = BUILTIN.of(TemplateKind.HOLDING, kind, Platform.X)
        assert (first.platforms, second.platforms) == ((Platform.X,), ())
        assert [each.key for each in BUILTIN.of(TemplateKind.HOLDING, kind, Platform.PRESS)] == [second.key]
    assert {template.kind for template in TEMPLATES} == set(TemplateKind)


@BY_KEY
@BY_LANGUAGE
def test_a_template_filled_to_the_brim_fits_where_it_goes(template: StatementTemplate, language: Language) -> None:
    """280 characters on X, 3,000 in Slack's form; it is known as the template's own text, and no stop spoils a link."""
    text = fill(template, language, brimful(template))
    assert len(text) <= (X_LIMIT if Platform.X in template.platforms else 3000)
    assert is_unchanged(template, language, text)
    assert not re.search(r"\{|://\S*\.(\s|$)", text)


@BY_KEY
@BY_LANGUAGE
def test_a_template_reads_well_without_its_optional_gaps(template: StatementTemplate, language: Language) -> None:
    """No doubled sign, no blank before a full stop, no straight apostrophe; in French the spaces that do not break."""
    required = {gap.key for gap in template.gaps if gap.required}
    text = fill(template, language, {key: value for key, value in brimful(template).items() if key in required})
    assert not re.search(r"\.\.|  | \.|\n\n\n|'|:\s*$|^\s*[.,:]", text, re.MULTILINE), text
    if language == "fr":
        assert not re.search(r" [:;?!»]|« |\w[;?!]", text), text


@pytest.mark.parametrize("template", HOLDING, ids=lambda template: template.key)
@BY_LANGUAGE
def test_a_holding_statement_says_we_know_we_check_and_when_we_are_back(
    template: StatementTemplate, language: Language
) -> None:
    """And what people can do; never without the time of the next word."""
    text = template.text.in_(language)
    assert re.search({"fr": "vérifi|cherch|faisons le point", "en": "check|finding out"}[language], text)
    assert {gap.key: gap.required for gap in template.gaps}["next_time"]
    assert "{next_time}" in text.rstrip().splitlines()[-1]
    advice = {"fr": "méfiez-vous|ne diffusez|engagent", "en": "be wary|please share|speaks for"}[language]
    assert "{public_action}" in text or re.search(advice, text)


WEASEL = {
    "fr": r"si (certain|quelqu|nous avons|cela a|nos propos|vous avez été)|regrett|malheureus|toutefois|incident isolé"
    r"|très au sérieux|mal (compris|interprét)|au cas où|\bmais\b",
    "en": r"\bif (any|some|you were|we have|we caused)|regret|unfortunate|however|isolated (incident|act)"
    r"|very seriously|misunderst|misinterpret|taken out|\bbut\b",
}
CAUSE = {
    "fr": r"parce que|en raison|à cause|causé|responsable de|excus|désolé|indemnis|rembours|sans danger|plus jamais",
    "en": r"because|due to|caused|responsible|apolog|sorry|compensat|refund|harmless|never again",
}


@BY_KEY
@BY_LANGUAGE
def test_no_template_dodges(template: StatementTemplate, language: Language) -> None:
    """No conditional apology, no "but", none of the worn words."""
    assert not re.search(WEASEL[language], template.text.in_(language), re.IGNORECASE)


@pytest.mark.parametrize("template", HOLDING, ids=lambda template: template.key)
@BY_LANGUAGE
def test_a_holding_statement_names_no_cause_and_promises_nothing(
    template: StatementTemplate, language: Language
) -> None:
    """No cause, no culprit, no apology, no compensation: nothing that may be wrong an hour later."""
    assert not re.search(CAUSE[language], template.text.in_(language), re.IGNORECASE)


@pytest.mark.parametrize("template", ADMISSIONS, ids=lambda template: template.key)
@BY_LANGUAGE
def test_an_admission_admits_apologises_repairs_and_proves(template: StatementTemplate, language: Language) -> None:
    """The harm and the fault in plain words, an apology, the repair, a proof with its date, a person who signs."""
    text = template.text.in_(language)
    assert {"harm", "fault", "repair", "proof", "proof_date", "signature"} <= set(named(text))
    assert re.search({"fr": "excuses", "en": "apologise"}[language], text)
    assert all(gap.required for gap in template.gaps if gap.key != "contact")


@BY_KEY
def test_no_built_in_template_claims_that_legal_has_cleared_it(template: StatementTemplate) -> None:
    """Nobody's lawyer has read them: a team clears its own."""
    assert template.pre_cleared is None


@BY_KEY
def test_a_template_fits_a_form_of_slack(template: StatementTemplate) -> None:
    """Its gaps and its language and title leave room in the hundred blocks; hints keep to their 150 characters."""
    assert len(template.gaps) <= 20
    assert all(len(gap.hint.in_(language)) <= 150 for gap in template.gaps for language in LANGUAGES)


def test_a_file_of_templates_is_not_a_playbook() -> None:
    """Nobody can start a crisis on a statement."""
    assert set(Library.load(builtin_directory()).playbooks) == {"nine-advices"}


def test_a_team_adds_and_clears_templates_in_its_own_folder(tmp_path: Path) -> None:
    """They stand beside the built-in ones, name the built-in gaps, and say who has cleared them, and when."""
    both = load_statements(builtin_directory(), own(tmp_path, OURS))
    assert list(both.templates) == [*BUILTIN.templates, "food.holding", "food.reply"]
    ours = both.get("food.holding")
    assert ours is not None
    assert [gap.key for gap in ours.gaps] == ["dish", "next_time"]
    assert ours.pre_cleared is not None
    assert (ours.pre_cleared.by, ours.pre_cleared.on.isoformat()) == ("A. Martin, legal", "2026-11-02")
    assert fill(ours, "en", {"dish": "the soup", "next_time": "12:00"}) == "Do not eat the soup. We are back at 12:00."
    assert both.get("unknown") is None


def test_a_team_replaces_templates_gaps_and_names(tmp_path: Path) -> None:
    """The same key wins, in all the texts that name it; the rest stays."""
    text = (
        OURS.replace("key: dish", "key: contact").replace("{dish}", "{contact}").replace("key: food\n", "key: strike\n")
    )
    both = load_statements(builtin_directory(), own(tmp_path, text.replace("food.reply", "generic.reply")))
    reply, strike = both.get("generic.reply"), both.get("strike.holding")
    assert reply is not None
    assert strike is not None
    assert reply.text.en == "Thank you."
    assert strike.crisis_kind.label.en == "Our canteen"
    assert [gap.label.en for gap in strike.gaps if gap.key == "contact"] == ["The dish"]
    assert [gap.required for gap in strike.gaps if gap.key == "contact"] == [True]
    with pytest.raises(Refused, match="gaps_missing"):
        fill(strike, "en", {})


def test_a_folder_of_playbooks_needs_no_templates(tmp_path: Path) -> None:
    """A team that has none of its own gets the built-in ones."""
    assert load_statements(builtin_directory(), tmp_path) == BUILTIN


def test_no_templates_at_all_is_said(tmp_path: Path) -> None:
    """An empty picker is not a silent accident."""
    with pytest.raises(PlaybookErrors, match="no statement templates here"):
        load_statements(tmp_path)


def test_two_files_of_one_folder_may_not_share_a_key(tmp_path: Path) -> None:
    """Which of the two was meant is not guessed: neither of templates nor of gaps."""
    own(own(tmp_path, OURS, "a.yaml"), OURS, "b.yml")
    with pytest.raises(PlaybookErrors) as caught:
        load_statements(builtin_directory(), tmp_path)
    told = [problem.message for problem in caught.value.problems]
    assert [message.split('"')[1] for message in told] == ["food.holding", "food.reply", "dish"]
    assert all("a.yaml" in message for message in told)


# Each mistake: what stands in the file, what somebody wrote instead (¶ marks the line that must be told), the
# field that is named, and a pattern of the message and of the cure.
EN_TEXT = "templates[0].text.en"
MISTAKES = {
    "no kind of crisis": (OURS[: OURS.index("gaps:")], "¶", "crisis_kind", "missing", "crisis_kind: …"),
    "an unknown gap": ('      fr: "Ne mangez pas {dish}', '      ¶fr: "Ne mangez pas {dich}', "templates[0].text.fr",
                       '"dich"', 'mean "dish"'),
    "a gap in one language": ("eat {dish}", "eat it", "templates[0].text.fr", "not in the other", "Say the same"),
    "a brace alone": ("eat {dish}", "eat {dish} {", EN_TEXT, "belongs to no gap", r"\{next_time\}"),
    "a gap in capitals": ("key: food.reply", "key: food.reply\n    note: {fr: '{A}', en: '{A}'}", "", "", ""),
    "too long for X": ("max_length: 30", "max_length: 300", EN_TEXT, "too many for X: 280", "smaller max_length"),
    "an unknown platform": ("[x]", "[y]", "templates[0].platforms[0]", "not one of", "Use one"),
    "an unknown kind": ("kind: reply", "¶kind: repply", "templates[1].kind", "not one of", '"reply"'),
    "an unknown type": ("max_length: 30", "¶type: timer", "gaps[0].type", "not one of", '"time"'),
    "a length in words": ("max_length: 30", "¶max_length: short", "gaps[0].max_length", "not a number", "characters"),
    "a length beyond all": ("max_length: 30", "¶max_length: 9000", "gaps[0].max_length", "1500", "characters"),
    "a gap of two words": ("key: dish", "¶key: The dish", "gaps[0].key", "cannot be a key", "gap is a letter"),
    "cleared by nobody": ('by: "A. Martin, legal", ', "", "templates[0].pre_cleared.by", "missing", "by: …"),
    "cleared some day": ("2026-11-02", "yesterday", "templates[0].pre_cleared.on", "not a date", "2026-12-25"),
    "cleared: yes": ('{by: "A. Martin, legal", on: 2026-11-02}', "yes", "templates[0].pre_cleared", "fields", "name"),
    "one language": ("{fr: Merci., en: Thank you.}", "¶Thanks", "templates[1].text", "two languages", "fr: …"),
    "the same key twice": ("key: food.reply", "¶key: food.holding", "templates[1].key", "used twice", "another"),
    "a field of a playbook": ("kind: reply", "kind: reply\n    ¶role: x", "templates[1].role", "no field", "Remove"),
}  # fmt: skip


@pytest.mark.parametrize("name", MISTAKES)
def test_a_mistake_is_told_with_its_line_its_field_and_its_cure(name: str, tmp_path: Path) -> None:
    """Whoever writes a template is told as well as whoever writes a playbook; a note may hold braces."""
    good, bad, field, message, cure = MISTAKES[name]
    assert good in OURS
    marked = OURS.replace(good, bad, 1)
    place = own(tmp_path, marked.replace("¶", ""))
    if not field:
        load_statements(builtin_directory(), place)
        return
    with pytest.raises(PlaybookErrors) as caught:
        load_statements(builtin_directory(), place)
    problems = [problem for problem in caught.value.problems if problem.field == field]
    assert problems, caught.value.problems
    assert re.search(message, problems[0].message), problems
    assert re.search(cure, problems[0].cure), problems
    assert {problem.file for problem in caught.value.problems} == {str(tmp_path / "statements" / "food.yaml")}
    if "¶" in marked:
        assert problems[0].line == marked[: marked.index("¶")].count("\n") + 1


def test_every_error_of_every_file_is_told_at_once(tmp_path: Path) -> None:
    """In the order of the files and their lines."""
    own(own(tmp_path, OURS.replace("kind: reply", "kind: x").replace("fr: Le plat, ", ""), "a.yaml"), "[]", "b.yaml")
    with pytest.raises(PlaybookErrors) as caught:
        load_statements(builtin_directory(), tmp_path)
    told = [(Path(problem.file).name, problem.line) for problem in caught.value.problems]
    assert told == sorted(told)
    assert [name for name, _ in told] == ["a.yaml", "a.yaml", "b.yaml"]


def test_a_single_file_may_name_the_gaps_of_the_files_beside_it(tmp_path: Path) -> None:
    """Checked alone, it is as good as in its folder."""
    own(own(tmp_path, OURS), OURS.replace("food", "drink").replace("key: dish", "key: glass"), "drink.yaml")
    assert len(read_statements(tmp_path / "statements" / "drink.yaml").templates) == 2


def test_the_words_of_templates_stand_in_both_languages() -> None:
    """No problem is told in one language only."""
    english, french = ({key for key in texts_in(lang).keys if key.startswith("templates.")} for lang in LANGUAGES)
    assert english == french


def test_a_french_team_is_told_in_french(tmp_path: Path) -> None:
    """Messages of templates, and those that they share with playbooks."""
    with pytest.raises(PlaybookErrors, match="pas de blanc à remplir") as caught:
        load_statements(own(tmp_path, OURS.replace("kind: reply", "kind: x")), language="fr")
    assert "ne fait pas partie de" in str(caught.value)


def test_the_schema_for_editors_is_current() -> None:
    """Written from the model with `json_schema(WrittenStatements)` after the last change."""
    path = builtin_directory() / "statements" / "statements.schema.json"
    assert json.loads(path.read_text(encoding="utf-8")) == json_schema(WrittenStatements)
    for file in files_in(builtin_directory()):
        assert file.read_text(encoding="utf-8").startswith(f"# yaml-language-server: $schema={path.name}\n")


@given(data=st.data())
@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_broken_value_ends_in_a_traceback(data: st.DataObject, tmp_path: Path) -> None:
    """Anything put in the place of any value: the file is good or its problems are told."""
    node = tree = yaml.load(OURS, Loader=yaml.BaseLoader)  # noqa: S506  plain values of our own file
    while True:
        key = data.draw(st.sampled_from(list(node) if isinstance(node, dict) else list(range(len(node)))))
        if not isinstance(node[key], (dict, list)) or not node[key] or data.draw(st.integers(0, 4)) == 0:
            break
        node = node[key]
    node[key] = data.draw(VALUES)
    path = tmp_path / "any.yaml"
    path.write_text(yaml.safe_dump(tree, allow_unicode=True), encoding="utf-8", errors="replace")
    try:
        told = [("", each.key) for each in read_statements(path, gaps={"next_time": None, "dish": None}).templates]
    except PlaybookErrors as error:
        told = [(problem.message, problem.cure) for problem in error.problems]
    assert told
    assert all(cure for _, cure in told)
