/** The Train page. */
export function Train() {
  return <section class="train" aria-label="Train" />;
}
