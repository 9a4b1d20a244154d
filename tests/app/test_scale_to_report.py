"""From the demo cine, which has no scale, to a size in mm in exam, report and DICOM: the user states the scale."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from pytestqt.qtbot import QtBot

from app.assembly import Assembly
from app.exam.content.lesion import Lesion, Plane
from app.exam.lesions.calipers import caliper
from app.exam.lesions.scale import scale_between
from app.exam.lesions.sizes import diameters_mm
from app.exam.report.data.gather import gather
from app.exam.report.site import Site
from app.exam.report.wording.lesion import lesion_shown
from app.exam.report.wording.report_words import ReportWords
from app.live.dialogs.layout_dialog import LayoutDialog
from app.settings import default_settings
from capture.screen.layout import ScanLayout
from capture.screen.layout_file import layout_from_json
from tests.app.bright_spot import BrightSpotDetector, Watcher
from tests.app.exam.dicom.made_exam import lesion, made_exam, snapshot
from tests.app.exam.dicom.test_structured_report import report_of, said


def test_a_scale_stated_on_the_demo_cine_reaches_exam_report_and_dicom(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MINAMO_CONFIG_DIR", str(tmp_path / "config"))
    assembly = Assembly(default_settings(), load=lambda _settings: BrightSpotDetector())
    session = assembly.open_demo()
    layout = _stated_on(session, assembly, qtbot)
    changed = assembly.remember_layout(session, layout)
    session.close()
    watcher = Watcher(changed)
    changed.start(watcher)
    try:
        frame = watcher.until(lambda state: state.frame is not None).frame
    finally:
        changed.close()
    assert frame is not None
    assert frame.layout.panels[0].mm_per_px == pytest.approx((0.1, 0.1))

    folder = tmp_path / "exam"
    content = made_exam(folder)
    shot = snapshot(folder, "s1", frame.layout)
    kept = layout_from_json(shot.layout)
    measured = _measured(kept)
    assert measured.diameters_mm[:2] == pytest.approx((12, 8))
    content = content.model_copy(update={"items": (shot, measured)})
    data = gather(content, folder, Site(), datetime.now(UTC), None)
    rows = lesion_shown(data.lesions[0], data, {}, ReportWords("en")).rows
    told = {row.label: row.value for row in rows}
    assert told["Size"].startswith("12.0 × 8.0")
    assert told["Scale of the size"] == "stated by the user"
    report = report_of(content, tmp_path)
    assert said(report, "Long axis")[0] == "12.0"
    assert "Scale of the size of lesion 1: stated by the user." in said(report, "Comment")


def _stated_on(session: object, assembly: Assembly, qtbot: QtBot) -> ScanLayout:
    """What the dialog gives when 200 pixels of the demo's picture are said to be 20 mm."""
    watcher = Watcher(session)  # type: ignore[arg-type]
    session.start(watcher)  # type: ignore[attr-defined]
    state = watcher.until(lambda state: state.frame is not None)
    watcher.until(lambda _: assembly.last_screen(session) is not None)  # type: ignore[arg-type]
    assert state.frame is not None
    assert state.frame.layout.panels[0].mm_per_px is None
    dialog = LayoutDialog(lambda: assembly.last_screen(session))  # type: ignore[arg-type]
    qtbot.addWidget(dialog)
    dialog.resize(1800, 1500)
    dialog.show_layout(state.frame.layout)
    dialog.show()
    dialog.show_scale()
    canvas = dialog.scale_step.canvas
    for point in ((50, 60), (50, 260)):
        place = canvas._to_view(point)
        qtbot.mouseClick(canvas, Qt.MouseButton.LeftButton, pos=QPoint(round(place.x()), round(place.y())))
    dialog.scale_step.lengths[0].setValue(20)
    with qtbot.waitSignal(dialog.accepted_layout) as sent:
        dialog._use.click()
    layout: ScanLayout = sent.args[0]
    return layout


def _measured(layout: ScanLayout) -> Lesion:
    """A lesion of 120 by 80 pixels, measured on the kept picture with its layout."""
    lines = (((100.0, 100.0), (220.0, 100.0)), ((160.0, 60.0), (160.0, 140.0)))
    calipers = tuple(caliper(*ends, scale_between(layout, *ends)) for ends in lines)
    plane = Plane(snapshot_id="s1", calipers=calipers)
    return lesion(planes=(plane,), diameters_mm=diameters_mm((plane,)), one_plane=True, snapshot_ids=("s1",))
