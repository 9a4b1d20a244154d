"""Does Minamo know what is not a breast's B-mode picture? Measured on pictures that nothing was fitted on."""
