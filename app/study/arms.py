"""Under which condition a case is read."""

from enum import Enum


class Arm(Enum):
    """One condition of a study; the value is its name in the file."""

    WITHOUT = "without"  # the picture alone
    CONCURRENT = "concurrent"  # the aid from the first moment
    SECOND = "second"  # rated alone first, then the aid is shown and the case is rated again

    @property
    def stages(self) -> int:
        """How often a case is rated under this arm."""
        return 2 if self is Arm.SECOND else 1

    def aid_shown(self, stage: int) -> bool:
        """Whether the aid is on screen at this stage, from 1."""
        return self is Arm.CONCURRENT or (self is Arm.SECOND and stage == 2)

    def treatment(self, stage: int) -> str:
        """What the ratings of a stage are called in the tables."""
        if self is Arm.SECOND:
            return "second-after" if stage == 2 else "second-before"
        return str(self.value)


BIRADS = ("1", "2", "3", "4A", "4B", "4C", "5")
