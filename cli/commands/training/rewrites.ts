import { createWriteStream } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { Command } from 'commander';
import writeFileAtomic from 'write-file-atomic';
import { datedVersion } from '../../../bundles/format/pack.js';
import { ANY_SIGNER } from '../../../bundles/format/trust.js';
import { normalisedValue } from '../../../gateway/answer/readings.js';
import { FEWEST_CUSTOMERS } from '../../../gateway/feedback/events/common-words.js';
import { NO_REWRITES, REWRITE_TABLES } from '../../../gateway/rewriting/rewrite-tables.js';
import { RewriteIndex, type RewriteTable } from '../../../gateway/rewriting/table/rewrite-table.js';
import { openTable, packTable } from '../../../gateway/tables/table-bundle.js';
import { NluError } from '../../../serving/errors.js';
import { learnRewrites } from '../../../training/rewriting/learn-rewrites.js';
import { rewritingEffect } from '../../../training/rewriting/rewrite-report.js';
import { readSameMeaning } from '../../../training/rewriting/same-meaning-file.js';
import { invocation } from '../../invocation.js';
import { readOptionFile } from '../../option-file.js';
import { eventsKeyOption, eventsOption, positiveInteger, versionName } from '../../options.js';
import type { EventsAccess } from '../../release/gates/use/kept-events.js';
import { withNatsAccess } from '../../release/publication/nats-options.js';
import { learnedLines } from '../../rewriting/rewrites-text.js';
import { servedLine } from '../../rewriting/rewriting-line.js';
import { rewrittenRows } from '../../rewriting/rewritten-rows.js';
import { saidIn } from '../../rewriting/said-in.js';

interface Flags extends EventsAccess {
  readonly events?: string;
  readonly active?: string;
  readonly none?: boolean;
  readonly keep?: string;
  readonly fewestCustomers: number;
  readonly input?: string;
  readonly output?: string;
  readonly out: string;
  readonly version?: string;
  readonly json?: boolean;
}

/** `rewrites`: words that fail, and words that mean the same and succeed, learned from use. */
export function rewritesCommand(): Command {
  const command = new Command('rewrites')
    .description('Learn from use which words fail and which mean the same and succeed; a bundle for gateways.')
    .addOption(eventsOption("a gateway's events.folder, nats, or a file of requests and outcomes (below)"))
    .addOption(eventsKeyOption())
    .option('--nats <host:port...>', 'the NATS that keeps them, with --events nats');
  return withNatsAccess(command)
    .option('--active <file>', 'the bundle that is deployed: what came of its rewrites confirms or retracts them')
    .option('--none', 'a bundle without any rewrite, which ends all rewriting once it is deployed')
    .option(
      '--fewest-customers <n>',
      'customers who must have said a text before it may enter the bundle',
      positiveInteger,
      FEWEST_CUSTOMERS,
    )
    .option('--keep <file>', 'words that stay as they are, such as names of contacts: one name a line')
    .option('--out <folder>', 'where to write <version>.bundle', '.')
    .option('--version <version>', 'its version (default: date and digest)', versionName)
    .option('--input <file>', 'print what would be interpreted instead of each row: id, text or recognised, customer')
    .option('--output <file>', 'where to write that, JSON Lines (default: standard output)')
    .option('--json', 'print the result as JSON')
    .addHelpText(
      'after',
      `
Sessions are an absorbing Markov chain over what requests were understood as. A pair of texts enters where what follows the
first means the same, and succeeds so much more often that chance cannot explain it. What was rewritten only confirms or
retracts its own pair. Texts with other numbers, negations or words of --keep are never put in each
other's place.
A file has a request a line: requestId, time, customer, text or recognised (a list of text and confidence), session, by
which requests say each other again, and optionally context; and an outcome a line: requestId and what, such as {"type":
"stop"}, {"type": "barge_in", "afterMs": 700}, {"type": "playback", "entity": "", "playedMs": 9000, "ofMs": 180000},
{"type": "answer", "value": "no"}. Its requests are answered by the bundles that ship.
With --input each row comes back as {"id", "rewrite": {"text", "layer", "probability"}}, or "rewrite": null. Layers: KNOWN
(the table), PERSONAL (what this customer said before), GLOBAL (what many say); the last two where the answer is weak.
Exit code 0: the bundle was written, also where it has no pair. 1: no words of customers can be read.

Examples:
  nlu-reranker rewrites --events events --out rewrites
  nlu-reranker deploy rewrites --bundle rewrites/20260102-0a1b2c3d.bundle
  nlu-reranker rewrites --events use.jsonl --input said.jsonl --output rewritten.jsonl
  nlu-reranker rewrites --none`,
    )
    .action((flags: Flags) => runRewrites(flags));
}

async function runRewrites(flags: Flags): Promise<void> {
  const { events, none, active: file, fewestCustomers, input, json } = flags;
  if (none) {
    if (events !== undefined || input !== undefined)
      throw new NluError('INVALID_ARGUMENT', '--none goes without --events and --input');
    const result = await written(flags, NO_REWRITES, 'none');
    return tell(json, { ...result, pairs: 0 }, ['no rewrites', result.file]);
  }
  if (flags.output !== undefined && input === undefined)
    throw new NluError('INVALID_ARGUMENT', '--output: goes with --input; --out says where the bundle goes');
  if (events === undefined) {
    throw new NluError('INVALID_ARGUMENT', '--events: say what to learn from; --none makes an empty bundle');
  }
  const active = file === undefined ? NO_REWRITES : (await opened(file)).table;
  const line = await servedLine();
  try {
    const { turns, read, oneIn } = await saidIn(events, flags, line, (text) => process.stderr.write(`${text}\n`));
    const learned = learnRewrites(turns, active, readSameMeaning(), {
      leastCustomers: fewestCustomers,
      keep: flags.keep === undefined ? [] : keptWords(flags.keep),
    });
    if (input !== undefined) {
      const rows = rewrittenRows(input, line, new RewriteIndex(learned.table), turns, learned.told);
      const target = flags.output === undefined ? process.stdout : createWriteStream(flags.output);
      await pipeline(rows, target, { end: target !== process.stdout });
      return;
    }
    const effect = rewritingEffect(turns);
    const result = await written(flags, learned.table, `learned from ${turns.length} requests`);
    const { added, retracted, refused } = learned;
    const told = { ...result, read, oneIn, added, retracted, refused, effect };
    tell(json, told, [...learnedLines({ read, oneIn }, turns.length, learned, effect), result.file]);
  } finally {
    await line.close();
  }
}

/** The words of the names in a file, each once. */
function keptWords(file: string): string[] {
  const text = readOptionFile('--keep', file).toString('utf8');
  return [...new Set(normalisedValue(text).split(' '))].filter((word) => word !== '');
}

function tell(json: boolean | undefined, result: object, lines: readonly string[]): void {
  process.stdout.write(json ? `${JSON.stringify(result, null, 2)}\n` : `${lines.join('\n')}\n`);
}

async function written({ out, version: given }: Flags, table: RewriteTable, origin: string) {
  const bytes = packTable(REWRITE_TABLES, table, origin, { version: given ?? datedVersion(new Date()) });
  const { version, digest } = (await openTable(REWRITE_TABLES, bytes, ANY_SIGNER)).manifest;
  await mkdir(out, { recursive: true });
  const file = join(out, `${version}.bundle`);
  await writeFileAtomic(file, Buffer.from(bytes));
  return { file, version, digest, deploy: invocation('deploy', `rewrites --bundle ${file}`) };
}

async function opened(file: string) {
  try {
    return await openTable(REWRITE_TABLES, readOptionFile('--active', file), ANY_SIGNER);
  } catch (cause) {
    throw cause instanceof NluError ? new NluError(cause.code, `--active ${file}: ${cause.message}`, { cause }) : cause;
  }
}
