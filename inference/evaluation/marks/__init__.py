"""Whether marks on stills move what the networks say: as they are, cleaned, and with false marks drawn at random."""
