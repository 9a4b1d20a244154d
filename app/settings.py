"""What the user can set: one frozen tree, defaults in `resources/defaults.toml`, the user's own file over them.

The user's file holds only what differs from the defaults, so that better defaults reach everyone who did not choose
otherwise. Constructors elsewhere receive plain numbers from this tree, never the tree.
"""

import difflib
import logging
import os
import tomllib
from collections.abc import Iterator, Mapping
from importlib import resources
from pathlib import Path
from typing import Annotated, Any, Literal

import platformdirs
import tomli_w
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError

from app.atomic_file import whole_file
from capture.errors import MinamoError

log = logging.getLogger(__name__)

FILE_NAME = "settings.toml"

Milliseconds = Annotated[float, Field(gt=0)]
Seconds = Annotated[float, Field(gt=0)]
Share = Annotated[float, Field(gt=0, lt=1)]
RETIRED = {"analysis": ("confirm_ms", "weak_ms")}  # keys of older files that nothing reads any more
DeviceName = Literal["auto", "cpu", "cuda", "mps", "intel-gpu"]


class SettingsError(MinamoError):
    """The settings file cannot be read or written; the text names the key, the file and what to do."""


class _Section(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class SourceSettings(_Section):
    """Where pictures come from.

    Attributes:
        folder_hz: Frame rate assumed for a folder of images.
        retry_s: How long to wait before a lost device is tried again.
        no_signal_ms: A source that delivered nothing for so long has no signal.
        frozen_ms: A picture that did not change for so long stands still.
        streams: Addresses of network streams that were used, the latest first; without user and password.
    """

    folder_hz: Annotated[float, Field(gt=0, le=1000)]
    retry_s: Seconds
    no_signal_ms: Milliseconds
    frozen_ms: Milliseconds
    streams: tuple[str, ...]


class AnalysisSettings(_Section):
    """How the network runs and how findings are followed.

    Attributes:
        device: Where the network runs; "auto" takes the fastest that is there.
        threads: Threads of the network on a CPU; 0 lets the backend choose.
        faster_format: Compute in bf16 or f16 where the weights were measured to allow it; else, as without it, in f32.
        show_evidence: A mass is shown when so much speaks for it; higher shows less, and later.
        hold_ms: A shown mass stays shown for so long without being seen again.
        tentative_ms: A mass that was never shown is forgotten when it is not seen for so long.
        lost_ms: A lost mass that does not come back in so long is ended.
        score_memory_s: Memory of the smoothed malignancy.
        max_age_ms: A live picture that waits longer than this for its analysis means "AI delayed".
    """

    device: DeviceName
    threads: Annotated[int, Field(ge=0, le=256)]
    faster_format: bool
    show_evidence: Annotated[float, Field(gt=0, le=10)]
    hold_ms: Milliseconds
    tentative_ms: Milliseconds
    lost_ms: Milliseconds
    score_memory_s: Seconds
    max_age_ms: Milliseconds


class ViewSettings(_Section):
    """What the window looks like.

    Attributes:
        language: "system", "en" or "ja".
        mirrored: The findings stand on the left.
        keys: Command name to key sequence; absent commands keep their default key.
        setting: Name of the setting whose prevalence moves the number shown on request.
        prevalence: Share of malignant lesions in that setting.
        geometry: (left, top, width, height) of the window, or empty before the first run.
        full_screen: Whether the window covered its screen.
        delay_limit_ms: The picture never waits longer than this for its box (law 1: 100 ms at most).
    """

    language: Literal["system", "en", "ja"]
    mirrored: bool
    keys: dict[str, str]
    setting: str
    prevalence: Share
    geometry: tuple[int, int, int, int] | tuple[()]
    full_screen: bool
    delay_limit_ms: Annotated[float, Field(gt=0, le=100)]


class RecordingSettings(_Section):
    """Where recordings and snapshots go.

    Attributes:
        folder: Empty for "Minamo" in the user's video folder.
        ring_s: How many seconds "keep the last seconds" keeps.
    """

    folder: str
    ring_s: Annotated[float, Field(gt=0, le=120)]


class LayoutSettings(_Section):
    """The scan area.

    Attributes:
        remember: Keep the layout that was found or drawn for each source.
    """

    remember: bool


class PhaseSettings(_Section):
    """A phase of a contrast study.

    Attributes:
        name: As it stands over the curve.
        from_s, to_s: Limits after the injection.
    """

    name: Annotated[str, Field(min_length=1, max_length=40)]
    from_s: Annotated[float, Field(ge=0)]
    to_s: Seconds


def _range_or_none(value: float) -> float:
    """A dynamic range that scanners use, or 0 for none."""
    if value != 0 and not 30 <= value <= 100:
        raise ValueError("must be 0, or 30 to 100")
    return value


class ContrastSettings(_Section):
    """Contrast studies.

    Attributes:
        agent: The agent that a new record begins with.
        phases: Of the site, in order.
        detection_hz: Detection runs no more often than this while a live study is under way.
        queue_frames: Pictures that may wait for the study; beyond that, whole pictures are left out and marked.
        longest_s: A study that is longer is stopped and kept.
        dynamic_range_db: Of the scanner's contrast picture; 0 to estimate it from the picture, which is then said.
    """

    agent: Literal["sonazoid", "sonovue", "definity", "optison", "other"]
    phases: tuple[PhaseSettings, ...]
    detection_hz: Annotated[float, Field(gt=0, le=60)]
    queue_frames: Annotated[int, Field(ge=4, le=200)]
    longest_s: Annotated[float, Field(gt=0, le=600)]
    dynamic_range_db: Annotated[float, AfterValidator(_range_or_none)]


class ExamSettings(_Section):
    """Exams.

    Attributes:
        folder: Of the exams, also on a network drive; empty for "exams" in the program's own folder.
        database_folder: Of the local database; never on a network drive; empty for the program's own folder.
        trash_days: A deleted exam stays in the trash for so many days.
        examiner: Who examined last, as DICOM writes a name; a new exam begins with it.
        terms: Whose words describe lesions, "BI-RADS" or "JABTS"; empty goes with the language.
    """

    folder: str
    database_folder: str
    trash_days: Annotated[int, Field(ge=0, le=3650)]
    examiner: str
    terms: Literal["", "BI-RADS", "JABTS"]


def _title(value: str) -> str:
    """An AE title (PS3.5 table 6.2-1): up to 16 characters of ASCII, no backslash."""
    if len(value) > 16 or not value.isascii() or not value.isprintable() or "\\" in value or value != value.strip():
        raise ValueError("must be up to 16 ASCII characters without a backslash")
    return value


Title = Annotated[str, AfterValidator(_title)]
TcpPort = Annotated[int, Field(ge=1, le=65535)]


class ArchiveSettings(_Section):
    """The hospital's archive, worklist and performed procedure step, spoken to by DICOM.

    Attributes:
        host: Of the archive; empty for none.
        port: Of the archive.
        title: The archive's AE title.
        own_title: This station's AE title, as it is registered there.
        tls: Archive and worklist are spoken to by TLS.
        tls_authority: PEM file of the authority that signed their certificates; empty for the system's authorities.
        tls_certificate: PEM file of this station's certificate; empty where none is asked for.
        tls_key: PEM file of its key; empty where it stands in the certificate's file.
        worklist_host: Of the worklist; empty for none.
        worklist_port: Of the worklist.
        worklist_title: The worklist's AE title.
        modality: Of the worklist's entries that are asked for.
        mpps: Tell the worklist's host that an exam has begun and ended.
        commitment: Ask the archive for its promise to keep what it was sent.
        commitment_port: Opened for the archive's answer while one is owed; 0 opens none.
        without_entry: What becomes of an exam without an entry of the worklist.
        report: In which languages the report goes with the exam.
        character_set: In which objects are written and a worklist is asked.
        timeout_s: How long to wait for a connection and for an answer.
    """

    host: Annotated[str, Field(max_length=255)]
    port: TcpPort
    title: Title
    own_title: Annotated[Title, Field(min_length=1)]
    tls: bool
    tls_authority: str
    tls_certificate: str
    tls_key: str
    worklist_host: Annotated[str, Field(max_length=255)]
    worklist_port: TcpPort
    worklist_title: Title
    modality: Annotated[str, Field(pattern=r"^[A-Z0-9_ ]{0,16}$")]
    mpps: bool
    commitment: bool
    commitment_port: Annotated[int, Field(ge=0, le=65535)]
    without_entry: Literal["refuse", "pseudonym"]
    report: Literal["none", "en", "ja", "both"]
    character_set: Literal["utf-8", "japanese", "japanese with half-width katakana"]
    timeout_s: Annotated[float, Field(ge=1, le=120)]


class ReportSettings(_Section):
    """Reports of exams.

    Attributes:
        scores: Whether scores stand on reports.
        institution: Name at their head.
    """

    scores: bool
    institution: Annotated[str, Field(max_length=300)]


class SharingSettings(_Section):
    """Sharing by OpenIGTLink; that it is open is never kept: the user opens it anew each time.

    Attributes:
        port: Where other programs connect.
        others: Other computers may connect too; else only programs of this one.
        what: The picture with boxes, the picture, or tracks alone.
        identified: Text inside the picture stays, and the patient's label goes along.
        most_hz: So many pictures a second at most.
    """

    port: Annotated[int, Field(ge=1024, le=65535)]
    others: bool
    what: Literal["picture with boxes", "picture", "tracks"]
    identified: bool
    most_hz: Annotated[float, Field(gt=0, le=120)]


class Settings(_Section):
    """Everything the user can set."""

    source: SourceSettings
    analysis: AnalysisSettings
    view: ViewSettings
    recording: RecordingSettings
    layout: LayoutSettings
    contrast: ContrastSettings
    exam: ExamSettings
    report: ReportSettings
    archive: ArchiveSettings
    sharing: SharingSettings


def config_folder() -> Path:
    """The user's settings folder; MINAMO_CONFIG_DIR takes its place."""
    chosen = os.environ.get("MINAMO_CONFIG_DIR")
    return Path(chosen) if chosen else platformdirs.user_config_path("minamo", appauthor=False)


def cache_folder() -> Path:
    """What can be made again; under MINAMO_CONFIG_DIR where that is set, so that tests leave nothing behind."""
    chosen = os.environ.get("MINAMO_CONFIG_DIR")
    return Path(chosen) / "cache" if chosen else platformdirs.user_cache_path("minamo", appauthor=False)


def log_folder() -> Path:
    """Where the log file goes; under MINAMO_CONFIG_DIR where that is set."""
    chosen = os.environ.get("MINAMO_CONFIG_DIR")
    return Path(chosen) / "log" if chosen else platformdirs.user_log_path("minamo", appauthor=False)


def recording_folder(settings: Settings) -> Path:
    """Where recordings and snapshots go."""
    if settings.recording.folder:
        return Path(settings.recording.folder).expanduser()
    return platformdirs.user_videos_path() / "Minamo"


def scanners_folder() -> Path:
    """Where the scanner profiles are, beside the settings."""
    return config_folder() / "scanners"


def data_folder() -> Path:
    """What the program keeps for the user; under MINAMO_CONFIG_DIR where that is set."""
    chosen = os.environ.get("MINAMO_CONFIG_DIR")
    return Path(chosen) / "data" if chosen else platformdirs.user_data_path("minamo", appauthor=False)


def exams_folder(settings: Settings) -> Path:
    """Where the exams' folders are; by default no folder that a cloud service copies, as documents may be."""
    chosen = settings.exam.folder
    return Path(chosen).expanduser() if chosen else data_folder() / "exams"


def database_folder(settings: Settings) -> Path:
    """Where the local database of all exams is."""
    chosen = settings.exam.database_folder
    return Path(chosen).expanduser() if chosen else data_folder()


def queue_folder(settings: Settings) -> Path:
    """Where what goes to the archive waits, beside the database of the exams."""
    return database_folder(settings) / "archive"


def settings_file() -> Path:
    """The user's settings file."""
    return config_folder() / FILE_NAME


def default_settings() -> Settings:
    """The tree as shipped."""
    return Settings.model_validate(_defaults())


def load_settings(path: Path | None = None) -> Settings:
    """Read the user's file over the defaults; the defaults alone where there is no file.

    Raises:
        SettingsError: The file is not TOML, has a key that does not exist, or a value out of range.
    """
    path = path or settings_file()
    try:
        own = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return default_settings()
    except (OSError, UnicodeDecodeError) as fault:
        raise SettingsError(
            "The settings file {file} cannot be read ({reason}); correct it, or delete it to start on the defaults",
            file=path,
            reason=fault,
        ) from fault
    except tomllib.TOMLDecodeError as fault:
        raise SettingsError(
            "The settings file {file} is not valid TOML ({reason}); correct it, or delete it to start on the defaults",
            file=path,
            reason=fault,
        ) from fault
    try:
        return Settings.model_validate(_merged(_defaults(), _without_retired(own, path)))
    except ValidationError as fault:
        raise _explained(fault, path) from fault


def load_or_default(path: Path | None = None) -> tuple[Settings, SettingsError | None]:
    """For the window, which starts on the defaults and shows the error as a notice."""
    try:
        return load_settings(path), None
    except SettingsError as error:
        log.warning("%s", error)
        return default_settings(), error


def save_settings(settings: Settings, path: Path | None = None) -> Path:
    """Write what differs from the defaults, atomically; a file that cannot be read is kept beside it.

    Raises:
        SettingsError: The folder cannot be written.
    """
    path = path or settings_file()
    own = _difference(settings.model_dump(mode="json"), default_settings().model_dump(mode="json"))
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        _keep_unreadable(path)
        with whole_file(path) as file:
            file.write(tomli_w.dumps(own).encode("utf-8"))
    except OSError as fault:
        raise SettingsError(
            "Settings cannot be saved to {file} ({reason}); free space there or make the folder writable",
            file=path,
            reason=fault.strerror or fault,
        ) from fault
    return path


def _keep_unreadable(path: Path) -> None:
    """What the user wrote by hand is not overwritten because of one misspelt key."""
    if not path.exists():
        return
    try:
        load_settings(path)
    except SettingsError:
        path.replace(path.with_suffix(".unreadable.toml"))


def _without_retired(own: dict[str, Any], path: Path) -> dict[str, Any]:
    """The user's file without the keys of older versions."""
    kept = dict(own)
    for section, keys in RETIRED.items():
        if isinstance(own.get(section), dict):
            kept[section] = {key: value for key, value in own[section].items() if key not in keys}
            for key in set(own[section]) & set(keys):
                log.warning("%s: %s.%s has no meaning any more and is passed over", path, section, key)
    return kept


def _defaults() -> dict[str, Any]:
    text = resources.files("resources").joinpath("defaults.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


def _merged(under: Mapping[str, Any], over: Mapping[str, Any]) -> dict[str, Any]:
    merged = dict(under)
    for key, value in over.items():
        below = merged.get(key)
        merged[key] = _merged(below, value) if isinstance(below, dict) and isinstance(value, dict) else value
    return merged


def _difference(tree: Mapping[str, Any], defaults: Mapping[str, Any]) -> dict[str, Any]:
    changed: dict[str, Any] = {}
    for key, value in tree.items():
        if key not in defaults:
            changed[key] = value
        elif isinstance(value, dict):
            if inner := _difference(value, defaults[key]):
                changed[key] = inner
        elif value != defaults[key]:
            changed[key] = value
    return changed


def _explained(fault: ValidationError, path: Path) -> SettingsError:
    """The first thing that is wrong, with the key, the file and the nearest right key."""
    first = fault.errors()[0]
    key = ".".join(str(part) for part in first["loc"] if not str(part).startswith("tuple["))
    if first["type"] != "extra_forbidden":
        return SettingsError(
            "{key} in {file} cannot be {value!r} ({reason}); correct it, or delete the line to use the default",
            key=key,
            file=path,
            value=first["input"],
            reason=first["msg"],
        )
    known = list(_known_keys(_defaults()))
    last = key.rsplit(".", 1)[-1]
    nearest = difflib.get_close_matches(key, known, 1, 0.5) or [
        name for name in known if difflib.get_close_matches(last, [name.rsplit(".", 1)[-1]], 1, 0.7)
    ]
    if not nearest:
        return SettingsError("{file} has a setting {key}, which does not exist; delete the line", key=key, file=path)
    return SettingsError(
        "{file} has a setting {key}, which does not exist; did you mean {nearest}?",
        key=key,
        file=path,
        nearest=nearest[0],
    )


def _known_keys(tree: Mapping[str, Any], prefix: str = "") -> Iterator[str]:
    for key, value in tree.items():
        yield prefix + key
        if isinstance(value, dict):
            yield from _known_keys(value, f"{prefix}{key}.")
