"""The size of a model by its name."""

from __future__ import annotations

import pytest

from assistant.models.known_models import billions_in, is_small


@pytest.mark.parametrize(
    ("name", "billions"),
    [
        ("qwen2.5-coder-0.5b-instruct-q4_k_m", 0.5),
        ("Qwen2.5-1.5B-Instruct-Q4_K_M.gguf", 1.5),
        ("llama3.2:3b", 3.0),
        ("smollm2:360m", 0.36),
        ("gemma-3-1b-it", 1.0),
        ("meta-llama/Llama-3.1-8B-Instruct", 8.0),
        ("mixtral:8x7b", 56.0),
        ("qwen3-30b-a3b", 30.0),
        ("gpt-oss:120b", 120.0),
        ("gpt-5-mini", None),
        ("llama3.2", None),
        ("model-q4_k_m", None),
        ("phi3.5b4", None),
        ("", None),
    ],
)
def test_the_name_of_a_model_tells_its_size(name: str, billions: float | None) -> None:
    assert billions_in(name) == billions
    assert is_small(name) == (billions is not None and billions < 10)
