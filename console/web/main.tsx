import { render } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { DomainsPage } from './domains/domains-page.js';
import { LearningPage } from './learning/learning-page.js';
import { LivePage } from './live/live-page.js';
import { Boundary } from './parts/boundary.js';
import { useConsoleEvents } from './parts/console-events.js';
import { Notice } from './parts/notice.js';
import { TryPage } from './try/try-page.js';

const PAGES = ['try', 'domains', 'live', 'learning'] as const;
type PageName = (typeof PAGES)[number];
const TITLES: Readonly<Record<PageName, string>> = {
  try: 'Try',
  domains: 'Domains',
  live: 'Live',
  learning: 'Learning',
};

/** Undefined for an address that names no page, such as that of the link which skips the menu. */
function pageOfAddress(): PageName | undefined {
  return PAGES.find((page) => location.hash === `#/${page}`);
}

function ConsolePages() {
  const [page, setPage] = useState<PageName>(() => pageOfAddress() ?? 'try');
  const events = useConsoleEvents();
  const { state, live, isLost } = events;
  useEffect(() => {
    const follow = () => setPage((known) => pageOfAddress() ?? known);
    addEventListener('hashchange', follow);
    return () => removeEventListener('hashchange', follow);
  }, []);
  useEffect(() => {
    document.title = `${TITLES[page]} · nlu-reranker console`;
  }, [page]);
  return (
    <>
      <a class="skip" href="#content">
        Skip to the page
      </a>
      <header>
        <span class="name">nlu-reranker</span>
        <nav aria-label="Pages">
          <ul>
            {PAGES.map((name) => (
              <li key={name}>
                <a href={`#/${name}`} aria-current={name === page ? 'page' : undefined}>
                  {TITLES[name]}
                </a>
              </li>
            ))}
          </ul>
        </nav>
        <span class="place">{state && `gateway ${state.gateway.address}`}</span>
      </header>
      <main id="content" tabIndex={-1}>
        {isLost && <Notice kind="bad">The console's process does not answer. This page tries again by itself.</Notice>}
        {state?.gateway.problem && (
          <Notice kind="bad">
            The gateway does not answer, and is asked again every second: {state.gateway.problem}
          </Notice>
        )}
        {state?.store.problem && (
          <Notice kind="bad">
            Deployments cannot be read: {state.store.problem}. What is shown was read before; it is tried again by
            itself.
          </Notice>
        )}
        {/* It stays, so that what was tried is still there after a look at another page. */}
        <div hidden={page !== 'try'}>
          <Boundary tried={page}>
            <TryPage state={state} />
          </Boundary>
        </div>
        {page === 'domains' && (
          <Boundary tried={state}>
            <DomainsPage state={state} />
          </Boundary>
        )}
        {page === 'live' && (
          <Boundary tried={live}>
            <LivePage live={live} />
          </Boundary>
        )}
        {page === 'learning' && (
          <Boundary tried={live}>
            <LearningPage live={live} />
          </Boundary>
        )}
      </main>
      <footer class="soft small">
        <a href="/licenses.md">Licences of what these pages are made of</a>
      </footer>
    </>
  );
}

const place = document.getElementById('console');
if (place) render(<ConsolePages />, place);
