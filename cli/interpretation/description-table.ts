import Table from 'cli-table3';
import type { DescribeResponse__Output } from '../../proto/gen/nlu/v1/DescribeResponse.js';
import type { DomainDescription__Output } from '../../proto/gen/nlu/v1/DomainDescription.js';
import { plainStatus } from '../../proto/plain-names.js';

/** A description as a table for a terminal: a row per domain with its versions, a row per intent with its slots. */
export function descriptionTable({ domains, priorsVersion }: DescribeResponse__Output): string {
  const table = new Table({
    head: ['domain', 'versions', 'intent', 'slots'],
    colWidths: [12, 30, 26, 50],
    wordWrap: true,
    style: { head: [], border: [] },
  });
  for (const description of domains) {
    const { domain, status, message, intents } = description;
    if (plainStatus(status) !== 'OK') {
      table.push([domain, { colSpan: 3, content: `${plainStatus(status)}: ${message}` }]);
      continue;
    }
    const rowSpan = Math.max(1, intents.length);
    const [first, ...rest] = intents.map(({ name, slots }) => [name, slots.join(', ')]);
    table.push([{ rowSpan, content: domain }, { rowSpan, content: versionsText(description) }, ...(first ?? ['', ''])]);
    for (const intent of rest) table.push(intent);
  }
  return `${table.toString()}\npriors: ${priorsVersion || 'the table of a file'}`;
}

/** One line per version; the active one first. Below it what it re-ranks by, where it has no recognizer. */
function versionsText({ bundleVersion, versions, ownScores, rerankerForm }: DomainDescription__Output): string {
  const others = versions.filter(({ version }) => version !== bundleVersion);
  const own = ownScores.length === 0 ? [] : [`no recognizer; ${rerankerForm} on`];
  const scores = ownScores.map(({ name, kind }) => `${name} (${kind})`);
  const lines = [`${bundleVersion} active`, ...others.map(({ version, state }) => `${version} ${state}`)];
  return [...lines, ...own, ...scores].join('\n');
}
