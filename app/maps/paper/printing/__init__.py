"""From a sheet's settings to its pages: base map as vectors, legend, marks; typst sets them (in a child)."""
