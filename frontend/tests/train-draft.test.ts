import { describe, expect, it } from "vitest";
import type { Config, DatasetInfo, Setting } from "../src/train/api";
import { changed, differences, grouped, layers } from "../src/train/draft";

const config = { dataset: "synthetic", features: ["x1"], loss: "mse", optimiser: "sgd", numbers: { momentum: 0.9 }, lr: 0.1 } as unknown as Config;
const datasets = [{ name: "moons", task: "binary" }, { name: "blobs", task: "multiclass" }] as DatasetInfo[];

describe("a set-up that is edited", () => {
  it("takes all features and a fitting loss with another data set", () => {
    expect(changed(config, "dataset", "moons", datasets)).toMatchObject({ dataset: "moons", features: [], loss: "bce" });
    expect(changed(config, "dataset", "blobs", datasets).loss).toBe("cross_entropy");
  });

  it("drops the numbers of the optimiser that it leaves", () => {
    expect(changed(config, "optimiser", "adam", datasets).numbers).toEqual({});
    expect(changed(config, "lr", 1, datasets).numbers).toEqual({ momentum: 0.9 });
  });

  it("knows what is different", () => {
    expect(differences(config, { ...config, lr: 0.2, features: ["x1"] })).toEqual(["lr"]);
  });

  it("reads layers as people write them", () => {
    expect(layers("8, 8")).toEqual([8, 8]);
    expect(layers("16 8")).toEqual([16, 8]);
    expect(layers("")).toEqual([]);
    expect(layers("8, two")).toBeNull();
    expect(layers("0")).toBeNull();
  });

  it("shows a setting that the server declares and the page has never heard of", () => {
    const declared = [{ name: "lr" }, { name: "brand_new" }, { name: "numbers" }] as unknown as Setting[];
    const groups = grouped(declared, [{ title: "A", names: ["lr"] }, { title: "B", names: ["loss"] }]);
    expect(groups.map(({ settings }) => settings.map(({ name }) => name))).toEqual([["lr"], ["brand_new"]]);
  });
});
