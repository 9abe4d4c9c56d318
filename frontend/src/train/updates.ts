/** The update of each parameter as further events of the step, so that the stepper walks through them, too. */
import { digitsApart, magnitude, plain, shapeText } from "../format";
import { type GraphEvent, type Summary, onlyElement, toNumber } from "../model";
import { bracket } from "../stepper/amounts";
import type { Change, Config, TrainingStep } from "./api";
import { TRAIN } from "./text";

export function updates(found: TrainingStep, config: Config): GraphEvent[] {
  return found.update.flatMap((change) => {
    const node = found.nodes.find(({ kind, name }) => kind === "parameter" && name === change.name);
    return node ? [{ phase: "update" as const, node: node.id, sentence: updateSentence(change, config, found.rate) }] : [];
  });
}

/** Plain gradient descent can be calculated through; of other optimisers only the outcome is told. */
const isPlain = ({ optimiser, numbers, clip }: Config): boolean =>
  optimiser === "sgd" && clip === 0 && Object.values(numbers).every((value) => value === 0);

/** "b = 0.3223 − 0.01 × (−0.06496) = 0.3229." `lr` is the rate of this very step, as the schedule has it. */
export function updateSentence(change: Change, config: Config, lr: number): string {
  const before = onlyElement(change.before);
  const gradient = onlyElement(change.gradient);
  const after = onlyElement(change.after);
  const rate = plain(lr);
  if (before !== null && gradient !== null && after !== null) {
    const [from, to] = [before, after].map((number) => plain(number, digitsApart(before, after, 4))) as [string, string];
    return isPlain(config)
      ? TRAIN.updateScalar(change.name, `${from} − ${rate} × ${bracket(gradient)} = ${to}`)
      : TRAIN.updateBy(change.name, config.optimiser, from, plain(gradient), to);
  }
  const shape = shapeText(change.before.shape);
  const digits = digitsApart(toNumber(change.before.rms), toNumber(change.after.rms), 6);
  const size = ({ rms }: Summary): string => magnitude(toNumber(rms), digits);
  return isPlain(config)
    ? TRAIN.updateTensor(`${change.name} ${shape}`, rate, size(change.gradient), size(change.before), size(change.after))
    : TRAIN.updateBy(`${change.name} ${shape}`, config.optimiser, `rms ${size(change.before)}`, `rms ${size(change.gradient)}`, `rms ${size(change.after)}`);
}
