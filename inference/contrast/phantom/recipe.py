"""What fixes a simulated contrast study, down to the last pixel."""

from dataclasses import dataclass
from typing import Literal

ArrivalOrder = Literal["together", "centripetal", "centrifugal"]
Panels = Literal["single", "side by side"]
Span = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Perfusion:
    """The first pass of the agent at one kind of place.

    Attributes:
        peak: Largest mean echo power of the agent there; 1.0 is the display's white. Fully developed speckle reaches
            some twelve times its mean, so that a peak up to 0.06 saturates next to nothing.
        arrival_s: First agent, on the study's axis.
        mean_transit_s: After the arrival; see `inference.contrast.models`.
        spread: Standard deviation over mean of the transit time.
    """

    peak: float
    arrival_s: float
    mean_transit_s: float
    spread: float = 0.55


@dataclass(frozen=True, slots=True)
class Recipe:
    """One study; equal recipes give equal pictures. The default is a calm side-by-side study without a fault.

    Attributes:
        seed: Decides anatomy, motion and every speckle.
        size_px: (height, width) of a panel.
        hz: Pictures a second.
        duration_s: Length of the study; the injection is at 0.
        start_s: First picture (later than the arrival: the start was missed).
        end_s: No picture from here on; None for the whole duration.
        time_jitter: Share of the frame interval by which times vary, 0..0.9.
        sparse_after: (time_s, every): from then on only every so-many-th picture was kept.
        repeats: Times that each picture is shown (a 15 Hz scanner in a 30 Hz signal: 2).
        model: Name of a model of `inference.contrast.models`.
        lesion: Agent in the lesion's core (all of the lesion where there is no rim).
        parenchyma: Agent in the tissue around it, of which `Truth.reference` is a part.
        vessel: Agent in the feeding vessel; None for no vessel.
        penetrating: The vessel goes on into the lesion.
        rim: Agent in the lesion's edge; None where it is like the core.
        defect_share: Share of the lesion's area that the agent does not reach.
        arrival_order: In which order the lesion's core fills.
        arrival_lag_s: Between the first and the last place of the core.
        heterogeneity: Smooth variation of perfusion over places, 0..0.5; means of regions stay exact.
        texture: Fine variation (a few pixels), standard deviation of its logarithm: vessels too small to be seen apart.
        recirculation: Area of the second pass as a share of the first; 0 for none.
        speckle: Standard deviation over mean of the multiplicative speckle: 1 is fully developed (exponential echo
            power), 0.2 is "20 % noise".
        speckle_px: (across, down) full width at half maximum of the speckle's intensity autocorrelation.
        speckle_held: Correlation of the speckle between pictures, in the moving tissue; 0: new in each picture.
        persistence: Weight of the picture before in the scanner's frame averaging (of power), 0..0.95; the shown
            echo then follows the truth with a lag of persistence / (1 - persistence) pictures.
        tissue_leak: Mean echo power of the parenchyma that the scanner did not cancel; strong echoes leak most.
        noise_floor: Mean echo power of the electronics.
        gain_db: Of the contrast panel.
        gain_change: (time_s, dB): from then on the gain is that much higher.
        burst_times_s: High-power bursts: a flash of tissue, then the agent is gone and flows in again.
        max_hold: The scanner shows the brightest echo so far at each place.
        dynamic_range_db: Between the display's black and its white.
        tint: A name of `scanner.TINTS`.
        jpeg_quality: 1..100; None for no compression artefacts.
        panels: Whether there is a B-mode panel.
        bmode_noise_grey: Standard deviation of the noise of the B-mode panel, in grey levels.
        breathing_px: (x, y) way of the tissue in a breath.
        breathing_period_s: Mean; each breath differs.
        drift_px: (x, y) way of the probe over the whole duration, on which it wanders.
        tremor_px: Standard deviation of the hand's small motion.
        out_of_plane_s: Spans in which the tissue leaves the plane of the picture and comes back.
    """

    seed: int = 0
    size_px: tuple[int, int] = (400, 400)
    hz: float = 10.0
    duration_s: float = 75.0
    start_s: float = 0.0
    end_s: float | None = None
    time_jitter: float = 0.0
    sparse_after: tuple[float, int] | None = None
    repeats: int = 1
    model: str = "lognormal"
    lesion: Perfusion = Perfusion(0.05, 8.0, 12.0)
    parenchyma: Perfusion = Perfusion(0.02, 10.0, 16.0)
    vessel: Perfusion | None = Perfusion(0.06, 6.0, 9.0)
    penetrating: bool = False
    rim: Perfusion | None = None
    defect_share: float = 0.0
    arrival_order: ArrivalOrder = "together"
    arrival_lag_s: float = 3.0
    heterogeneity: float = 0.2
    texture: float = 0.25
    recirculation: float = 0.0
    speckle: float = 1.0
    speckle_px: tuple[float, float] = (3.0, 2.2)
    speckle_held: float = 0.0
    persistence: float = 0.0
    tissue_leak: float = 2e-6
    noise_floor: float = 1e-6
    gain_db: float = 0.0
    gain_change: tuple[float, float] | None = None
    burst_times_s: tuple[float, ...] = ()
    max_hold: bool = False
    dynamic_range_db: float = 60.0
    tint: str = "grey"
    jpeg_quality: int | None = None
    panels: Panels = "side by side"
    bmode_noise_grey: float = 2.0
    breathing_px: tuple[float, float] = (0.8, 2.5)
    breathing_period_s: float = 4.0
    drift_px: tuple[float, float] = (2.0, -1.0)
    tremor_px: float = 0.15
    out_of_plane_s: tuple[Span, ...] = ()
