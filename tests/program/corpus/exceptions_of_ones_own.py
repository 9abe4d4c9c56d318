class Diverged(RuntimeError):
    def __init__(self, step, loss=0.0):
        super().__init__(f'loss {loss} at {step}')
        self.step, self.loss = step, loss
class Early(Diverged):
    def __str__(self):
        return 'early ' + super().__str__()
try:
    raise Early(3, loss=2.5)
except Diverged as error:
    print(error, error.step, error.args, repr(error), type(error).__name__)
class Plain(Exception):
    code = 7
try:
    try:
        raise Plain('a', 1)
    except Plain as error:
        print(error, error.args, error.code)
        raise ValueError('b') from error
except ValueError as error:
    print(error, repr(error.__cause__))
