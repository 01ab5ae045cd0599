"""Points on maps: an index by place for viewports and tiles, and the vector tiles made from it."""
