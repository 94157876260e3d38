import Table from 'cli-table3';
import { type HeadAnswer, headFigures, isRight, type PlainBelief } from './head.js';
import type { HeadRequest } from './head-requests.js';

/** The answers to the head requests, and what the domains themselves believe of plain requests. */
export interface HeadReport {
  readonly answers: readonly HeadAnswer[];
  readonly plain: readonly PlainBelief[];
}

/** Figures by device and by carrier, the requests that went wrong, and the domains' own beliefs. */
export function headTables({ answers, plain }: HeadReport): string {
  const wrong = answers.filter((answer) => !isRight(answer));
  return [
    table('device', answers, ({ device }) => device ?? 'unknown'),
    table('carrier', answers, ({ carrier }) => (carrier === '' ? 'none' : carrier)),
    `head requests that are not answered by a right domain first: ${wrong.map(wrongText).join('; ') || 'none'}`,
    'in-domain probabilities of requests that leave nothing open, before priors',
    ...plain.map(beliefText),
  ].join('\n');
}

function table(name: string, answers: readonly HeadAnswer[], keyOf: (request: HeadRequest) => string): string {
  const made = new Table({
    head: [name, 'head requests', 'right one first', 'asked about'],
    style: { head: [], border: [], compact: true },
  });
  const groups = new Map<string, HeadAnswer[]>([['all', [...answers]]]);
  for (const answer of answers) {
    const key = keyOf(answer.request);
    groups.set(key, [...(groups.get(key) ?? []), answer]);
  }
  for (const [key, group] of groups) {
    const { requests, right, asked } = headFigures(group);
    made.push([key, requests, percent(right), Number.isNaN(asked) ? '' : percent(asked)]);
  }
  return made.toString();
}

function wrongText({ request: { text, device, domains }, decision, first }: HeadAnswer): string {
  const said = device ? `${text} [${device}]` : text;
  return `${said}: ${decision === 'REJECT' ? 'rejected' : first} for ${domains.join(' or ')}`;
}

function beliefText({ text, domain, inDomain, holds }: PlainBelief): string {
  const shares = Object.entries(inDomain)
    .map(([name, probability]) => `${name} ${percent(probability)}`)
    .join(', ');
  return `${holds ? 'holds' : 'fails'}: "${text}" is ${domain ? `of ${domain}` : 'of none'}: ${shares}`;
}

function percent(share: number): string {
  return `${(100 * share).toFixed(1)} %`;
}
