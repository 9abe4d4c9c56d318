/**
 * Where the page lives: `/`, or what a proxy has put in front (`/chainrule/`). Every view of the page lies right below it,
 * so the folder of whatever address it was opened with is the root.
 */
export const ROOT = location.pathname.startsWith("/") ? location.pathname.replace(/[^/]*$/, "") : "/";

/** The address of a view: `""` is Explore. */
export const addressIn = (view: "" | "train" | "embed" | "docs"): string => ROOT + view;

export const isIn = (view: "train" | "embed", path: string = location.pathname): boolean => path === addressIn(view);
