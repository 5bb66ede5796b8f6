"""Pure functions over text: folding with a map back, sentences, search terms, direction."""
