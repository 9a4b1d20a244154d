"""The JSON schema of `report.json`: `python -m app.exam.report.data.file_schema` writes it anew."""

import json
from pathlib import Path

from app.exam.report.data.report_data import ReportData

SCHEMA_FILE = Path(__file__).parents[1] / "report.schema.json"


def schema_text() -> str:
    """The schema as the file holds it."""
    schema = {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": "Minamo exam report"}
    schema |= {key: value for key, value in ReportData.model_json_schema().items() if key != "title"}
    return json.dumps(schema, indent=1, ensure_ascii=False) + "\n"


if __name__ == "__main__":
    SCHEMA_FILE.write_text(schema_text(), encoding="utf-8")
    print(SCHEMA_FILE)
