"""The structured walk (B3): segments and times, notes that two people make blind before they compare them."""
