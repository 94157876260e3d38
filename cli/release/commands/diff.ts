import Table from 'cli-table3';
import { Command } from 'commander';
import { openBundle } from '../../../bundles/format/open.js';
import { ANY_SIGNER } from '../../../bundles/format/trust.js';
import { readOptionFile } from '../../option-file.js';
import { type BundleDifference, bundleDifference, type NumberDifference } from '../bundle-difference.js';

interface Flags {
  json?: boolean;
}

/** `diff`: two bundles beside each other. */
export function diffCommand(): Command {
  return new Command('diff')
    .description("Print two bundles' re-ranker weights and figures beside each other, and what else differs.")
    .argument('<file1>', 'a bundle')
    .argument('<file2>', 'another')
    .option('--json', 'print it as JSON')
    .addHelpText('after', '\nExample:\n  nlu-reranker diff old.bundle new.bundle')
    .action(async (file1: string, file2: string, { json }: Flags) => {
      const difference = bundleDifference(await readManifest('file1', file1), await readManifest('file2', file2));
      process.stdout.write(json ? `${JSON.stringify(difference, null, 2)}\n` : differenceText(difference));
    });
}

async function readManifest(argument: string, file: string) {
  return (await openBundle(readOptionFile(argument, file), ANY_SIGNER)).manifest;
}

function differenceText({ same, weights, figures, schema, settings, parts }: BundleDifference): string {
  const changes = [
    ...schema.added.map((name) => `schema: + ${name}`),
    ...schema.removed.map((name) => `schema: - ${name}`),
    ...settings.map(({ name, first, second }) => `${name}: ${first || '–'} -> ${second || '–'}`),
    ...(parts.length > 0 ? [`parts with other contents: ${parts.join(', ')}`] : []),
  ];
  const equal = same ? ['the same contents, by digest'] : [];
  return `${[...equal, ...changes, numbersTable('weight', weights), numbersTable('figure', figures)].join('\n')}\n`;
}

function numbersTable(what: string, numbers: readonly NumberDifference[]): string {
  const table = new Table({
    head: [what, 'first', 'second', 'change'],
    style: { head: [], border: [], compact: true },
  });
  for (const { name, first, second } of numbers) {
    const change = first === undefined || second === undefined ? '' : (second - first).toPrecision(3);
    table.push([name, print(first), print(second), change]);
  }
  return table.toString();
}

function print(value: number | undefined): string {
  return value === undefined ? '–' : String(Number(value.toPrecision(6)));
}
