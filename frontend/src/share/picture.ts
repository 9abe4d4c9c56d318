/** The drawing as a picture of its own: in light colours whatever the page has, as papers and slides need it. */

const STYLES = ["fill", "fill-opacity", "stroke", "stroke-width", "stroke-dasharray", "opacity", "font-family", "font-size", "font-weight", "font-style", "text-anchor", "paint-order", "display", "marker-start", "marker-end", "stroke-linejoin", "stroke-linecap"];

interface Standalone {
  text: string;
  width: number;
  height: number;
}

/** The drawing as a document of its own: all of it, also what is out of view; styles written into the elements. */
export function standalone(drawing: SVGSVGElement, title: string): Standalone {
  const page = document.documentElement;
  const theme = page.dataset["theme"] ?? "system";
  drawing.classList.add("whole");
  page.dataset["theme"] = "light";
  try {
    return copied(drawing, title);
  } finally {
    page.dataset["theme"] = theme;
    getComputedStyle(drawing).getPropertyValue("fill"); // While nothing fades: nobody shall see that it was light.
    drawing.classList.remove("whole");
  }
}

/** A colour as programs know it that draw SVG but are no browsers: "color(srgb 1 0 0)" is "#ff0000", and what is transparent "none". */
export function plainColour(value: string): string {
  if (value === "transparent" || /^rgba\(.*, 0\)$/.test(value)) return "none";
  const parts = /^color\(srgb ([\d.e-]+) ([\d.e-]+) ([\d.e-]+)(?: \/ [\d.e-]+)?\)$/.exec(value)?.slice(1, 4);
  return parts ? `#${parts.map((part) => Math.round(255 * Number(part)).toString(16).padStart(2, "0")).join("")}` : value;
}

function copied(drawing: SVGSVGElement, title: string): Standalone {
  const layer = drawing.querySelector<SVGGElement>("g.viewport");
  const box = layer?.getBBox() ?? { x: 0, y: 0, width: 1, height: 1 };
  const [width, height] = [Math.ceil(box.width + 32), Math.ceil(box.height + 32)];
  const copy = drawing.cloneNode(true) as SVGSVGElement;
  const originals = drawing.querySelectorAll<SVGElement>("*");
  for (const [index, element] of copy.querySelectorAll<SVGElement>("*").entries()) {
    const style = getComputedStyle(originals[index] as SVGElement);
    for (const name of STYLES) {
      const value = plainColour(style.getPropertyValue(name));
      if (value && value !== "none" && value !== "normal") element.setAttribute(name, value.replaceAll(/url\("[^"#]*(#[\w-]+)"\)/g, "url($1)"));
      else if (name === "fill" || name === "display") element.setAttribute(name, value);
    }
    for (const attribute of ["class", "style", "tabindex", "role"]) element.removeAttribute(attribute);
  }
  for (const element of [copy, ...copy.querySelectorAll("*")]) for (const name of element.getAttributeNames()) if (name.startsWith("aria-")) element.removeAttribute(name);
  for (const attribute of ["class", "style", "role", "tabindex"]) copy.removeAttribute(attribute);
  copy.querySelector("g")?.removeAttribute("transform");
  for (const [name, value] of Object.entries({ xmlns: "http://www.w3.org/2000/svg", width, height, viewBox: `${box.x - 16} ${box.y - 16} ${width} ${height}` })) {
    copy.setAttribute(name, String(value));
  }
  const ground = document.createElementNS("http://www.w3.org/2000/svg", "rect");
  for (const [name, value] of Object.entries({ x: box.x - 16, y: box.y - 16, width, height, fill: plainColour(getComputedStyle(document.documentElement).backgroundColor) })) {
    ground.setAttribute(name, String(value));
  }
  const name = document.createElementNS("http://www.w3.org/2000/svg", "title");
  name.textContent = title;
  copy.prepend(name, ground);
  return { text: new XMLSerializer().serializeToString(copy), width, height };
}

export async function raster({ text, width, height }: Standalone): Promise<Blob> {
  const address = URL.createObjectURL(new Blob([text], { type: "image/svg+xml" }));
  try {
    const image = new Image();
    image.src = address;
    await image.decode();
    const canvas = document.createElement("canvas");
    [canvas.width, canvas.height] = [2 * width, 2 * height];
    canvas.getContext("2d")?.drawImage(image, 0, 0, canvas.width, canvas.height);
    return await new Promise((resolve, reject) => canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error("No picture came out.")))));
  } finally {
    URL.revokeObjectURL(address);
  }
}
