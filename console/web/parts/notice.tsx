import type { ComponentChildren } from 'preact';

/** A sentence that is to be seen, and read out when it comes. */
export function Notice({ kind = 'warn', children }: { kind?: 'warn' | 'bad' | 'good'; children: ComponentChildren }) {
  return (
    <div class={`notice ${kind}`} role={kind === 'bad' ? 'alert' : 'status'}>
      {children}
    </div>
  );
}
