import Table from 'cli-table3';
import { Command } from 'commander';
import { allDomains, domainNameOf } from '../../../domains/core/schema/domain-folders.js';
import { answerRules } from '../../../gateway/answer/answer-rules.js';
import { loadPriorTable } from '../../../gateway/priors/prior-table-file.js';
import { NluError } from '../../../serving/errors.js';
import { readOptionFile } from '../../option-file.js';
import { namedFiles } from '../../options.js';
import { type ActiveFlags, activeBundles, withActiveOptions } from '../active-options.js';
import type { ActiveBundles } from '../gates/active-bundles.js';
import { interpretQuestions } from '../gates/bundle-interpretations.js';
import { actedOn, type CallerAnswer } from '../gates/caller-answer.js';
import { rankingBundle, readHypothesisCorpora } from '../gates/lists/hypothesis-corpora.js';
import { rankQuestions } from '../gates/lists/ranked-hypotheses.js';
import { type Flip, flips } from '../gates/replay.js';
import { readRequestLog } from '../gates/request-log.js';
import { sideBySide } from '../gates/side-by-side.js';

interface Flags extends ActiveFlags {
  readonly log: string;
  readonly with: ReadonlyMap<string, string>;
  readonly json?: boolean;
}

/** `replay`: which logged requests a candidate would answer otherwise. */
export function replayCommand(): Command {
  const command = new Command('replay')
    .description(
      'Ask logged requests again, of the active versions and of a candidate beside them, and list the answers that flip.',
    )
    .requiredOption(
      '--log <file>',
      'JSON Lines: a gateway log with log.requests=utterances, or rows of id, text, recognised, context, hypotheses',
    )
    .requiredOption(
      '--with <domain=file>',
      'the candidate; the domain is a name, or a folder with a schema.json',
      namedFiles,
    )
    .option('--json', 'print the flips as JSON');
  return withActiveOptions(command)
    .addHelpText(
      'after',
      `
Raw hypotheses (domain, intent, slots, scores), as a Rerank request has them, are re-ranked; a text without any is
interpreted anew, and so is each hearing of a recogniser's n-best list (recognised). A bundle without recognizer takes rows as train --hypotheses does, with any scores; they need no truth.

Example:
  nlu-reranker replay --log requests.jsonl --with music=new.bundle`,
    )
    .action((flags: Flags) => runReplay(flags));
}

async function runReplay({ log, with: candidates, json, ...flags }: Flags): Promise<void> {
  const candidate = readCandidate(candidates);
  const { requests, answers } = await asked(candidate, log, await activeBundles(flags, candidate.folders));
  const { domain } = answers.candidate.manifest;
  if (domain !== candidate.domain) {
    throw new NluError('INVALID_ARGUMENT', `--with ${candidate.domain}: the bundle is of ${domain}`);
  }
  const found = flips(requests, sideBySide(requests, answers, answerRules(loadPriorTable())));
  process.stdout.write(
    json ? `${JSON.stringify({ requests: requests.length, flips: found }, null, 2)}\n` : text(found, requests.length),
  );
}

/** The logged requests, and what the candidate and the active versions make of them. */
async function asked({ bytes, folders }: Candidate, log: string, active: ActiveBundles) {
  const bundle = await rankingBundle(bytes);
  if (!bundle.isOwn) {
    const requests = readRequestLog(log);
    return { requests, answers: await interpretQuestions(bytes, active, requests) };
  }
  const read = await readHypothesisCorpora([log], [bundle], allDomains(folders), { isTruthOptional: true });
  const rows = read.corpora.flatMap((corpus) => corpus.rows);
  const requests = rows.map(({ id, text }, index) => ({ id, text, hypotheses: read.rows[index] }));
  return { requests, answers: await rankQuestions(bytes, active, requests, read.kinds) };
}

interface Candidate {
  readonly domain: string;
  readonly bytes: Uint8Array;
  readonly folders: string[];
}

function readCandidate(candidates: ReadonlyMap<string, string>): Candidate {
  const [[nameOrFolder, file] = ['', ''], another] = [...candidates];
  if (another) throw new NluError('INVALID_ARGUMENT', '--with: one candidate at a time, so that a flip has one cause');
  const domain = domainNameOf(nameOrFolder);
  return {
    domain,
    bytes: readOptionFile(`--with ${domain}`, file),
    folders: domain === nameOrFolder ? [] : [nameOrFolder],
  };
}

function text(found: readonly Flip[], requests: number): string {
  const head = ['id', 'utterance', 'active', 'candidate'];
  const table = new Table({ head, style: { head: [], border: [], compact: true } });
  for (const { id, text, active, candidate } of found) table.push([id, text, describe(active), describe(candidate)]);
  const summary = `${found.length} of ${requests} answers flip\n`;
  return found.length === 0 ? summary : `${table.toString()}\n${summary}`;
}

function describe(answer: CallerAnswer): string {
  const hypothesis = actedOn(answer);
  if (!hypothesis) return answer.decision;
  const { domain, intent, slots, posterior } = hypothesis;
  const values = slots.map(({ name, value }) => `${name}: ${value}`).join(', ');
  return `${answer.decision} ${domain}/${intent} ${(100 * posterior).toFixed(1)} %\n${values}`;
}
