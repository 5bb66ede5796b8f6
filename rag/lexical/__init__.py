"""The term index: BM25 over our own terms."""
