"""A lesion as measurement groups of TID 1500: its outlines, sizes, place, score, words and verdict."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Final, TypeAlias

import numpy as np
from highdicom.sr import (
    AlgorithmIdentification,
    CoordinatesForMeasurement,
    FindingSite,
    GraphicTypeValues,
    ImageRegion,
    Measurement,
    MeasurementProperties,
    MeasurementsAndQualitativeEvaluations,
    PlanarROIMeasurementsAndQualitativeEvaluations,
    QualitativeEvaluation,
    RelationshipTypeValues,
    SourceImageForRegion,
    TextContentItem,
    TrackingIdentifier,
)
from pydicom.dataset import Dataset
from pydicom.sr.codedict import codes
from pydicom.sr.coding import Code

from app.exam.content.lesion import Caliper, Lesion, Plane
from app.exam.content.picture import NetworkUsed
from app.exam.dicom import codes as own
from app.exam.dicom.text import fitting
from app.exam.dicom.uids import uid_of

Group: TypeAlias = PlanarROIMeasurementsAndQualitativeEvaluations | MeasurementsAndQualitativeEvaluations
_MM: Final = codes.UCUM.Millimeter
_NO_UNIT: Final = codes.UCUM.NoUnits


def lesion_groups(
    lesion: Lesion, images: Mapping[str, Dataset], network: NetworkUsed | None, software: str
) -> Iterator[Group]:
    """First what holds of the lesion as a whole, then the outline and the calipers of each plane.

    All groups of a lesion carry the same tracking UID.

    Args:
        lesion: As the clinician described it.
        images: The objects of the snapshots, by snapshot id; a plane whose picture is not among them is left out.
        network: Whose score it is, or None.
        software: Name and version of this program.
    """
    tracking = TrackingIdentifier(uid=uid_of("lesion", lesion.id), identifier=f"Lesion {lesion.number}")
    yield _whole(lesion, tracking, network, software)
    for number, plane in enumerate(lesion.planes):
        image = images.get(plane.snapshot_id)
        if image is not None:
            session = f"Plane {number + 1}" + (f", {plane.direction}" if plane.direction else "")
            yield from _plane(lesion, plane, session, image, tracking)


def _whole(
    lesion: Lesion, tracking: TrackingIdentifier, network: NetworkUsed | None, software: str
) -> MeasurementsAndQualitativeEvaluations:
    group = MeasurementsAndQualitativeEvaluations(
        tracking_identifier=tracking,
        finding_type=own.LESION,
        finding_sites=_sites(lesion),
        measurements=[*_sizes(lesion), *_distances(lesion), *_score(lesion, network, software)],
        qualitative_evaluations=_evaluations(lesion),
    )
    group[0].ContentSequence.extend(_texts(lesion))
    return group


def _plane(lesion: Lesion, plane: Plane, session: str, image: Dataset, tracking: TrackingIdentifier) -> Iterator[Group]:
    """The outline as a region (TID 1410), and the calipers where they were set (TID 1501: 1410 has one region only)."""
    if len(plane.outline_px) > 2:
        # closed; the corner of the first pixel is (0, 0) here as in the pixels of our files (PS3.3 C.18.6.1)
        outline = np.asarray([*plane.outline_px, plane.outline_px[0]], np.float64)
        source = SourceImageForRegion(image.SOPClassUID, image.SOPInstanceUID)
        yield PlanarROIMeasurementsAndQualitativeEvaluations(
            tracking_identifier=tracking,
            referenced_region=ImageRegion(GraphicTypeValues.POLYLINE, outline, source),
            finding_type=own.LESION,
            finding_sites=_sites(lesion),
            session=session,
        )
    names = (codes.SCT.LongAxis, codes.SCT.PerpendicularAxis)
    measurements = [
        _measured(caliper, name, image)
        for caliper, name in zip(plane.calipers, names, strict=False)
        if caliper.length_mm is not None
    ]
    if measurements:
        yield MeasurementsAndQualitativeEvaluations(
            tracking_identifier=tracking,
            finding_type=own.LESION,
            finding_sites=_sites(lesion),
            session=session,
            measurements=measurements,
        )


def _measured(caliper: Caliper, name: Code, image: Dataset) -> Measurement:
    ends = np.asarray([caliper.start_px, caliper.end_px], np.float64)
    source = SourceImageForRegion(image.SOPClassUID, image.SOPInstanceUID)
    return Measurement(
        name=name,
        value=round(float(caliper.length_mm or 0), 2),
        unit=_MM,
        referenced_coordinates=[CoordinatesForMeasurement(GraphicTypeValues.POLYLINE, ends, source)],
    )


def _sites(lesion: Lesion) -> list[FindingSite]:
    side = own.side_code(lesion.place.side)
    places: Sequence[Code | None] = own.place_codes(lesion.place) or (None,)
    return [FindingSite(codes.SCT.Breast, laterality=side, topographical_modifier=place) for place in places]


def _sizes(lesion: Lesion) -> Iterator[Measurement]:
    longest, upright, third = lesion.diameters_mm
    if longest is not None:
        yield Measurement(codes.SCT.LongAxis, round(longest, 2), _MM)
    if upright is not None:
        yield Measurement(codes.SCT.PerpendicularAxis, round(upright, 2), _MM)
    if third is not None:
        yield Measurement(codes.SCT.Diameter, round(third, 2), _MM, method=own.SECOND_PLANE)


def _distances(lesion: Lesion) -> Iterator[Measurement]:
    if lesion.place.distance_mm is not None:
        yield Measurement(codes.DCM.DistanceFromNipple, round(lesion.place.distance_mm, 2), _MM)
    if lesion.place.depth_mm is not None:
        yield Measurement(codes.DCM.DistanceFromSkin, round(lesion.place.depth_mm, 2), _MM)


def _score(lesion: Lesion, network: NetworkUsed | None, software: str) -> Iterator[Measurement]:
    score, low, high = lesion.malignancy, lesion.malignancy_low, lesion.malignancy_high
    if score is None:
        return
    properties = None
    if low is not None and high is not None:
        properties = MeasurementProperties(
            upper_measurement_uncertainty=round(max(high - score, 0), 4),
            lower_measurement_uncertainty=round(max(score - low, 0), 4),
        )
    yield Measurement(
        own.SCORE, round(score, 4), _NO_UNIT, algorithm_id=_algorithm(network, software), properties=properties
    )


def _algorithm(network: NetworkUsed | None, software: str) -> AlgorithmIdentification:
    parameters = []
    if network is not None:
        parameters += [f"SHA-256 of {name}: {digest}" for name, digest in sorted(network.sha256.items())]
        parameters += [
            f"low below {network.low_below}, suspicious from {network.suspicious_from}",
            f"development prevalence {network.development_prevalence}",
        ]
        parameters += [f"run by {network.backend}"] if network.backend else []
    name = "Minamo" if network is None else f"Minamo, weights {network.release}"
    return AlgorithmIdentification(name=name, version=software, parameters=parameters or None)


def _evaluations(lesion: Lesion) -> list[QualitativeEvaluation]:
    found = []
    if any(diameter is not None for diameter in lesion.diameters_mm):
        found.append(QualitativeEvaluation(own.SIZE_BASIS, own.ONE_PLANE if lesion.one_plane else own.TWO_PLANES))
    found += [
        QualitativeEvaluation(own.feature_code(descriptor), own.term_code(descriptor))
        for descriptor in lesion.descriptors
        if descriptor.term
    ]
    if lesion.category is not None:  # the clinician's entry; the program never makes one
        found.append(QualitativeEvaluation(codes.DCM.AssessmentCategory, own.category_code(lesion.category)))
    if lesion.verdict is not None:
        said = own.AGREES if lesion.verdict.agrees else own.DISAGREES
        found.append(QualitativeEvaluation(own.VERDICT, said))
    return found


def _texts(lesion: Lesion) -> Iterator[TextContentItem]:
    for descriptor in lesion.descriptors:
        if descriptor.measured:
            taken = "taken over" if descriptor.accepted else "not taken over"
            yield _text(own.MEASURED, f"{descriptor.feature}: {descriptor.measured} ({taken})")
    if lesion.category is not None and lesion.category.by:
        yield _text(own.CATEGORY_BY, lesion.category.by)
    if lesion.verdict is not None and lesion.verdict.reason:
        yield _text(own.VERDICT_REASON, lesion.verdict.reason)
    if lesion.note:
        yield _text(own.COMMENT, lesion.note)


def _text(name: Code, text: str) -> TextContentItem:
    return TextContentItem(name, fitting(text, "UT") or "-", RelationshipTypeValues.CONTAINS)
