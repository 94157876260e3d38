import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import type { Reading } from '../../../proto/gen/nlu/v1/Reading.js';
import { projectRoot } from '../../../serving/project.js';

const row = z.strictObject({
  id: z.string(),
  asked: z.array(
    z.strictObject({
      domain: z.string(),
      title: z.string(),
      probability: z.number(),
      intent: z.string(),
      slots: z.record(z.string(), z.string()),
    }),
  ),
  said: z.string(),
  right: z.union([
    z.strictObject({ reading: z.int() }),
    z.strictObject({ none: z.literal(true) }),
    z.strictObject({ again: z.array(z.int()) }),
    z.strictObject({ request: z.strictObject({ decision: z.string(), domain: z.string().optional() }) }),
  ]),
});

/** What was asked, what was said, and what is right. */
export type TurnRow = z.infer<typeof row>;

/** The halves of the answers: `seen` may be looked at while the grammar is built, `unseen` may not. */
export const HALVES = ['seen', 'unseen'] as const;
export type Half = (typeof HALVES)[number];

export function readTurns(half: Half): TurnRow[] {
  const file = join(projectRoot(), 'test', 'quality', 'turns', `answers-${half}.jsonl`);
  return readFileSync(file, 'utf8')
    .trim()
    .split('\n')
    .map((line) => row.parse(JSON.parse(line)));
}

/** A row's question as a CLARIFY reply has its readings. */
export function askedOf({ asked }: TurnRow): Reading[] {
  return asked.map(({ domain, title, probability, intent, slots }) => ({
    domain,
    title,
    probability,
    hypothesis: {
      domain,
      intent,
      slots: Object.entries(slots).map(([name, value]) => ({ name, value, start: 0, end: 0 })),
      scores: { domain: 0.5, intent: 0.5, slot: 0.5 },
      confidence: probability,
      posterior: probability,
    },
  }));
}
