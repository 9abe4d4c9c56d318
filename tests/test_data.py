"""The bundled data sets are what data/README.md says they are."""

from pathlib import Path

import numpy as np

DATA = Path(__file__).parents[1] / "data"


def test_the_synthetic_set_is_rebuilt_from_its_recipe():
    generator = np.random.RandomState(0)
    x = generator.normal(size=(100, 2))
    noise = generator.normal(size=100)
    y = 0.17 * x[:, 0] - 0.11 * x[:, 1] + 0.32 + 0.1 * noise

    stored = np.loadtxt(DATA / "a4_synthetic.csv", delimiter=",", skiprows=1)

    np.testing.assert_allclose(stored, np.column_stack([x, y]), rtol=1e-15, atol=1e-15)


def test_the_raisins_are_450_kecimen_then_450_besni_with_seven_measurements():
    header, *rows = (DATA / "raisins.csv").read_text(encoding="utf-8").splitlines()

    assert header == (
        "Area,MajorAxisLength,MinorAxisLength,Eccentricity,ConvexArea,Extent,Perimeter,Class"
    )
    assert [row.rsplit(",", 1)[1] for row in rows] == ["Kecimen"] * 450 + ["Besni"] * 450
    measurements = np.array([row.split(",")[:7] for row in rows], dtype=float)
    assert measurements.shape == (900, 7)
    assert (measurements > 0).all()


def test_the_sources_of_the_data_are_named_beside_it():
    text = (DATA / "README.md").read_text(encoding="utf-8")

    for stored in DATA.glob("*.csv"):
        assert f"`{stored.name}`" in text
    assert "10.24432/C5660T" in text
    assert "CC BY 4.0" in text
