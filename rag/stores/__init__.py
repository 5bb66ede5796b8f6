"""Vector stores: unit vectors and inner product, nothing else."""
