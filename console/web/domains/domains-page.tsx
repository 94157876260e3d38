import type { ConsoleState } from '../../model/console-state.js';
import type { DeployedDomain } from '../../model/deployments.js';
import { Notice } from '../parts/notice.js';
import { useReports } from '../parts/reports.js';
import { DomainPanel } from './domain-panel.js';

/** What is deployed for each domain, what its processes have of it, and how good it is. */
export function DomainsPage({ state }: { state: ConsoleState | undefined }) {
  const reports = useReports();
  if (!state) return <p role="status">Looking …</p>;
  const { gateway, store, deployed, maySteer } = state;
  const known = new Set(deployed.map(({ domain }) => domain));
  // A gateway also has domains that nothing of the store is deployed for.
  const others: DeployedDomain[] = gateway.domains
    .filter(({ domain }) => !known.has(domain))
    .map(({ domain, version }) => ({ domain, version, counter: 0, replicas: [] }));
  const all = [...deployed, ...others].toSorted((one, other) => (one.domain < other.domain ? -1 : 1));
  const isEmpty = ({ version, problem, replicas, candidate }: DeployedDomain) =>
    version === undefined &&
    problem === undefined &&
    candidate === undefined &&
    replicas.every(({ versions, problem: own }) => versions.length === 0 && own === undefined);
  const empty = all.filter(isEmpty);
  const shown = all.filter((each) => !isEmpty(each));
  return (
    <>
      <h1>Domains</h1>
      <p class="soft">
        {store.kind === 'nats' && `Deployments of ${store.place}. `}
        {store.kind === 'folders' && `Bundles of the folder ${store.place}. `}
        {store.kind === 'none' &&
          'The console was given no place of deployments (--nats or --deployed): only the gateway tells which versions serve. '}
        {maySteer
          ? 'Who knows the token may deploy a stored version.'
          : store.kind === 'none'
            ? 'This console only reads.'
            : 'This console only reads; --steer-token-file lets people deploy by it.'}
      </p>
      {all.length === 0 && <Notice>No domain is known yet.</Notice>}
      {shown.map((domain) => (
        <DomainPanel
          key={domain.domain}
          deployed={domain}
          described={gateway.domains.find((each) => each.domain === domain.domain)}
          store={store.kind}
          maySteer={maySteer}
          reports={reports}
        />
      ))}
      {empty.length > 0 && <p class="soft">Nothing is deployed for {empty.map(({ domain }) => domain).join(', ')}.</p>}
    </>
  );
}
