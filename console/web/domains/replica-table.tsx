import type { DescribedDomain } from '../../model/console-state.js';
import type { Replica } from '../../model/deployments.js';
import { moment } from '../parts/format.js';
import { Head } from '../parts/head.js';
import { Wide } from '../parts/wide.js';

/** The versions of every process; by the gateway's word where processes report nowhere. */
export function ReplicaTable({
  domain,
  replicas,
  described,
}: {
  domain: string;
  replicas: readonly Replica[];
  described: DescribedDomain | undefined;
}) {
  const rows = replicas.flatMap(({ name, address, versions, problem }) => [
    ...(problem === undefined ? [] : [{ name, version: '', state: 'problem', since: '', reason: problem }]),
    ...versions.map(({ version, state, since, check, reason }) => ({
      name: address ? `${name} (${address})` : name,
      ...{ version, state, since },
      reason: check === undefined ? reason : `${check} check: ${reason}`,
    })),
  ]);
  const told =
    rows.length > 0
      ? rows
      : (described?.versions ?? []).map(({ version, state }) => ({
          name: 'asked by the gateway',
          ...{ version, state: state.toLowerCase().replace('version_state_', ''), since: '', reason: '' },
        }));
  if (told.length === 0) return <p class="soft">No process of it reports.</p>;
  return (
    <Wide label={`Replicas of ${domain}`}>
      <table>
        <caption>What each process has of which version</caption>
        <Head columns={['process', 'version', 'state', 'since', 'reason']} />
        <tbody>
          {told.map(({ name, version, state, since, reason }) => (
            <tr key={name + version + state}>
              <td>{name}</td>
              <td>{version}</td>
              <td class={state}>{state}</td>
              <td>{moment(since)}</td>
              <td>{reason}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Wide>
  );
}
