"""Delta tables: their current version becomes one Parquet file. What was removed is not read."""

from __future__ import annotations

import importlib
from pathlib import Path

import pyarrow
import pyarrow.parquet

from dashboard.errors import ConfigError, DataError

LOG = "_delta_log"


def is_table(folder: Path) -> bool:
    """Tell whether a folder holds a Delta table."""
    return (folder / LOG).is_dir()


def write_current(folder: Path, target: Path) -> None:
    """Write the rows of a table's current version to a file."""
    try:
        deltalake = importlib.import_module("deltalake")
    except ImportError as error:
        raise ConfigError(
            f"{folder} is a Delta table, which is read through a library that is not installed: "
            "pip install 'gatecost[delta]'."
        ) from error
    try:
        dataset = deltalake.DeltaTable(str(folder)).to_pyarrow_dataset()
        with pyarrow.parquet.ParquetWriter(target, dataset.schema, compression="zstd") as writer:
            for batch in dataset.to_batches():
                if batch.num_rows:
                    writer.write_batch(batch)
    except (deltalake.exceptions.DeltaError, pyarrow.ArrowException, OSError) as error:
        said = str(error).splitlines()[0]
        raise DataError(f"{folder} cannot be read as a Delta table: {said}.") from error
