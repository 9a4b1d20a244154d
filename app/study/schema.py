"""The tables of a study's file, and the triggers that lock them.

Pictures stand in the file itself, not in files beside it: one file is carried to the readers whole, nothing can be
missing or be changed beside it, and no file name or header tells whose picture it is. They are what passed the gate
(nothing outside the scan), lossless PNG, each with its SHA-256; no decoder and no copy on the disk is needed to read.
The price is room: a cine takes what its pictures take as PNG.

The truth (`truth`: disease, patient, scanner, the picture's own name, the outline) is a table of its own. The reading
mode works on a connection that SQLite itself forbids to read it (`study_file.open_for_reading`), so no screen, no log
and no fault of the reading mode can show it. The file is not encrypted: whoever opens it with another program can read
the truth. Where readers might, keep the file on a machine that somebody else looks after.
"""

FORMAT = 1  # raised when the tables change
APPLICATION_ID = 0x4D4E5354  # "MNST": tells a study from any other SQLite file
LOCKED = "locked"  # begins the message of the triggers that hold the plan
KEPT = "kept"  # ... and of those that hold the readings

_TABLES = """
CREATE TABLE study (
    only INTEGER PRIMARY KEY CHECK (only = 1),
    id TEXT NOT NULL, name TEXT NOT NULL, created_utc TEXT NOT NULL, minamo TEXT NOT NULL,
    seed INTEGER NOT NULL, arms TEXT NOT NULL, washout_days INTEGER NOT NULL CHECK (washout_days >= 0),
    patients_seen INTEGER NOT NULL  -- patients that the aid's weights were made from, by the user's leave
) STRICT;
CREATE TABLE reader (
    number INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, years REAL NOT NULL CHECK (years >= 0)
) STRICT;
CREATE TABLE material (number INTEGER PRIMARY KEY, kind TEXT NOT NULL CHECK (kind IN ('still', 'clip'))) STRICT;
CREATE TABLE picture (
    material INTEGER NOT NULL REFERENCES material, number INTEGER NOT NULL, file_index INTEGER NOT NULL,
    time_ns INTEGER NOT NULL, layout TEXT, png BLOB NOT NULL, sha256 TEXT NOT NULL, PRIMARY KEY (material, number)
) STRICT;
CREATE TABLE truth (
    material INTEGER PRIMARY KEY REFERENCES material, name TEXT NOT NULL UNIQUE,
    disease INTEGER NOT NULL CHECK (disease IN (0, 1)), label TEXT NOT NULL, patient TEXT NOT NULL,
    scanner TEXT NOT NULL, size_mm REAL, source_sha256 TEXT NOT NULL, outline BLOB
) STRICT;
CREATE TABLE aid_network (only INTEGER PRIMARY KEY CHECK (only = 1), info TEXT NOT NULL) STRICT;
CREATE TABLE aid (
    material INTEGER NOT NULL REFERENCES material, picture INTEGER NOT NULL, line TEXT NOT NULL,
    PRIMARY KEY (material, picture)
) STRICT;
CREATE TABLE plan (
    reader INTEGER NOT NULL REFERENCES reader, session INTEGER NOT NULL, position INTEGER NOT NULL,
    material INTEGER NOT NULL REFERENCES material, arm TEXT NOT NULL CHECK (arm IN ('without', 'concurrent', 'second')),
    PRIMARY KEY (reader, session, position), UNIQUE (reader, session, material), UNIQUE (reader, material, arm)
) STRICT;
CREATE TABLE opening (
    reader INTEGER NOT NULL, session INTEGER NOT NULL, position INTEGER NOT NULL, stage INTEGER NOT NULL,
    opened_utc TEXT NOT NULL, FOREIGN KEY (reader, session, position) REFERENCES plan
) STRICT;
CREATE TABLE reading (
    reader INTEGER NOT NULL, session INTEGER NOT NULL, position INTEGER NOT NULL,
    stage INTEGER NOT NULL CHECK (stage IN (1, 2)), rating INTEGER NOT NULL CHECK (rating BETWEEN 0 AND 100),
    birads TEXT NOT NULL CHECK (birads IN ('1', '2', '3', '4A', '4B', '4C', '5')),
    time_s REAL NOT NULL CHECK (time_s >= 0), finished_utc TEXT NOT NULL,
    PRIMARY KEY (reader, session, position, stage),
    FOREIGN KEY (reader, session, position) REFERENCES plan
) STRICT;
CREATE TABLE mark (
    reader INTEGER NOT NULL, session INTEGER NOT NULL, position INTEGER NOT NULL, stage INTEGER NOT NULL,
    number INTEGER NOT NULL, picture INTEGER NOT NULL, x_px REAL NOT NULL, y_px REAL NOT NULL,
    rating INTEGER CHECK (rating BETWEEN 0 AND 100), PRIMARY KEY (reader, session, position, stage, number),
    FOREIGN KEY (reader, session, position, stage) REFERENCES reading DEFERRABLE INITIALLY DEFERRED
) STRICT;
"""

_PLANNED = ("study", "reader", "material", "picture", "truth", "aid_network", "aid", "plan")
_READ = ("opening", "reading", "mark")


def statements() -> str:
    """Everything that makes an empty study, as one script."""
    triggers = [
        f"CREATE TRIGGER {table}_{way.lower()}_{LOCKED} BEFORE {way} ON {table} WHEN EXISTS (SELECT 1 FROM reading) "
        f"BEGIN SELECT RAISE(ABORT, '{LOCKED}: a reading has been made'); END;"
        for table in _PLANNED
        for way in ("INSERT", "UPDATE", "DELETE")
    ]
    triggers += [
        f"CREATE TRIGGER {table}_{way.lower()}_{KEPT} BEFORE {way} ON {table} "
        f"BEGIN SELECT RAISE(ABORT, '{KEPT}: readings are never changed'); END;"
        for table in _READ
        for way in ("UPDATE", "DELETE")
    ]
    # The marks of a reading go in before it, in one transaction; afterwards neither can be added or be replaced (which
    # asks no DELETE trigger).
    same = " AND ".join(f"{key} = NEW.{key}" for key in ("reader", "session", "position", "stage"))
    triggers += [
        f"CREATE TRIGGER {table}_insert_{KEPT} BEFORE INSERT ON {table} "
        f"WHEN EXISTS (SELECT 1 FROM reading WHERE {same}) "
        f"BEGIN SELECT RAISE(ABORT, '{KEPT}: readings are never changed'); END;"
        for table in ("mark", "reading")
    ]
    triggers.append(
        "CREATE TRIGGER reading_in_order BEFORE INSERT ON reading WHEN EXISTS (SELECT 1 FROM plan WHERE "
        "plan.reader = NEW.reader AND (plan.session, plan.position) < (NEW.session, NEW.position) "
        "AND NOT EXISTS (SELECT 1 FROM reading WHERE reading.reader = plan.reader AND "
        "reading.session = plan.session AND reading.position = plan.position)) "
        "OR (NEW.stage = 2) <> EXISTS (SELECT 1 FROM reading WHERE reading.reader = NEW.reader AND "
        "reading.session = NEW.session AND reading.position = NEW.position AND reading.stage = 1) "
        f"BEGIN SELECT RAISE(ABORT, '{KEPT}: cases are read in their order'); END;"
    )
    return f"PRAGMA application_id = {APPLICATION_ID}; PRAGMA user_version = {FORMAT}; {_TABLES} {' '.join(triggers)}"
