import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { describe, expect, it, onTestFinished } from 'vitest';
import { writeActiveBundle } from '../../bundles/sources/bundle-directory.js';
import { projectRoot } from '../../serving/project.js';
import { callUnary } from '../../serving/rpc/client.js';
import { definitions } from '../../serving/rpc/definitions.js';
import { temporaryFile, temporaryFolder } from '../support/files.js';
import { startProgram } from '../support/servers/program.js';
import { dial } from '../support/servers/serve.js';

const cli = 'cli/main.js';
const sample = join(projectRoot(), 'training', 'sample', 'music.jsonl');

/** The shipped bundles in the processes that users start. */
describe('the commands over the shipped bundles', () => {
  it('demo prints every request and ends well in time', async () => {
    const started = performance.now();
    const { code, stdout, stderr } = await startProgram(cli, ['demo']).ended;
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    for (const text of ['mary poppins', 'ereader', 'ACCEPT', 'REJECT', 'books/SearchCreativeWork'])
      expect(stdout).toContain(text);
    expect(performance.now() - started).toBeLessThan(15_000);
  });

  it('start serves until it is interrupted, and leaves nothing behind', async () => {
    const stack = startProgram(cli, ['start']);
    const lines = createInterface(stack.process.stdout!);
    const printed: string[] = [];
    for await (const line of lines) {
      printed.push(line);
      if (line.startsWith('Stop')) break;
    }
    const address = printed.find((line) => line.startsWith('gateway'))!.split(/\s+/u)[1];
    expect(printed.join('\n')).toContain(`${address} nlu.v1.Gateway/Interpret`);
    const { Interpret } = definitions().gateway;
    const request = { utterance: 'find the novel dune' };
    const reply = await callUnary(dial(address), Interpret, request, { timeoutMs: 5_000 });
    expect(reply).toMatchObject({ decision: 'DECISION_ACCEPT', degraded: false });
    expect(reply.hypotheses[0].domain).toBe('books');
    stack.process.kill('SIGINT');
    expect(await stack.ended).toMatchObject({ code: 0, stderr: '' });
    for (const [name, one] of printed.slice(0, 3).map((line) => line.split(/\s+/u))) {
      await expect(
        callUnary(dial(one!), definitions().domain.Describe, {}, { timeoutMs: 2_000 }),
        name!,
      ).rejects.toThrow();
    }
  });

  it('"play mary poppins" has hypotheses of two domains at least, and the device changes their order', async () => {
    const orderOn = async (device: string) => {
      const args = ['interpret', 'play mary poppins', '--device', device, '--json'];
      const { hypotheses } = JSON.parse((await startProgram(cli, args).ended).stdout);
      return hypotheses.map(({ domain, intent, slots }: Record<string, unknown>) =>
        JSON.stringify([domain, intent, slots]),
      );
    };
    const [speaker, tv] = [await orderOn('speaker'), await orderOn('tv')];
    expect(new Set(speaker.map((hypothesis: string) => JSON.parse(hypothesis)[0])).size).toBeGreaterThanOrEqual(2);
    expect(tv).not.toEqual(speaker);
  });

  it('predict through npm prints nothing but the predictions', async () => {
    const rows = readFileSync(sample, 'utf8')
      .split('\n')
      .slice(0, 20)
      .map((line) => JSON.parse(line));
    const input = temporaryFile('rows.jsonl', rows);
    const child = spawn('npm', ['run', '-s', 'predict', '--', '--input', input], { cwd: projectRoot() });
    onTestFinished(() => void child.kill());
    const predictions: { id: string; hypotheses: { domain: string }[] }[] = [];
    for await (const line of createInterface(child.stdout)) predictions.push(JSON.parse(line));
    expect(predictions.map(({ id }) => id)).toEqual(rows.map(({ id }) => id));
    const music = predictions.filter(({ hypotheses }) => hypotheses[0].domain === 'music');
    expect(music.length).toBeGreaterThan(10);
  });

  it('evaluate measures the shipped bundles on the sample', async () => {
    const { code, stdout } = await startProgram(cli, ['evaluate', '--corpus', sample, '--resamples', '50', '--json'])
      .ended;
    expect(code).toBe(0);
    const [served] = JSON.parse(stdout).forms;
    expect(served.figures.utterances).toMatchObject({ inDomain: 140, leftOut: 0 });
    expect(served.figures.dcer).toBeLessThan(0.2);
  });

  it('says which check failed when a bundle is not as it should be', async () => {
    const folder = temporaryFolder();
    const missing = await startProgram(cli, ['demo', '--bundles', folder]).ended;
    expect(missing.code).toBe(1);
    expect(missing.stderr).toContain(join(folder, 'books', 'active.json'));
    for (const domain of ['books', 'music', 'video']) {
      await writeActiveBundle(join(folder, domain), { version: 'v1' }, Buffer.from('no bundle'));
    }
    const wrong = await startProgram(cli, ['demo', '--bundles', folder]).ended;
    expect(wrong.code).toBe(1);
    expect(wrong.stderr).toMatch(/domain service \w+ ended with exit code 1/);
    expect(wrong.stderr).toContain('is refused by its size check');
  });
});
