"""The networks: a strip (48 high) in, scores of every character at every second pixel out.

``Reader`` sees a whole line. ``NumberReader`` is for pieces around numbers: it sees no more than two characters to
either side, so that no number is read as one that is met more often, and errs in other places.
"""

from __future__ import annotations

import itertools

import torch
from torch import nn

from extractors.ocr.reader.alphabet import alphabet

CHECKPOINT, NUMBERS = "checkpoint.pt", "numbers.pt"  # files of the state folder: the networks for lines and for numbers
STAGES = (16, 32, 64, 96)  # channels while the height is halved from stage to stage
WIDE = 128  # channels along the line
REACHES = (1, 2)  # distances between the taps of the layers along the line
MEMORY = 96  # cells of the recurrent layer, in each direction
NUMBER_STAGES = (16, 32, 48, 64)
NUMBER_WIDE, NUMBER_REACHES = 96, (1, 1, 2)


class Reader(nn.Module):
    """Stages that halve the height, one that takes up the rest, layers along the line, one that sees it whole."""

    def __init__(self) -> None:
        super().__init__()
        self.stem = _stem(STAGES, WIDE)
        self.line = nn.ModuleList([_along(WIDE, reach) for reach in REACHES])
        self.memory = nn.GRU(WIDE, MEMORY, bidirectional=True, batch_first=True)
        self.dropout = nn.Dropout(0.1)
        self.head = nn.Linear(2 * MEMORY, len(alphabet()))

    def forward(self, strips: torch.Tensor) -> torch.Tensor:
        """Strips (count, 1, 48, width) to scores (count, width / 2, classes)."""
        line = self.stem(strips)
        for layer in self.line:
            line = torch.relu(line + layer(line))
        seen, _ = self.memory(line.squeeze(2).permute(0, 2, 1))
        scores: torch.Tensor = self.head(self.dropout(seen))
        return scores


class NumberReader(nn.Module):
    """The same stages, narrower, and layers along the line that reach a little way; nothing that sees it whole."""

    def __init__(self) -> None:
        super().__init__()
        self.stem = _stem(NUMBER_STAGES, NUMBER_WIDE)
        self.line = nn.ModuleList([_along(NUMBER_WIDE, reach) for reach in NUMBER_REACHES])
        self.dropout = nn.Dropout(0.1)
        self.head = nn.Linear(NUMBER_WIDE, len(alphabet()))

    def forward(self, strips: torch.Tensor) -> torch.Tensor:
        """Strips (count, 1, 48, width) to scores (count, width / 2, classes)."""
        line = self.stem(strips)
        for layer in self.line:
            line = torch.relu(line + layer(line))
        scores: torch.Tensor = self.head(self.dropout(line.squeeze(2).permute(0, 2, 1)))
        return scores


class Again(nn.Module):
    """A second look at the same height: shapes that differ by a bend or a gap. Begins as nothing at all."""

    def __init__(self, channels: int) -> None:
        super().__init__()
        self.taps = nn.Conv2d(channels, channels, 3, padding=1, bias=False)
        self.scale = nn.BatchNorm2d(channels)
        nn.init.zeros_(self.scale.weight)

    def forward(self, shapes: torch.Tensor) -> torch.Tensor:
        """Shapes (count, channels, height, width) to as many."""
        return torch.relu(shapes + self.scale(self.taps(shapes)))


def _stem(stages: tuple[int, ...], wide: int) -> nn.Sequential:
    layers = _convolution(1, stages[0], 5, stride=2, padding=2)
    for before, after in itertools.pairwise(stages):
        layers += [*_convolution(before, after, 3, stride=(2, 1), padding=1), Again(after)]
    layers += _convolution(stages[-1], wide, 3, padding=(0, 1))  # four halvings leave a height of three
    return nn.Sequential(*layers)


def _convolution(before: int, after: int, size: int | tuple[int, int], **options: object) -> list[nn.Module]:
    layer = nn.Conv2d(before, after, size, bias=False, **options)  # type: ignore[arg-type]
    return [layer, nn.BatchNorm2d(after), nn.ReLU(inplace=True)]


def _along(wide: int, reach: int) -> nn.Module:
    taps = nn.Conv2d(wide, wide, (1, 5), padding=(0, 2 * reach), dilation=(1, reach), groups=4, bias=False)
    mixed = nn.Conv2d(wide, wide, 1, bias=False)
    return nn.Sequential(taps, nn.BatchNorm2d(wide), nn.ReLU(inplace=True), mixed, nn.BatchNorm2d(wide))
