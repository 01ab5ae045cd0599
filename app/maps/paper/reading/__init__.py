"""From a photograph to a straight picture with proposals: what is done inside the child with strangers' files."""
