"""A scanner profile as a file: JSON, described in the README so that other programs can read and write it."""

import json
from typing import Annotated, Any, Final, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError

from app.scanners.errors import ProfileError
from app.scanners.profile import DrawnArea, ScannerProfile
from capture.devices.device_mode import DeviceMode
from capture.screen.layout_file import layout_from_json, layout_to_json, signature_from_json, signature_to_json

SUFFIX = ".minamo-scanner.json"
FORMAT: Final = "minamo scanner profile"
VERSION: Final = 1
LONGEST_NAME = 60
LARGEST_SIDE_PX = 8192  # so that a damaged file cannot ask for more memory than there is
LARGEST_BYTES = 8_000_000  # a mask of a 4K screen in runs is under 1 MB

Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=2000)]
Name = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=LONGEST_NAME)]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class _ModeFile(_Strict):
    size_px: tuple[Annotated[int, Field(ge=1, le=16384)], Annotated[int, Field(ge=1, le=16384)]]
    hz: Annotated[float, Field(gt=0, le=1000)]
    pixels: Literal["mjpeg", "nv12", "yuy2"]


class _SourceFile(_Strict):
    address: Text
    name: Text
    mode: _ModeFile | None = None


class _AreaFile(_Strict):
    layout: dict[str, Any]
    signature: dict[str, Any]


class _ProfileFile(_Strict):
    format: Literal["minamo scanner profile"] = FORMAT
    version: Literal[1] = VERSION
    name: Name
    source: _SourceFile
    area: _AreaFile | None = None


def write_profile(profile: ScannerProfile) -> bytes:
    """The file's content, UTF-8."""
    mode, area = profile.mode, profile.area
    content = _ProfileFile(
        name=profile.name,
        source=_SourceFile(
            address=profile.address,
            name=profile.source_name,
            mode=None if mode is None else _ModeFile(size_px=mode.size_px, hz=mode.hz, pixels=mode.pixels),  # type: ignore[arg-type]
        ),
        area=None
        if area is None
        else _AreaFile(layout=layout_to_json(area.layout, marks=True), signature=signature_to_json(area.signature)),
    )
    return (json.dumps(content.model_dump(mode="json"), ensure_ascii=False, indent=1) + "\n").encode("utf-8")


def read_profile(content: bytes, id: str, file: str) -> ScannerProfile:
    """The profile that such a file holds.

    Args:
        content: Of the file.
        id: Of the profile.
        file: Its name, for texts.

    Raises:
        ProfileError: It is damaged, of a newer version, or no such file.
    """
    try:
        value = json.loads(content.decode("utf-8"))
    except (ValueError, RecursionError) as fault:
        raise ProfileError("{file} is not a scanner profile, or it is damaged; export it again", file=file) from fault
    if not isinstance(value, dict) or value.get("format") != FORMAT:
        raise ProfileError("{file} is not a scanner profile; choose a file that Minamo has exported", file=file)
    version = value.get("version")
    if isinstance(version, int) and not isinstance(version, bool) and version > VERSION:
        raise ProfileError(
            "{file} is a scanner profile of a newer Minamo (version {version}); update Minamo, or export it again "
            "from one like this",
            file=file,
            version=version,
        )
    try:
        kept = _ProfileFile.model_validate(value)
        mode = kept.source.mode
        return ScannerProfile(
            id,
            kept.name,
            kept.source.address,
            kept.source.name,
            None if mode is None else DeviceMode(mode.size_px, mode.hz, mode.pixels),
            None if kept.area is None else _area(kept.area),
        )
    except (ValueError, OverflowError) as fault:  # also pydantic's ValidationError
        raise ProfileError(
            "The scanner profile {file} is damaged ({reason}); export it again, or make it anew",
            file=file,
            reason=_first(fault),
        ) from fault


def _area(kept: _AreaFile) -> DrawnArea:
    size = kept.layout.get("source_size_px")
    if not (isinstance(size, list) and all(isinstance(side, int) and 0 < side <= LARGEST_SIDE_PX for side in size)):
        raise ValueError("the screen's size is missing or impossible")
    area = DrawnArea(layout_from_json(kept.layout), signature_from_json(kept.signature))
    if area.signature.size_px != area.layout.source_size_px:
        raise ValueError("layout and signature are of screens of different sizes")
    return area


def _first(fault: Exception) -> str:
    if isinstance(fault, ValidationError):
        first = fault.errors()[0]
        return f"{'.'.join(map(str, first['loc']))}: {first['msg']}"
    return str(fault)
