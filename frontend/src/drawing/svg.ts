/** The few helpers with which the drawing makes SVG elements. */

const NAMESPACE = "http://www.w3.org/2000/svg";

export type Attributes = Record<string, string | number>;

export function element<K extends keyof SVGElementTagNameMap>(tag: K, attributes: Attributes = {}): SVGElementTagNameMap[K] {
  const made = document.createElementNS(NAMESPACE, tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, String(value));
  return made;
}

export function text(x: number, y: number, className: string, content = ""): SVGTextElement {
  const made = element("text", { x, y, class: className });
  made.textContent = content;
  return made;
}

/** Sets an attribute only to another value: even the same one would have the element laid out again. */
export function put(part: Element, name: string, value: string): void {
  if (part.getAttribute(name) !== value) part.setAttribute(name, value);
}

/** Rewrites a text only when it says something else: even the same text would be shaped and laid out again. */
export function write(part: Element, content: string): void {
  const words = part.firstChild;
  if (words instanceof Text && part.childNodes.length === 1 && content) {
    if (words.data !== content) words.data = content;
  } else if (part.textContent !== content) part.textContent = content;
}

/** Cuts a text to a number of characters, with an ellipsis. */
export function clip(content: string, length: number): string {
  return content.length <= length ? content : `${content.slice(0, Math.max(1, length - 1))}…`;
}
