class Celsius(float):
    def fahrenheit(self):
        return self * 9 / 5 + 32
t = Celsius(20.5)
print(t, t.fahrenheit(), t + 1, 1 - t, -t, abs(t), t > 20, round(t), int(t), f"{t:.2f}", {20.5: 'k'}[t], t == 20.5)
class Id(int):
    def label(self):
        return f'#{self}'
i = Id(3)
print(i.label(), i + 1, [10, 20, 30, 40][i], list(range(i)), i * 2.5, 'ab' * i, i // 2, i % 2, i << 1)
class Word(str):
    def shout(self):
        return self.upper() + '!'
w = Word('hey')
print(w.shout(), w + 'x', len(w), w[0], w in {'hey'}, 'e' in w, w == 'hey', w.replace('h', 'H'), f'{w:>5}|', repr(w), ','.join(['a', str(w)]))
