"""Where the commands keep what they measured."""

from pathlib import Path

REPOSITORY = Path(__file__).parents[3]
EVALUATION = REPOSITORY / "resources" / "models" / "evaluation"
CINE = REPOSITORY / "resources" / "cine"
CONTRAST = REPOSITORY / "resources" / "contrast"
SCREENS = REPOSITORY / "resources" / "screens"
RESULTS = REPOSITORY / "tests" / "bench" / "results"
