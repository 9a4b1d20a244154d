"""What a report says, as data without a language: the model of `report.json`, and how it is gathered from an exam."""
