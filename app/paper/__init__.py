"""What is printed: HTML laid out as PDF, in processes that may fetch nothing and take so much and no more."""

from app.paper.press import NotPrinted, Press, Presses, Sheet

__all__ = ["NotPrinted", "Press", "Presses", "Sheet"]
