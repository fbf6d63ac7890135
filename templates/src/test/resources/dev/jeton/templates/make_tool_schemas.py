"""Writes tool-schemas.jsonl: transformers' get_json_schema of the functions below.

    python make_tool_schemas.py > tool-schemas.jsonl

ToolSchemaTest has a Java method for each function, with the same name.
"""

import json
from typing import Any, List, Literal, Optional

import transformers
from transformers.utils import get_json_schema


def multiply(x: float, y: float):
    """
    A function that multiplies two numbers

    Args:
        x: The first number to multiply
        y: The second number to multiply
    """


def no_arguments():
    """
    Nothing to say
    """


def kinds(a: int, b: str, c: bool, d: Any):
    """
    Simple types

    Args:
        a: An integer
        b: A string
        c: A boolean
        d: Anything
    """


def lists(a: list[int], b: list[list[str]], c: List):
    """
    Lists

    Args:
        a: Integers
        b: Lists of strings
        c: A list of anything
    """


def maps(a: dict[str, float], b: dict[str, list[int]], c: dict):
    """
    Maps

    Args:
        a: Numbers
        b: Lists
        c: An object
    """


def optional(a: str, b: Optional[int] = None, c: Optional[list[str]] = None):
    """
    Optional parameters

    Args:
        a: Must be given
        b: May be missing
        c: May be missing too
    """


def default(a: int = 3, b: str = "x"):
    """
    Defaults

    Args:
        a: A number
        b: A text
    """


def literal(unit: Literal["CELSIUS", "FAHRENHEIT"], days: Optional[Literal["ONE", "TWO"]] = None):
    """
    Enums

    Args:
        unit: The unit
        days: How many
    """


def choices(drink: str):
    """
    A drink

    Args:
        drink: The beverage (choices: ["tea", "coffee"])
    """


def returning(city: str) -> list[float]:
    """
    Temperatures

    Args:
        city: The city

    Returns:
        The temperatures, one an hour
    """


def unicode(größe: int):
    """
    Größe – "quoted" \\ 漢字

    Args:
        größe: Zahl 😀
    """


def main():
    print(json.dumps({"transformers": transformers.__version__}))
    for function in [
        multiply,
        no_arguments,
        kinds,
        lists,
        maps,
        optional,
        default,
        literal,
        choices,
        returning,
        unicode,
    ]:
        print(json.dumps(get_json_schema(function), ensure_ascii=False))


main()
