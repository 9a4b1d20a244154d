"""Made-up patients for made-up screens."""

from dataclasses import dataclass

import numpy as np

_FAMILY = (
    "MUELLER",
    "SCHNEIDER",
    "O'BRIEN",
    "JOHANSSON",
    "DE LA CRUZ",
    "NOVAK",
    "ROSSI",
    "PETERSEN",
    "KOWALSKI",
    "BAKER",
)
_GIVEN = ("ANNA", "MARIA", "ELEANOR", "INGRID", "LUCIA", "KATHERINE", "SOPHIE", "HELENA", "JANE", "BEATRICE")
_FAMILY_JA = ("佐藤", "鈴木", "高橋", "田中", "渡辺", "伊藤", "山本", "中村", "小林", "斎藤")
_GIVEN_JA = ("花子", "美咲", "陽子", "恵子", "由美", "直美", "真由美", "久美子", "幸子", "和子")
_HOSPITALS = ("General Hospital", "St. Mary Breast Centre", "University Clinic", "City Medical Center")
_HOSPITALS_JA = ("中央病院", "市立総合医療センター", "大学病院", "乳腺クリニック")


@dataclass(frozen=True, slots=True)
class Identity:
    """What names a patient on a screen; every field is drawn as it stands.

    Attributes:
        name: Family and given name.
        birth_date: As the scanner writes it.
        number: The patient's number.
        hospital: Of the institution; not counted as the patient's.
        japanese: Written in Japanese.
    """

    name: str
    birth_date: str
    number: str
    hospital: str
    japanese: bool = False


def made_up_identity(rng: np.random.Generator, *, japanese: bool | None = None) -> Identity:
    """A patient by chance, every third in Japanese script (`japanese` decides it otherwise)."""
    chosen = bool(rng.random() < 1 / 3)
    japanese = chosen if japanese is None else japanese
    year, month, day = int(rng.integers(1935, 2004)), int(rng.integers(1, 13)), int(rng.integers(1, 29))
    number = str(rng.integers(10**6, 10**8))
    if japanese:
        name = f"{rng.choice(_FAMILY_JA)} {rng.choice(_GIVEN_JA)}"
        return Identity(name, f"{year}年{month:02d}月{day:02d}日", number, str(rng.choice(_HOSPITALS_JA)), True)
    name = f"{rng.choice(_FAMILY)}, {rng.choice(_GIVEN)}"
    date = (f"{day:02d}.{month:02d}.{year}", f"{year}-{month:02d}-{day:02d}", f"{month:02d}/{day:02d}/{year}")
    return Identity(name, str(rng.choice(date)), number, str(rng.choice(_HOSPITALS)))
