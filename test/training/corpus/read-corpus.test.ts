import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { readCorpus } from '../../../training/corpus/read-corpus.js';

const folder = mkdtempSync(join(tmpdir(), 'corpus-'));
afterAll(() => rmSync(folder, { recursive: true }));

function write(name: string, content: string | Buffer): string {
  const file = join(folder, name);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, content);
  return file;
}

const play = { id: '1', text: 'play jazz', tokens: ['play', 'jazz'], tags: ['O', 'B-genre'], intent: 'PlayMusic' };
const genre = { name: 'genre', value: 'jazz', start: 5, end: 9 };

describe('our JSON Lines', () => {
  it('reads tagged rows and rows without slot annotation', () => {
    const untagged = { id: '2', text: 'Hi there!', intent: 'oos', domain: 'other' };
    const file = write('ours.jsonl', `\uFEFF${JSON.stringify(play)}\n\n${JSON.stringify(untagged)}\n`);
    expect(readCorpus(file)).toEqual([
      { id: '1', text: 'play jazz', intent: 'PlayMusic', domain: '', slots: [genre], source: file, place: `${file}:1` },
      {
        id: '2',
        text: 'Hi there!',
        intent: 'oos',
        domain: 'other',
        slots: undefined,
        source: file,
        place: `${file}:3`,
      },
    ]);
  });

  it('names rows without an id after the line', () => {
    const { id: _, ...row } = play;
    expect(readCorpus(write('anonymous.jsonl', `\n${JSON.stringify(row)}`))[0]!.id).toBe('anonymous.jsonl:2');
  });

  it.each([
    ['{"text": "play', /bad\.jsonl:2: not valid JSON/],
    ['["play"]', /bad\.jsonl:2: not a JSON object/],
    ['{"text": "play jazz"}', /bad\.jsonl:2: field "intent" is missing/],
    ['{"text": " ", "intent": "PlayMusic"}', /bad\.jsonl:2: field "text" must not be blank/],
    ['{"text": 7, "intent": "PlayMusic"}', /bad\.jsonl:2: field "text" must be a string/],
    ['{"text": "a", "intent": "b", "tags": ["O"]}', /bad\.jsonl:2: fields "tokens" and "tags" go together/],
    ['{"text": "a", "intent": "b", "tokens": "a", "tags": ["O"]}', /bad\.jsonl:2: field "tokens" must be an array/],
    ['{"text": "a", "intent": "b", "tokens": ["a"], "tags": ["I-x"]}', /bad\.jsonl:2: field "tags": tag 1 is "I-x"/],
    ['{"id": "1", "text": "a", "intent": "b"}', /bad\.jsonl:2: field "id": "1" is taken by line 1/],
  ])('refuses %s', (line, message) => {
    expect(() => readCorpus(write('bad.jsonl', `${JSON.stringify(play)}\n${line}\n`))).toThrow(message);
  });

  it('refuses bytes that are no UTF-8 instead of mangling them', () => {
    expect(() => readCorpus(write('latin.jsonl', Buffer.from([0x7b, 0xe9, 0x7d])))).toThrow('not UTF-8');
  });
});

describe('the public SNIPS JSON', () => {
  const utterance = (title: string) => ({
    data: [{ text: 'find ' }, { text: `${title} `, entity: 'object_name' }, { text: 'now' }],
  });

  it('joins chunks and cuts slots without the space around them', () => {
    const file = write('snips.json', JSON.stringify({ SearchCreativeWork: [utterance('amélie 🎬')] }));
    expect(readCorpus(file)).toEqual([
      {
        id: 'snips.json:SearchCreativeWork:0',
        text: 'find amélie 🎬 now',
        intent: 'SearchCreativeWork',
        domain: '',
        slots: [{ name: 'object_name', value: 'amélie 🎬', start: 5, end: 13 }],
        source: file,
      },
    ]);
  });

  it('reads the files that are in windows-1252', () => {
    const file = write(
      'old.json',
      Buffer.from(JSON.stringify({ SearchCreativeWork: [utterance('amélie')] }), 'latin1'),
    );
    expect(readCorpus(file)[0]!.text).toBe('find amélie now');
  });

  it.each([
    [{ A: [utterance('x'), { data: [{ entity: 'y' }] }] }, /odd\.json:\d+: A\.1\.data\.0\.text/],
    [{ A: [{ data: [{ text: ' ' }] }] }, /odd\.json:\d+: A\.0: the utterance is blank/],
    [{ A: 'x' }, /odd\.json:1: "A" must hold an array/],
    [['x'], /odd\.json:1: "0" must hold an array/],
  ])('refuses %j', (document, message) => {
    expect(() => readCorpus(write('odd.json', JSON.stringify(document, null, 1)))).toThrow(message);
  });

  it('names the line of the utterance', () => {
    const text = '{"A": [\n{"data": [{"text": "x"}]},\n{"data": [{"words": "y"}]}\n]}';
    expect(() => readCorpus(write('line.json', text))).toThrow(/line\.json:3: A\.1\.data\.0\.text/);
  });
});

describe('the seq.in/seq.out/label split', () => {
  function split(name: string, texts: string, tags: string, labels: string): string {
    write(join(name, 'seq.in'), texts);
    write(join(name, 'seq.out'), tags);
    write(join(name, 'label'), labels);
    return join(folder, name);
  }

  it('reads one folder, or the folders train, valid and test of one', () => {
    split('whole/train', 'play jazz\n', 'O B-genre\n', 'PlayMusic\n');
    split('whole/test', 'play jazz \r\nstop\n', 'O B-genre \nO\n', 'PlayMusic\nStop\n');
    const rows = readCorpus(join(folder, 'whole'));
    expect(rows.map((row) => [row.text, row.intent, row.slots])).toEqual([
      ['play jazz', 'PlayMusic', [genre]],
      ['play jazz', 'PlayMusic', [genre]],
      ['stop', 'Stop', []],
    ]);
    expect(readCorpus(join(folder, 'whole', 'test'))).toHaveLength(2);
  });

  it.each([
    ['fewer labels', 'a\nb\n', 'O\nO\n', 'x\n', /label:2: label has 1 lines but seq\.in 2/],
    ['fewer tags', 'a b\n', 'O\n', 'x\n', /seq\.out:1: 2 tokens but 1 tags/],
    ['bad tag', 'a\nb\n', 'O\nI-x\n', 'x\nx\n', /seq\.out:2: tag 1 is "I-x"/],
    ['blank text', 'a\n\nb\n', 'O\n\nO\n', 'x\nx\nx\n', /seq\.in:2: the line is blank/],
  ])('refuses %s', (_, texts, tags, labels, message) => {
    expect(() => readCorpus(split('broken', texts, tags, labels))).toThrow(message);
  });
});

it.each([
  ['nowhere.jsonl', 'no such file or folder'],
  ['words.txt', 'of no known form'],
  ['empty.jsonl', 'holds no rows'],
  ['hollow', 'neither seq.in nor folders'],
])('refuses %s', (name, problem) => {
  write('words.txt', 'play jazz');
  write('empty.jsonl', '\n');
  mkdirSync(join(folder, 'hollow'), { recursive: true });
  expect(() => readCorpus(join(folder, name))).toThrow(problem);
});
