"""The scanner profiles of this computer: one folder, one file each; read anew each time, so that two windows agree."""

import logging
import re
import threading
import unicodedata
import uuid
from dataclasses import replace
from pathlib import Path

from app.atomic_file import whole_file
from app.scanners.errors import ProfileError
from app.scanners.profile import DrawnArea, ScannerProfile, for_others
from app.scanners.profile_file import LARGEST_BYTES, LONGEST_NAME, SUFFIX, read_profile, write_profile

log = logging.getLogger(__name__)

_NOT_FROM_OTHERS = ("lavfi:",)  # a graph of filters can read any file of this computer


class ProfileShelf:
    """Lists, keeps, renames and removes profiles. What is damaged is left out of the list and named in the log."""

    def __init__(self, folder: Path) -> None:
        """Keep them in `folder`, which is made when the first one is kept."""
        self._folder = folder
        self._lock = threading.RLock()  # the capture thread draws areas anew while the window renames

    def all(self) -> tuple[ScannerProfile, ...]:
        """By name."""
        found = []
        for file in sorted(self._folder.glob(f"*{SUFFIX}")):
            try:
                found.append(_read(file))
            except ProfileError as fault:
                log.warning("%s", fault)
        return tuple(sorted(found, key=lambda profile: (_sortable(profile.name), profile.id)))

    def get(self, id: str) -> ScannerProfile:
        """The profile of this id.

        Raises:
            ProfileError: It is gone or damaged.
        """
        return _read(self._file(id))

    def keep(self, profile: ScannerProfile) -> ScannerProfile:
        """Write a profile, replacing the one of its id; an empty id makes a new one.

        Returns:
            As it was written, its name trimmed.

        Raises:
            ProfileError: It has no name or one that another profile has, or the folder cannot be written.
        """
        kept = replace(profile, id=profile.id or uuid.uuid4().hex[:12], name=_tidy(profile.name))
        if not kept.name:
            raise ProfileError("A scanner profile needs a name; type one")
        if any(_same(other.name, kept.name) and other.id != kept.id for other in self.all()):
            raise ProfileError("There is a scanner profile called {name} already; choose another name", name=kept.name)
        self._write(self._file(kept.id), kept)
        return kept

    def rename(self, id: str, name: str) -> ScannerProfile:
        """Give a profile another name.

        Raises:
            ProfileError: As `keep`, or it is gone.
        """
        with self._lock:
            return self.keep(replace(self.get(id), name=name))

    def redraw(self, id: str, area: DrawnArea) -> None:
        """The scan area was drawn anew while this profile was in use.

        Raises:
            ProfileError: It is gone, or the folder cannot be written.
        """
        with self._lock:
            self._write(self._file(id), replace(self.get(id), area=area))

    def remove(self, id: str) -> ScannerProfile:
        """Remove a profile.

        Returns:
            What it was; `keep` brings it back.

        Raises:
            ProfileError: It is gone, or cannot be removed.
        """
        with self._lock:
            profile, file = self.get(id), self._file(id)
            try:
                file.unlink()
            except OSError as fault:
                raise _not_written(file, fault) from fault
            return profile

    def export(self, id: str, file: Path) -> None:
        """Write a profile for another computer: a stream's user and password stay here.

        Raises:
            ProfileError: It is gone, or the file cannot be written.
        """
        self._write(file, for_others(self.get(id)))

    def take(self, file: Path) -> ScannerProfile:
        """Take a profile from a file of another computer; where its name is taken, a number is added.

        Raises:
            ProfileError: The file cannot be read, is damaged, newer or something else; or the folder cannot be written.
        """
        profile = replace(_read(file), id="")
        if profile.address.lower().startswith(_NOT_FROM_OTHERS):
            raise ProfileError(
                "{file} is not a scanner profile; choose a file that Minamo has exported", file=file.name
            )
        names = [other.name for other in self.all()]
        name, number = profile.name, 1
        while any(_same(name, other) for other in names):
            number += 1
            ending = f" ({number})"
            name = profile.name[: LONGEST_NAME - len(ending)] + ending
        return self.keep(replace(profile, name=name))

    def _file(self, id: str) -> Path:
        return self._folder / f"{id}{SUFFIX}"

    def _write(self, file: Path, profile: ScannerProfile) -> None:
        try:
            file.parent.mkdir(parents=True, exist_ok=True)
            with whole_file(file) as out:
                out.write(write_profile(profile))
        except OSError as fault:
            raise _not_written(file, fault) from fault


def _read(file: Path) -> ScannerProfile:
    try:
        if file.stat().st_size > LARGEST_BYTES:
            raise ProfileError(
                "{file} is not a scanner profile; choose a file that Minamo has exported", file=file.name
            )
        content = file.read_bytes()
    except FileNotFoundError as fault:
        raise ProfileError(
            "This scanner profile is gone; another window may have deleted it. Choose another"
        ) from fault
    except OSError as fault:
        raise ProfileError(
            "{file} cannot be read ({reason}); check that you may read it and that its drive is connected",
            file=file.name,
            reason=fault.strerror or fault,
        ) from fault
    return read_profile(content, file.name.removesuffix(SUFFIX), file.name)


def _not_written(file: Path, fault: OSError) -> ProfileError:
    error = ProfileError(
        "The scanner profile cannot be written to {folder} ({reason}); free space there or make it writable",
        folder=file.parent,
        reason=fault.strerror or fault,
    )
    error.__cause__ = fault
    return error


def _tidy(name: str) -> str:
    """One line without control characters, of a length that fits the window."""
    plain = "".join(" " if unicodedata.category(each).startswith("C") and each != "\u200d" else each for each in name)
    return " ".join(plain.split())[:LONGEST_NAME].strip()


def _same(first: str, second: str) -> bool:
    return unicodedata.normalize("NFKC", first).casefold() == unicodedata.normalize("NFKC", second).casefold()


def _sortable(name: str) -> list[tuple[int, str]]:
    """Room 2 before Room 10."""
    parts = re.split(r"(\d+)", unicodedata.normalize("NFKC", name).casefold())
    return [(int(part), "") if part.isdecimal() else (-1, part) for part in parts]
