import { mkdir } from 'node:fs/promises';
import { Command } from 'commander';
import type { RequestEvent } from '../../gateway/feedback/events/request-event.js';
import { NluError } from '../../serving/errors.js';
import { failureProbabilities, likeliestStage } from '../../training/learning/failures/failure-model.js';
import { readFailureModel } from '../../training/learning/failures/failure-model-file.js';
import {
  type DiagnosedTurn,
  examplesOf,
  type FailureShares,
  PARTS,
  type Part,
  sharesBy,
  sharesOf,
} from '../../training/learning/failures/failure-shares.js';
import { type FailureStage, STAGES } from '../../training/learning/failures/failure-stage.js';
import { writeFailurePage } from '../../training/learning/failures/page/failure-page.js';
import { isSuspected } from '../../training/learning/failures/turns/suspicion.js';
import { turnsOfEvents } from '../../training/learning/failures/turns/turns-of-events.js';
import { loadPlotting } from '../../training/report/plotting.js';
import { plainTable } from '../evaluation/evaluation-text.js';
import { readEventFiles } from './event-files.js';

interface Flags {
  events: string;
  output?: string;
  model?: string;
  json?: boolean;
}

/** Examples of each stage. */
const MOST_EXAMPLES = 3;

/** `failures`: at which stage defects began, by events of requests and what came of them. */
export function failuresCommand(): Command {
  return new Command('failures')
    .description('Tell at which stage requests failed that nobody was content with: by domain, version and device.')
    .requiredOption('--events <folder>', 'events of requests and outcomes: .jsonl files, one event a line')
    .option('--output <folder>', 'write an HTML page with pictures too (drawn by vega and vega-lite)')
    .option('--model <file>', 'another model than the one that ships, as bench:failures --write makes it')
    .option('--json', 'print JSON instead of tables')
    .addHelpText(
      'after',
      `
Stages: false_wake (nobody spoke to the device), recognition (misheard), nlu (misunderstood), entity (another work was
taken), result (understood, but it could not be had), none (nothing failed). A request counts as suspected after a "no",
none of the readings, a stop, a barge-in, something else that was served, or the same request again within 45 s; a "yes"
outweighs these. Shares are means of probabilities, with 95 % intervals. Examples need events that hold the words
(events.text). The model learned from simulated failures: docs/results/bench-failures.md says how far it can be trusted.

Examples:
  nlu-reranker failures --events events
  nlu-reranker failures --events events --output out/failures`,
    )
    .hook('preAction', async (command) => {
      // Told before the work that the pictures are of.
      if (command.opts<Flags>().output !== undefined) await loadPlotting();
    })
    .action(runFailures);
}

async function runFailures({ events: folder, output, model: file, json }: Flags): Promise<void> {
  const model = readFailureModel(file);
  const { events, broken, sealed } = await readEventFiles('--events', folder);
  const { turns, withoutRequest } = turnsOfEvents(events);
  if (turns.length === 0) {
    throw new NluError('INVALID_ARGUMENT', `--events ${folder}: has outcomes alone; requests' events are missing`);
  }
  const diagnosed = turns.filter(isSuspected).map((turn): DiagnosedTurn => {
    const probabilities = failureProbabilities(model, turn);
    return { ...turn, probabilities, stage: likeliestStage(probabilities) };
  });
  const counts = { requests: turns.length, suspected: diagnosed.length, broken, sealed, withoutRequest };
  if (diagnosed.length === 0) {
    process.stdout.write(
      json
        ? `${JSON.stringify(counts)}\n`
        : `${turns.length} requests, and nothing speaks against the answer to any: no defects to explain\n`,
    );
    return;
  }
  const all = sharesOf('all', diagnosed);
  const parts = Object.fromEntries(
    Object.keys(PARTS).map((part) => [part, sharesBy(part as Part, diagnosed)]),
  ) as Record<Part, FailureShares[]>;
  const examples = Object.fromEntries(STAGES.map((stage) => [stage, examplesOf(stage, diagnosed, MOST_EXAMPLES)]));
  if (output !== undefined) {
    await mkdir(output, { recursive: true });
    await writeFailurePage(output, { ...counts, all, parts, examples });
  }
  process.stdout.write(
    json
      ? `${JSON.stringify({ ...counts, all, parts, examples: jsonExamples(examples) }, null, 2)}\n`
      : textOf(counts, all, parts, examples),
  );
}

interface Counts {
  readonly requests: number;
  readonly suspected: number;
  readonly broken: number;
  readonly sealed: number;
  readonly withoutRequest: number;
}

function textOf(
  { requests, suspected, broken, sealed, withoutRequest }: Counts,
  all: FailureShares,
  parts: Record<Part, FailureShares[]>,
  examples: Record<string, DiagnosedTurn[]>,
): string {
  const lines = [`${suspected} of ${requests} requests are suspected`];
  if (broken > 0) lines.push(`left out: ${broken} lines that are no events`);
  if (sealed > 0) lines.push(`left out: ${sealed} events that are sealed`);
  if (withoutRequest > 0) lines.push(`left out: ${withoutRequest} outcomes of requests that have no event here`);
  const table = plainTable(['', 'n', ...STAGES]);
  table.push(rowOf(all));
  for (const [part, shares] of Object.entries(parts)) for (const each of shares) table.push(rowOf(each, part));
  lines.push('Shares in per cent, with 95 % intervals', table.toString());
  const texts = Object.entries(examples).flatMap(([stage, own]) =>
    own.map(({ request, probabilities }) => {
      const share = probabilities[STAGES.indexOf(stage as FailureStage)];
      return `  ${stage} (${share.toFixed(2)}): "${request.text}" ${answerText(request)}`;
    }),
  );
  lines.push(
    ...(texts.length > 0 ? ['Examples', ...texts] : ['No examples: these events hold no words (events.text)']),
  );
  return `${lines.join('\n')}\n`;
}

function rowOf({ name, turns, stages }: FailureShares, part = ''): (string | number)[] {
  const percent = (share: number) => (100 * share).toFixed(0);
  const cells = STAGES.map((stage) => {
    const { share, low, high } = stages[stage];
    return `${percent(share)} [${percent(low)}, ${percent(high)}]`;
  });
  return [part === '' ? name : `${part} ${name}`, turns, ...cells];
}

function answerText({ decision, readings }: RequestEvent): string {
  const [first] = readings;
  if (!first) return decision;
  const slots = first.slots.map(({ name, value }) => `${name}=${value ?? '?'}`);
  return [decision, first.domain, first.intent, ...slots].join(' ');
}

function jsonExamples(examples: Record<string, DiagnosedTurn[]>) {
  return Object.fromEntries(
    Object.entries(examples).map(([stage, own]) => [
      stage,
      own.map(({ request, probabilities }) => ({ requestId: request.requestId, text: request.text, probabilities })),
    ]),
  );
}
