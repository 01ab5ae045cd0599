"""What sister walks say of the same stops, side by side, for the team."""
