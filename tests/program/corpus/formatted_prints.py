pi = 3.14159265
name, count = "loss", 42
print(f"{name}: {pi:.3f} | {pi:10.2f}|{pi:<10.1f}|{pi:^10.4f}|{count:05d}|{count:+d}")
print(f"{pi:e} {pi:.2e} {pi:g} {1e-7:g} {123456789:,} {0.256:.1%}")
print("%s = %.4f (%d) %5.1f %%" % (name, pi, count, 99.5))
print("{0} {name!r} {0:>6}".format(count, name=name), "{} and {}".format(1, 2.5))
print("a", "b", "c", sep="-", end="!\n")
print(f"{name.upper():*^12}", f"{'yes' if count > 40 else 'no'}", f"{count=}")
print([round(v, 2) for v in (1.005, 2.5, -0.125)], (1,), {"k": [1, 2]}, None, True)
print(1e16, 1e-5, 0.1 + 0.2, 100.0, 1 / 3, float("inf"), -0.0)
print("tab\tand \"quotes\"", 'it''s', "é", "x" * 3)
print(7 // 2, -7 // 2, 7 % -3, 2 ** 10, 2 ** -1, divmod(17, 5), round(2.5), abs(-3))
print(str(count).zfill(5), ", ".join(["p", "q"]), "a,b,c".split(","), "Title case".title())
width = 8
print(f"{pi:{width}.{3}f}|", bin(5), hex(255), int("12"), float("1.5"))
