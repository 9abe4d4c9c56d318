/** Whether somebody is here for the first time: nobody has written a program, and nobody has been shown around. */
import { isIn } from "../root";
import { keep, read } from "../storage";
import { ownProgram } from "./own";

const KEY = "chainrule.guide";

/** An address that asks for something is shown as it is; and in another site's frame nobody is shown around. */
const asksForNothing = location.search === "" && location.hash === "" && !isIn("embed");

export const isFirstVisit = asksForNothing && read(KEY) === null && ownProgram() === null;

/** From now on it is no first visit any more. */
export const keepVisit = (): void => keep(KEY, "seen");
