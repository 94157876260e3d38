import type { ComponentChildren } from 'preact';

/** What may be wider than the screen, such as a table: it scrolls by itself, by the keyboard too. */
export function Wide({ label, children }: { label: string; children: ComponentChildren }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by the keyboard (axe: scrollable-region-focusable)
    <section class="wide" tabIndex={0} aria-label={label}>
      {children}
    </section>
  );
}
