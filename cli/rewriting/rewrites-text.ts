import type { LearnedRewrites } from '../../training/rewriting/learn-rewrites.js';
import type { RewritingEffect } from '../../training/rewriting/rewrite-report.js';
import type { Said } from './said-in.js';

/** Pairs that are shown. */
const MOST = 10;

/** What was read, what became a pair and why other texts did not, a line each. */
export function learnedLines(
  { read, oneIn }: Pick<Said, 'read' | 'oneIn'>,
  requests: number,
  { table, added, retracted, refused }: LearnedRewrites,
  effect: RewritingEffect,
): string[] {
  const why = Object.entries(refused).filter(([, count]) => count > 0);
  const pair = ({ from, to, probability, own }: LearnedRewrites['added'][number]) =>
    `  ${from} -> ${to} (${percent(probability)} right, itself ${percent(own)})`;
  return [
    `${read.events} events: ${requests} requests whose customer and words are known`,
    ...(oneIn > 1 ? [`one customer in ${oneIn} is learned from: more events are kept than can be held`] : []),
    `${table.pairs.length} pairs: ${added.length} new, ${retracted.length} retracted; ${table.search?.texts.length ?? 0} texts that succeed`,
    ...added.slice(0, MOST).map(pair),
    ...(added.length > MOST ? [`  and ${added.length - MOST} more`] : []),
    ...retracted.slice(0, MOST).map(({ from, to }) => `  retracted: ${from} -> ${to}`),
    ...(why.length > 0 ? [`no pair: ${why.map(([reason, count]) => `${count} ${reason}`).join(', ')}`] : []),
    ...effectLines(effect),
  ];
}

function effectLines({ rewritten, control }: RewritingEffect): string[] {
  if (rewritten.requests === 0) return [];
  const beside =
    control.requests === 0
      ? 'none of the control group would have been'
      : `of ${control.requests} of the control group, which is never rewritten, ${percent(control.success)}`;
  return [`${rewritten.requests} requests were rewritten: ${percent(rewritten.success)} went well; ${beside}`];
}

const percent = (share: number) => `${(100 * share).toFixed(0)} %`;
