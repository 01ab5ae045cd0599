"""Maps of many points over HTTP: released ones for everybody, all of them for those who review."""
