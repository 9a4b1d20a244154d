"""All figures of a report by name: how each is painted, and its shape."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QRectF
from PySide6.QtGui import QImage, QPainter

from app.exam.content.lesion import Plane
from app.exam.content.picture import Side
from app.exam.lesions.place import ASPECT
from app.exam.report.data.contrast_data import ContrastData, read_curve
from app.exam.report.data.pictures import WIDEST_PX, inside, load_picture
from app.exam.report.data.report_data import ChangeData, LesionData, PictureData, ReportData
from app.exam.report.figures.curve import CurveWords, curve_figure
from app.exam.report.figures.picture import marked_picture, plain_picture
from app.exam.window.schema_paint import PAPER, Mark, draw_schema
from app.pdf.fonts import figure_font
from app.pdf.sections import Paint

SCHEMA = "schema"
CURVE_ASPECT = 3.6  # width over height


@dataclass(frozen=True, slots=True)
class Figure:
    """How a figure is painted, and its width over its height."""

    paint: Paint
    aspect: float


def plain_name(number: int) -> str:
    """The picture of this number as it came."""
    return f"picture-{number}"


def marked_name(number: int, lesion: int | None = None) -> str:
    """The picture of this number with marks, among them the calipers of this lesion."""
    return f"picture-{number}-marked" if lesion is None else f"picture-{number}-lesion-{lesion}"


def earlier_name(lesion: int) -> str:
    """The earlier picture of this lesion."""
    return f"earlier-{lesion}"


def curve_name(number: int) -> str:
    """The curves of the contrast study of this number."""
    return f"curve-{number}"


def maps_name(number: int) -> str:
    """The maps of the contrast study of this number."""
    return f"maps-{number}"


def make_figures(
    data: ReportData,
    folder: Path | None,
    earlier_folder: Path | None,
    words: Mapping[str, CurveWords],
    sides: Mapping[Side, str],
) -> dict[str, Figure]:
    """Every figure that the report's data and the exam's files allow; what cannot be read has none.

    Args:
        data: What the report says.
        folder: The exam's.
        earlier_folder: The earlier exam's.
        words: For the axes of a study's curves, by what its times count from.
        sides: Letters for the right and the left breast.
    """
    figures = {SCHEMA: Figure(_schema(data, sides), ASPECT)}
    for number, picture in enumerate(data.pictures, 1):
        _add_picture(figures, number, picture, data, folder)
    for lesion in data.lesions:
        if lesion.change is not None and lesion.change.earlier_picture is not None:
            _add_earlier(figures, lesion.number, lesion.change, lesion.change.earlier_picture, earlier_folder)
    for number, study in enumerate(data.contrast, 1):
        _add_contrast(figures, number, study, folder, words.get(study.time_base or "", words["arrival"]))
    return figures


def _add_picture(
    figures: dict[str, Figure], number: int, picture: PictureData, data: ReportData, folder: Path | None
) -> None:
    image = load_picture(inside(folder, picture.file))
    if image is None or picture.size_px is None:
        return
    aspect = image.width() / image.height()
    figures[plain_name(number)] = Figure(plain_picture(image), aspect)

    def marked(planes: tuple[Plane, ...]) -> Figure:
        assert picture.size_px is not None
        return Figure(marked_picture(image, picture.size_px, planes, picture.findings, picture.mm_per_px), aspect)

    figures[marked_name(number)] = marked(())
    for lesion in data.lesions:
        if picture.id in lesion.picture_ids:
            figures[marked_name(number, lesion.number)] = marked(planes_on(lesion, picture.id))


def _add_earlier(
    figures: dict[str, Figure], lesion: int, change: ChangeData, picture: PictureData, folder: Path | None
) -> None:
    image = load_picture(inside(folder, picture.file))
    if image is not None and picture.size_px is not None:
        painted = marked_picture(image, picture.size_px, change.earlier_planes, picture.findings, picture.mm_per_px)
        figures[earlier_name(lesion)] = Figure(painted, image.width() / image.height())


def planes_on(lesion: LesionData, picture_id: str) -> tuple[Plane, ...]:
    """The lesion's planes that were measured on this picture."""
    return tuple(plane for plane in lesion.planes if plane.snapshot_id == picture_id)


def _add_contrast(
    figures: dict[str, Figure], number: int, study: ContrastData, folder: Path | None, words: CurveWords
) -> None:
    path = inside(folder, study.curve_file or "")
    curve = None if path is None else read_curve(path)
    if curve is not None:
        figures[curve_name(number)] = Figure(curve_figure(curve, words), CURVE_ASPECT)
    maps = load_picture(inside(folder, study.maps_file or ""), WIDEST_PX)
    if maps is not None:
        figures[maps_name(number)] = Figure(_whole(maps), maps.width() / maps.height())


def _whole(image: QImage) -> Paint:
    def paint(painter: QPainter, rect: QRectF) -> None:
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.drawImage(rect, image)

    return paint


def _schema(data: ReportData, sides: Mapping[Side, str]) -> Paint:
    marks = [Mark(lesion.number, lesion.place) for lesion in data.lesions]

    def paint(painter: QPainter, rect: QRectF) -> None:
        painter.setFont(figure_font(10))
        draw_schema(painter, rect, marks, PAPER, names=sides)

    return paint
