"""Reader of CTranslate2's model.bin.

The file (little-endian) is: uint32 version, string specification, uint32 revision, uint32 count, then so many
variables (string name, uint8 rank, uint32 a dimension, uint8 type, uint32 bytes, the bytes), uint32 count, then so
many aliases (string alias, string name). A string is a uint16 length, the UTF-8 bytes and a zero that counts.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, BinaryIO

from summarizer.errors import BrokenModel

if TYPE_CHECKING:
    from pathlib import Path

    import numpy as np
    import numpy.typing as npt

_VERSIONS = (5, 6)
_TYPES = ("float32", "int8", "int16", "int32", "float16", "bfloat16")
# Models without a position table (T5) see relative positions: they run at any length, but were trained on about this.
_RELATIVE = 512


@dataclass(frozen=True, slots=True)
class Variable:
    """One stored array: its type, shape, and where its bytes begin in the file."""

    dtype: str
    shape: tuple[int, ...]
    offset: int
    size: int


class Binary:
    """The variables of a model.bin, read when asked for."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.variables: dict[str, Variable] = {}
        try:
            with path.open("rb") as file:
                self._scan(file)
        except (struct.error, UnicodeDecodeError, IndexError, OSError) as error:
            raise BrokenModel(f"{path} is damaged or no CTranslate2 model: install or pull it again") from error

    def _scan(self, file: BinaryIO) -> None:
        version = _number(file, "I")
        if version not in _VERSIONS:
            raise BrokenModel(f"{self.path} has format version {version}; this reader knows {_VERSIONS}")
        self.specification, self.revision = _string(file), _number(file, "I")
        for _ in range(_number(file, "I")):
            name = _string(file)
            shape = tuple(_number(file, "I") for _ in range(_number(file, "B")))
            dtype, size = _TYPES[_number(file, "B")], _number(file, "I")
            self.variables[name] = Variable(dtype, shape, file.tell(), size)
            file.seek(size, 1)
        self.aliases = {_string(file): _string(file) for _ in range(_number(file, "I"))}

    def __contains__(self, name: str) -> bool:
        return self.aliases.get(name, name) in self.variables

    def shape(self, name: str) -> tuple[int, ...]:
        """Shape of a variable or alias; raises KeyError."""
        return self.variables[self.aliases.get(name, name)].shape

    def stored(self, name: str) -> npt.NDArray[Any]:
        """The array as it is stored (int8 stays int8; bfloat16 comes as float32)."""
        import numpy as np

        variable = self.variables[self.aliases.get(name, name)]
        with self.path.open("rb") as file:
            file.seek(variable.offset)
            data = file.read(variable.size)
        if variable.dtype == "bfloat16":
            return (np.frombuffer(data, "<u2").astype("<u4") << 16).view("<f4").reshape(variable.shape)
        return np.frombuffer(data, variable.dtype).reshape(variable.shape)

    def floats(self, name: str) -> npt.NDArray[np.float32]:
        """The array as float32, quantised weights multiplied out (a scale a row)."""
        import numpy as np

        values = self.stored(name).astype(np.float32)
        name = self.aliases.get(name, name)
        if f"{name}_scale" in self:
            scale = self.stored(f"{name}_scale").astype(np.float32)
            values /= scale[:, None] if scale.ndim else scale
        return values

    def scalar(self, name: str, default: float) -> float:
        """A number stored as a variable, or `default`."""
        return float(self.stored(name).reshape(-1)[0]) if name in self else default


def positions(path: Path) -> tuple[int, int]:
    """How many source and target tokens the model in `path` can place."""
    binary = Binary(path)
    names = (f"{side}/position_encodings/encodings" for side in ("encoder", "decoder"))
    source, target = (binary.shape(name)[0] if name in binary else _RELATIVE for name in names)
    return source, target


def _number(file: BinaryIO, code: str) -> int:
    number: int = struct.unpack(f"<{code}", file.read(struct.calcsize(f"<{code}")))[0]
    return number


def _string(file: BinaryIO) -> str:
    return file.read(_number(file, "H"))[:-1].decode("utf-8")
