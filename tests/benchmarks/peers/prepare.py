"""Write the opted-out numbers as the peers like them best: a Parquet file of first nine digits."""

import sys

import numpy as np
import polars as pl

if __name__ == "__main__":
    source, target = sys.argv[1:]
    pl.DataFrame({"nine": np.fromfile(source, np.uint32)}).write_parquet(target)
