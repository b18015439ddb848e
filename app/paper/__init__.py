"""What is printed: HTML laid out as PDF, in processes that may fetch nothing and take so much and no more."""

from app.paper.press import NotPrinted, Picture, Press, Presses, Sheet

__all__ = ["NotPrinted", "Picture", "Press", "Presses", "Sheet"]
