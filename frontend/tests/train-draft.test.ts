import { describe, expect, it } from "vitest";
import type { Config, DatasetInfo, Offer, Setting } from "../src/train/api";
import { changed, differences, fittingLosses, grouped, readLayers } from "../src/train/draft";

const config = { dataset: "synthetic", features: ["x1"], loss: "mse", optimiser: "sgd", numbers: { momentum: 0.9 }, lr: 0.1 } as unknown as Config;
const choices = {
  datasets: [{ name: "moons", task: "binary" }, { name: "blobs", task: "multiclass" }, { name: "sine", task: "regression" }] as DatasetInfo[],
  losses: [
    { name: "huber", tasks: ["regression", "binary"] },
    { name: "mse", tasks: ["regression", "binary"] },
    { name: "bce", tasks: ["binary"] },
    { name: "cross_entropy", tasks: ["multiclass"] },
  ] satisfies Offer["losses"],
  optimisers: [{ name: "adam", numbers: [{ name: "beta1", default: 0.9, low: 0, high: 1 }] }],
};

describe("a set-up that is edited", () => {
  it("takes all features and the usual loss with another data set", () => {
    expect(changed(config, "dataset", "blobs", choices)).toMatchObject({ dataset: "blobs", features: [], loss: "cross_entropy" });
    expect(changed(config, "dataset", "moons", choices).loss).toBe("bce");
  });

  it("offers the losses that fit the task, the usual one first", () => {
    expect(fittingLosses("sine", choices)).toEqual(["mse", "huber"]);
    expect(fittingLosses("moons", choices)[0]).toBe("bce");
  });

  it("brings the numbers of another optimiser, at their defaults", () => {
    expect(changed(config, "optimiser", "adam", choices).numbers).toEqual({ beta1: 0.9 });
    expect(changed(config, "lr", 1, choices).numbers).toEqual({ momentum: 0.9 });
  });

  it("knows what is different", () => {
    expect(differences(config, { ...config, lr: 0.2, features: ["x1"] })).toEqual(["lr"]);
  });

  it("reads layers as people write them", () => {
    expect(readLayers("8, 8")).toEqual({ value: [8, 8] });
    expect(readLayers("16 8")).toEqual({ value: [16, 8] });
    expect(readLayers("")).toEqual({ value: [] });
    expect(readLayers("8, two")).toHaveProperty("problem");
    expect(readLayers("0")).toHaveProperty("problem");
  });

  it("shows a setting that the server declares and the page has never heard of", () => {
    const declared = [{ name: "lr" }, { name: "brand_new" }, { name: "numbers" }] as unknown as Setting[];
    const groups = grouped(declared, [{ title: "A", names: ["lr"] }, { title: "B", names: ["loss"] }]);
    expect(groups.map(({ settings }) => settings.map(({ name }) => name))).toEqual([["lr"], ["brand_new"]]);
  });
});
