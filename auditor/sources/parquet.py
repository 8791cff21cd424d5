"""Parquet: an article a row, read in batches; what its metadata claims is checked first."""

from collections.abc import Iterator
from typing import Any, BinaryIO

from auditor.errors import InputError
from auditor.sources.discover import failed
from auditor.sources.rows import Row, read_row
from auditor.sources.settings import MIB, FieldNames, Limits

_BATCH = 512


def read_parquet(
    stream: BinaryIO, size: int, label: str, fields: FieldNames, limits: Limits
) -> Iterator[Row | InputError]:
    """Yield what each row says of an article, or its error."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        file = pq.ParquetFile(stream)
        names = list(file.schema_arrow.names)
        if trouble := _too_large(file.metadata, size, limits):
            yield failed(label, trouble)
            return
        wanted = [name for name in dict.fromkeys(fields.every()) if name in names]
        if not any(name in wanted for name in fields.names("text")):
            columns = ", ".join(map(repr, names[:12]))
            expected = " or ".join(map(repr, fields.names("text")))
            yield failed(
                label, f"has no column {expected}; its columns are {columns} (--text-field NAME)"
            )
            return
        if file.metadata.num_rows == 0:
            yield failed(label, "has no rows")
            return
        number = 0
        for batch in file.iter_batches(batch_size=_BATCH, columns=wanted, use_threads=False):
            for row in batch.to_pylist():
                number += 1
                yield _row(row, number, label, fields, limits)
    # OSError covers pyarrow's own I/O errors; the rest is what a damaged file makes it raise.
    except (pa.ArrowException, OSError, ValueError, KeyError, OverflowError, MemoryError) as error:
        lines = str(error).strip().splitlines() or [type(error).__name__]
        yield failed(label, f"is not a sound Parquet file: {lines[0][:200]}")


def _row(
    row: dict[str, Any], number: int, label: str, fields: FieldNames, limits: Limits
) -> Row | InputError:
    long = next((k for k, v in row.items() if isinstance(v, str) and len(v) > limits.row), None)
    if long is not None:
        return failed(label, f"row {number}: field {long!r} is larger than {limits.row // MIB} MiB")
    return read_row(row, number=number, label=label, fields=fields)


def _too_large(metadata: Any, size: int, limits: Limits) -> str | None:
    """Say what the metadata promises beyond measure, or None."""
    if metadata.num_rows > max(size, 1):
        return f"claims {metadata.num_rows} rows in {size} bytes and was not read"
    for number in range(metadata.num_row_groups):
        group = metadata.row_group(number)
        for index in range(group.num_columns):
            column = group.column(index)
            whole, packed = column.total_uncompressed_size, max(column.total_compressed_size, 1)
            if whole > limits.unpacked or (whole > limits.file and whole > limits.ratio * packed):
                return f"column {column.path_in_schema!r} unpacks to {whole // MIB} MiB in one piece and was not read"
    return None
