import dataclasses
import json
import re

import pytest

from knowledge.library import FOLDER, load_library
from knowledge.links import ROUTES, broken_links, used_words
from knowledge.pairs import paired
from knowledge.problems import KnowledgeError
from knowledge.tables import MODELS, compiled_table, file_of, read_tables
from knowledge.yaml_tree import place_in, read_yaml
from tests.knowledge_base import cache_folder, copy_of_the_tables, library

RECORDS = {
    "providers": ("providers", 89),
    "channels": ("channels", 136),
    "deadlines": ("deadlines", 89),
    "freeze_reasons": ("freeze_reasons", 28),
    "fraud_steps": ("fraud_types", 17),
    "evidence": ("items", 61),
    "calendars": ("regions", 24),
    "sources": ("sources", 156),
}


def marked_lists():
    tables = library().tables
    yield "contact", tables.channels.channels
    yield "provider", tables.providers.providers
    yield "deadline", tables.deadlines.deadlines
    yield "freeze reason", tables.freeze_reasons.freeze_reasons
    yield "fraud type", tables.fraud_steps.fraud_types
    yield "evidence item", tables.evidence.items
    yield "holidays", tables.calendars.holidays
    yield "admissibility", tables.evidence.admissibility


@pytest.mark.parametrize("name", RECORDS)
def test_no_record_of_the_research_was_lost(name):
    key, least = RECORDS[name]
    assert len(getattr(getattr(library().tables, name), key)) >= least


def test_every_fact_says_where_it_was_seen_and_how_old_it_is():
    for what, fact in ((what, fact) for what, facts in marked_lists() for fact in facts):
        assert fact.source.strip(), (what, fact)
        assert re.fullmatch(r"\d{4}(-\d{2}(-\d{2})?)?", fact.as_of), (what, fact)
        assert isinstance(fact.verified, bool), (what, fact)
        assert not (fact.verified and fact.source == "general knowledge"), (what, fact)


def read(name, text):
    """Read one table's text, the others as they are."""
    texts = {other: (FOLDER / file_of(other)).read_text("utf-8") for other in MODELS}
    kept = json.loads((cache_folder() / "knowledge.json").read_text("utf-8"))["files"]
    compiled = {other: kept[file_of(other)]["json"] for other in MODELS}
    compiled[name] = compiled_table(text, file_of(name))
    return read_tables(compiled, texts | {name: text})


def first_line(text, part):
    return next(n for n, line in enumerate(text.splitlines(), 1) if part in line)


@pytest.mark.parametrize("field", ["verified", "source", "as_of"])
@pytest.mark.parametrize(
    ("name", "record"), [("calendars", "id: cn-2026"), ("deadlines", "id: us-rege-2bd")]
)
def test_a_fact_that_is_not_marked_stops_the_load(name, record, field):
    library()
    before, after = (FOLDER / file_of(name)).read_text("utf-8").split(record, 1)
    text = before + record + re.sub(rf"\n +{field}: [^\n]*", "", after, count=1)
    with pytest.raises(KnowledgeError) as raised:
        read(name, text)
    (problem,) = raised.value.problems
    assert problem.line == first_line(text, record)
    assert field in problem.what
    assert str(problem).startswith(f"tables/{name}.yaml:{problem.line}:{problem.column}: ")


@pytest.mark.parametrize(
    ("name", "good", "bad", "line_of", "says"),
    [
        pytest.param(
            "calendars", "weekend: [sat, sun], holidays: [cn-2026]",
            "weekend: [sat, son], holidays: [cn-2026]", "region: CN", "weekend",
            id="a word outside a closed set",
        ),
        pytest.param(
            "calendars", "Asia/Macau", "Asia/Makau", "Asia/Makau", "no time zone", id="a zone"
        ),
        pytest.param(
            "calendars", "to: '2026-01-03'", "to: '2025-12-31'", "to: '2025-12-31'",
            "before it begins", id="a holiday that ends before it begins",
        ),
        pytest.param(
            "sla", "within: PT15M}", "within: 15M}", "within: 15M}", "within", id="a duration"
        ),
        pytest.param(
            "sla", "opens: '09:00', closes: '21:00', days: [mon, tue, wed, thu, fri, sat, sun], "
            "regions: []", "opens: '22:00', closes: '21:00', days: [mon], regions: []",
            "opens: '22:00'", "before closes", id="a desk that closes before it opens",
        ),
        pytest.param(
            "cases", "kind: outage, type: outage, evidence: outage}",
            "kind: outrage, type: outage}", "kind: outrage", "kind", id="a kind of claim",
        ),
        pytest.param(
            "cases", "{word: human, kind: other, type: person}",
            "{word: human, kind: other, typ: person}", "typ: person", "typ", id="a field unknown",
        ),
        pytest.param(
            "urgent", "  INTL:\n", "  IN:\n", "regions:", "given twice", id="a key given twice"
        ),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_with_its_line(name, good, bad, line_of, says):
    library()
    text = (FOLDER / file_of(name)).read_text("utf-8").replace(good, bad, 1)
    with pytest.raises(KnowledgeError) as raised:
        read(name, text)
    problems = raised.value.problems
    assert any(says in str(problem) for problem in problems)
    if says != "given twice":
        assert first_line(text, line_of) in {problem.line for problem in problems}


@pytest.mark.parametrize(
    ("text", "line", "column", "says"),
    [
        pytest.param("a: 1\nb: [1, 2\nc: 3\n", 3, 2, "expected", id="a bracket left open"),
        pytest.param("a: 1\nb: 2\na: 3\n", 3, 1, "given twice", id="a key given twice"),
        pytest.param("a:\n  - b: 1\n    b: 2\n", 3, 5, "given twice", id="in a list too"),
        pytest.param("", 1, 1, "empty", id="nothing"),
        pytest.param("a: \x07\n", 1, 1, "character", id="a control character"),
    ],
)
def test_broken_yaml_names_line_and_column(text, line, column, says):
    with pytest.raises(KnowledgeError) as raised:
        read_yaml(text, "tables/x.yaml")
    (problem,) = raised.value.problems
    assert (problem.file, problem.line, problem.column) == ("tables/x.yaml", line, column)
    assert says in problem.what


def test_values_keep_their_kind():
    text = "a: 1\nb: '1'\nc: true\nd: null\ne: 2026-11-22\nf: [x, 24]\n"
    expected = {"a": 1, "b": "1", "c": True, "d": None, "e": "2026-11-22", "f": ["x", 24]}
    assert read_yaml(text, "x") == expected


def test_a_missing_value_stands_at_its_parent():
    assert place_in("a:\n  - b: 1\n", ("a", 0, "c")) == (2, 5)


@pytest.mark.parametrize(
    ("fields", "joined"),
    [
        ({"name_zh": "名", "name_en": "name"}, {"name": {"zh": "名", "en": "name"}}),
        ({"hours": "全天", "hours_en": "all day"}, {"hours": {"zh": "全天", "en": "all day"}}),
        ({"from": "day", "from_zh": "日"}, {"from": {"zh": "日", "en": "day"}}),
        ({"hours": None, "hours_en": None}, {"hours": None}),
        ({"name_zh": "名"}, {"name": {"zh": "名"}}),
        ({"zh": "名", "en": "name"}, {"zh": "名", "en": "name"}),
        ([{"a_zh": ["一"], "a_en": ["one"]}], [{"a": {"zh": ["一"], "en": ["one"]}}]),
    ],
)
def test_fields_in_two_languages_become_one(fields, joined):
    assert paired(fields) == joined


def test_every_word_of_the_tables_and_every_route_leads_to_a_case():
    words = {word for _, _, word in used_words(library().tables)} | set(ROUTES)
    assert words == {word for word in words if library().case_of(word)}


@pytest.mark.parametrize("word", ["outage_check", "unauthorised", "sim_swap", "balance_zero"])
def test_a_word_without_a_case_stops_the_load(word):
    tables = library().tables
    fewer = tuple(case for case in tables.cases.cases if case.word != word)
    cases = tables.cases.model_copy(update={"cases": fewer})
    flaws = list(broken_links(dataclasses.replace(tables, cases=cases)))
    assert flaws
    assert all(repr(word) in flaw.what for flaw in flaws)


def altered(table, key, index, **change):
    """Tables with one record changed."""
    tables = library().tables
    file = getattr(tables, table)
    records = list(getattr(file, key))
    records[index] = records[index].model_copy(update=change)
    return dataclasses.replace(tables, **{table: file.model_copy(update={key: tuple(records)})})


@pytest.mark.parametrize(
    ("table", "key", "change", "says"),
    [
        ("channels", "channels", {"id": "cn-12315"}, "'cn-12315' is given twice"),
        ("providers", "providers", {"regulator_channel_ids": ("cn-1",)}, "no channel 'cn-1'"),
        ("providers", "providers", {"parent": "nobody"}, "no provider 'nobody'"),
        ("providers", "providers", {"aliases": ("微信",)}, "shared by alipay, wechat_pay"),
        ("providers", "providers", {"aliases": ("z",)}, "too short"),
        ("providers", "providers", {"wrong_numbers_seen": ("95188",)}, "wrong numbers"),
        ("providers", "providers", {"hotline": None}, "has no hotline"),
        ("providers", "providers", {"disambiguation_group": "gopay"}, "no member of gopay"),
        ("providers", "providers", {"member_ids": ("paypal",)}, "parent of paypal"),
        ("freeze_reasons", "freeze_reasons", {"related_fraud_type": "x"}, "no fraud type 'x'"),
        ("fraud_steps", "fraud_types", {"evidence_list": ("x",)}, "no evidence item 'x'"),
        ("fraud_steps", "fraud_types", {"deadlines": ("x",)}, "no deadline 'x'"),
        ("fraud_steps", "fraud_types", {"report_to": {"CN": ("cn-110",)}}, "no INTL entry"),
        (
            "fraud_steps", "fraud_types", {"report_to": {"CN": ("hk-999",), "INTL": ()}},
            "hk-999 belongs to HK, not to CN",
        ),
        ("evidence", "cases", {"must": ("flow_export", "flow_export")}, "named twice"),
        ("evidence", "items", {"mask": ("x",)}, "no mask rule 'x'"),
        ("calendars", "regions", {"holidays": ("cn-2099",)}, "no holiday list 'cn-2099'"),
    ],
)  # fmt: skip
def test_a_name_that_leads_nowhere_is_found(table, key, change, says):
    flaws = broken_links(altered(table, key, 0, **change))
    assert any(says in flaw.what for flaw in flaws)


def test_the_tables_have_no_flaw():
    assert not list(broken_links(library().tables))


@pytest.mark.parametrize(
    ("old", "new", "dead"),
    [
        pytest.param("fraud: [hk-18222, hk-999", "fraud: [hk-1, hk-999", "hk-1", id="a number"),
        pytest.param("    police: {zh: 打不通", "    polis: {zh: 打不通", "polis", id="a lead"),
    ],
)
def test_a_dead_name_stops_the_load_with_its_line(tmp_path, old, new, dead):
    folder = copy_of_the_tables(tmp_path)
    path = folder / "tables" / "urgent.yaml"
    text = path.read_text("utf-8").replace(old, new)
    path.write_text(text, "utf-8")
    with pytest.raises(KnowledgeError) as raised:
        load_library(folder, cache_folder())
    (problem,) = raised.value.problems
    assert (problem.file, problem.line) == ("tables/urgent.yaml", first_line(text, new))
    assert repr(dead) in problem.what


def test_a_missing_table_stops_the_load(tmp_path):
    folder = copy_of_the_tables(tmp_path)
    (folder / "tables" / "sla.yaml").unlink()
    with pytest.raises(KnowledgeError, match=r"tables/sla\.yaml:1:1: the file is missing"):
        load_library(folder, cache_folder())
