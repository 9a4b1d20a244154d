"""What the models of an exam share."""

from datetime import UTC, datetime
from typing import Annotated
from uuid import uuid4

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

Share = Annotated[float, Field(ge=0, le=1)]
Millimetres = Annotated[float, Field(ge=0, allow_inf_nan=False)]
FilePoint = tuple[float, float]  # (x, y) in pixels of the picture file it belongs to
FileBox = tuple[float, float, float, float]  # left, top, right, bottom in pixels of the picture file
When = AwareDatetime


class Model(BaseModel):
    """A frozen value that refuses fields it does not know."""

    model_config = ConfigDict(extra="forbid", frozen=True)


def new_id() -> str:
    """A name that no other exam, picture or lesion has."""
    return uuid4().hex


def now() -> datetime:
    """The wall clock, with its offset; only for what people read, never for analysis."""
    return datetime.now(UTC).astimezone()
