"""The plot over one leaf and the contours over two: ranges, the tangent, where the arrow points."""

import re

from explore_page import card, open_program, write
from playwright.sync_api import Page, Route, expect

TIP = """arrow => {
  const [start, tip] = ['path', '.tip'].map(part => arrow.querySelector(part));
  const at = (path, x) => new DOMPoint(x, 0).matrixTransform(path.getScreenCTM());
  const [from, to] = [at(start, 0), at(tip, 30)];
  return [Math.sign(Math.round(to.x - from.x)), Math.sign(Math.round(from.y - to.y))];
}"""


def test_contours_carry_the_gradient_as_an_arrow(page: Page):
    open_program(page, "a = 1.0\nb = 1.0\nloss = a * a + 2 * b\n")
    card(page, "a").click()
    page.get_by_label("Contour over").select_option("b")
    picture = page.get_by_role("img", name=re.compile("^Contour lines of loss over a and b"))
    picture.scroll_into_view_if_needed()
    arrow = page.locator(".gradient-arrow")
    expect(picture.locator(".axis-name")).to_have_text(["b", "a"])
    expect(page.locator(".plot-key")).to_contain_text("gradient (2, 2)")
    expect(picture.locator(".isoline")).to_have_count(9)
    for output, gradient, way in [
        ("a * a + 2 * b", "is 2 for a and 2 for b", [1, 1]),
        ("a - 3 * b", "is 1 for a and −3 for b", [1, -1]),
        ("b - a * a", "is −2 for a and 1 for b", [-1, 1]),
    ]:
        write(page, f"a = 1.0\nb = 1.0\nloss = {output}\n")
        expect(picture).to_have_attribute("aria-label", re.compile(gradient))
        expect(picture.locator("g.old")).to_have_count(0)
        assert arrow.evaluate(TIP) == way, output


def test_a_leafs_range_is_the_sliders_and_the_plots(page: Page):
    open_program(page, "w = 1.0\nloss = w ** 2\n")
    card(page, "w").click()
    slider = page.get_by_role("slider", name="w", exact=True)
    page.get_by_role("button", name="Range of the slider of w").click()
    for name, number in {"max": "8", "min": "-8", "step": "0.25"}.items():
        field = page.get_by_label(name, exact=True)
        field.fill(number)
        field.press("Enter")
        expect(slider).to_have_attribute(name, number)
    slider.press("ArrowRight")
    expect(card(page, "w")).to_contain_text("+1.250")
    plot = page.get_by_role("img", name=re.compile("loss as a curve over w"))
    expect(plot).to_have_attribute("aria-label", re.compile("At w = 1.25 it is 1.5.*slope 2.5"))
    expect(plot.get_by_text("−5", exact=True).first).to_be_visible()  # its axis reaches as far
    expect(page.get_by_role("button", name="Reset to the text")).to_be_visible()


def test_a_gradient_that_lost_a_path_is_not_called_the_slope(page: Page):
    open_program(page, "x = 3.0\ny = x * detach(x)\n")
    panel = page.locator(".plot")
    expect(panel).to_contain_text("line with the gradient 3; the curve's slope is 6")
    expect(panel).not_to_contain_text("tangent")
    expect(panel).not_to_contain_text("derivative")
    expect(panel.get_by_role("img")).to_have_attribute("aria-label", re.compile("slope 6 and grad"))
    card(page, "x").click()
    expect(page.get_by_role("tabpanel")).to_contain_text("detach() in line 2 (v1) cuts another one")
    page.get_by_role("tab", name="Maths").click()
    expect(page.locator(".chain")).to_contain_text("detach() in line 2 (v1) cuts another path")
    page.get_by_role("tab", name="Node").click()
    write(page, "x = 3.0\ny = x * x\n")
    expect(panel).to_contain_text("tangent 6")
    expect(panel).to_contain_text("derivative")


def test_what_a_cut_keeps_from_its_gradient_is_plotted_and_said_to_be_cut(page: Page):
    open_program(page, "x = 2.0\nw = 1.5\nh = detach(w * x)\ny = h * x\n")
    card(page, "w").click()
    panel = page.get_by_role("tabpanel")
    expect(panel).to_contain_text("no gradient path: detach() in line 3 (h) cuts it")
    expect(panel).not_to_contain_text("does not depend")
    plot = panel.get_by_role("img", name=re.compile("y as a curve over w. At w = 1.5 it is 6"))
    plot.scroll_into_view_if_needed()
    expect(plot.locator("path.curve")).to_have_attribute("d", re.compile("^M.+C"))
    expect(plot.locator("path.curve-slope")).to_have_count(0)
    write(page, "x = 2.0\nw = 1.5\ny = x * x\n")
    expect(panel).to_contain_text("no path: the output does not depend on it")
    expect(panel).to_contain_text("y does not depend on w: there is nothing to plot.")


def test_the_plot_draws_output_and_tangent(page: Page):
    open_program(page)
    plot = page.get_by_role("img", name=re.compile("loss as a curve over w"))
    expect(plot).to_be_visible()
    expect(plot).to_have_attribute("aria-label", re.compile("with slope 6"))
    expect(plot.locator("path.curve")).to_have_attribute("d", re.compile(r"^M.+C.+C"))
    page.get_by_role("button", name="First step (Home)").click()
    expect(plot).to_have_attribute("aria-label", re.compile(r"At w = 1.5 it is 2.25\.$"))
    page.get_by_label("Contour over").select_option("b")
    contours = page.get_by_role("img", name=re.compile(r"^Contour lines of loss over w and b\.$"))
    expect(contours).to_be_visible()
    page.get_by_role("button", name="Last step (End)").click()
    expect(contours).to_be_hidden()  # which then has a longer name


def test_numbers_at_the_ends_of_the_scale_stay_inside_the_picture(page: Page):
    problems: list[str] = []
    page.on("console", lambda line: problems.append(line.text) if line.type == "error" else None)
    page.on("pageerror", lambda error: problems.append(str(error)))
    open_program(page, "w = 1e308\nb = 0.5\nloss = w * b\n")
    programs = {"y": "w = 1.0\nb = 0.5\ny = (w - b) * 1.7e308\n", "z": "w = 0.5\nz = w * 5e-324\n"}
    for output in ("loss", *programs):
        if output in programs:
            write(page, programs[output])
        plot = page.get_by_role("img", name=f"{output} as a curve over w")
        plot.scroll_into_view_if_needed()
        expect(plot.locator("path.curve")).to_have_attribute("d", re.compile(r"^M[-\d. MLCh]+$"))
        expect(plot.locator(".point").first).to_have_attribute("cy", re.compile(r"^[\d.]+$"))
    card(page, "w").click()
    page.get_by_role("button", name="Change it").click()
    expect(page.get_by_text("The gradient predicts it well")).to_be_visible()
    page.get_by_label("Value of w").fill("1e16")
    expect(page.get_by_text("Δ is smaller than the last digit of w")).to_be_visible()
    expect(page.get_by_role("button", name="Change it")).to_be_disabled()
    write(page, "w = [1.0, 1e999]\ny = exp(-w).sum()\n")
    expect(page.get_by_text("w is not finite, so it cannot be moved")).to_be_visible()
    assert problems == []


def test_the_point_is_dragged_the_curve_is_read_and_descent_leaves_a_trail(page: Page):
    open_program(page, "w = 2.0\nloss = w * w\n")
    picture = page.get_by_role("img", name=re.compile("^loss as a curve over w"))
    expect(picture.locator(".curve")).to_have_attribute("d", re.compile("^M"))
    picture.scroll_into_view_if_needed()
    point = picture.locator(".point").first.bounding_box()
    box = picture.bounding_box()
    assert point
    assert box
    x, y = point["x"] + point["width"] / 2, point["y"] + point["height"] / 2
    page.mouse.move(x, y)
    expect(page.locator(".plot-reading")).to_contain_text(re.compile("^w = .*: loss = "))
    page.mouse.down()
    page.mouse.move(x - box["width"] * 0.15, y, steps=4)
    page.mouse.up()
    page.mouse.move(0, 0)
    value = page.get_by_label("Value of w")
    expect(value).not_to_have_value("2")
    value.fill("2")
    value.press("Enter")
    expect(card(page, "w")).to_contain_text("+4.000")
    for place, there in ((1, "1.6"), (2, "1.28")):  # 2 − 0.1 × 4, and again
        page.get_by_role("button", name="One step of descent").click()
        expect(value).to_have_value(there)
        expect(picture.locator(".trail-spot")).to_have_count(place)
        expect(card(page, "w")).to_contain_text(f"+{2 * float(there):.3f}")


def test_a_contour_is_filled_and_shows_its_minimum(page: Page):
    def answer(route: Route) -> None:
        """As the server would, but at once on a busy machine, too."""
        places = route.request.post_data_json["places"]
        points = list(zip(places["a"], places.get("b", places["a"]), strict=True))
        values = [a * a + b * b for a, b in points]
        gradients = {name: [2 * x for x in xs] for name, xs in places.items()}
        route.fulfill(json={"values": values, "gradients": gradients})

    page.route("**/api/v1/graphs/sweeps", answer)
    open_program(page, "a = 1.0\nb = 1.0\nloss = a * a + b * b\n")
    card(page, "a").click()
    page.get_by_label("Contour over").select_option("b")
    picture = page.get_by_role("img", name=re.compile("^Contour lines of loss"))
    picture.scroll_into_view_if_needed()
    expect(picture.locator(".minimum")).to_contain_text("min 0")
    filled = picture.locator(".band").evaluate_all("paths => paths.map(p => p.getAttribute('d'))")
    assert len(filled) == 10
    assert sum(bool(d) for d in filled) >= 9
