"""The window's words in a language that is not the window's."""

import pytest

from app.window_words import WindowWords


def test_a_text_is_said_in_the_language_asked_for() -> None:
    assert WindowWords("ja")("Look", "low score") == "低スコア"
    assert WindowWords("en")("Look", "low score") == "low score"
    assert WindowWords("ja")("Look", "no text of ours") == "no text of ours"
    assert WindowWords("ja")("No context", "low score") == "low score"


def test_a_text_whose_places_are_filled_is_still_known() -> None:
    english = "23 of 600 pictures are out of plane and left out"
    assert "600" in WindowWords("ja").filled("Errors", english)
    assert WindowWords("ja").filled("Errors", english) != english
    assert WindowWords("en").filled("Errors", english) == english
    assert WindowWords("ja").filled("Errors", "nothing of ours 23") == "nothing of ours 23"


@pytest.mark.parametrize("kept", ["shadowing", "音響陰影"])
def test_what_was_kept_in_one_language_is_said_in_the_other(kept: str) -> None:
    assert WindowWords("en").again("BiRads", kept) == "shadowing"
    assert WindowWords("ja").again("BiRads", kept) == "音響陰影"


def test_so_is_a_template_with_its_values() -> None:
    japanese = WindowWords("ja").again("Descriptor", "-31 grey levels")
    assert "-31" in japanese
    assert WindowWords("en").again("Descriptor", japanese) == "-31 grey levels"
    assert WindowWords("en").again("Descriptor", "0.87") == "0.87"
