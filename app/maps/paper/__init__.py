"""Paper and phone in one data set (B4, B18, E32): printed map sheets, and what comes back on them."""
