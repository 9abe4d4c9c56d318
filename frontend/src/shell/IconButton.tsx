/** A button that shows only an icon: its label is read out and stands in the tooltip. */
import type { ComponentProps } from "preact";
import { Icon, type IconName } from "./Icon";

type Props = Omit<ComponentProps<"button">, "type" | "label" | "icon" | "size" | "class" | "title"> & {
  icon: IconName;
  label: string;
  /** The tooltip, where it says less or more than the label. */
  title?: string;
  size?: number;
  class?: string;
};

/** While it is disabled it keeps the focus and does nothing: a focus that falls off the page loses the reader's place. */
export function IconButton({ icon, label, title = label, size = 16, class: name = "", disabled, onClick, ...rest }: Props) {
  return (
    <button type="button" class={`icon ${name}`} title={title} aria-label={label} aria-disabled={disabled ? "true" : undefined} onClick={disabled ? undefined : onClick} {...rest}>
      <Icon name={icon} size={size} />
    </button>
  );
}
