/** The editor's looks: colours by CSS variables, so that a change of theme costs nothing. */
import { HighlightStyle, syntaxHighlighting } from "@codemirror/language";
import { EditorView } from "@codemirror/view";
import { tags } from "@lezer/highlight";

const style = HighlightStyle.define([
  { tag: tags.comment, color: "var(--muted)", fontStyle: "italic" },
  { tag: tags.number, color: "var(--code-number)", whiteSpace: "nowrap" },
  { tag: [tags.keyword, tags.definitionKeyword, tags.controlKeyword], color: "var(--code-keyword)" },
  { tag: tags.string, color: "var(--code-string)" },
  { tag: [tags.function(tags.variableName), tags.function(tags.propertyName)], color: "var(--code-function)" },
  { tag: tags.operator, color: "var(--muted)" },
]);

const looks = EditorView.theme({
  "&": { height: "100%", fontSize: "0.875rem", backgroundColor: "transparent" },
  "&.cm-focused": { outline: "none" },
  ".cm-scroller": { fontFamily: "var(--mono)", lineHeight: "1.7" },
  ".cm-content": { padding: "0.5rem 0 2rem", caretColor: "var(--ink)" },
  ".cm-line": { padding: "0 1rem 0 calc(0.25rem + var(--hang, 0em))", textIndent: "calc(-1 * var(--hang, 0em))" },
  ".cm-cursor": { borderLeftColor: "var(--ink)", borderLeftWidth: "1.5px" },
  ".cm-gutters": { backgroundColor: "transparent", border: "none", color: "var(--muted)", paddingLeft: "0.5rem", fontSize: "0.75rem" },
  ".cm-lineNumbers .cm-gutterElement": { lineHeight: "1.99", minWidth: "1.75rem" },
  ".cm-activeLine, .cm-activeLineGutter": { backgroundColor: "transparent" },
  "&.cm-focused .cm-activeLineGutter": { color: "var(--ink)" },
  ".cm-selectionBackground, &.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground": { background: "var(--selection)" },
  ".cm-lintRange-error": { backgroundImage: "none", textDecoration: "underline wavy var(--bad) 1.5px", textUnderlineOffset: "4px" },
  ".cm-lit": { backgroundColor: "var(--accent-soft)", borderRadius: "3px", boxShadow: "0 0 0 2px var(--accent-soft)" },
  ".cm-ghost": { paddingInlineStart: "0.75ch", color: "var(--accent)", fontStyle: "italic", pointerEvents: "none", userSelect: "none" },
  ".cm-computed": { "--phase": "var(--forward)", backgroundColor: "color-mix(in srgb, var(--phase) 45%, transparent)", borderRadius: "3px", boxShadow: "0 2px 0 var(--phase)" },
  ".cm-computed-line": { "--phase": "var(--forward)", boxShadow: "inset 3px 0 0 var(--phase)", backgroundColor: "color-mix(in srgb, var(--phase) 18%, transparent)" },
  ".seed": { "--phase": "var(--seed)" },
  ".backward": { "--phase": "var(--backward)" },
  ".update": { "--phase": "var(--update)" },
  ".cm-printed": { overflowWrap: "anywhere", paddingInlineStart: "1.5ch", color: "var(--muted)", cursor: "pointer", userSelect: "none" },
  ".cm-printed:hover": { color: "var(--accent)", textDecoration: "underline" },
  ".cm-printed .times": { color: "var(--accent)" },
  ".cm-tooltip": { background: "var(--panel)", color: "var(--ink)", border: "1px solid var(--line)", borderRadius: "8px", boxShadow: "var(--shadow)" },
  ".cm-tooltip.cm-tooltip-autocomplete > ul": { fontFamily: "var(--mono)", minWidth: "12rem", maxWidth: "min(26rem, 90vw)" },
  ".cm-tooltip.cm-completionInfo": { maxWidth: "18rem", padding: "0.35rem 0.6rem" },
  ".cm-tooltip-autocomplete > ul > li[aria-selected]": { background: "var(--accent)", color: "var(--on-accent)" },
  ".cm-completionDetail": { color: "inherit", opacity: "0.75", fontStyle: "normal" },
  ".cm-matchingBracket, &.cm-focused .cm-matchingBracket": { backgroundColor: "var(--accent-soft)" },
  ".cm-diagnostic-error": { borderLeftColor: "var(--bad)" },
});

export const appearance = [looks, syntaxHighlighting(style)];
