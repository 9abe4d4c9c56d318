/** Wrapped lines: what continues a line starts further in than the line itself, so that it is not taken for one of its own. */
import { RangeSetBuilder, countColumn } from "@codemirror/state";
import { Decoration, type DecorationSet, EditorView, ViewPlugin } from "@codemirror/view";

/** Not the width of an indentation: it could be one. */
const FURTHER = 2;
/** Further in there would be too little room for the rest. */
const MOST = 20;

/** How many characters in a line is continued. */
export function hang(line: string, tabSize: number): number {
  return Math.min(MOST, countColumn(line, tabSize, line.search(/\S|$/)) + FURTHER);
}

/** In the width of the editor's characters: "ch" is that of another font in some browsers. */
const marks = Array.from({ length: MOST + 1 }, (_, width) => Decoration.line({ attributes: { style: `--hang: ${(0.6 * width).toFixed(1)}em` } }));

function marked(view: EditorView): DecorationSet {
  const { doc, tabSize } = view.state;
  const builder = new RangeSetBuilder<Decoration>();
  for (const { from, to } of view.visibleRanges) {
    for (let line = doc.lineAt(from); ; line = doc.line(line.number + 1)) {
      builder.add(line.from, line.from, marks[hang(line.text, tabSize)] as Decoration);
      if (line.to >= to) break;
    }
  }
  return builder.finish();
}

const hanging = ViewPlugin.define(
  (view) => ({
    decorations: marked(view),
    update({ docChanged, viewportChanged, view: now }) {
      if (docChanged || viewportChanged) this.decorations = marked(now);
    },
  }),
  { decorations: ({ decorations }) => decorations },
);

export const wrapping = [EditorView.lineWrapping, hanging];
