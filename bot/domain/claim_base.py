"""What every kind of claim shares: the base of the models and the types of their facts."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from bot.domain.money import Money

Name = Annotated[str, Field(max_length=120)]
Words = Annotated[str, Field(max_length=4000)]
Count = Annotated[int, Field(ge=0, le=10_000)]
Files = tuple[str, ...]


class Claim(BaseModel):
    """What a customer confirmed. Field order is the order of the questions."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    @property
    def wanted(self) -> Money | None:
        """What the customer wants back, where that can be reckoned."""
        return None

    @property
    def sums(self) -> dict[str, int | Money]:
        """Figures reckoned from the facts, for the texts."""
        return {}
