import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ownEvaluationText } from '../../../cli/own-scores/own-evaluation-text.js';
import { projectRoot } from '../../../serving/project.js';
import { temporaryFile, temporaryFolder } from '../../support/files.js';
import { startProgram } from '../../support/servers/program.js';

const run = (...args: string[]) => startProgram('cli/main.js', args).ended;
const shipped = (name: string) => join(projectRoot(), 'training', 'distorted', name);

/** A bundle that is trained on the distorted lists that ship, less the rows of `omit`. */
async function trained(...more: string[]) {
  const out = temporaryFolder();
  const printed = await run('train', 'music', '--hypotheses', shipped('train.jsonl'), '--out', out, ...more);
  const folder = join(out, 'music');
  const [file = ''] = existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith('.bundle')) : [];
  return { ...printed, out, bundle: join(folder, file) };
}

describe('train --hypotheses', () => {
  it('says what it reads, what it learns and what it came to, and gives the same digest again', async () => {
    const { code, stdout } = await trained();
    expect(code).toBe(0);
    expect(stdout).toContain('distorted/train.jsonl: 509 rows');
    expect(stdout).toContain('scores: confidence (probability)');
    expect(stdout).toContain('form: list-wise, the default for 100 rows or more; --form chooses another');
    expect(stdout).toMatch(/out of fold: IRER \d+\.\d+ % \(at best \d/);
    const digests = await Promise.all(
      [trained('--json'), trained('--json')].map(async (each) => JSON.parse((await each).stdout)[0].digest),
    );
    expect(digests[0]).toBe(digests[1]);
  });

  it('takes a domain of a folder anywhere, its schema, and scores by flag', async () => {
    const folder = join(temporaryFolder(), 'podcasts');
    mkdirSync(folder);
    const intents = [{ name: 'Find', slots: ['item'] }];
    writeFileSync(
      join(folder, 'schema.json'),
      JSON.stringify({ domain: 'podcasts', description: 'x', intents, rows: [] }),
    );
    const rows = Array.from({ length: 60 }, (_, index) => {
      const meaning = { intent: 'Find', slots: [{ name: 'item', value: `bees ${index}` }] };
      const truth = index % 3 === 0 ? null : meaning;
      return {
        id: index,
        text: `find bees ${index}`,
        truth,
        hypotheses: [{ ...meaning, scores: { nll: index % 7, x: 1 } }],
      };
    });
    const file = temporaryFile('rows.jsonl', rows);
    const { code, stderr, stdout } = await run(
      'train',
      folder,
      '--hypotheses',
      file,
      '--scores',
      'nll=cost',
      '--form',
      'r3',
    );
    expect({ code, stderr: stderr.includes('scores that are not declared are not read: x') }).toEqual({
      code: 0,
      stderr: true,
    });
    expect(stdout).toContain('scores: nll (cost)');
    expect(readdirSync(join(folder, 'bundle'))).toHaveLength(2);
    expect(stdout).toContain(`npm run serve -- ${folder} --bundles ${join(folder, 'bundle')} --allow-unsigned`);

    const [bundle = ''] = readdirSync(join(folder, 'bundle')).filter((name) => name.endsWith('.bundle'));
    const others = temporaryFile(
      'others.jsonl',
      rows.map((row) => ({ ...row, text: `search for bees ${row.id}` })),
    );
    const gates = await run('gates', '--bundle', join(folder, 'bundle', bundle), '--hypotheses', others);
    expect(gates.stdout).toMatch(
      /own order, by nll; rejections do not count\nNLL is beside being \d+\.\d % sure of each answer, .*: nll is no probability$/m,
    );
    expect(gates.stdout).toMatch(/passed {2}irer/);
    expect(gates.stdout).not.toMatch(/ {2}ece {2}/);

    const unknown = temporaryFile('rows.jsonl', [{ ...rows[0]!, truth: { intent: 'Seek' } }]);
    expect(await run('train', folder, '--hypotheses', unknown)).toMatchObject({
      code: 1,
      stderr: `${unknown}:1: field "truth.intent" is "Seek", which podcasts has not; it has Find\n`,
    });
  });

  it.each([
    [['--scores', 'confidence'], 'Give it as name=kind,name=kind'],
    [['--scores', 'confidence=odds'], 'score confidence: "odds" is no kind; one of probability, logit'],
    [['--loss', 'r3'], "option '--hypotheses <file>' cannot be used with option '--loss <form>'"],
    [['--corpus', 'x.jsonl'], "option '--hypotheses <file>' cannot be used with option '--corpus <path>'"],
    [
      ['--form', 'r9'],
      'Allowed choices are r0, r1, r2, r3, list-wise, temperature, platt, isotonic, beta, calibration',
    ],
  ])('refuses %j', async (more, problem) => {
    const { code, stderr } = await trained(...more);
    expect(code).toBe(1);
    expect(stderr).toContain(problem);
  });

  it('says that --form and --scores go with --hypotheses', async () => {
    const { code, stderr } = await run('train', 'music', '--form', 'platt');
    expect([code, stderr]).toEqual([1, '--form: goes with --hypotheses\n']);
  });

  it('leaves nothing behind when it is stopped', async () => {
    const out = temporaryFolder();
    const lines = readFileSync(shipped('train.jsonl'), 'utf8').trimEnd().split('\n').slice(1);
    const many = Array.from({ length: 400 }, (_, copy) =>
      lines.map((line) => line.replace('"id":"', `"id":"${copy}-`)),
    );
    const file = temporaryFile('rows.jsonl', many.flat().join('\n'));
    const program = startProgram('cli/main.js', ['train', 'music', '--hypotheses', file, '--out', out]);
    await program.firstLine;
    program.process.kill('SIGINT');
    const { code, signal } = await program.ended;
    expect(code === 0).toBe(false);
    expect(signal ?? code).toBeTruthy();
    expect(readdirSync(out)).toEqual([]);
  });
});

describe('evaluate and gates --hypotheses', () => {
  it("measure a bundle beside the caller's own order, and say what it was trained on", async () => {
    const { bundle } = await trained();
    const evaluated = await run('evaluate', '--hypotheses', shipped('held-out.jsonl'), '--bundle', bundle, '--json');
    expect(evaluated).toMatchObject({ code: 0, stderr: '' });
    const { figures, differences, overlaps, rows } = JSON.parse(evaluated.stdout);
    expect(rows).toEqual({ measured: 221, of: 221 });
    const drawn = ownEvaluationText({ ...JSON.parse(evaluated.stdout), rows: { measured: 221, of: 1000 } });
    expect(drawn).toContain('\nMeasured on 221 of 1000 rows, a fair draw.\n');
    expect(figures.callersOwn.top.ece).toBeGreaterThan(figures.bundles.top.ece);
    expect(differences.nll.high).toBeLessThan(0);
    expect(overlaps).toEqual([]);

    const same = await run(
      'evaluate',
      '--hypotheses',
      shipped('train.jsonl'),
      '--bundle',
      bundle,
      '--resamples',
      '100',
    );
    expect(same.stdout).toMatch(
      /was trained on 509 of 509 rows \(100\.0 %\) of distorted\/train\.jsonl, by digest: its figures flatter it/,
    );

    const gates = await run('gates', '--bundle', bundle, '--hypotheses', shipped('held-out.jsonl'));
    expect(gates.stdout).toContain(
      "no active version ranks these lists: beside the caller's own order, by confidence; rejections do not count\n",
    );
    expect(gates.stdout).toMatch(
      /^music\/\S+ interprets texts, and this bundle has no recognizer: Interpret will leave the domain out$/m,
    );
    expect(gates.stdout).toMatch(/passed {2}nll/);
    expect(gates.code).toBe(gates.stdout.includes('FAILED') ? 1 : 0);

    expect(await run('gates', '--bundle', bundle)).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('--hypotheses: the bundle has no recognizer'),
    });
    const refused = await run('gates', '--bundle', bundle, '--hypotheses', shipped('train.jsonl'));
    expect(refused.code).toBe(1);
    expect(refused.stderr).toMatch(/was trained on 509 of 509 rows[\s\S]* with --hypotheses \(/);
    expect(refused.stderr).not.toContain('--corpus');
  });

  it('stand beside an active version of the same kind, merged as a gateway merges', async () => {
    const [active, candidate] = [
      await trained('--form', 'platt', '--version', 'one'),
      await trained('--version', 'two'),
    ];
    const bundles = temporaryFolder();
    for (const domain of ['books', 'video']) {
      const from = join(projectRoot(), 'domains', domain, 'bundle');
      mkdirSync(join(bundles, domain));
      for (const name of readdirSync(from)) writeFileSync(join(bundles, domain, name), readFileSync(join(from, name)));
    }
    mkdirSync(join(bundles, 'music'));
    for (const name of ['active.json', 'one.bundle'])
      writeFileSync(join(bundles, 'music', name), readFileSync(join(active.out, 'music', name)));
    const rows = shipped('held-out.jsonl');
    const { stdout } = await run(
      'gates',
      '--bundle',
      candidate.bundle,
      '--hypotheses',
      rows,
      '--bundles',
      bundles,
      '--json',
    );
    const { verdicts, besideOwnOrder } = JSON.parse(stdout);
    expect(besideOwnOrder).toBeUndefined();
    expect(verdicts.map(({ gate }: { gate: string }) => gate)).toEqual(expect.arrayContaining(['irer', 'ece', 'nll']));
  });

  it('replay tells whose answers flip, of rows without truth', async () => {
    const { bundle } = await trained();
    const rows = readFileSync(shipped('held-out.jsonl'), 'utf8').trimEnd().split('\n').slice(1, 41);
    const log = temporaryFile(
      'log.jsonl',
      rows.map((line) => ({ ...JSON.parse(line), truth: undefined })),
    );
    const { code, stdout } = await run('replay', '--log', log, '--with', `music=${bundle}`, '--json');
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ requests: 40, flips: expect.any(Array) });
  });

  it('need both rows and a bundle, and of each domain one', async () => {
    const { bundle } = await trained();
    const twice = ['--bundle', bundle, '--bundle', bundle];
    expect(await run('evaluate', '--hypotheses', shipped('held-out.jsonl'), ...twice)).toMatchObject({
      code: 1,
      stderr: '--bundle: two are of music; name bundles of different domains\n',
    });
    const [gated, other] = await Promise.all([
      run('gates', '--hypotheses', shipped('train.jsonl'), '--bundle', bundle),
      run('gates', '--hypotheses', shipped('train.jsonl'), '--hypotheses', shipped('train.jsonl'), '--bundle', bundle),
    ]);
    expect(gated.code).toBe(1);
    expect(gated.stderr).toMatch(
      /by digest\nname rows that it was not trained on with --hypotheses \(up to 5 % of a fi/,
    );
    expect(gated.stderr).not.toContain('--corpus');
    expect(other.stderr).toMatch(
      /^--hypotheses: distorted.train\.jsonl and distorted.train\.jsonl hold the same; give/,
    );
    expect(await run('evaluate', '--hypotheses', shipped('held-out.jsonl'))).toMatchObject({
      code: 1,
      stderr: '--hypotheses FILE and --bundle FILE go together: the rows, and what ranks them\n',
    });
  });
});

it('predict --scores writes rows that train --hypotheses takes as they are', { timeout: 90_000 }, async () => {
  const sample = (name: string) => readFileSync(join(projectRoot(), 'training', 'sample', `${name}.jsonl`), 'utf8');
  const input = temporaryFile(
    'in.jsonl',
    `${sample('music')}${sample('books')}${sample('other')}${sample('ambiguous')}`,
  );
  const lists = join(temporaryFolder(), 'lists.jsonl');
  expect(await run('predict', '--input', input, '--scores', '--output', lists)).toMatchObject({ code: 0 });
  const rows = readFileSync(lists, 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));
  expect(rows[0]).toMatchObject({
    text: 'is there an album called blue notes for anna',
    truth: { domain: 'music', intent: 'SearchCreativeWork', slots: [{ name: 'object_type', value: 'album' }, {}] },
  });
  expect(rows.filter(({ truth }) => truth?.domain === 'other').length).toBeGreaterThan(100);
  // Ambiguous rows have no one right answer.
  const certain = rows.filter(({ truth }) => truth !== undefined);
  expect(rows.length - certain.length).toBe(24);
  const file = temporaryFile('certain.jsonl', certain);
  const { code, stdout } = await run('train', 'music', '--hypotheses', file, '--out', temporaryFolder());
  expect(code).toBe(0);
  expect(stdout).toContain('scores: domain (probability), intent (probability), slot (probability)');
});
