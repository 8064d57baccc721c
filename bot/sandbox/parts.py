"""The parts of one sandbox, held together."""

from dataclasses import dataclass, field

from bot.sandbox.faults import Faults
from bot.sandbox.files import Files
from bot.sandbox.groups import Groups
from bot.sandbox.updates import UpdateQueue
from bot.sandbox.webhook import Webhook
from bot.sandbox.world import World


@dataclass(frozen=True, slots=True)
class Violation:
    """A call that does not keep to the description of the Bot API."""

    method: str
    problems: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Parts:
    """What the server, the page and the people share."""

    world: World
    updates: UpdateQueue
    webhook: Webhook
    files: Files
    groups: Groups
    faults: Faults
    is_strict: bool
    violations: list[Violation] = field(default_factory=list)

    def note(self, violation: Violation) -> None:
        """Remember a call that breaks the description, and show it on the page."""
        self.violations.append(violation)
        problems = list(violation.problems)
        self.world.emit("violation", method=violation.method, problems=problems)

    def show_faults(self) -> None:
        """Show the troubles that are left on the page."""
        self.world.emit("faults", faults=self.faults.as_json())
