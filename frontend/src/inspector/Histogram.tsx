/** How the elements of a tensor's value and gradient are distributed. */
import { shareOf } from "../between";
import { plain } from "../format";
import { elementCount } from "../model";
import type { Which } from "../stepper/stage";
import { NotLoaded } from "../shell/NotLoaded";
import { INSPECTOR } from "../text";
import type { TabProps } from "./Inspector";
import { useWhole } from "./whole";

const BINS = 24;
const SIZE = { width: 300, height: 56 };
/** Fewer elements are better read one by one. */
const FEW = 12;

/** How many values fall into each of `amount` equal bins; what is not finite falls into none. */
export function histogram(values: number[], amount: number): { counts: number[]; low: number; high: number } {
  const finite = values.filter(Number.isFinite);
  const low = finite.reduce((least, value) => Math.min(least, value), Infinity);
  const high = finite.reduce((most, value) => Math.max(most, value), -Infinity);
  const counts = Array.from({ length: amount }, () => 0);
  for (const value of finite) {
    const bin = high > low ? Math.min(amount - 1, Math.floor(shareOf(value, low, high) * amount)) : Math.floor(amount / 2);
    counts[bin] = (counts[bin] ?? 0) + 1;
  }
  return { counts, low, high };
}

export function Histogram({ stage, node }: TabProps) {
  if (elementCount(node.shape) < FEW) return null;
  return (
    <>
      <h3>{INSPECTOR.distribution}</h3>
      <Bars stage={stage} node={node} which="value" />
      {stage.frame.value?.gradients.has(node.id) && <Bars stage={stage} node={node} which="grad" />}
    </>
  );
}

function Bars({ stage, node, which }: TabProps & { which: Which }) {
  const { values, failure, again } = useWhole(stage, node, which);
  if (!values) return failure ? <NotLoaded words={failure} again={again} /> : null;
  const { counts, low, high } = histogram(values, BINS);
  if (low > high) return null;
  const most = Math.max(...counts);
  const width = SIZE.width / BINS;
  return (
    <figure class={`histogram of-${which === "value" ? "value" : "gradient"}`}>
      <svg viewBox={`0 0 ${SIZE.width} ${SIZE.height}`} role="img" aria-label={INSPECTOR.bins(plain(low), plain(high))}>
        {counts.map((amount, bin) => {
          const height = amount === 0 ? 0 : Math.max(1.5, (amount / most) * SIZE.height);
          const share = (bin + 0.5) / BINS;
          const middle = low * (1 - share) + high * share;
          return <rect key={bin} class={middle < 0 ? "minus" : "plus"} x={bin * width + 0.5} y={SIZE.height - height} width={width - 1} height={height} />;
        })}
      </svg>
      <figcaption class="num"><span>{plain(low)}</span><span>{which === "value" ? INSPECTOR.value : INSPECTOR.gradient}</span><span>{plain(high)}</span></figcaption>
    </figure>
  );
}
