from enum import Enum, IntEnum, auto
class Color(Enum):
    RED = 1
    GREEN = 2
    BLUE = auto()
    CRIMSON = 1
    def describe(self):
        return f'{self.name}={self.value}'
    @classmethod
    def first(cls):
        return cls(1)
print(Color.RED, repr(Color.BLUE), Color(2), Color['RED'], list(Color), len(Color), Color.CRIMSON is Color.RED)
print(Color.RED == Color.RED, Color.RED == 1, Color.RED in Color, Color.first().describe(), isinstance(Color.RED, Color))
print([c.describe() for c in Color], {Color.RED: 'r'}[Color.RED], Color.RED.name, f'{Color.RED}', type(Color.RED).__name__)
for wrong in (lambda: Color(9), lambda: Color['NONE']):
    try:
        wrong()
    except (ValueError, KeyError) as error:
        print(type(error).__name__, error)
class Level(IntEnum):
    LOW = 0
    HIGH = 10
print(Level.HIGH + 1, Level.HIGH == 10, Level.LOW < Level.HIGH, Level.HIGH, repr(Level.LOW), [5, 6][Level.LOW], f'{Level.HIGH:04d}', bool(Level.LOW), max(Level), sorted(Level), Level(10), {10: 'ten'}[Level.HIGH])
class Name(str, Enum):
    RELU = 'relu'
    TANH = 'tanh'
print(Name.RELU == 'relu', Name.RELU.value, Name('tanh'), Name.RELU.upper(), repr(Name.RELU), {'relu': 3}[Name.RELU])
class Planet(Enum):
    EARTH = (5.97, 6.37)
    MARS = (0.64, 3.39)
    def __init__(self, mass, radius):
        self.mass = mass
        self.radius = radius
print(Planet.EARTH.mass, Planet.MARS.value, [p.radius for p in Planet])
