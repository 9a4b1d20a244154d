"""What the user sees and touches of a contrast study: curve, timer, injection record, regions and maps on the scan."""
