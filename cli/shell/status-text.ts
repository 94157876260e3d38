import type { DescribeResponse__Output } from '../../proto/gen/nlu/v1/DescribeResponse.js';
import { plainStatus } from '../../proto/plain-names.js';
import { fittedTable } from '../interpretation/fitted-table.js';
import type { Instance } from '../release/publication/instances.js';

/** Which domains answer, in a line: with their versions, or why they do not. */
export function upText(address: string, { domains }: DescribeResponse__Output): string {
  const isUp = ({ status }: (typeof domains)[number]) => plainStatus(status) === 'OK';
  const up = domains.filter(isUp).map(({ domain }) => domain);
  const away = domains.filter((domain) => !isUp(domain)).map(({ domain }) => domain);
  const lost = away.length === 0 ? '' : `; away: ${away.join(', ')}`;
  return `gateway ${address} is up; ${up.length === 0 ? 'no domain' : up.join(', ')} ${up.length === 1 ? 'answers' : 'answer'}${lost}`;
}

/** Each domain with its versions and their states, a line each. */
export function statusText({ domains, priorsVersion }: DescribeResponse__Output): string {
  const lines = domains.map(({ domain, status, message, versions }) => {
    if (plainStatus(status) !== 'OK') return `${domain}: ${plainStatus(status)}${message && ` (${message})`}`;
    return `${domain}: ${versions.map(({ version, state }) => `${version} ${state}`).join(', ')}`;
  });
  return [...lines, ...(priorsVersion === '' ? [] : [`priors: ${priorsVersion}`])].join('\n');
}

/** Every live replica with the versions that it knows, no line wider than `width`; `status` tells since when as well. */
export function replicasTable(replicas: readonly Instance[], width: number): string {
  const rows = replicas.flatMap(({ domain, instance, status, problem }) => {
    if (problem !== undefined) return [[domain, instance, '', 'unreadable', problem]];
    if (status?.refused) return [[domain, instance, status.refused.version, 'refused', status.refused.problem]];
    const versions = status?.versions ?? [];
    if (versions.length === 0) return [[domain, instance, '', 'waiting', 'no version is known yet']];
    return versions.map(({ version, state, check, reason }) => {
      return [domain, instance, version, state, check === undefined ? reason : `${check} check: ${reason}`];
    });
  });
  return fittedTable(['domain', 'instance', 'version', 'state', 'reason'], rows, width);
}
