"""The standard parameters of a time-intensity curve: what each of them is, exactly.

Definitions are those of Dietrich, Averkiou, Correas, Lassau, Leen and Piscaglia, "An EFSUMB introduction into dynamic
contrast-enhanced ultrasound (DCE-US) for quantification of tumour perfusion", Ultraschall Med 2012;33:344-351, and of
Tranquart, Mercier, Frinking, Gaud and Arditi, "Perfusion quantification in contrast-enhanced ultrasound (CEUS)",
Ultraschall Med 2012;33 Suppl 1:S31-S38 (the names that VueBox made common), read off the fitted curve. Where sources
differ, `PARAMETERS` says what is meant here. All amplitudes and areas are above the baseline.
"""

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Parameter:
    """What a parameter is.

    Attributes:
        meaning: Its definition.
        unit: "a.u." is echo power, 1 at the display's white; "" for none.
        kind: "power" has ratios in decibels too; "moment" counts from the time base; "span" does not.
    """

    meaning: str
    unit: str
    kind: Literal["power", "moment", "span", "quality"]


PARAMETERS: dict[str, Parameter] = {
    "baseline": Parameter("level without agent, that of the fitted curve before the arrival", "a.u.", "power"),
    "arrival": Parameter("first agent: the fitted model's origin, before the curve is seen to rise", "s", "moment"),
    "TI": Parameter("foot of the rise: where the tangent at the steepest rise meets the baseline", "s", "moment"),
    "PE": Parameter("peak enhancement: largest level less the baseline", "a.u.", "power"),
    "TTP": Parameter(
        "time to peak: moment of the largest level, from the time base (not from the arrival)", "s", "moment"
    ),
    "RT": Parameter("rise time: TTP - TI", "s", "span"),
    "FT": Parameter(
        "fall time: from the peak to TO, where the tangent at the steepest fall meets the baseline", "s", "span"
    ),
    "mTTl": Parameter(
        "local mean transit time: from TI to the centre of gravity of the curve's whole area", "s", "span"
    ),
    # where a flat onset starts, models see differently: by the wrong one MTT was up to a third off, mTTl in the median
    # a twentieth at most
    "MTT": Parameter(
        "mean transit time: from the arrival to the centre of gravity of the curve's whole area", "s", "span"
    ),
    "WiR": Parameter("wash-in rate: the steepest rise", "a.u./s", "power"),
    "WiAUC": Parameter("wash-in area: between curve and baseline from TI to TTP", "a.u. s", "power"),
    "WiPI": Parameter("wash-in perfusion index: WiAUC / RT", "a.u.", "power"),
    "WoR": Parameter("wash-out rate: the steepest fall, as a positive number", "a.u./s", "power"),
    "WoAUC": Parameter("wash-out area: between curve and baseline from TTP to TO", "a.u. s", "power"),
    "WiWoAUC": Parameter("wash-in and wash-out area: WiAUC + WoAUC", "a.u. s", "power"),
    "QOF": Parameter("quality of fit: R2 of the fitted curve on the averaged points", "", "quality"),
}
NAMES = tuple(PARAMETERS)
