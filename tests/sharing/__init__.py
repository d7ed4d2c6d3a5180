"""What pages say of themselves to other programs."""
