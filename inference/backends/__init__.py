"""Where the networks run: OpenVINO on CPUs and Intel GPUs, torch on CUDA and MPS; the same weights in both, and the CPU
when a graphics card fails."""
