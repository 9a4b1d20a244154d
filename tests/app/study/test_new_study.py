"""Making a study: what goes in, what stays apart, and what is refused."""

import csv
import json
from pathlib import Path

import cv2
import numpy as np
import pytest

from app.__main__ import main
from app.commands import study_files
from app.settings import load_settings
from app.study.arms import Arm
from app.study.errors import StudyError
from app.study.making.compute_aid import prepare
from app.study.making.new_study import Reader
from inference import manifest
from tests.app.bright_spot import BrightSpotDetector, spot_video
from tests.app.study.made_study import READERS, labelled_folder, new_study, picture_of, read_all, rows


def test_the_pictures_are_in_the_file_and_nothing_but_the_truth_names_them(study: Path) -> None:
    assert rows(study, "SELECT count(*) FROM material") == [(6,)]
    assert rows(study, "SELECT count(*) FROM picture") == [(6,)]
    (png,) = rows(
        study, "SELECT png FROM picture WHERE material = (SELECT material FROM truth WHERE name = 'secret-3')"
    )[0]
    assert isinstance(png, bytes)
    kept = cv2.imdecode(np.frombuffer(png, np.uint8), cv2.IMREAD_UNCHANGED)
    assert (kept == picture_of(3, spot=True)).all()  # lossless
    for table in ("study", "reader", "material", "aid", "plan"):
        assert "secret" not in str(rows(study, f"SELECT * FROM {table}"))
    layouts = str(rows(study, "SELECT number, file_index, time_ns, layout, sha256 FROM picture"))
    assert "secret" not in layouts


def test_the_truth_stands_apart_with_patient_scanner_size_and_outline(study: Path) -> None:
    truth = rows(
        study, "SELECT disease, label, patient, scanner, size_mm, outline IS NULL FROM truth WHERE name = 'secret-1'"
    )
    assert truth == [(1, "malignant", "made-up/patient-1", "Scanner 1", 11.0, 0)]


def test_the_aid_is_kept_with_the_weights_it_came_from(study: Path) -> None:
    (info,) = rows(study, "SELECT info FROM aid_network")[0]
    assert json.loads(str(info))["weights_sha256"] == "ab" * 32
    lines = rows(study, "SELECT line FROM aid JOIN truth USING (material) ORDER BY disease")
    tracks = [json.loads(str(line))["tracks"] for (line,) in lines]
    assert [len(found) for found in tracks] == [0, 0, 0, 1, 1, 1]
    assert tracks[-1][0]["malignancy"] == pytest.approx(0.8)
    assert tracks[-1][0]["malignancy_low"] < 0.8 < tracks[-1][0]["malignancy_high"]


def test_the_plan_is_written_down_with_its_seed_and_wash_out(folder: Path, tmp_path: Path) -> None:
    path = new_study(tmp_path / "a.minamo-study", [folder], washout_days=0, seed=9)
    assert rows(path, "SELECT name, seed, arms, washout_days FROM study") == [("a", 9, "without,concurrent", 0)]
    assert rows(path, "SELECT name, years FROM reader") == [(reader.name, reader.years) for reader in READERS]
    assert rows(path, "SELECT count(*) FROM plan") == [(3 * 2 * 6,)]
    assert rows(path, "PRAGMA journal_mode") == [("wal",)]


def test_the_same_seed_makes_the_same_study(folder: Path, tmp_path: Path) -> None:
    first, second = (new_study(tmp_path / f"{name}.minamo-study", [folder], seed=4) for name in "ab")
    for query in ("SELECT * FROM plan", "SELECT material, name FROM truth"):
        assert rows(first, query) == rows(second, query)


def test_a_study_appears_whole_or_not_at_all(folder: Path, tmp_path: Path) -> None:
    broken = labelled_folder(tmp_path / "broken")
    (broken / "images" / "secret-5.png").write_bytes((broken / "images" / "secret-5.png").read_bytes()[:4000])
    (tmp_path / "out").mkdir()
    with pytest.raises(Exception, match="secret-5"):
        new_study(tmp_path / "out" / "a.minamo-study", [broken])
    assert list((tmp_path / "out").iterdir()) == []


def test_an_existing_file_is_never_replaced(folder: Path, study: Path) -> None:
    before = study.read_bytes()
    with pytest.raises(StudyError, match="exists already"):
        new_study(study, [folder])
    assert study.read_bytes() == before


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"readers": ()}, "name of his own"),
        ({"readers": (Reader("a", 1), Reader("a", 2))}, "name of his own"),
        ({"arms": ()}, "every arm once"),
        ({"arms": (Arm.WITHOUT, Arm.WITHOUT)}, "every arm once"),
        ({"washout_days": -1}, "wash-out"),
    ],
)
def test_a_plan_that_cannot_be_carried_out_is_refused(folder: Path, tmp_path: Path, changes: dict, said: str) -> None:
    with pytest.raises(StudyError, match=said):
        new_study(tmp_path / "a.minamo-study", [folder], **changes)


def clip_table(folder: Path, *lines: tuple[str, ...]) -> Path:
    table = folder / "clips.csv"
    with table.open("w", newline="") as file:
        csv.writer(file).writerows([("file", "label", "patient"), *lines])
    return table


def test_clips_keep_every_distinct_picture_with_its_time_and_the_aid_of_each(folder: Path, tmp_path: Path) -> None:
    spot_video(tmp_path / "cine.mkv", frames=10)
    table = clip_table(tmp_path, ("cine.mkv", "malignant", "p1"))
    path = new_study(tmp_path / "a.minamo-study", [folder, table], readers=READERS[:1])
    clip = "material = (SELECT number FROM material WHERE kind = 'clip')"
    times = [time for (time,) in rows(path, f"SELECT time_ns FROM picture WHERE {clip} ORDER BY number")]
    assert len(times) == 10
    assert times == sorted(times)
    lines = [json.loads(str(line)) for (line,) in rows(path, f"SELECT line FROM aid WHERE {clip} ORDER BY picture")]
    assert lines[0]["tracks"][0]["state"] == "tentative"  # followed, as in the product
    assert lines[-1]["tracks"][0]["state"] == "confirmed"
    assert rows(path, f"SELECT patient, outline FROM truth WHERE {clip}") == [("clips/p1", None)]


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        ([("cine.mkv", "maybe", "")], "line 2: the label is 'maybe'"),
        ([("absent.mkv", "benign", "")], "line 2: .*absent.mkv is missing"),
        ([], "lists no clip"),
    ],
)
def test_a_table_of_clips_that_is_wrong_is_named_with_its_line(tmp_path: Path, lines: list, said: str) -> None:
    spot_video(tmp_path / "cine.mkv", frames=2)
    with pytest.raises(StudyError, match=said):
        new_study(tmp_path / "a.minamo-study", [clip_table(tmp_path, *lines)])


def test_a_table_without_the_columns_and_a_missing_one_say_so(tmp_path: Path) -> None:
    (tmp_path / "clips.csv").write_text("name\na\n")
    for table, said in (
        (tmp_path / "clips.csv", "lacks the columns file, label"),
        (tmp_path / "none.csv", "cannot be read"),
    ):
        with pytest.raises(StudyError, match=said):
            new_study(tmp_path / "a.minamo-study", [table])


def test_two_cases_of_one_name_and_cases_of_one_truth_are_refused(folder: Path, tmp_path: Path) -> None:
    with pytest.raises(StudyError, match="secret-0"):
        new_study(tmp_path / "a.minamo-study", [folder, folder])
    spot_video(tmp_path / "cine.mkv", frames=2)
    with pytest.raises(StudyError, match="with the disease and cases without"):
        new_study(tmp_path / "a.minamo-study", [clip_table(tmp_path, ("cine.mkv", "benign", ""))])


def test_the_aid_can_be_computed_anew_until_somebody_has_read(study: Path, clock) -> None:
    settings = load_settings().analysis
    prepare(study, BrightSpotDetector(malignancy=0.3, weights_sha256="cd" * 32), settings, lambda done, count: None)
    assert "cdcd" in str(rows(study, "SELECT info FROM aid_network"))
    read_all(study, "reader 1", clock)
    with pytest.raises(StudyError, match="has been read already"):
        prepare(study, BrightSpotDetector(), settings, lambda done, count: None)
    assert "cdcd" in str(rows(study, "SELECT info FROM aid_network"))


@pytest.fixture
def shipped(monkeypatch: pytest.MonkeyPatch) -> None:
    """A network that needs no weights, for the command."""
    monkeypatch.setattr(study_files.network, "load_network", lambda _settings: BrightSpotDetector())


def test_the_command_makes_a_study_with_a_limit_of_each_label(
    shipped: None, folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "a.minamo-study"
    arguments = ["--cases", str(folder), "--limit", "2", "--reader", "Dr. A: B:12.5", "--arm", "second", "--seed", "3"]
    assert main(["study", "new", str(path), *arguments]) == 0
    assert capsys.readouterr().out.strip() == str(path)
    assert rows(path, "SELECT label, count(*) FROM truth GROUP BY label") == [("benign", 2), ("malignant", 2)]
    assert rows(path, "SELECT name, years FROM reader") == [("Dr. A: B", 12.5)]
    assert rows(path, "SELECT arms, washout_days FROM study") == [("second", 28)]
    assert main(["study", "prepare", str(path)]) == 0


def test_the_command_takes_only_the_lines_asked_for(shipped: None, folder: Path, tmp_path: Path) -> None:
    path = tmp_path / "a.minamo-study"
    arguments = [str(path), "--cases", str(folder), "--reader", "a:1"]
    assert main(["study", "new", *arguments, "--where", "set=1"]) == 0
    assert rows(path, "SELECT name FROM truth ORDER BY name") == [("secret-2",), ("secret-3",)]
    assert main(["study", "new", *arguments]) == 3


@pytest.mark.parametrize("wrong", [["--reader", "nobody"], ["--reader", ":3"], ["--reader", "a:-1"], ["--limit", "0"],
                                   ["--washout-days", "-1"], ["--arm", "both"]])  # fmt: skip
def test_what_cannot_be_meant_is_a_usage_error(folder: Path, tmp_path: Path, wrong: list[str]) -> None:
    with pytest.raises(SystemExit) as stop:
        main(["study", "new", str(tmp_path / "a"), "--cases", str(folder), "--reader", "a:1", *wrong])
    assert stop.value.code == 2


def test_patients_the_weights_have_seen_are_refused_or_written_down(
    shipped: None, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen = manifest.read_manifest(manifest.MODELS_FOLDER).model_copy(
        update={"patients_trained_on": ("made-up/patient-0",)}
    )
    monkeypatch.setattr(manifest, "read_manifest", lambda _folder: seen)
    path = tmp_path / "a.minamo-study"
    arguments = ["study", "new", str(path), "--cases", str(folder), "--reader", "a:1"]
    assert main(arguments) == 3
    assert not path.exists()
    assert main([*arguments, "--allow-seen"]) == 0
    assert rows(path, "SELECT patients_seen FROM study") == [(1,)]
