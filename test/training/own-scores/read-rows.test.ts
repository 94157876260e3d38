import { describe, expect, it } from 'vitest';
import { type ReadOptions, readHypothesisRows } from '../../../training/own-scores/read-rows.js';
import { temporaryFile } from '../../support/files.js';

const schemas = new Map([['music', { PlayMusic: ['artist', 'track'], Pause: [] }]]);
const read = (content: string | readonly object[], more: Partial<ReadOptions> = {}) =>
  readHypothesisRows([temporaryFile('rows.jsonl', content)], { schemas, domain: 'music', ...more });

const jazz = { intent: 'PlayMusic', slots: [{ name: 'artist', value: 'sade' }] };
const row = (id: string, more: object = {}) => ({
  id,
  text: `play sade ${id}`,
  truth: jazz,
  hypotheses: [
    { ...jazz, scores: { confidence: 0.9, nll: 4 } },
    { intent: 'Pause', scores: { confidence: 0.05, nll: null } },
  ],
  ...more,
});

describe('readHypothesisRows', () => {
  it('reads lists, truths and what the scores look like', async () => {
    const { rows, kinds, corpora, read: count } = await read([row('1'), row('2', { truth: null })]);
    expect(count).toBe(2);
    expect(corpora).toMatchObject([{ rows: 2, sha256: expect.stringMatching(/^[0-9a-f]{64}$/) }]);
    expect([...kinds]).toEqual([
      ['confidence', 'probability'],
      ['nll', 'number'],
    ]);
    expect(rows[0]).toEqual({
      id: '1',
      text: 'play sade 1',
      line: 1,
      reference: { domain: 'music', ...jazz },
      hypotheses: [
        { domain: 'music', ...jazz, scores: { confidence: 0.9, nll: 4 } },
        { domain: 'music', intent: 'Pause', slots: [], scores: { confidence: 0.05, nll: null } },
      ],
    });
    expect(rows[1]!.reference).toEqual({ domain: 'other', intent: '', slots: undefined });
  });

  it('takes the kinds of the first line, and those of the caller before them; others are not read', async () => {
    const declaration = { scores: { nll: 'cost' } };
    expect(await read([declaration, row('1')])).toMatchObject({
      kinds: new Map([['nll', 'cost']]),
      ignored: ['confidence'],
    });
    const declared = new Map([['confidence', 'logit']] as const);
    expect((await read([declaration, row('1')], { declared })).kinds).toBe(declared);
  });

  it("skips other domains' hypotheses, whatever their intents; their truths are no hypothesis of ours", async () => {
    const books = { domain: 'books', intent: 'Read', slots: [{ name: 'x', value: 'y' }], scores: { confidence: 1 } };
    const { rows } = await read([
      row('1', { hypotheses: [books, { ...jazz, domain: 'music', scores: {} }], truth: books }),
      row('2', { truth: { domain: 'other' } }),
    ]);
    expect(rows.map(({ hypotheses }) => hypotheses.map(({ domain }) => domain))).toEqual([
      ['music'],
      ['music', 'music'],
    ]);
    expect(rows.map(({ reference }) => reference.domain)).toEqual(['other', 'other']);
  });

  const hypothesis = (more: object) => row('1', { hypotheses: [{ ...jazz, scores: { confidence: 0.5 }, ...more }] });
  it.each<[string, object | string, string]>([
    ['no truth', { ...row('1'), truth: undefined }, 'field "truth" is missing; give {"intent", "slots"} or, where no'],
    ['no list', { ...row('1'), hypotheses: {} }, 'field "hypotheses" must be a list of'],
    ['no text', { ...row('1'), text: ' ' }, 'field "text" must not be blank'],
    [
      'unknown intent',
      hypothesis({ intent: 'Dance' }),
      'field "hypotheses[0].intent" is "Dance", which music has not; it has PlayMusic, Pause',
    ],
    [
      'unknown intent of the truth',
      row('1', { truth: { intent: 'x' } }),
      'field "truth.intent" is "x", which music has not',
    ],
    [
      'unknown slot',
      hypothesis({ slots: [{ name: 'album', value: 'x' }] }),
      'field "hypotheses[0].slots[0].name" is "album", no slot of PlayMusic; it has artist, track',
    ],
    [
      'slot without value',
      hypothesis({ slots: [{ name: 'artist' }] }),
      'field "hypotheses[0].slots[0]" must be {"name", "value"}',
    ],
    [
      'text as score',
      hypothesis({ scores: { confidence: 'NaN' } }),
      'field "hypotheses[0].scores.confidence" is "NaN"; give a finite number, or null',
    ],
    [
      'infinite',
      JSON.stringify(hypothesis({ scores: { confidence: 7777 } })).replace('7777', '1e999'),
      'scores.confidence" is not finite; give a finite number',
    ],
    [
      'NaN',
      JSON.stringify(hypothesis({ scores: { confidence: 7777 } })).replace('7777', 'NaN'),
      'not valid JSON: field "confidence" is NaN; write a finite number, or null where there is none',
    ],
    [
      'as good as infinite',
      hypothesis({ scores: { cost: -1e308 } }),
      'field "hypotheses[0].scores.cost" is -1e+308; a score is from -1e+100 to 1e+100; give null where there is none',
    ],
    [
      'a name',
      hypothesis({ scores: { 'a b': 0.5 } }),
      'field "hypotheses[0].scores.a b": a name is letters, digits, _ and -, a letter first, 64 at most; rename it',
    ],
    ["explanations' names", hypothesis({ scores: { bias: 0.5 } }), 'scores.bias": a name is not one of bias, alternat'],
    ["JavaScript's names", hypothesis({ scores: { constructor: 0.5 } }), 'scores.constructor": a name is not one that'],
    [
      'more scores than can be sent',
      hypothesis({ scores: Object.fromEntries(Array.from({ length: 65 }, (_, index) => [`s${index}`, index])) }),
      'field "hypotheses[0].scores.s64": is one score more than there may be: at most 64 can be sent with a hypothesis',
    ],
    ['scores as list', hypothesis({ scores: [0.5] }), 'field "hypotheses[0].scores" must be an object of numbers'],
  ])('refuses %s by file, line and field', async (_, wrong, problem) => {
    const text = typeof wrong === 'string' ? wrong : JSON.stringify(wrong);
    await expect(read(`\n${text}\n`)).rejects.toThrow(/rows\.jsonl:2: /);
    await expect(read(`\n${text}\n`)).rejects.toThrow(problem);
  });

  it.each<[string, Record<string, unknown>, object[], string]>([
    [
      'kind',
      { confidence: 'odds' },
      [row('1')],
      'rows.jsonl:1: score confidence: "odds" is no kind; one of probability, logit',
    ],
    ['name', { 'a b': 'cost' }, [row('1')], 'rows.jsonl:1: score "a b": letters, digits, _ and -'],
    [
      "a name of the re-ranker's own",
      { bias: 'cost' },
      [row('1')],
      'rows.jsonl:1: score "bias": not one of bias, alternatives',
    ],
    [
      'value',
      { nll: 'probability' },
      [row('1')],
      'rows.jsonl:2: field "hypotheses[0].scores.nll" is 4; a probability is from 0 to 1',
    ],
    ['value', { confidence: 'log-probability' }, [row('1')], 'is 0.9; a log-probability is at most 0'],
  ])('refuses a declaration by its %s', async (_, scores, rows, problem) => {
    await expect(read([{ scores }, ...rows])).rejects.toThrow(problem);
  });

  it('reads what the declaration leaves out whatever its name and value are', async () => {
    const scores = { nll: 4, 'a b': 1e300, bias: 1 };
    const { kinds, ignored } = await read([{ scores: { nll: 'cost' } }, hypothesis({ scores })]);
    expect([[...kinds.keys()], ignored]).toEqual([['nll'], ['a b', 'bias']]);
  });

  it('takes the same ids in two files, and refuses one file twice, which would count twice', async () => {
    const [one, other, copy] = [[row('1'), row('2')], [row('1')], [row('1'), row('2')]].map((rows) =>
      temporaryFile('rows.jsonl', rows),
    ) as [string, string, string];
    const two = await readHypothesisRows([one, other], { schemas, domain: 'music' });
    expect(two.rows.map(({ id }) => id)).toEqual(['1', '2', '1']);
    await expect(readHypothesisRows([one, other, copy], { schemas, domain: 'music' })).rejects.toThrow(
      /^--hypotheses: nlu-\w+\/rows\.jsonl and nlu-\w+\/rows\.jsonl hold the same; give it once$/,
    );
  });

  it('refuses a declaration behind rows, ids that come twice, no rows, and no file', async () => {
    await expect(read([row('1'), { scores: { nll: 'cost' } }])).rejects.toThrow(
      'rows.jsonl:2: a declaration of scores stands in the first line',
    );
    await expect(read([row('1'), row('2'), row('1')])).rejects.toThrow(
      'rows.jsonl:3: field "id": "1" is taken by line 1; ids must be unique',
    );
    await expect(read('\n')).rejects.toThrow('holds no rows');
    await expect(readHypothesisRows(['nowhere.jsonl'], { schemas })).rejects.toThrow('nowhere.jsonl: no such file');
  });

  it('keeps a fair draw where there are too many, the same in any order, and tells how far it is', async () => {
    const rows = Array.from({ length: 6_000 }, (_, index) => row(`${index}`));
    const shares: number[] = [];
    const one = await read(rows, { mostHypotheses: 3_000, onProgress: (_, share) => shares.push(share) });
    const other = await read([...rows].reverse(), { mostHypotheses: 3_000 });
    expect(one.read).toBe(6_000);
    expect(one.rows.length).toBeGreaterThan(600);
    expect(one.rows.length).toBeLessThanOrEqual(1_500);
    expect(new Set(one.rows.map(({ id }) => id))).toEqual(new Set(other.rows.map(({ id }) => id)));
    // Of a text that all rows have, as of many texts.
    const same = await read(
      rows.map((each) => ({ ...each, text: 'play sade' })),
      { mostHypotheses: 3_000 },
    );
    expect(same.rows.length).toBeGreaterThan(600);
    expect(same.rows.length).toBeLessThanOrEqual(1_500);
    expect(shares).toHaveLength(1);
    expect(shares[0]).toBeGreaterThan(0.5);
  });
});
