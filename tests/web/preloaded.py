"""What an app imports, imported once: apps are forked from the process that did."""

from __future__ import annotations

import gc
import os

# As the app itself has it, before it imports Gradio.
os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"
os.environ["HF_HUB_DISABLE_TELEMETRY"] = "1"
os.environ["HF_HUB_OFFLINE"] = "1"

import chromadb  # noqa: F401 - imported for whoever is forked, as all here
import langchain_chroma  # noqa: F401
import uvicorn  # noqa: F401

import assistant.assistant
import assistant.cli.app
import assistant.cli.commands
import assistant.web.application
import assistant.web.connections  # noqa: F401

gc.freeze()
