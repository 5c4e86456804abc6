"""PDF pages with a text layer: glyphs, their repair, the trust gate, lines, tables and layout."""
