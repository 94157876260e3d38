import { join } from 'node:path';
import { Command } from 'commander';
import writeFileAtomic from 'write-file-atomic';
import { datedVersion } from '../../../bundles/format/pack.js';
import { ANY_SIGNER } from '../../../bundles/format/trust.js';
import { loadPriorTable } from '../../../gateway/priors/prior-table-file.js';
import { PRIOR_TABLES } from '../../../gateway/priors/prior-tables.js';
import { openTable, packTable } from '../../../gateway/tables/table-bundle.js';
import { versionName } from '../../options.js';

interface Flags {
  table?: string;
  out: string;
  origin: string;
  version?: string;
  json?: boolean;
}

/** `priors`: a table of context priors as a bundle, to be deployed. */
export function priorsCommand(): Command {
  return new Command('priors')
    .description('Make a bundle of a table of context priors; `deploy priors` takes it to the gateways.')
    .option('--table <file>', 'the table, in the form of gateway/priors.json (default: that file)')
    .option('--out <folder>', 'where to write <version>.bundle', '.')
    .option('--origin <text>', 'where the table comes from', 'authored')
    .option('--version <version>', 'its version (default: date and digest)', versionName)
    .option('--json', 'print the result as JSON')
    .addHelpText(
      'after',
      '\nExample:\n  nlu-reranker priors --table my-priors.json\n  nlu-reranker deploy priors --bundle 20260102-0a1b2c3d.bundle',
    )
    .action((flags: Flags) => runPriors(flags));
}

async function runPriors({ table, out, origin, version: given, json }: Flags): Promise<void> {
  const bytes = packTable(PRIOR_TABLES, loadPriorTable(table), origin, { version: given ?? datedVersion(new Date()) });
  const { version, digest } = (await openTable(PRIOR_TABLES, bytes, ANY_SIGNER)).manifest;
  const file = join(out, `${version}.bundle`);
  await writeFileAtomic(file, Buffer.from(bytes));
  process.stdout.write(json ? `${JSON.stringify({ file, version, digest })}\n` : `${file}\n`);
}
