import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import type { Writable } from 'node:stream';
import { finished } from 'node:stream/promises';
import { Command } from 'commander';
import { allDomains } from '../../domains/core/schema/domain-folders.js';
import { type GatewayAccess, withGatewayOptions } from '../access/gateway-access.js';
import { withGateway } from '../access/gateway-client.js';
import { mapInOrder } from '../interpretation/map-in-order.js';
import { predict } from '../interpretation/predict.js';
import { readPredictionRows } from '../interpretation/prediction-rows.js';
import { checkInputFile, checkOutputFile } from '../option-file.js';
import { bundlesOption, positiveInteger, withOption } from '../options.js';

interface Flags extends GatewayAccess {
  input: string;
  output?: string;
  bundles?: string;
  with?: string[];
  priors: boolean;
  scores?: boolean;
  concurrency: number;
}

/** `predict`: interprets every row of a file through the gateway. */
export function predictCommand(): Command {
  const command = new Command('predict')
    .description('Interpret every row of a JSON Lines file through the gateway.')
    .requiredOption('--input <file>', 'rows {"id", "text", "context"?}, one per line; other fields are ignored')
    .option('--output <file>', 'where the predictions go; standard output when absent')
    .addOption(bundlesOption())
    .addOption(withOption())
    .option('--no-priors', 'leave priors out of decisions, readings and posteriors')
    .option('--scores', "add each hypothesis's raw scores")
    .option('--concurrency <n>', 'requests under way at a time', positiveInteger, 16);
  return withGatewayOptions(command)
    .addHelpText(
      'after',
      `
Writes one line per row, in input order:
  {"id",
   "hypotheses": [{"domain", "intent", "slots": [{"name", "value"}], "confidence", "posterior"}],
   "decision": "ACCEPT" | "CLARIFY" | "REJECT",  (never UNDECIDED: part of an answer ends the run)
   "readings": [{"domain", "title", "probability", "intent", "slots"}],
   "in_domain": {"music": 0.98, ...}}

decision and readings are what interpret prints for the same text and context: a row without a context is one of a
caller who knows nothing of the device. Act on them. hypotheses are unfiltered and best first by confidence, the
domain's own; posterior is what the priors made of it. In a row with a context, such as {"device_type": "tv"},
confidence is the posterior. --scores adds "scores": {"domain", "intent", "slot"} to each hypothesis, and the row's "text"
and, where it is annotated, "truth": rows that train --hypotheses takes.

A text that the gateway refuses (blank, too long) gets empty lists, a null decision and a warning; any other fault ends
the run with the row's line, and leaves no output file.

Examples:
  nlu-reranker predict --input utterances.jsonl --output predictions.jsonl
  nlu-reranker predict --input utterances.jsonl --scores --output n-best.jsonl`,
    )
    .action((flags: Flags) => runPredict(flags));
}

async function runPredict({ input, output, concurrency, priors, scores = false, ...choice }: Flags): Promise<void> {
  checkInputFile('--input', input);
  const schemas = allDomains(choice.with).map(({ schema }) => schema);
  if (output !== undefined) checkOutputFile('--output', output);
  // All rows are checked before the first is sent: an error in the last line should not cost a run.
  for await (const _ of readPredictionRows(input));
  if (output === undefined) return withGateway(choice, (client) => write(process.stdout, client));
  // The file gets its name only once it is complete.
  const partial = `${output}.partial`;
  const file = createWriteStream(partial);
  try {
    await once(file, 'open');
    await withGateway(choice, (client) => write(file, client));
    file.end();
    await finished(file);
    await rename(partial, output);
  } catch (error) {
    file.destroy();
    await rm(partial, { force: true });
    throw error;
  }

  async function write(to: Writable, client: Parameters<typeof predict>[0]): Promise<void> {
    const rows = readPredictionRows(input);
    for await (const row of mapInOrder(rows, concurrency, (one) =>
      predict(client, one, input, { priors, scores, schemas }),
    )) {
      if (row.warning) process.stderr.write(`${row.warning}\n`);
      if (!to.write(`${JSON.stringify(row.prediction)}\n`)) await once(to, 'drain');
    }
  }
}
