import Table from 'cli-table3';
import { Command } from 'commander';
import { catalogueDomain } from '../../../bundles/format/catalogue-name.js';
import { type Envelope, envelopeSchema } from '../../../bundles/format/envelope.js';
import { CATALOGUE_LIMITS } from '../../../bundles/format/limits.js';
import type { Manifest } from '../../../bundles/format/manifest.js';
import { openBundle, openBundleOf } from '../../../bundles/format/open.js';
import { ANY_SIGNER } from '../../../bundles/format/trust.js';
import { openCatalogue } from '../../../domains/core/resolution/bundle/catalogue-bundle.js';
import { NluError } from '../../../serving/errors.js';
import { readOptionFile } from '../../option-file.js';
import { type BundleDifference, bundleDifference, type NumberDifference } from '../bundle-difference.js';
import {
  type CatalogueDifference,
  type ComparedCatalogue,
  catalogueDifference,
  type SomeIds,
} from '../catalogue-difference.js';

interface Flags {
  json?: boolean;
}

/** `diff`: two bundles beside each other. */
export function diffCommand(): Command {
  return new Command('diff')
    .description(
      "Print two bundles' re-ranker weights and figures beside each other, and what else differs; of two catalogues, " +
        'the ids that were added, are gone or changed, with sizes and figures.',
    )
    .argument('<file1>', 'a bundle')
    .argument('<file2>', 'another')
    .option('--json', 'print it as JSON')
    .addHelpText('after', '\nExample:\n  nlu-reranker diff old.bundle new.bundle')
    .action(async (file1: string, file2: string, { json }: Flags) => {
      const [first, second] = [await readBundle('file1', file1), await readBundle('file2', file2)];
      const [text, difference] = compared(first, second);
      process.stdout.write(json ? `${JSON.stringify(difference, null, 2)}\n` : text);
    });
}

type ReadBundle = { readonly manifest: Manifest } | ComparedCatalogue;

/** @throws BundleRefused for a file that is no bundle of a domain or of its catalogue */
async function readBundle(argument: string, file: string): Promise<ReadBundle> {
  const bytes = readOptionFile(argument, file);
  const { manifest } = await openBundleOf<Envelope>(envelopeSchema, bytes, ANY_SIGNER, CATALOGUE_LIMITS);
  if (catalogueDomain(manifest.domain) === undefined)
    return { manifest: (await openBundle(bytes, ANY_SIGNER)).manifest };
  const { bundle, catalogue } = await openCatalogue(bytes, ANY_SIGNER);
  return { manifest: bundle.manifest, table: catalogue.table };
}

/** @throws NluError INVALID_ARGUMENT for a catalogue beside a bundle that is none */
function compared(first: ReadBundle, second: ReadBundle): [string, BundleDifference | CatalogueDifference] {
  if ('table' in first && 'table' in second) {
    const difference = catalogueDifference(first, second);
    return [catalogueText(difference), difference];
  }
  if ('table' in first || 'table' in second) {
    const [one, other] = 'table' in first ? ['file1', 'file2'] : ['file2', 'file1'];
    throw new NluError('INVALID_ARGUMENT', `${one} is a catalogue and ${other} is none; name two of one kind`);
  }
  const difference = bundleDifference(first.manifest, second.manifest);
  return [differenceText(difference), difference];
}

function catalogueText({ same, added, gone, changed, sizes, figures }: CatalogueDifference): string {
  const ids = (what: string, { count, first }: SomeIds) => {
    const more = count > first.length ? ', …' : '';
    return `ids ${what}: ${count}${count === 0 ? '' : ` (${first.join(', ')}${more})`}`;
  };
  const lines = [ids('added', added), ids('gone', gone), ids('changed', changed)];
  const equal = same ? ['the same contents, by digest'] : [];
  return `${[...equal, ...lines, numbersTable('size', sizes), numbersTable('figure', figures)].join('\n')}\n`;
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
