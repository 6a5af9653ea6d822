"""The usual quick start, to measure against: LangChain's splitter, fp32 MiniLM, Chroma.

The fp32 network is the shipped one with its weights written out again as 32-bit floats:
the same layers and the same arithmetic as the original, without a download.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

import numpy as np
import onnx
from langchain_chroma import Chroma
from langchain_core.documents import Document
from langchain_core.embeddings import Embeddings
from langchain_text_splitters import RecursiveCharacterTextSplitter
from onnx import numpy_helper
from tokenizers import Tokenizer

from assistant.models.embedder import WEIGHTS
from assistant.types import Article

_BATCH: Final = 32
_MOST_TOKENS: Final = 256


def write_fp32(target: Path) -> None:
    """Writes the shipped network with fp32 weights and fp32 arithmetic."""
    model = onnx.load(WEIGHTS / "model.onnx")
    weights = {tensor.name: numpy_helper.to_array(tensor) for tensor in model.graph.initializer}
    readers: dict[str, list[Any]] = {}
    makers = {}
    for node in model.graph.node:
        makers.update(dict.fromkeys(node.output, node))
        for name in node.input:
            readers.setdefault(name, []).append(node)
    gone: set[int] = set()
    made = []
    for node in model.graph.node:
        if node.op_type != "MatMulInteger":
            continue
        quantised, weight, _, zero = node.input
        (cast,) = readers[node.output[0]]
        (scaled,) = readers[cast.output[0]]
        scales = makers[next(name for name in scaled.input if name != cast.output[0])]
        scale = weights[next(name for name in scales.input if name in weights)]
        name = f"{weight}_fp32"
        floats = (weights[weight].astype(np.float32) - weights[zero]) * scale
        model.graph.initializer.append(numpy_helper.from_array(floats.astype(np.float32), name))
        source = makers[quantised]
        made.append(
            (scaled, onnx.helper.make_node("MatMul", [source.input[0], name], scaled.output))
        )
        gone.update(map(id, (node, cast, scaled, scales, source)))
    replacing = {id(scaled): node for scaled, node in made}
    nodes = [
        replacing.get(id(node), node)
        for node in model.graph.node
        if id(node) not in gone or id(node) in replacing
    ]
    del model.graph.node[:]
    model.graph.node.extend(nodes)
    used = {name for node in nodes for name in node.input}
    kept = [tensor for tensor in model.graph.initializer if tensor.name in used]
    del model.graph.initializer[:]
    model.graph.initializer.extend(kept)
    onnx.save(model, target)


class Fp32MiniLM(Embeddings):
    """MiniLM in fp32 ONNX as it is usually run: batches of 32.

    Sorted by length and padded to the longest of the batch, as sentence-transformers does,
    or with ``padded`` in order and to 256 tokens, as Chroma's own default embedder does.
    """

    def __init__(self, model: Path, *, threads: int, padded: bool = False) -> None:
        os.environ.setdefault("ORT_DISABLE_TELEMETRY", "1")  # before onnxruntime is imported
        import onnxruntime

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads
        self._session = onnxruntime.InferenceSession(
            str(model), options, providers=["CPUExecutionProvider"]
        )
        self._tokenizer = Tokenizer.from_file(str(WEIGHTS / "tokenizer.json"))
        self._tokenizer.enable_truncation(_MOST_TOKENS)
        self._tokenizer.enable_padding(length=_MOST_TOKENS if padded else None)
        self._sorted = not padded

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        """One vector a text."""
        order = list(range(len(texts)))
        if self._sorted:
            order.sort(key=lambda place: len(texts[place]))
        found: dict[int, list[float]] = {}
        for start in range(0, len(order), _BATCH):
            places = order[start : start + _BATCH]
            encoded = self._tokenizer.encode_batch([texts[place] for place in places])
            (vectors,) = self._session.run(
                ["sentence_embedding"],
                {
                    "input_ids": np.array([item.ids for item in encoded], np.int64),
                    "attention_mask": np.array([item.attention_mask for item in encoded], np.int64),
                },
            )
            found.update(zip(places, vectors.tolist(), strict=True))
        return [found[place] for place in range(len(texts))]

    def embed_query(self, text: str) -> list[float]:
        """The vector of one text."""
        return self.embed_documents([text])[0]


def add_quickly(articles: Sequence[Article], folder: Path, *, embedder: Fp32MiniLM) -> int:
    """Adds articles the usual way; the number of chunks."""
    splitter = RecursiveCharacterTextSplitter(chunk_size=1000, chunk_overlap=200)
    chunks = splitter.split_documents(
        [
            Document(page_content=article.text, metadata={"title": article.title, "id": article.id})
            for article in articles
        ]
    )
    store = store_in(folder, embedder=embedder)
    for start in range(0, len(chunks), 1000):
        store.add_documents(chunks[start : start + 1000])
    return len(chunks)


def store_in(folder: Path, *, embedder: Fp32MiniLM) -> Chroma:
    """The chunks that were added in a folder, to be searched."""
    return Chroma("quick-start", embedding_function=embedder, persist_directory=str(folder))
