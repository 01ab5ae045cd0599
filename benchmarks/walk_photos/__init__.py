"""Photos of a walk through the whole media path beside bare Pillow and vipsthumbnail."""
