"""The fact tables: YAML files to records, each error with file, line and column."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any

from pydantic import ValidationError

from knowledge.pairs import paired, places_of
from knowledge.plain import Path
from knowledge.problems import KnowledgeError, Problem
from knowledge.records.base import Record
from knowledge.records.calendars import Calendars, Sources
from knowledge.records.channels import Channels
from knowledge.records.deadlines import Deadlines
from knowledge.records.evidence import Evidence
from knowledge.records.frauds import FraudTypes
from knowledge.records.freezes import FreezeReasons
from knowledge.records.letters import Letters
from knowledge.records.policy import Cases, ServiceLevels, Topics, Urgent
from knowledge.records.providers import Providers

FOLDER = "tables"


@dataclass(frozen=True, slots=True)
class Tables:
    """All tables of one moment; each field is the file of that name."""

    providers: Providers
    channels: Channels
    deadlines: Deadlines
    freeze_reasons: FreezeReasons
    fraud_steps: FraudTypes
    evidence: Evidence
    calendars: Calendars
    sources: Sources
    cases: Cases
    urgent: Urgent
    sla: ServiceLevels
    topics: Topics
    letters: Letters


MODELS: Mapping[str, type[Record]] = {
    field.name: field.type for field in fields(Tables) if isinstance(field.type, type)
}


def file_of(name: str) -> str:
    """Return the path of a table inside the knowledge folder."""
    return f"{FOLDER}/{name}.yaml"


def compiled_table(text: str, file: str) -> str:
    """Return a YAML file as JSON with its language pairs joined: what `read_tables` takes.

    Raises:
        KnowledgeError: no valid YAML, or a key is given twice.
    """
    from knowledge.yaml_tree import read_yaml  # late: see there

    return json.dumps(paired(read_yaml(text, file)), ensure_ascii=False)


def read_tables(compiled: Mapping[str, str], texts: Mapping[str, str]) -> Tables:
    """Return the tables.

    Args:
        compiled (Mapping): name of each table to its compiled JSON.
        texts (Mapping): name of each table to its YAML, to name places in.

    Raises:
        KnowledgeError: a table is missing, or breaks its model; all problems at once.
    """
    problems: list[Problem] = []
    read: dict[str, Any] = {}  # each table has its own model
    for name, model in MODELS.items():
        if name not in compiled:
            problems.append(Problem(file_of(name), 1, 1, "the file is missing"))
            continue
        try:
            read[name] = model.model_validate_json(compiled[name])
        except ValidationError as error:
            problems += _problems(name, error, texts[name])
    if problems:
        raise KnowledgeError(problems)
    return Tables(**read)


def problem_at(name: str, text: str, path: Path, what: str, instead: str = "") -> Problem:
    """Return a problem of a table at the place of a value."""
    from knowledge.yaml_tree import place_in  # late: see there

    line, column = max(place_in(text, candidate) for candidate in places_of(path))
    return Problem(file_of(name), line, column, what, instead)


def _problems(name: str, error: ValidationError, text: str) -> list[Problem]:
    found: dict[tuple[int, int, str], Problem] = {}
    for detail in error.errors(include_url=False):
        path = [step for step in detail["loc"] if not _is_branch(step)]
        field = ".".join(str(step) for step in path if isinstance(step, str))
        got = "" if detail["type"] == "missing" else f", not {str(detail['input'])[:80]!r}"
        problem = problem_at(name, text, path, f"{field}: {detail['msg']}{got}")
        found.setdefault((problem.line, problem.column, problem.what), problem)
    return sorted(found.values(), key=lambda problem: (problem.line, problem.column))


def _is_branch(step: str | int) -> bool:
    """Whether a step of pydantic's path names a branch of a union, not a field."""
    return isinstance(step, str) and (step.startswith(("constrained-", "literal[")) or "[" in step)
