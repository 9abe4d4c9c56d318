/** A small vector or matrix, element by element. */
import * as store from "../program/store";
import { type NestedNumbers, flatten } from "../model";
import { NumberField } from "../shell/NumberField";
import { LEAVES } from "../text";
import { replaced } from "./leaf";

/** What stands in a cell while nobody is in it, and the characters that it has room for; the whole number shows on entering, or by pointing. */
const [DIGITS, ROOM] = [4, 7];
/** More columns than this get the whole width of the panel. */
const NARROW = 3;

interface Props {
  name: string;
  shape: number[];
  values: NestedNumbers;
  still: boolean;
}

export function Grid({ name, shape, values, still }: Props) {
  const rows = shape.length === 2 ? (values as NestedNumbers[]) : [values];
  // The server takes finite numbers only, and all elements of a leaf at once.
  const infinite = !flatten(values).every(Number.isFinite);
  const columns = (rows[0] as NestedNumbers[]).length;
  const wide = columns > NARROW;
  return (
    <div class={`scroll-x leaf-grid-scroll ${wide ? "wide" : ""}`} title={infinite ? LEAVES.infinite : undefined}>
      <table class="leaf-grid" style={{ "--columns": String(columns) }}>
        <tbody>
          {rows.map((row, i) => (
            <tr key={i}>
              {(row as NestedNumbers[]).map((value, j) => {
                const index = shape.length === 2 ? [i, j] : [j];
                return (
                  <td key={j}>
                    <NumberField
                      value={Number(value)}
                      digits={DIGITS}
                      room={ROOM}
                      step={0.1}
                      label={`${name}[${index.join(", ")}]`}
                      disabled={still || infinite}
                      onValue={(next) => store.setLeaf(name, replaced(values, index, next))}
                    />
                  </td>
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
