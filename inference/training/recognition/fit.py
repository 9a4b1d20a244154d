"""The head from the finder's summaries of pictures, and its limits from breast stills of validation patients."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
from sklearn.linear_model import LogisticRegression

from inference.manifest import DataUsed, RecogniserFile, file_sha256
from inference.preparation import Grey
from inference.recognition.head import FARTHEST_SD, BreastHead, save_head
from inference.training.cases import Case
from inference.training.recognition.pictures import Taught, breast_pictures, other_pictures
from inference.training.recognition.sources import KNOWN_DATA

Floats = npt.NDArray[np.float32]

HEAD_NAME = "recogniser.safetensors"
WEIGHT_OF_KIND = {"lung-clips": 4.0, "us-dicom": 2.0, "organ": 2.0}  # real organs first; every other kind 0.5
OTHER_WEIGHT = 0.5
LEAST_SPREAD = 1e-3
MOST_STEPS = 3000


@dataclass(frozen=True, slots=True)
class HeadSchedule:
    """How the head is made.

    A weak fit keeps it from learning the scanners: taught without BUS-UCLM's pictures, one of 0.0001 refused 4 % of
    them, one of 0.0003 15 % and one of 0.01 half.

    Attributes:
        strength: Of the fit against the penalty on its weights (the C of scikit-learn).
        refused_share: Of the validation patients' breast pictures, views included, under which the limit lies.
        hysteresis: Log-odds between refusing and accepting again.
        seed: Of the views and the made-up pictures.
    """

    strength: float = 1e-4
    refused_share: float = 0.003
    hysteresis: float = 0.5
    seed: int = 1


@dataclass(frozen=True, slots=True, eq=False)
class Summaries:
    """What the finder says of some pictures.

    Attributes:
        features: Shape (pictures, features).
        kinds: Of each; "breast" or another.
        sources: File or patient each came from.
    """

    features: Floats
    kinds: tuple[str, ...]
    sources: tuple[str, ...]


def summaries_of(pictures: Iterable[Taught], summary: Callable[[Grey], Floats], done: Callable[[], None]) -> Summaries:
    """Run the finder over pictures.

    Args:
        pictures: What to look at.
        summary: Of a grey picture (h, w), shape (features,): `LesionDetector.summary`.
        done: Called after each picture.

    Raises:
        ModelError: The network gave no numbers.
    """
    features, kinds, sources = [], [], []
    for picture in pictures:
        features.append(summary(picture.grey))
        kinds.append(picture.kind)
        sources.append(picture.source)
        done()
    return Summaries(np.stack(features), tuple(kinds), tuple(sources))


def train_head(
    train: Sequence[Case],
    validation: Sequence[Case],
    others: Sequence[Path],
    summary: Callable[[Grey], Floats],
    folder: Path,
    schedule: HeadSchedule,
    done: Callable[[], None],
) -> RecogniserFile:
    """Teach the head, fix its limits and write it into `folder`.

    Args:
        train: Breast stills to teach.
        validation: Breast stills of other patients, on which the limits are fixed.
        others: Folders of pictures that are not of a breast; made-up ones come to them.
        summary: See `summaries_of`.
        folder: Of the release.
        schedule: How.
        done: Called after each picture.

    Raises:
        DataError: A folder or file holds nothing that can be used.
        ModelError: The network gave no numbers.
    """
    rng = np.random.default_rng(schedule.seed)
    breast = summaries_of(breast_pictures(train, rng), summary, done)
    other = summaries_of(other_pictures(others, train, rng), summary, done)
    kept = summaries_of(breast_pictures(validation, rng), summary, done)
    head = fit_head(breast, other, schedule.strength)
    save_head(head, folder / HEAD_NAME)
    refuse_below = refusal_limit(head, kept.features, schedule.refused_share)
    return RecogniserFile(
        weights=HEAD_NAME,
        sha256=file_sha256(folder / HEAD_NAME),
        refuse_below=refuse_below,
        accept_from=round(refuse_below + schedule.hysteresis, 3),
        data=tuple(_data_used(path.resolve().name) for path in others),
        sources=tuple(sorted(set(other.sources) - {"made up"})),
        training=asdict(schedule)
        | {"breast_pictures": len(breast.kinds), "validation_pictures": len(kept.kinds)}
        | {"other_pictures": {kind: other.kinds.count(kind) for kind in sorted(set(other.kinds))}},
    )


def fit_head(breast: Summaries, other: Summaries, strength: float) -> BreastHead:
    """Logistic regression; every kind of other picture has its own weight, all of them together that of the breasts."""
    features = np.concatenate([breast.features, other.features])
    labels = np.array([1] * len(breast.kinds) + [0] * len(other.kinds))
    centre, spread = features.mean(0), features.std(0) + LEAST_SPREAD
    scaled = np.clip((features - centre) / spread, -FARTHEST_SD, FARTHEST_SD)
    model = LogisticRegression(C=strength, max_iter=MOST_STEPS).fit(
        scaled, labels, sample_weight=_weights(breast, other)
    )
    values = (centre, spread, model.coef_[0], model.intercept_)
    return BreastHead(*(np.asarray(value, np.float32) for value in values))


def refusal_limit(head: BreastHead, breast: Floats, share: float) -> float:
    """The log-odds under which a `share` of breast pictures lies, or even odds if that is less."""
    found = np.array([head.log_odds(features) for features in breast])
    return round(min(float(np.quantile(found, share)), 0.0), 3)


def _weights(breast: Summaries, other: Summaries) -> npt.NDArray[np.float64]:
    """Every breast picture 1; of the others every kind its own share, and in it every file the same."""
    files = Counter(zip(other.kinds, other.sources, strict=True))
    count = Counter(kind for kind, _ in files)
    share = {kind: WEIGHT_OF_KIND.get(kind, OTHER_WEIGHT) for kind in count}
    whole = len(breast.kinds) / sum(share.values())
    pairs = zip(other.kinds, other.sources, strict=True)
    of_other = [whole * share[kind] / count[kind] / files[kind, source] for kind, source in pairs]
    return np.array([1.0] * len(breast.kinds) + of_other, np.float64)


def _data_used(name: str) -> DataUsed:
    return KNOWN_DATA.get(name, DataUsed(name=name, licence="not stated", citation=""))
