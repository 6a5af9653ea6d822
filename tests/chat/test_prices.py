from __future__ import annotations

import pytest

from assistant.models.known_models import Price, price_of


@pytest.mark.parametrize(
    ("version", "model"),
    [
        ("gpt-4o-mini-2024-07-18", "gpt-4o-mini"),
        ("gpt-4o-2024-08-06", "gpt-4o"),
        ("gpt-4.1-nano-2025-04-14", "gpt-4.1-nano"),
        ("gpt-3.5-turbo-0125", "gpt-3.5-turbo"),
        ("gpt-5-mini", "gpt-5-mini"),
    ],
)
def test_a_version_costs_what_its_model_costs(version: str, model: str) -> None:
    assert price_of(version) == price_of(model) is not None


def test_the_longest_name_decides() -> None:
    assert price_of("gpt-4o-2024-05-13") == Price(5.00, 15.00)
    assert price_of("gpt-4o-2024-08-06") == Price(2.50, 10.00)


@pytest.mark.parametrize(
    "model", ["llama3.2:3b", "gpt-5.9", "gpt-4o-audio-preview", "gpt-4", "xgpt-4o", "", "gpt-5-"]
)
def test_another_model_is_not_priced_by_its_likeness(model: str) -> None:
    assert (price_of(model) is None) == (model != "gpt-4")


def test_cost_is_per_million_tokens() -> None:
    assert Price(2.0, 8.0).cost(input_tokens=500_000, output_tokens=250_000) == 3.0
