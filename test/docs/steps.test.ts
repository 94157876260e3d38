import { cpSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { describe, expect, it } from 'vitest';
import { projectRoot } from '../../serving/project.js';
import { temporaryFolder } from '../support/files.js';
import { hasNats, NEEDS_NATS } from '../support/servers/nats-server.js';
import { startProcess } from '../support/servers/program.js';
import { type Node, nodes, pageOf, pages } from './pages.js';
import { isService, type Steps, stepsOf } from './steps.js';

const NOT_COPIED = ['node_modules', '.git', 'trained', 'out', 'data'];

/** A clone, built, in a folder of its own: what the steps write beside it is there too. */
function clone(): string {
  const [project, copy] = [projectRoot(), join(temporaryFolder(), 'nlu-reranker')];
  mkdirSync(copy);
  const isCopied = (path: string) => !NOT_COPIED.includes(relative(project, path).split(sep)[0] ?? '');
  cpSync(project, copy, { recursive: true, filter: isCopied });
  symlinkSync(join(project, 'node_modules'), join(copy, 'node_modules'));
  return copy;
}

/** Runs the commands of a block as they stand, and stops at its end what serves until then. Resolves with what they print. */
async function run(steps: Steps, cwd: string): Promise<string> {
  const env = { PATH: process.env.PATH, HOME: process.env.HOME };
  const services: ReturnType<typeof startProcess>[] = [];
  let printed = '';
  for (const step of steps) {
    const started = startProcess('sh', ['-c', isService(step) ? `exec ${step}` : step], { cwd, env });
    if (isService(step)) {
      services.push(started);
      await Promise.race([served(started), started.ended.then((how) => expect(how, step).toBeUndefined())]);
    } else {
      const { code, stdout, stderr } = await started.ended;
      expect(code, `${step}\n${stderr}`).toBe(0);
      printed += stdout;
    }
  }
  for (const service of services.reverse()) {
    service.process.kill('SIGTERM');
    await service.ended;
  }
  return printed;
}

/** Waits for the line by which a service says that it serves, or that it waits for a first deployment. */
function served({ process: { stdout, stderr } }: ReturnType<typeof startProcess>): Promise<void> {
  return new Promise((resolve) => {
    let text = '';
    const read = (more: Buffer) => {
      text += more;
      if (/^\{"ready"|^Stop with Ctrl\+C|Server is ready|nothing was deployed yet/m.test(text)) resolve();
    };
    stdout?.on('data', read);
    stderr?.on('data', read);
  });
}

const page = (file: string) => pages().find((one) => one.file === file)!;

describe('the steps of', () => {
  it("README's own domain: three commands, two minutes", { timeout: 300_000 }, async () => {
    const [steps, ...others] = stepsOf(page('README.md'), 'Add a domain');
    expect([steps!.length, others.length]).toEqual([3, 0]);
    const cwd = clone();
    const began = performance.now();
    await run(steps!, cwd);
    expect(performance.now() - began).toBeLessThan(120_000);
  });

  it("README's evaluation", { timeout: 300_000 }, async () => {
    const [steps] = stepsOf(page('README.md'), 'Evaluate');
    expect(steps!.length).toBeGreaterThan(1);
    expect(await run(steps!, clone())).toContain('IRER');
  });

  it('the guide for those who have an NLU', { timeout: 300_000 }, async () => {
    const cwd = clone();
    const [first, ...others] = stepsOf(page('docs/guides/you-have-an-nlu.md'));
    expect(others.length).toBe(3);
    // The table of the guide, to two digits.
    const printed = await run(first!, cwd);
    expect(printed).toMatch(/│ ECE, top +│ 5\.\d\d +│ 2\.\d\d +│ -2\.\d\d +│/);
    expect(printed).toMatch(/│ NLL, top \(nats\) +│ 0\.27\d\d +│ 0\.1\d\d\d +│/);
    const [gates, serve, borrow] = others;
    await run(gates!, cwd);
    const served = await run(serve!, cwd);
    expect(served).toContain('no recognizer; list-wise on');
    expect(served).toMatch(/^0\.\d{3}\n0\.\d{3}\nscore confidence of one hypothesis: 30 is outside of training's/m);
    await run(borrow!, cwd);
  });

  it('the guide to adding a domain', { timeout: 600_000 }, async () => {
    const cwd = clone();
    const [first, ...others] = stepsOf(page('docs/guides/add-a-domain.md'));
    expect(others.length).toBeGreaterThan(2);
    expect(await run(first!, cwd)).toMatch(/│ podcasts │ Find +│ item: gardening +│ 9\d\.\d% +│ 9\d\.\d% +│/);
    for (const steps of others) await run(steps, cwd);
  });
});

/** The lines of a page's code that begin with a text. */
const linesOf = (file: string, start: string) =>
  (nodes(page(file).tree) as Node[])
    .flatMap((node) => (node.type === 'code' ? node.value.split('\n') : []))
    .filter((line) => line.startsWith(start));

it('the commands of "which one" that need no NATS', { timeout: 300_000 }, async () => {
  const guide = 'docs/guides/which-one.md';
  const cwd = clone();
  writeFileSync(join(cwd, 'songs.jsonl'), `${linesOf(guide, '{').join('\n')}\n`);
  // What use teaches needs a log of requests: the tests of `catalogue` have one.
  const asIs = linesOf(guide, 'npm run ').filter((line) => !/ --nats | --bundle | --decisions | serve /.test(line));
  expect(asIs.map((line) => /(\w+) -- /.exec(line)?.[1])).toEqual(['catalogue', 'resolve', 'interpret']);
  const printed: string[] = [];
  for (const line of asIs) printed.push(await run([line], cwd));
  const [made, resolved, interpreted] = printed;
  expect(made).toContain('song');
  expect(resolved).toContain('s-2');
  expect(interpreted).toMatch(/^music .*; catalogue \d{8}-/m);
});

const isRollout = (step: string) => /^(?:node|nats-server|npm run (?:keys|buckets|deploy|status|history))\b/.test(step);

it.runIf(hasNats)(`the rehearsal of a rollout${NEEDS_NATS}`, { timeout: 300_000 }, async () => {
  const cwd = clone();
  const [first, second, ...others] = stepsOf(page('docs/guides/operate-it.md'), 'Rehearse it on one machine');
  expect([first!.length, second!.length, others.length]).toEqual([7, 1, 0]);
  expect([...first!, ...second!].every(isRollout)).toBe(true);
  const printed = await run(first!, cwd);
  expect(printed).toContain('nlu-deployments: 1 copy, 1 whole');
  expect(printed).toMatch(/^music: nothing -> \d{8}-\w+/m);
  expect(printed).toMatch(/│ music .*│ active +│/);
  // With NATS gone, and a cache of its own that is empty.
  await run(second!, cwd);
});

it('steps are found: lines, continued ones, and texts', () => {
  const text =
    "# A\n```sh\nnpm start\n```\n# B\n```sh\ncat > x <<'END'\na b\nEND\nnpm run x -- \\\n  --y # z\n```\n```\nno\n```\n";
  expect(stepsOf(pageOf('page.md', text))).toEqual([
    ['npm start'],
    ["cat > x <<'END'\na b\nEND", 'npm run x -- \\\n  --y # z'],
  ]);
  expect(stepsOf(pageOf('page.md', text), 'A')).toEqual([['npm start']]);
  expect(
    ['npm start -- --with x', 'npm run serve -- x', 'node dist/gateway/main.js', 'npm run train'].map(isService),
  ).toEqual([true, true, true, false]);
});
