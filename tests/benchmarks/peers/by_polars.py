"""The check with polars: one streaming plan that reads, filters by an anti-join, writes and counts."""

import json
import sys

import polars as pl

PLACES = [10**exponent for exponent in range(9, 0, -1)]


def main(source: str, opted_out: str, result: str) -> None:
    """Write the lines that may be used and print the counts."""
    lines = pl.scan_lines(source)
    number = pl.col("line").str.strip_chars(" ,")
    whole = pl.when(number.str.len_bytes() == 10).then(number).cast(pl.UInt64, strict=False)
    checked = lines.with_columns(whole=whole).with_columns(nine=pl.when(is_good()).then(pl.col("whole") // 10))
    numbers = checked.filter(pl.col("nine").is_not_null()).with_columns(pl.col("nine").cast(pl.UInt32))
    kept = numbers.join(pl.scan_parquet(opted_out), on="nine", how="anti", maintain_order="left")
    written = kept.select("line").sink_csv(result, include_header=False, quote_style="never", lazy=True)
    counted = [
        lines.select(lines=pl.len()),
        numbers.select(numbers=pl.len()),
        kept.select(released=pl.len(), kept=pl.col("nine").n_unique()),
    ]
    *counts, _ = pl.collect_all([*counted, written], engine="streaming")
    found = {name: frame[name].item() for frame in counts for name in frame.columns}
    sys.stdout.write(json.dumps(found))


def is_good() -> pl.Expr:
    """The check digit, by arithmetic on the whole number."""
    whole = pl.col("whole")
    total = sum(
        (whole // place % 10 * weight for place, weight in zip(PLACES, range(10, 1, -1), strict=True)), whole * 0
    )
    return (11 - total % 11) % 11 == whole % 10


if __name__ == "__main__":
    main(*sys.argv[1:])
