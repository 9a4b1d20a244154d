"""Write the tables into the texts."""

import sys

from tests.bench.tables import TEXTS, filled


def main() -> int:
    """Fill every marked place."""
    for path in TEXTS:
        path.write_text(filled(path.read_text(encoding="utf-8")), encoding="utf-8")
        print(path)
    return 0


if __name__ == "__main__":
    sys.exit(main())
