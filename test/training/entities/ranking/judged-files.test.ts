import { expect, test } from 'vitest';
import { columnTable } from '../../../../domains/core/resolution/entities/column-table.js';
import type { SlotTarget } from '../../../../domains/core/resolution/entity-resolver.js';
import { readJudged } from '../../../../training/entities/ranking/judged-files.js';
import { buildEntityColumns } from '../../../../training/entities/table-builder.js';
import { entity } from '../../../domains/core/resolution/small-catalogue.js';
import { temporaryFile } from '../../../support/files.js';

const rows = [
  entity({ id: 's1', kind: 'song', title: 'Hello', creators: ['Adele'] }),
  entity({ id: 's2', kind: 'song', title: 'Hello', creators: ['Lionel Richie'] }),
  entity({ id: 'a1', kind: 'artist', title: 'Adele' }),
];
const table = columnTable(await buildEntityColumns(rows));
const targets = new Map<string, SlotTarget[]>([
  ['track', [{ kind: 'song', field: 'title' }]],
  [
    'artist',
    [
      { kind: 'song', field: 'creators' },
      { kind: 'artist', field: 'title' },
    ],
  ],
]);
const read = (lines: readonly object[]) => readJudged([temporaryFile('judged.jsonl', lines)], table, targets);

test('slots, texts, and what was accepted, rejected and shown by chance', async () => {
  const { queries, leftOut } = await read([
    { slots: { track: 'Hello', artist: 'Adele' }, accepted: ['s1'], rejected: ['s2'], propensity: { s2: 0.25 } },
    { text: 'adele', kinds: ['song'], accepted: ['s1', 'gone'], propensity: 0.5 },
    { text: 'no such thing', accepted: [] },
    { text: 'something of last year', accepted: ['gone'] },
    { slots: { room: 'kitchen' }, accepted: ['s1'] },
  ]);
  expect(leftOut).toEqual({ entities: 1, slots: 1 });
  expect(queries).toHaveLength(3);
  const [slots, text, none] = queries;
  expect(slots!.query).toMatchObject({
    words: ['hello'],
    kinds: [table.kinds.indexOf('song')],
    constraints: [{ field: 'creators', words: ['adele'] }],
  });
  expect(slots!.grades).toEqual(
    new Map([
      [1, 0],
      [0, 1],
    ]),
  );
  expect(slots!.propensities).toEqual(
    new Map([
      [0, 1],
      [1, 0.25],
    ]),
  );
  expect(text!.query).toMatchObject({ words: ['adele'], kinds: [table.kinds.indexOf('song')], constraints: [] });
  expect(text!.query.fields).toContain('text');
  expect(text!.propensities).toEqual(new Map([[0, 0.5]]));
  expect(none!.grades.size).toBe(0);
  expect(slots!.group).toBe(text!.group);
  expect(slots!.group).not.toBe(none!.group);
});

test('rows that are wrong are named by file, line and field', async () => {
  for (const [row, message] of [
    [{ text: 'adele' }, 'judged.jsonl:2: field "accepted" is missing'],
    [{ text: 'adele', accepted: [7] }, 'judged.jsonl:2: accepted.0: '],
    [{ text: ' ', accepted: [] }, 'judged.jsonl:2: text: a text that is not blank'],
    [{ slots: {}, accepted: [] }, 'judged.jsonl:2: slots: one slot or more'],
    [{ accepted: [] }, 'judged.jsonl:2: slots: either slots or text, and not both'],
    [{ text: 'a', accepted: ['s1'], rejected: ['s1'] }, 'judged.jsonl:2: rejected: an entity that is accepted as well'],
    [{ text: 'a', accepted: ['s1'], propensity: 0 }, 'judged.jsonl:2: propensity'],
    [{ text: 'a', accepted: ['s1'], propensity: { s1: 2 } }, 'judged.jsonl:2: propensity'],
    [{ text: 'a', kinds: ['film'], accepted: ['s1'] }, 'judged.jsonl:2: kinds.0: the catalogue has song, artist'],
  ] as const) {
    const wrong = read([{ text: 'adele', accepted: ['a1'] }, row]);
    await expect(wrong, message).rejects.toMatchObject({ code: 'INVALID_ARGUMENT' });
    await expect(wrong).rejects.toThrow(message);
  }
  const many = read(Array.from({ length: 12 }, () => ({ text: 'adele' })));
  await expect(many).rejects.toThrow(/judged\.jsonl:10: [\s\S]*and 2 more/);
  const mixed = temporaryFile('mixed.jsonl', 'not json\n{"text": "adele"}\n{"propensity": NaN}\n');
  await expect(readJudged([mixed], table, targets)).rejects.toThrow(
    /mixed\.jsonl:1: not valid JSON .*\n.*mixed\.jsonl:2: field "accepted" .*\n.*mixed\.jsonl:3: .*"propensity" is NaN/,
  );
  await expect(readJudged(['no-such.jsonl'], table, targets)).rejects.toMatchObject({ code: 'NOT_FOUND' });
});
