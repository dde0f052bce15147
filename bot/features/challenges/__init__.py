"""Disputed questions, the rulings on them, and questions that members suggest."""
