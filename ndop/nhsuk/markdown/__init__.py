"""Markdown to the design system's HTML. What may be written is shown on the page "How we write these pages"."""

from ndop.nhsuk.markdown.rendering import render
from ndop.nhsuk.markdown.words import Heading, Problem, Rendered, Surroundings

__all__ = ["Heading", "Problem", "Rendered", "Surroundings", "render"]
