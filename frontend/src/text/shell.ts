/** The header and what concerns the whole page: links, exports, help, embedding, the gallery. */
import { grouped } from "../counts";

export const SHELL = {
  name: "Chainrule",
  explore: "Explore",
  train: "Train",
  exploreTitle: "Chainrule: explore how gradients are computed",
  toDark: "Switch to dark",
  toLight: "Switch to light",
  navigation: "Main",
  skip: "Skip to the graph",
  examples: "Examples",
  share: "Share",
  export: "Export",
  help: "Help",
  gone: "The server does not answer. Your text is kept here.",
  failed: "This part of the page failed. Your program is safe.",
  notLoaded: "This page could not be loaded.",
  retry: "Try again",
  close: "Close",
};

/** What a field says of a text that it does not take. */
/** A bound that a number must keep to: to its last digit, where there are more than three. */
const bound = (value: number): string => (Math.round(value * 1000) / 1000 === value ? grouped(value) : String(value));

export const FIELD = {
  unread: (text: string): string => (text ? `“${text}” cannot be read as a number. Write it like 0.05 or 5e-2.` : "A number is needed here."),
  ambiguous: (text: string, decimal: string, whole: string): string => `“${text}” could be ${decimal} or ${whole}. Write one of them.`,
  endless: "This number is too large to be held.",
  huge: "This number is too large to be held exactly.",
  tiny: "This number is too small: nothing but 0 is left of it.",
  whole: "A whole number is needed here.",
  between: (low: number, high: number): string => `From ${bound(low)} to ${bound(high)}.`,
  least: (low: number): string => `At least ${bound(low)}.`,
  most: (high: number): string => `At most ${bound(high)}.`,
  index: (last: number[]): string => `Write an index from [${last.map(() => 0).join(", ")}] to [${last.join(", ")}].`,
};

/** What is said of an answer in which the server itself says nothing. */
export const REFUSED = {
  failed: (status: number): string => `The server failed on this request (status ${status}).`,
  tooLarge: (): string => "The request is too large for the server.",
  refused: (status: number): string => `The server refused this request (status ${status}).`,
};

export const SHARE = {
  copied: "Link copied",
  none: "No link could be made here.",
  byHand: "Copy this",
  byHandWords: "The browser does not let the page copy here. The text is selected: press Ctrl+C, or ⌘C.",
};

export const ADDRESS = {
  damaged: "This link is damaged.",
  newer: "This link was made by a newer version of Chainrule.",
  unknown: (name: string): string => `There is no example “${name}”.`,
  unloaded: "The examples could not be loaded.",
  own: "Your own program is shown.",
  unfit: "Values of the link that fit no leaf were left out.",
  dismiss: "Dismiss this note",
};

export const EXPORT = {
  svg: "Picture, SVG",
  png: "Picture, PNG 2 ×",
  dot: "Graphviz, DOT",
  json: "Graph, JSON",
  csv: "Table, CSV",
  latex: "Derivation, LaTeX",
  python: "Python, Chainrule",
  pytorch: "Python, PyTorch",
  curl: "Request, curl",
  embed: "Embed, <iframe>",
  frame: (what: string): string => `Chainrule: ${what}`,
  copied: "Copied to the clipboard",
  failed: "This could not be exported.",
  refused: (reason: string): string => `Not exported. ${reason}`,
  stale: "Not exported: the graph is still that of the previous program.",
  gone: "Not exported: the server does not answer.",
  undrawn: "Not exported: the graph is not drawn.",
  title: (what: string): string => `${what}: computational graph`,
  note: (side: string): string => `${side ? `This takes the side “${side}”. ` : ""}Pictures have light colours.`,
};

export const EMBED = {
  program: "Program",
  open: "Open in Chainrule ↗",
  details: "Details",
  unselect: "Select nothing",
};

export const GALLERY = {
  title: "Examples",
  intro: "Each one shows one thing about gradients. Open it, step through it, change it.",
  notice: "What to notice",
  open: (title: string): string => `Open ${title}`,
  failed: "The examples could not be loaded.",
  search: "Search the examples",
  found: (amount: number): string => (amount === 0 ? "none found" : `${amount} found`),
  neighbours: { "-1": "Previous example", 1: "Next example" },
  turn: { wrong: "Show how it is right", right: "Show how it goes wrong" },
  roles: { wrong: "Wrong", right: "Right" },
  differs: "differs:",
  side: (role: string, title: string): string => `Graph, ${role.toLowerCase()}: ${title}`,
  edit: "Edit this one",
  hide: "Hide this side",
  show: "Show both sides",
  sides: "Side of the pitfall",
  own: "Your own programs",
  groups: { basics: "Basics", networks: "Networks", pitfalls: "Pitfalls, wrong beside right" } as Record<string, string>,
};

export const HELP = {
  title: "Help",
  keys: "Keyboard",
  keysOff: "Single keys do nothing while you type. They can be turned off:",
  singleKeys: "Use single-letter keys",
  list: [
    ["Space", "play or pause"],
    ["← →", "one step back or forward"],
    ["Shift ← →", "one phase back or forward"],
    ["Home End", "first or last step"],
    ["G", "to the graph; then arrows walk along edges, Enter inspects, Esc leaves"],
    ["T", "to the table"],
    ["E", "to the editor"],
    ["/", "find a value"],
    ["F", "fit the graph into view"],
    ["+ −", "zoom"],
    ["K", "check all gradients"],
    ["H", "hide what stands beside the graph, or bring it back"],
    ["Ctrl Enter", "run the program"],
    ["F1", "in the editor: what the function at the caret does (also Ctrl I)"],
    ["?", "this list"],
  ],
  training: "Keyboard on the Train page",
  trainingList: [
    ["P", "play or pause the run"],
    [", .", "one step back or on"],
    ["< >", "one epoch back or on"],
    ["0", "back to the first step"],
  ],
  words: "Words",
  language: "The language",
  languageWords:
    "Programs are a small part of Python. A name with a number or a list gets a gradient; data(…) does not. The last value is the output. Rest the pointer on a function's name, or put the caret there and press F1, to read what it does.",
  api: "REST interface",
};

export const WORKBENCH = {
  parts: "Parts of the page",
  tabs: { edit: "Edit", graph: "Graph", node: "Node", table: "Table" },
  dividers: { left: "Width of the editor", right: "Width of the inspector" },
  sides: {
    left: { name: "Program", hide: "Hide the program (H: and the inspector)", show: "Show the program (H: and the inspector)" },
    right: { name: "Inspector", hide: "Hide the inspector (H: and the program)", show: "Show the inspector (H: and the program)" },
  },
};
