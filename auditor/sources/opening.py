"""Bytes of an input: opened, unpacked where packed, and never more than the limits say."""

import io
from typing import BinaryIO, cast

from auditor.errors import InputError
from auditor.sources.discover import failed
from auditor.sources.settings import MIB, Limits

_GZIP = b"\x1f\x8b"
_ZSTD = b"\x28\xb5\x2f\xfd"
_BUFFER = 1 << 16


class _Unpacked(io.RawIOBase):
    """A stream of unpacked bytes that stops a file made to swell beyond all measure."""

    def __init__(self, stream: BinaryIO, packed: BinaryIO, label: str, limits: Limits) -> None:
        self._stream = stream
        self._packed = packed
        self._label = label
        self._limits = limits
        self._count = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: "memoryview[int]") -> int:  # type: ignore[override]  # typeshed names no base for it
        try:
            data = self._stream.read(min(len(buffer), _BUFFER))
        except InputError:
            raise
        except (
            Exception
        ) as error:  # each library raises its own: OSError, EOFError, zlib.error, ZstdError
            raise failed(self._label, f"cannot be unpacked: {error}") from None
        buffer[: len(data)] = data
        self._count += len(data)
        if (
            self._count > self._limits.unpacked
            and self._count > self._limits.ratio * self._packed.tell()
        ):
            size = self._limits.unpacked // MIB
            raise failed(
                self._label,
                f"unpacks to more than {size} MiB from next to nothing; the rest was not read",
            )
        return len(data)


class _Counted(io.RawIOBase):
    """The packed stream, counting what was taken; a pipe cannot tell."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self._count = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: "memoryview[int]") -> int:  # type: ignore[override]  # as above
        data = self._stream.read(len(buffer))
        buffer[: len(data)] = data
        self._count += len(data)
        return len(data)

    def tell(self) -> int:
        return self._count


def buffered(stream: BinaryIO, label: str, limits: Limits) -> io.BufferedReader:
    """Return a reader that can be peeked into, unpacked where the bytes say that they are packed."""
    reader: io.BufferedReader = io.BufferedReader(_Counted(stream), _BUFFER)
    for _ in range(2):  # packed twice happens; more often is a trick
        head = reader.peek(4)[:4]
        if not head.startswith((_GZIP, _ZSTD)):
            return reader
        counted = _Counted(cast("BinaryIO", reader))
        if head.startswith(_GZIP):
            import gzip

            inner = cast("BinaryIO", gzip.GzipFile(fileobj=cast("BinaryIO", counted), mode="rb"))
        else:
            import zstandard

            inner = cast(
                "BinaryIO",
                zstandard.ZstdDecompressor(max_window_size=1 << 27).stream_reader(
                    cast("BinaryIO", counted), read_across_frames=True
                ),
            )
        reader = io.BufferedReader(
            _Unpacked(inner, cast("BinaryIO", counted), label, limits), _BUFFER
        )
    return reader


def read_whole(reader: io.BufferedReader, label: str, limits: Limits) -> bytes:
    """Read all of an input that is one document; too large a one is an error."""
    data = reader.read(limits.file + 1)
    if len(data) > limits.file:
        raise failed(label, f"is larger than {limits.file // MIB} MiB, too large for one document")
    return data
