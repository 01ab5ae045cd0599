"""The invented demo town Ellerbrück, written as data and plain Python."""
