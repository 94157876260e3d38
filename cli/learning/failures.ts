import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Command } from 'commander';
import type { FailuresReport } from '../../console/model/reports.js';
import type { RequestEvent } from '../../gateway/feedback/events/request-event.js';
import type { ReadCounts } from '../../gateway/feedback/reading/read-events.js';
import { NluError } from '../../serving/errors.js';
import { readSoundCosts } from '../../training/entities/phonetic/sound-model.js';
import { type Diagnosis, diagnose } from '../../training/learning/failures/diagnosis.js';
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
import { readDissatisfactionModel, readRephraseModel } from '../../training/learning/model-files.js';
import { Rephrases } from '../../training/learning/rephrase/rephrase-model.js';
import type { EventCounts } from '../../training/learning/turns-of-events.js';
import { loadPlotting } from '../../training/report/plotting.js';
import { plainTable } from '../evaluation/evaluation-text.js';
import { eventsKeyOption, eventsOption, share } from '../options.js';
import { type EventsAccess, readKeptEvents } from '../release/gates/use/kept-events.js';
import { withNatsAccess } from '../release/publication/nats-options.js';

interface Flags extends EventsAccess {
  readonly events: string;
  output?: string;
  model?: string;
  leastDefect: number;
  json?: boolean;
}

/** Examples of each stage. */
const MOST_EXAMPLES = 3;

/** `failures`: at which stage defects began, by events of requests and what came of them. */
export function failuresCommand(): Command {
  const command = new Command('failures')
    .description('Tell at which stage requests failed that nobody was content with: by domain, version and device.')
    .addOption(eventsOption('what a gateway keeps: its events.folder, or nats').makeOptionMandatory())
    .addOption(eventsKeyOption())
    .option('--nats <host:port...>', 'the NATS that keeps them, with --events nats');
  return withNatsAccess(command)
    .option('--least-defect <p>', 'a request counts as suspected from this P(defect)', share, 0.5)
    .option('--output <folder>', 'write an HTML page with pictures, and failures.json for the console')
    .option('--model <file>', 'another model than the one that ships, as bench:failures --write makes it')
    .option('--json', 'print JSON instead of tables')
    .addHelpText(
      'after',
      `
Stages: false_wake (nobody spoke to the device), recognition (misheard), nlu (misunderstood), entity (another work was
taken), result (understood, but it could not be had), none (nothing failed). P(defect) is told from what came of an
answer: an explicit yes or no decides, else barge-ins, stops, playback, choices, what was served, and whether the
session's next request says it again. 300 explicit answers replace its assumed weights. Shares are means of probabilities,
with 95 % intervals. Words are needed for examples, and to see that something was said again (events.text). The model
of stages learned from simulated failures: docs/results/bench-failures.md says how far it can be trusted.
Exit code 0: it was told, or nothing is suspected. 1: no requests can be read.

Examples:
  nlu-reranker failures --events events
  nlu-reranker failures --events events --output out/failures
  nlu-reranker failures --events nats --nats 127.0.0.1:4222 --events-key deployment.key`,
    )
    .hook('preAction', async (command) => {
      // Told before the work that the pictures are of.
      if (command.opts<Flags>().output !== undefined) await loadPlotting();
    })
    .action(runFailures);
}

async function runFailures({ events: place, output, model: file, json, leastDefect, ...access }: Flags): Promise<void> {
  const models = {
    rephrases: new Rephrases(readRephraseModel(), readSoundCosts()),
    dissatisfaction: readDissatisfactionModel(),
    failures: readFailureModel(file),
  };
  const { events, read } = await readKeptEvents(place, access);
  const { suspected: diagnosed, counts: joined, ...told } = diagnose(events, models, leastDefect);
  if (told.requests === 0) {
    throw new NluError('FAILED_PRECONDITION', `--events ${place}: has outcomes alone, and no requests`);
  }
  const counts: Counts = { ...told, suspected: diagnosed.length, leastDefect, read, joined };
  if (diagnosed.length === 0) {
    const nothing = 'nothing speaks enough against the answer to any: no defects to explain';
    process.stdout.write(json ? `${JSON.stringify(counts)}\n` : `${[...countLines(counts), nothing].join('\n')}\n`);
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
    const { requests, suspected, days, rewrites } = counts;
    const report: FailuresReport = {
      kind: 'failures',
      ...{ date: new Date().toISOString(), requests, suspected, all, parts, days: [...days], rewrites },
    };
    await writeFile(join(output, 'failures.json'), `${JSON.stringify(report)}\n`);
  }
  process.stdout.write(
    json
      ? `${JSON.stringify({ ...counts, all, parts, examples: jsonExamples(examples) }, null, 2)}\n`
      : textOf(counts, all, parts, examples),
  );
}

interface Counts extends Omit<Diagnosis, 'suspected' | 'counts'> {
  readonly suspected: number;
  readonly leastDefect: number;
  readonly read: ReadCounts;
  readonly joined: EventCounts;
}

/** What was read, what of it was left out, and what of it is suspected. */
function countLines({ requests, withText, sessions, defects, suspected, leastDefect, read, joined }: Counts): string[] {
  const left: [number, string][] = [
    [read.foreign, "events of another deployment's key"],
    [read.forgotten, 'events of customers who were forgotten'],
    [read.broken, 'lines that are no events'],
    [joined.unknownRequest, 'outcomes of requests that have no event here'],
    [joined.ambiguousRequest, 'outcomes of a request id that two requests have'],
    [joined.otherCustomer, 'outcomes that another customer reported'],
  ];
  const standsOn =
    defects === 'trained'
      ? 'P(defect) is by what customers answered'
      : 'P(defect) is by assumed weights: too few explicit answers teach it';
  return [
    `${read.events} events: ${requests} requests (${withText} with text) in ${sessions} sessions`,
    ...left.filter(([count]) => count > 0).map(([count, what]) => `left out: ${count} ${what}`),
    `${suspected} of ${requests} requests are suspected: P(defect) is ${leastDefect} or more; ${standsOn}`,
  ];
}

function textOf(
  counts: Counts,
  all: FailureShares,
  parts: Record<Part, FailureShares[]>,
  examples: Record<string, DiagnosedTurn[]>,
): string {
  const lines = countLines(counts);
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
