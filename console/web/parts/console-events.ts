import { useEffect, useState } from 'preact/hooks';
import type { ConsoleState } from '../../model/console-state.js';
import type { LiveView } from '../../model/live.js';

/** What the console sent last. */
export interface ConsoleEvents {
  readonly state: ConsoleState | undefined;
  readonly live: LiveView | undefined;
  /** Whether the console's own process is lost at this moment; the page tries again by itself. */
  readonly isLost: boolean;
}

/** Follows what the console sends, for as long as the page is shown. */
export function useConsoleEvents(): ConsoleEvents {
  const [events, setEvents] = useState<ConsoleEvents>({ state: undefined, live: undefined, isLost: false });
  useEffect(() => {
    let source: EventSource | undefined;
    let retry: ReturnType<typeof setTimeout> | undefined;
    const connect = () => {
      source = new EventSource('/api/events');
      source.onopen = () => setEvents((known) => ({ ...known, isLost: false }));
      source.addEventListener('state', ({ data }) => setEvents((known) => ({ ...known, state: JSON.parse(data) })));
      source.addEventListener('live', ({ data }) => setEvents((known) => ({ ...known, live: JSON.parse(data) })));
      source.onerror = () => {
        setEvents((known) => ({ ...known, isLost: true }));
        // A browser that was refused gives up for good.
        if (source?.readyState !== EventSource.CLOSED) return;
        clearTimeout(retry);
        retry = setTimeout(connect, 2_000);
      };
    };
    // A browser has six connections to a host: pages that nobody sees hold none.
    const onVisibility = () => {
      clearTimeout(retry);
      source?.close();
      if (!document.hidden) connect();
    };
    document.addEventListener('visibilitychange', onVisibility);
    if (!document.hidden) connect();
    return () => {
      document.removeEventListener('visibilitychange', onVisibility);
      clearTimeout(retry);
      source?.close();
    };
  }, []);
  return events;
}
