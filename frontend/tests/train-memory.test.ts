import { beforeEach, describe, expect, it } from "vitest";
import { forget, recall, remember } from "../src/train/memory";

describe("where the reader was", () => {
  beforeEach(() => {
    localStorage.clear();
    history.replaceState(null, "", "/train");
  });

  it("is kept in the address and on this machine", () => {
    remember({ session: "abc", step: 41, others: ["old"] });
    expect(location.search).toBe("?session=abc&step=41");
    expect(recall("")).toEqual({ session: "abc", step: 41, others: ["old"] });
  });

  it("is read from the address first", () => {
    remember({ session: "abc", step: 41, others: [] });
    expect(recall("?session=xyz&step=7")).toEqual({ session: "xyz", step: 7, others: [] });
    expect(recall("?session=xyz&step=-1")?.step).toBeNull();
  });

  it("keeps the comparison when the address leads to one of its runs", () => {
    remember({ session: "abc", step: 41, others: ["old"] });
    expect(recall("?session=old&step=1")?.others).toEqual(["abc"]);
  });

  it("leaves the address of other pages alone", () => {
    history.replaceState(null, "", "/?example=mlp");
    remember({ session: "abc", step: 1, others: [] });
    expect(location.pathname + location.search).toBe("/?example=mlp");
  });

  it("can be forgotten, and survives nonsense", () => {
    remember({ session: "abc", step: 41, others: [] });
    forget();
    expect(recall("")).toBeNull();
    localStorage.setItem("chainrule.train", "{");
    expect(recall("")).toBeNull();
  });
});
