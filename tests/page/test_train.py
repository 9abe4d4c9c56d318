"""The Train page as people use it: presets, steps, epochs, curves, forks, and coming back to it."""

import re
from pathlib import Path

import pytest
from explore_page import card
from playwright.sync_api import Locator, Page, expect

AXE = Path(__file__).parents[2] / "frontend/node_modules/axe-core/axe.min.js"
FIRST_EPOCH = 0.7999661130823178
"""The notebook's mean squared error after one epoch."""


def open_preset(page: Page, name: str = "synthetic-linear", base: str = "") -> None:
    page.goto(f"{base}/train")
    page.get_by_role("button", name=re.compile(name)).click()
    expect(page.locator("g.card").first).to_be_visible(timeout=20_000)


def at_step(page: Page, step: int, head: int | None = None) -> None:
    expect(page.locator(".run-status")).to_contain_text(f"Step {step:,} of {head or step:,}")


def press(page: Page, name: str) -> None:
    page.get_by_label("Training", exact=True).get_by_role("button", name=name, exact=True).click()


def value_on_card(page: Page, name: str) -> str:
    """What the card of a value says, as a screen reader reads it."""
    return page.locator(f'g.card [aria-label^="{name},"]').get_attribute("aria-label") or ""


def place_of_card(page: Page, name: str) -> str | None:
    return page.locator(f'g.card:has([aria-label^="{name},"])').get_attribute("transform")


def chart(page: Page, title: str) -> Locator:
    return page.get_by_role("img", name=re.compile(f"^{title}"))


def run_to(page: Page, epoch: int) -> None:
    page.get_by_label("Run to epoch").fill(str(epoch))
    press(page, "Run")
    expect(page.get_by_role("button", name="Run", exact=True)).to_be_visible(timeout=30_000)


def scrub(page: Page, step: int) -> None:
    page.get_by_label("Step of the run").fill(str(step))


def rms_in(cell: Locator) -> float:
    """The root mean square that a cell of a table ends with."""
    return float(cell.inner_text().rpartition("rms ")[2].replace("−", "-"))


def first_epoch(page: Page) -> float:
    """The mean loss of the first epoch, as the table of epochs has it."""
    row = page.get_by_role("table", name="Epochs").get_by_role("row").nth(1)
    loss = row.get_by_role("cell").first
    expect(loss).to_have_text(re.compile(r"\d"))
    return float(loss.text_content() or "")  # inner_text is empty while the table is out of view


def test_presets_come_first_and_begin_a_run(page: Page):
    page.goto("/train")
    presets = page.get_by_role("navigation", name="Presets").get_by_role("button")
    expect(presets.nth(0)).to_contain_text("synthetic-linear")
    expect(presets.nth(1)).to_contain_text("raisins-mlp")
    presets.nth(0).click()
    expect(page.locator(".run-status")).to_contain_text("Before the first step")
    expect(page).to_have_url(re.compile(r"/train\?session=[0-9a-f]{32}&step=0$"))


def test_a_step_changes_numbers_in_place_and_moves_nothing(page: Page):
    open_preset(page)
    place, before = place_of_card(page, "w"), value_on_card(page, "w")
    press(page, "Sample")
    at_step(page, 1)
    press(page, "Sample")
    at_step(page, 2)
    expect(page.locator('g.card [aria-label^="w,"]')).not_to_have_attribute("aria-label", before)
    assert place_of_card(page, "w") == place
    press(page, "One step back (,)")
    at_step(page, 1, 2)


def test_an_epoch_shows_the_notebooks_loss(page: Page):
    open_preset(page)
    press(page, "Epoch")
    at_step(page, 100)
    assert first_epoch(page) == pytest.approx(FIRST_EPOCH, rel=1e-12)


def test_the_stepper_works_inside_a_training_step(page: Page):
    open_preset(page)
    press(page, "Sample")
    at_step(page, 1)
    stepper = page.get_by_label("Stepper")
    expect(stepper.locator(".segments")).to_have_text("FSBU")
    expect(page.locator(".sentence")).to_contain_text("minus learning rate times gradient")
    stepper.get_by_role("button", name="First step (Home)").click()
    expect(page.locator(".sentence")).to_contain_text(re.compile("Only .* and .* have values"))


def test_play_trains_and_pauses(page: Page):
    open_preset(page)
    page.get_by_label("Speed").first.select_option("50")
    press(page, "Train (P)")
    expect(page.get_by_role("img", name=re.compile("^Loss"))).not_to_have_attribute(
        "data-empty", re.compile(".")
    )
    # Not "epoch 2": a quick machine has gone through it between two looks.
    expect(page.locator(".run-status")).to_contain_text(re.compile("epoch [2-9]"), timeout=20_000)
    press(page, "Pause (P)")
    expect(page.get_by_role("button", name="Train (P)")).to_be_visible()


def test_a_reload_leads_back_to_the_same_step(page: Page):
    open_preset(page)
    press(page, "Epoch")
    at_step(page, 100)
    press(page, "One step back (,)")
    at_step(page, 99, 100)
    w = value_on_card(page, "w")
    page.reload()
    at_step(page, 99, 100)
    expect(page.locator('g.card [aria-label^="w,"]')).to_have_attribute("aria-label", w)
    page.goto("/train")  # no session in the address: this machine remembers
    at_step(page, 99, 100)


def test_a_restarted_server_has_lost_nothing(page: Page, own_server, expected_console_errors):
    # A request under way when the server dies ends in another error than one that comes later.
    expected_console_errors += ["net::ERR_CONNECTION", "net::ERR_EMPTY_RESPONSE"]
    expected_console_errors.append("net::ERR_CONTENT_LENGTH_MISMATCH")
    open_preset(page, base=own_server.url)
    press(page, "Epoch")
    at_step(page, 100)
    own_server.kill()
    press(page, "Sample")
    banner = page.get_by_role("alert").filter(has_text="The server does not answer")
    expect(banner).to_be_visible()
    own_server.start()
    banner.get_by_role("button", name="Try again").click()
    at_step(page, 101)
    expect(banner).to_be_hidden()
    page.reload()
    at_step(page, 101)
    assert first_epoch(page) == pytest.approx(FIRST_EPOCH, rel=1e-12)


def test_any_past_step_can_be_looked_into(page: Page):
    open_preset(page)
    run_to(page, 2)
    at_step(page, 200)
    scrub(page, 141)
    at_step(page, 141, 200)
    expect(page.locator(".run-status")).to_contain_text("epoch 2, sample 41")
    rows = page.get_by_role("table", name="Rows of this step").get_by_role("row")
    expect(rows.nth(1)).to_contain_text("41")
    update = page.get_by_role("table", name="What this step did to the parameters")
    expect(update.get_by_role("row")).to_have_count(3)


def test_the_change_of_a_parameter_is_told_by_its_own_size(page: Page):
    open_preset(page, "raisins-mlp")
    press(page, "Sample")
    at_step(page, 1)
    update = page.get_by_role("table", name="What this step did to the parameters")
    row = update.get_by_role("row").filter(has_text="W1")
    gradient, change = (rms_in(row.get_by_role("cell").nth(column)) for column in (2, 3))
    assert change > 0
    assert change == pytest.approx(0.01 * gradient, rel=0.02)  # three digits of each are shown


def test_a_large_parameter_is_read_whole_and_taken_away(page: Page):
    open_preset(page, "raisins-mlp")
    press(page, "Sample")
    at_step(page, 1)
    page.locator('g.card:has([aria-label^="W1,"]) .hit').dispatch_event("click")
    inspector = page.get_by_role("region", name="Inspector")
    expect(inspector.locator(".histogram")).to_have_count(2)
    inspector.get_by_role("tab", name="Matrix").click()
    inspector.get_by_role("button", name="Gradient").click()
    page.get_by_role("group", name="gradient, 7 by 100").focus()
    page.keyboard.press("End")
    expect(inspector.locator(".reading")).to_contain_text(
        re.compile(r"W1\[0, 99\] = [+−][\d.]+, ∂ = [+−\d]")
    )
    with page.expect_download() as download:
        inspector.get_by_role("button", name="CSV").click()
    lines = Path(download.value.path()).read_text(encoding="utf-8").splitlines()
    assert [len(line.split(",")) for line in lines] == [100] * 7


def test_a_run_whose_schedule_has_ended_says_so(page: Page):
    settings = {"dataset": "sine", "batch_size": 32, "schedule": "cosine", "epochs": 1}
    begun = page.request.post("/api/v1/sessions", data=settings).json()
    page.goto(f"/train?session={begun['id']}")
    ended = page.get_by_text("The cosine schedule has ended with the planned 1 epoch")
    status = page.locator(".run-status")
    expect(status).to_contain_text("Before the first step")
    expect(status).to_contain_text("rate 0.01")
    press(page, "Batch")
    at_step(page, 1)
    expect(ended).to_have_count(0)
    press(page, "Epoch")
    expect(ended).to_be_visible()
    page.get_by_role("button", name="Fork at step 3 with the constant rate 0.01").click()
    expect(status).to_contain_text("Forked at step 3")
    expect(ended).to_have_count(0)


def test_the_doctor_says_what_went_wrong_and_offers_what_helped(page: Page):
    settings = {"preset": "synthetic-linear", "lr": 0.9}
    begun = page.request.post("/api/v1/sessions", data=settings).json()
    end = page.request.post(f"/api/v1/sessions/{begun['id']}/advance", data={"to": 600}).json()
    page.goto(f"/train?session={begun['id']}&step=1")
    doctor = page.get_by_role("region", name="What happened in this run")
    expect(doctor).to_contain_text(f"It exploded steps 10–{end['head']}")
    expect(doctor).to_contain_text("tried: at step 309 the loss is")
    doctor.get_by_role("button", name="Go to step 10", exact=True).click()
    at_step(page, 10, end["head"])
    doctor.get_by_role("button", name="Fork at step 9 with learning rate").click()
    expect(page.locator(".run-status")).to_contain_text("Forked at step 9")
    expect(doctor).to_have_count(0)


def test_a_fork_keeps_both_curves(page: Page):
    open_preset(page)
    run_to(page, 2)
    scrub(page, 100)
    at_step(page, 100, 200)
    first = page.url
    runs = page.get_by_role("region", name="Runs")
    runs.get_by_label("Learning rate").fill("0.002")
    runs.get_by_role("button", name="Fork at step 100").click()
    expect(page.locator(".run-status")).to_contain_text("Forked at step 100")
    expect(page).not_to_have_url(first)
    expect(runs.get_by_role("listitem")).to_have_count(2)
    expect(runs.get_by_text("now 0.002", exact=True)).to_be_visible()
    back = page.get_by_role("button", name="One step back (,)")
    expect(back).to_have_attribute("title", "fork begins at 100")
    run_to(page, 3)
    at_step(page, 300)
    expect(page.locator(".run-status")).to_contain_text("fork begins at 100")
    expect(page.get_by_label("Step of the run")).to_have_attribute("min", "100")
    expect(page.locator(".chart-key").first).to_contain_text("lr 0.01")
    page.reload()
    at_step(page, 300)
    expect(page.get_by_role("region", name="Runs").get_by_role("listitem")).to_have_count(2)
    page.get_by_role("button", name="lr 0.01", exact=True).click()
    at_step(page, 200)


def test_divergence_is_explained_and_can_be_cured(page: Page):
    open_preset(page)
    first = page.url
    setup = page.get_by_role("region", name="Set-up")
    setup.get_by_label("Learning rate").fill("0.9")
    setup.get_by_role("button", name="Start a new run").click()
    expect(page).not_to_have_url(first)
    expect(page.locator(".run-status")).to_contain_text("Before the first step")
    press(page, "Run")
    notice = page.get_by_role("alert").filter(has_text="Loss became")
    expect(notice).to_contain_text("first non-finite value at", timeout=20_000)
    expect(
        page.get_by_label("Training", exact=True).get_by_role("button", name="Run")
    ).to_be_disabled()
    press(page, "Reset: to the first step (0)")
    notice.get_by_role("button", name="Go to step").click()
    expect(page.locator(".run-status")).to_contain_text("loss ∞")
    notice.get_by_role("button", name="Halve the learning rate and fork at step 0").click()
    expect(setup.get_by_label("Learning rate")).to_have_value("0.45")
    expect(notice).to_be_hidden()


def test_a_run_that_learns_nothing_any_more_says_so(page: Page):
    open_preset(page, "raisins-mlp")
    first = page.url
    setup = page.get_by_role("region", name="Set-up")
    setup.get_by_label("Learning rate").fill("10000")
    setup.get_by_role("button", name="Start a new run").click()
    expect(page).not_to_have_url(first)
    expect(page.locator(".run-status")).to_contain_text("Before the first step")
    notice = page.get_by_role("alert").filter(has_text="every gradient is exactly 0")
    expect(notice).to_be_hidden()
    run_to(page, 1)
    expect(notice).to_contain_text("the loss is 82.08", timeout=20_000)
    notice.get_by_role("button", name="Go to step 0").click()
    expect(notice).to_be_hidden()


def test_a_hidden_tab_pauses(page: Page):
    open_preset(page)
    page.get_by_label("Speed").first.select_option("10")
    press(page, "Train (P)")
    expect(page.locator(".run-status")).to_contain_text("epoch 1")
    hide(page, True)
    page.wait_for_timeout(500)  # what was under way arrives
    before = page.locator(".run-status").inner_text()
    page.wait_for_timeout(1500)
    assert page.locator(".run-status").inner_text() == before
    hide(page, False)
    expect(page.locator(".run-status")).not_to_have_text(before)
    press(page, "Pause (P)")


def hide(page: Page, hidden: bool) -> None:
    page.evaluate(
        """(hidden) => {
          Object.defineProperty(document, "hidden", { value: hidden, configurable: true });
          document.dispatchEvent(new Event("visibilitychange"));
        }""",
        hidden,
    )


def test_classifiers_show_accuracy_confusion_and_surface(page: Page, artefacts: Path):
    open_preset(page, "moons-mlp")
    run_to(page, 10)
    at_step(page, 200)
    quality = page.get_by_role("region", name="Quality")
    expect(quality.get_by_role("table", name="Confusion matrix: Training rows")).to_be_visible()
    expect(quality).to_contain_text("%")
    expect(chart(page, "Decision surface")).to_be_visible()
    layers = chart(page, "Layers over time")
    expect(layers).to_have_attribute("aria-label", re.compile(r"‖gradient‖; .* hidden \d"))
    page.screenshot(path=artefacts / "train-moons.png")
    page.get_by_label("What is measured").select_option("ratio")
    expect(layers).to_have_attribute("aria-label", re.compile("‖weights‖; .* out "))
    box = layers.bounding_box()
    layers.click(position={"x": box["width"] / 2 - 1, "y": 5})
    expect(page.locator(".run-status")).to_contain_text(re.compile("Step (9[5-9]|100) of 200"))


def test_more_than_two_features_are_held_at_their_mean_and_said_so(page: Page):
    open_preset(page, "raisins-mlp")
    held = page.get_by_text("All other features at their mean")
    expect(held).to_contain_text("Perimeter")
    page.get_by_label("Feature up").select_option("Perimeter")
    expect(held).not_to_contain_text("Perimeter")


def test_a_regression_shows_the_path_over_its_loss(page: Page):
    open_preset(page)
    run_to(page, 1)
    expect(chart(page, "Fitted plane")).to_be_visible()
    expect(chart(page, "Contours of the loss")).to_be_visible()


def test_a_refused_set_up_says_why(page: Page):
    page.goto("/train")
    setup = page.get_by_role("region", name="Set-up")
    setup.get_by_label("Hidden layers").fill("9999")
    setup.get_by_role("button", name="Start").click()
    expect(page.get_by_role("alert")).to_contain_text("1000")


def test_choices_follow_each_other(page: Page):
    page.goto("/train")
    setup = page.get_by_role("region", name="Set-up")
    setup.get_by_label("Data set").select_option("blobs")
    expect(setup.get_by_label("Loss")).to_have_value("cross_entropy")
    setup.get_by_label("Optimiser").select_option("adam")
    setup.get_by_label("beta1").fill("0.8")
    setup.get_by_label("Hidden layers").fill("6")
    setup.get_by_role("button", name="Start").click()
    expect(page.locator(".run-status")).to_contain_text("Before the first step")
    expect(setup.get_by_label("beta1")).to_have_value("0.8")
    expect(card(page, "logits")).to_be_visible()


def test_own_data_can_be_uploaded(page: Page):
    page.goto("/train")
    setup = page.get_by_role("region", name="Set-up")
    csv = b"width,height,area\n" + b"".join(b"%d,%d,%d\n" % (i, i % 7, i * 3) for i in range(30))
    with page.expect_file_chooser() as chooser:
        setup.get_by_label("Data set").select_option("upload")
    chooser.value.set_files({"name": "boxes.csv", "mimeType": "text/csv", "buffer": csv})
    expect(setup.get_by_label("Data set").locator("option:checked")).to_have_text("boxes")
    notes = setup.get_by_role("list", name="How the table was read")
    expect(notes).to_contain_text("The target is the column 'area', since it is the last.")
    setup.get_by_role("button", name="Start").click()
    expect(page.locator(".run-status")).to_contain_text("Before the first step")
    expect(page.get_by_text("Data set: boxes")).to_be_visible()
    page.reload()
    expect(page.get_by_text("Data set: boxes")).to_be_visible()
    expect(setup.get_by_label("Data set").locator("option:checked")).to_have_text("boxes")


def test_a_file_that_cannot_be_read_is_named(page: Page, expected_console_errors: list[str]):
    expected_console_errors.append("status of 422")
    page.goto("/train")
    setup = page.get_by_role("region", name="Set-up")
    with page.expect_file_chooser() as chooser:
        setup.get_by_label("Data set").select_option("upload")
    bad = "größe;y\n1,5;2\nviel;4\n3;7\n".encode("latin-1")
    chooser.value.set_files({"name": "maße.csv", "mimeType": "text/csv", "buffer": bad})
    expect(page.get_by_role("alert")).to_contain_text("maße.csv: Line 3, column 'größe': 'viel'")


def test_an_expired_run_is_explained(page: Page, expected_console_errors: list[str]):
    expected_console_errors.append("status of 404")
    page.goto(f"/train?session={'0' * 32}&step=3")
    expect(page.get_by_role("alert")).to_contain_text("expired")
    expect(page.get_by_role("navigation", name="Presets")).to_be_visible()


def test_keys_move_through_the_run_and_through_the_step(page: Page):
    open_preset(page)
    page.keyboard.press(".")
    at_step(page, 1)
    page.keyboard.press(">")
    at_step(page, 100)
    page.keyboard.press(",")
    at_step(page, 99, 100)
    page.keyboard.press("<")
    expect(page.locator(".run-status")).to_contain_text("Before the first step")
    page.keyboard.press(">")
    at_step(page, 100)
    page.keyboard.press("Home")
    expect(page.locator(".sentence")).to_contain_text("Only x, w, b and y have values")
    page.keyboard.press("ArrowRight")
    expect(page.locator(".sentence")).to_contain_text("z = x @ w")


def test_set_up_and_progress_can_be_hidden(page: Page):
    open_preset(page)
    page.keyboard.press("h")
    expect(page.get_by_role("region", name="Set-up")).to_be_hidden()
    expect(page.locator(".side")).to_be_hidden()
    page.keyboard.press("g")
    page.keyboard.press("Enter")
    expect(page.get_by_role("region", name="Inspector")).to_be_visible()
    page.get_by_role("button", name="Set-up").press("Enter")
    expect(page.get_by_role("region", name="Set-up")).to_be_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_accessibility_rule_is_broken(page: Page, scheme: str):
    page.emulate_media(color_scheme=scheme)
    page.goto("/train")
    page.get_by_role("navigation", name="Presets").get_by_role("button").first.wait_for()
    assert violations(page) == []
    open_preset(page, "moons-mlp")
    run_to(page, 2)
    expect(page.get_by_role("region", name="Quality")).to_be_visible()
    assert violations(page) == []


def violations(page: Page) -> list[str]:
    """Broken rules of the page around the drawing, which has tests of its own."""
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found = page.evaluate("axe.run({ exclude: ['.drawing'] })")
    return [f"{v['id']}: {[n['target'] for n in v['nodes']]}" for v in found["violations"]]


def test_a_phone_shows_one_room_at_a_time(page: Page, artefacts: Path):
    page.set_viewport_size({"width": 390, "height": 844})
    open_preset(page)
    press(page, "Epoch")
    at_step(page, 100)
    rooms = page.get_by_role("navigation", name="Views")
    for name, visible in [
        ("Progress", chart(page, "Loss")),
        ("Tables", page.get_by_role("table", name="Epochs")),
        ("Set-up", page.get_by_role("navigation", name="Presets")),
        ("Graph", page.locator("g.card").first),
    ]:
        rooms.get_by_role("button", name=name).click()
        expect(visible).to_be_visible()
        assert page.evaluate("document.documentElement.scrollWidth") <= 390
    page.screenshot(path=artefacts / "train-phone.png")


def test_folding_a_group_neither_stops_training_nor_moves_to_another_step(page: Page):
    open_preset(page, "moons-mlp")
    cards = page.locator("g.card")
    expect(cards).to_have_count(13)
    press(page, "Epoch")
    page.locator(".group-name").first.click()
    at_step(page, 20)
    expect(cards).to_have_count(9)
    press(page, "Batch")
    at_step(page, 21)
    expect(cards).to_have_count(9)
