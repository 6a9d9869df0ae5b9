"""The words and boxes of the four paper forms. How they look is in templates/letters/forms."""
