"""A peer for speed: YOLOX-Nano as published (Ge et al. 2021, arXiv 2107.08430), written anew in plain torch.

The architecture of the authors' `yolox_nano` (depth 0.33, width 0.25, depthwise; Apache-2.0) with one class at 416 px,
and weights by chance: what it costs does not depend on them, what it finds does and is not looked at. With chance
weights nothing passes the threshold, so its suppression of double boxes costs nothing here.

`python -m tests.bench.network.yolox_nano FOLDER` writes it for OpenVINO and, with the extra `bench`, for ONNX Runtime.
"""

import sys
from pathlib import Path

import torch
from torch import Tensor, nn
from torch.nn import functional

from tests.bench.network.peer import IR, ONNX, SIDE_PX, STRIDES


def conv(channels_in: int, channels_out: int, kernel: int = 1, stride: int = 1, groups: int = 1) -> nn.Sequential:
    """Convolution, batch norm, SiLU."""
    return nn.Sequential(
        nn.Conv2d(channels_in, channels_out, kernel, stride, kernel // 2, groups=groups, bias=False),
        nn.BatchNorm2d(channels_out, eps=1e-3),
        nn.SiLU(inplace=True),
    )


def depthwise(channels_in: int, channels_out: int, stride: int = 1) -> nn.Sequential:
    """Depthwise 3x3, then pointwise."""
    return nn.Sequential(conv(channels_in, channels_in, 3, stride, channels_in), conv(channels_in, channels_out))


class Csp(nn.Module):
    """Cross-stage partial layer of `count` bottlenecks."""

    def __init__(self, channels_in: int, channels_out: int, count: int, shortcut: bool) -> None:
        super().__init__()
        hidden = channels_out // 2
        self.one, self.other = conv(channels_in, hidden), conv(channels_in, hidden)
        self.inner = nn.ModuleList(nn.Sequential(conv(hidden, hidden), depthwise(hidden, hidden)) for _ in range(count))
        self.last, self.shortcut = conv(2 * hidden, channels_out), shortcut

    def forward(self, x: Tensor) -> Tensor:
        """(n, c_in, h, w) -> (n, c_out, h, w)."""
        inner = self.one(x)
        for block in self.inner:
            inner = inner + block(inner) if self.shortcut else block(inner)
        return self.last(torch.cat([inner, self.other(x)], 1))


class Spp(nn.Module):
    """Spatial pyramid pooling."""

    def __init__(self, channels: int) -> None:
        super().__init__()
        self.first, self.last = conv(channels, channels // 2), conv(channels * 2, channels)

    def forward(self, x: Tensor) -> Tensor:
        """(n, c, h, w) -> the same."""
        x = self.first(x)
        return self.last(torch.cat([x, *(functional.max_pool2d(x, k, 1, k // 2) for k in (5, 9, 13))], 1))


class YoloxNano(nn.Module):
    """Backbone, pyramid and decoupled head."""

    def __init__(self, classes: int = 1) -> None:
        super().__init__()
        self.stem = conv(12, 16, 3)
        self.dark2 = nn.Sequential(depthwise(16, 32, 2), Csp(32, 32, 1, True))
        self.dark3 = nn.Sequential(depthwise(32, 64, 2), Csp(64, 64, 3, True))
        self.dark4 = nn.Sequential(depthwise(64, 128, 2), Csp(128, 128, 3, True))
        self.dark5 = nn.Sequential(depthwise(128, 256, 2), Spp(256), Csp(256, 256, 1, False))
        self.lateral, self.reduce = conv(256, 128), conv(128, 64)
        self.top4, self.top3 = Csp(256, 128, 1, False), Csp(128, 64, 1, False)
        self.down3, self.down4 = depthwise(64, 64, 2), depthwise(128, 128, 2)
        self.bottom4, self.bottom5 = Csp(128, 128, 1, False), Csp(256, 256, 1, False)
        self.stems = nn.ModuleList(conv(channels, 64) for channels in (64, 128, 256))
        self.classing, self.placing = (
            nn.ModuleList(nn.Sequential(depthwise(64, 64), depthwise(64, 64)) for _ in STRIDES) for _ in range(2)
        )
        self.kind, self.sides, self.there = (
            nn.ModuleList(nn.Conv2d(64, count, 1) for _ in STRIDES) for count in (classes, 4, 1)
        )
        for layer in (*self.kind, *self.there):
            nn.init.constant_(layer.bias, -4.6)  # a prior of 0.01, as published

    def forward(self, image: Tensor) -> Tensor:
        """(n, 3, 416, 416) in 0..255 -> (n, 3549, 4 + 1 + classes): box in cells, object and class logits."""
        x = self.stem(torch.cat([image[..., row::2, column::2] for column in (0, 1) for row in (0, 1)], 1))
        three = self.dark3(self.dark2(x))
        four = self.dark4(three)
        five = self.lateral(self.dark5(four))
        inner = self.reduce(self.top4(torch.cat([functional.interpolate(five, scale_factor=2.0), four], 1)))
        out3 = self.top3(torch.cat([functional.interpolate(inner, scale_factor=2.0), three], 1))
        out4 = self.bottom4(torch.cat([self.down3(out3), inner], 1))
        out5 = self.bottom5(torch.cat([self.down4(out4), five], 1))
        rows = []
        for level, features in enumerate((out3, out4, out5)):
            stem = self.stems[level](features)
            placed = self.placing[level](stem)
            parts = [self.sides[level](placed), self.there[level](placed), self.kind[level](self.classing[level](stem))]
            rows.append(torch.cat(parts, 1).flatten(2))
        return torch.cat(rows, 2).permute(0, 2, 1)


def made(seed: int = 0) -> YoloxNano:
    """The network with weights by chance, ready to run."""
    torch.manual_seed(seed)
    return YoloxNano().eval()


def write(folder: Path) -> None:
    """Write the IR, and the ONNX file where the extra is installed."""
    import openvino

    network = made()
    example = torch.zeros((1, 3, SIDE_PX, SIDE_PX))
    model = openvino.convert_model(network, example_input=example, input=list(example.shape))
    openvino.save_model(model, folder / IR, compress_to_fp16=False)
    try:
        import onnx  # noqa: F401  # the exporter asks for it
    except ImportError:
        return
    torch.onnx.export(network, (example,), folder / ONNX, dynamo=False, opset_version=17)


if __name__ == "__main__":
    write(Path(sys.argv[1]))
