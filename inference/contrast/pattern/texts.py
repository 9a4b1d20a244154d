"""Every word of the signs: English templates, which the window translates."""

ENHANCEMENT = "Hyperenhancement"
AREA = "Enlarged area"
DEFECT = "Perfusion defect"
VESSELS = "Penetrating vessels"
ORDER = "Centripetal arrival"
RIM = "Rim enhancement"
WASHOUT = "Wash-out"
NAMES = (ENHANCEMENT, AREA, DEFECT, VESSELS, ORDER, RIM, WASHOUT)

FROM_THE_LITERATURE = "from the literature, not trained"
NOT_TO_BE_MULTIPLIED = "The signs are not independent: their ratios are not to be multiplied."

HYPER = "hyperenhancing: peak {value} dB over the reference (limit {limit} dB)"
ISO = "isoenhancing: peak {value} dB to the reference (within {limit} dB)"
HYPO = "hypoenhancing: peak {value} dB to the reference (limit -{limit} dB)"
LARGER = "the enhanced area is {value} times the B-mode area (limit {limit})"
NOT_LARGER = "the enhanced area is {value} times the B-mode area (under the limit of {limit})"
WITH_DEFECT = "{value} % of the lesion take up no agent (limit {limit} %)"
WITHOUT_DEFECT = "{value} % of the lesion take up no agent (under the limit of {limit} %)"
WITH_VESSELS = "vessels that cross the lesion's edge: {value}"
WITHOUT_VESSELS = "no vessel crosses the lesion's edge"
CENTRIPETAL = "centripetal: the middle follows the edge by {value} s"
CENTRIFUGAL = "centrifugal: the edge follows the middle by {value} s"
NO_ORDER = "no order: middle and edge differ by {value} s (limit {limit} s)"
WITH_RIM = "the edge is {value} dB brighter than the middle (limit {limit} dB)"
WITHOUT_RIM = "the edge is {value} dB to the middle (under the limit of {limit} dB)"
WASHED_OUT = "from {start} s after its peak on, the lesion is {value} dB to the reference (limit -{limit} dB)"
NOT_WASHED_OUT = (
    "from {start} s after its peak on, the lesion is {value} dB to the reference (over the limit of -{limit} dB)"
)
FINDINGS = (
    HYPER,
    ISO,
    HYPO,
    LARGER,
    NOT_LARGER,
    WITH_DEFECT,
    WITHOUT_DEFECT,
    WITH_VESSELS,
    WITHOUT_VESSELS,
    CENTRIPETAL,
    CENTRIFUGAL,
    NO_ORDER,
    WITH_RIM,
    WITHOUT_RIM,
    WASHED_OUT,
    NOT_WASHED_OUT,
)

NO_LESION_PEAK = "the recording does not hold the peak of the lesion"
NO_REFERENCE_PEAK = "the recording does not hold the peak of the reference"
NO_BMODE = "there is no outline of the lesion in the B-mode picture"
NOT_BRIGHTER = "the lesion is not brighter than the reference: its enhanced area has no edge"
NO_ONSET = "the recording begins after the agent has arrived"
TOO_SPARSE = "the pictures around the arrival are {gap} s apart; at most {limit} s are needed"
FEW_ARRIVALS = "only {share} % of the lesion have an arrival time; {limit} % are needed"
TOO_SMALL = "the lesion is too small for this sign"
TOO_NOISY = "the noise is larger than the sign: {low} to {high} {unit}"
TOO_GRAINY = "the pictures at the peak are too few or too dark to tell one place of the lesion from another"
TOO_SHORT = "ten seconds are compared that begin {limit} s after the peak or later; the recording ends before"
GONE = "ten seconds are compared that begin {limit} s after the peak or later; the reference has no agent then"
ALWAYS_DARKER = "the lesion is darker than the reference from the peak on: nothing is left to wash out"
REASONS = (
    ALWAYS_DARKER,
    NO_LESION_PEAK,
    NO_REFERENCE_PEAK,
    NO_BMODE,
    NOT_BRIGHTER,
    NO_ONSET,
    TOO_SPARSE,
    FEW_ARRIVALS,
    TOO_SMALL,
    TOO_NOISY,
    TOO_GRAINY,
    TOO_SHORT,
    GONE,
)
ALL = (*NAMES, FROM_THE_LITERATURE, NOT_TO_BE_MULTIPLIED, *FINDINGS, *REASONS)
