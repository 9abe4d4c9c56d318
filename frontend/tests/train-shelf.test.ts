import { signal } from "@preact/signals";
import { beforeEach, expect, test } from "vitest";
import type { Run } from "../src/train/run";
import { shelf, shelve, unshelve } from "../src/train/shelf";

const run = (id: string, head = 7): Run =>
  ({ id, session: signal({ dataset: { title: "Moons" }, config: { lr: 0.1 }, head }) }) as unknown as Run;

beforeEach(() => {
  for (const { session } of shelf.peek()) unshelve(session);
});

test("runs that are left are kept with the step that was shown, and with those beside them", () => {
  shelve([run("open"), run("beside")], 3);
  expect(shelf.value).toEqual([
    { session: "open", step: 3, others: ["beside"], title: "Moons", lr: 0.1, head: 7 },
    { session: "beside", step: 7, others: ["open"], title: "Moons", lr: 0.1, head: 7 },
  ]);
});

test("the newest is first, and each is there once", () => {
  for (const id of ["a", "b", "a"]) shelve([run(id)], 0);
  expect(shelf.value.map(({ session }) => session)).toEqual(["a", "b"]);
});

test("what another window has put there is kept", () => {
  shelve([run("mine")], 0);
  const theirs = JSON.stringify([{ session: "theirs", step: 0, others: [], title: "Moons", lr: 1, head: 1 }, ...shelf.peek()]);
  localStorage.setItem("chainrule.train.shelf", theirs);
  shelve([run("next")], 0);
  expect(shelf.value.map(({ session }) => session)).toEqual(["next", "theirs", "mine"]);
});

test("a run that is taken off is there no more, and nonsense is no shelf", () => {
  shelve([run("a")], 0);
  expect(unshelve("a")?.session).toBe("a");
  expect([unshelve("a"), shelf.value]).toEqual([undefined, []]);
  localStorage.setItem("chainrule.train.shelf", '{"a":');
  expect(unshelve("a")).toBeUndefined();
  localStorage.setItem("chainrule.train.shelf", "[]");
});
