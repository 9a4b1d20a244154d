"""Why a finding has its score: measured descriptors, and the picture of what the network looked at."""
