import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { sampleCorpora } from '../../../training/corpus/default-corpora.js';
import { temporaryFile, temporaryFolder } from '../../support/files.js';
import { startProgram } from '../../support/servers/program.js';

/** Small: a title and a creator are enough for everything to run. */
function onSample(): string[] {
  const catalogue = temporaryFile('catalogue.jsonl', [
    { id: 'song-1', kind: 'song', title: 'Blue Train', creators: ['John Coltrane'] },
    { id: 'book-1', kind: 'book', title: 'Dune', creators: ['Frank Herbert'] },
  ]);
  const corpora = sampleCorpora().flatMap((path) => ['--train-on', path]);
  return [...corpora, '--catalogue', catalogue, '--folds', '2', '--generate', '0'];
}

const evaluate = (...args: string[]) => startProgram('cli/main.js', ['evaluate', ...args]).ended;

describe('evaluate --out-of-fold', { timeout: 240_000 }, () => {
  it('puts the paper’s forms beside ours on the same utterances, and draws their curves', async () => {
    const report = join(temporaryFolder(), 'report');
    const { code, stdout } = await evaluate(
      '--out-of-fold',
      '--json',
      '--resamples',
      '50',
      '--report',
      report,
      ...onSample(),
    );
    expect(code).toBe(0);
    const { forms } = JSON.parse(stdout);
    expect(forms.map(({ name }: { name: string }) => name)).toEqual([
      'served',
      'r1',
      'r2',
      'r3',
      'R0 logits',
      'R0 product',
    ]);
    const counts = forms.map((form: { figures: { utterances: object } }) => form.figures.utterances);
    for (const each of counts) expect(each).toEqual(counts[0]);
    const [served, r1, r2, r3] = forms.map((form: { figures: { top: { nll: number } } }) => form.figures.top.nll);
    expect(new Set([served, r1, r2, r3]).size).toBe(4);
    expect(readFileSync(join(report, 'index.html'), 'utf8')).toContain('r3');
    expect(existsSync(join(report, 'calibration.svg'))).toBe(true);
  });
});

describe('evaluate --independence', { timeout: 240_000 }, () => {
  it('says what each way of retraining a domain does, and tells how far it is beside the result', async () => {
    const { code, stdout, stderr } = await evaluate('--independence', '--retrain', 'video', '--json', ...onSample());
    expect(code).toBe(0);
    const { changes } = JSON.parse(stdout);
    expect(changes.map(({ name }: { name: string }) => name)).toEqual([
      'video: half the data, then all',
      'video: over-trained',
      'video: under-trained',
      'video: its own 5 % of negatives',
    ]);
    for (const { systems } of changes) {
      for (const { before } of systems) expect(before.falseAccepts).toBeLessThanOrEqual(0.005);
    }
    expect(stderr).toContain('video: half the data');
  });

  it('refuses a domain that there is not', async () => {
    const { code, stderr } = await evaluate('--independence', '--retrain', 'radio', ...onSample());
    expect(code).toBe(1);
    expect(stderr).toContain('--retrain radio: no such domain; there are books, music, video');
  });
});

describe('evaluate --entities', { timeout: 240_000 }, () => {
  const song = { kind: 'song', title: 'Blue Train', creators: ['John Coltrane'] };

  /** A catalogue's bundle with one song. */
  async function catalogue(version: string): Promise<string> {
    const rows = temporaryFile('songs.jsonl', [{ ...song, id: 'song-1' }]);
    const out = temporaryFolder();
    const args = ['catalogue', 'music', rows, '--out', out, '--version', version];
    const made = await startProgram('cli/main.js', args).ended;
    expect(made.code, made.stderr).toBe(0);
    return join(out, 'music-catalogue', `${version}.bundle`);
  }

  it('puts what such re-rankers reach beside the same lists without, whatever catalogue they are served with', async () => {
    const file = await catalogue('one');
    const { code, stdout, stderr } = await evaluate(
      ...['--entities', file, '--other-entities', await catalogue('other')],
      ...['--json', '--resamples', '50', ...onSample()],
    );
    expect(stderr).toContain('music    no catalogue');
    expect(code).toBe(0);
    const { comparisons } = JSON.parse(stdout);
    const of = (evidence: string, rows: string) =>
      comparisons.find((one: { evidence: string; rows: string }) => one.evidence === evidence && one.rows === rows);
    expect(comparisons.map(({ domain }: { domain: string }) => domain)).toEqual(comparisons.map(() => 'music'));
    const own = of('its own catalogue', 'corpora');
    // The evidence is read: what the same re-rankers say without it differs.
    expect(own.figures.top.nll).not.toBe(own.baseline.top.nll);
    expect(own.figures.top.nll).not.toBe(of('no catalogue', 'corpora').figures.top.nll);
    expect(own.figures.top.nll).toBe(of('another catalogue', 'corpora').figures.top.nll);
    expect(own.comparison.nll.difference.value).toBeCloseTo(own.figures.top.nll - own.baseline.top.nll, 9);
    expect(of('its own catalogue', 'misheard').figures.utterances.inDomain).toBeGreaterThan(0);
  });

  it('refuses a second catalogue of a domain, a file that is none, and another catalogue alone', async () => {
    const file = await catalogue('twice');
    const twice = await evaluate('--entities', file, '--entities', file, ...onSample());
    expect(twice.code).toBe(1);
    expect(twice.stderr).toContain(`--entities ${file}: a second catalogue of music`);
    const none = await evaluate('--entities', temporaryFile('no.bundle', [song]), ...onSample());
    expect(none.code).toBe(1);
    expect(none.stderr).toContain('no.bundle');
    const alone = await evaluate('--other-entities', file);
    expect(alone.code).toBe(1);
    expect(alone.stderr).toContain('--other-entities: goes with --entities');
  });
});

describe('evaluate --standard-snips', { timeout: 240_000 }, () => {
  const requests: [intent: string, text: (word: string) => string, slot: string][] = [
    ['AddToPlaylist', (word) => `add this to my ${word} list`, 'playlist'],
    ['BookRestaurant', (word) => `book a table in ${word} please`, 'city'],
    ['GetWeather', (word) => `will it rain in ${word} today`, 'city'],
    ['PlayMusic', (word) => `play me ${word} now`, 'artist'],
    ['RateBook', (word) => `rate the novel ${word} five`, 'object_name'],
    ['SearchCreativeWork', (word) => `look for the thing ${word}`, 'object_name'],
    ['SearchScreeningEvent', (word) => `when is ${word} shown here`, 'movie_name'],
  ];
  const corpus = (words: readonly string[]) =>
    requests.flatMap(([intent, text, slot]) =>
      words.map((word) => {
        const tokens = text(word).split(' ');
        return { text: text(word), tokens, tags: tokens.map((token) => (token === word ? `B-${slot}` : 'O')), intent };
      }),
    );
  const words = ['ember', 'paris', 'night', 'silver', 'garden', 'winter', 'river', 'stone'];

  it('scores six domains as one system, out of fold and on rows that none has seen', async () => {
    const train = temporaryFile('train.jsonl', corpus(words));
    const held = temporaryFile('held.jsonl', corpus(['ember', 'stone']));
    const { code, stdout } = await evaluate(
      '--standard-snips',
      '--json',
      '--train-on',
      train,
      '--corpus',
      held,
      '--folds',
      '2',
    );
    expect(code).toBe(0);
    const figures = JSON.parse(stdout);
    expect(figures.seed).toBe(1);
    // Seven carriers that no word is common to: whatever goes wrong, it is not the data's fault.
    expect(figures.held).toEqual({ intentAccuracy: 1, slotF1: 1, sentenceAccuracy: 1 });
    expect(figures.outOfFold.intentAccuracy).toBe(1);
    expect(figures.outOfFold.slotF1).toBeGreaterThan(0.9);
  });

  it('names a row that is of none of the seven intents', async () => {
    const train = temporaryFile('train.jsonl', [{ text: 'set a timer', intent: 'set_timer', id: 'clock-1' }]);
    const { code, stderr } = await evaluate('--standard-snips', '--train-on', train, '--corpus', train);
    expect(code).toBe(1);
    expect(stderr).toContain('row clock-1: none of the seven intents is set_timer');
  });
});

it('an evaluation that trains serves nothing: none goes with another', async () => {
  const { code, stderr } = await evaluate('--independence', '--out-of-fold');
  expect(code).not.toBe(0);
  expect(stderr).toMatch(/--out-of-fold.*cannot be used with.*--independence/u);
});
