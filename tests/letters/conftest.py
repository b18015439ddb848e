from tests.house import fresh_house, furnished, house

__all__ = ["fresh_house", "furnished", "house"]
